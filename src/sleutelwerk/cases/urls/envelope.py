"""Addresses of the envelope with who a candidate is."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_envelope = "sleutelwerk.cases.views.envelope"
_one = "<uuid:case>/envelop"

urlpatterns = [
    path(f"{_one}/", later(f"{_envelope}.envelope"), name="envelope"),
    path(f"{_one}/inleggen/", later(f"{_envelope}.put_in_envelope"), name="put-in-envelope"),
    path(f"{_one}/wijzigen/<slug:part>/", later(f"{_envelope}.change_envelope"), name="change-envelope"),
    path(f"{_one}/bevestigd/", later(f"{_envelope}.envelope_confirmed"), name="envelope-confirmed"),
    path(f"{_one}/vragen/", later(f"{_envelope}.ask_to_open"), name="ask-to-open"),
    path(f"{_one}/lezen/", later(f"{_envelope}.read_envelope"), name="read-envelope"),
    path(f"{_one}/<uuid:opening>/ja/", later(f"{_envelope}.agree_to_open"), name="agree-to-open"),
    path(f"{_one}/<uuid:opening>/nee/", later(f"{_envelope}.refuse_to_open"), name="refuse-to-open"),
    path(f"{_one}/<uuid:opening>/dicht/", later(f"{_envelope}.close_opening"), name="close-opening"),
]
