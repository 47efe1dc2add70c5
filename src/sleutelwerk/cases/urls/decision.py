"""Addresses of deciding on a candidate; who decides is in no team and has an address of his own."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_views = "sleutelwerk.cases.views.decision"
_one = "<uuid:case>/besluit"

urlpatterns = [
    path("besluit/<uuid:decision>/", later(f"{_views}.decide"), name="decide"),
    path(f"{_one}/", later(f"{_views}.decision"), name="decision"),
    path(f"{_one}/vragen/", later(f"{_views}.ask_decision"), name="ask-decision"),
    path(f"{_one}/intrekken/", later(f"{_views}.withdraw_decision"), name="withdraw-decision"),
    path(f"{_one}/voorwaarden/<int:number>/", later(f"{_views}.arrange_condition"), name="arrange-condition"),
    path(f"{_one}/kaart/", later(f"{_views}.write_outcome"), name="write-outcome"),
    path(f"{_one}/verteld/", later(f"{_views}.note_outcome_told"), name="note-outcome-told"),
]
