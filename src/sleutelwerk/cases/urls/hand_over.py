"""Addresses of handing a case over to another organisation."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_hand_over = "sleutelwerk.cases.views.hand_over"

urlpatterns = [
    path("aanbod/<uuid:offer>/", later(f"{_hand_over}.answer_offer"), name="answer-offer"),
    path("<uuid:case>/overdragen/", later(f"{_hand_over}.offer_case"), name="offer-case"),
    path("<uuid:case>/overdragen/terug/", later(f"{_hand_over}.revoke_offer"), name="revoke-offer"),
]
