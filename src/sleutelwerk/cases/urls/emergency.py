"""Addresses around an envelope that somebody opens alone because of danger."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_emergency = "sleutelwerk.cases.views.emergency"
_one = "nood/<uuid:emergency>"

urlpatterns = [
    path("nood/", later(f"{_emergency}.emergencies"), name="emergencies"),
    path(f"{_one}/", later(f"{_emergency}.emergency"), name="emergency"),
    path(f"{_one}/verteld/", later(f"{_emergency}.emergency_told"), name="emergency-told"),
    path(f"{_one}/terugkijken/", later(f"{_emergency}.look_back_emergency"), name="look-back-emergency"),
    path(f"{_one}/akkoord/", later(f"{_emergency}.agree_emergency"), name="agree-emergency"),
    path("<uuid:case>/envelop/nood/", later(f"{_emergency}.open_alone"), name="open-alone"),
]
