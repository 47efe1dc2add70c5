"""Addresses of what somebody may ask about what is kept of him."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_rights = "sleutelwerk.cases.views.rights"
_one = "<uuid:case>/rechten"

urlpatterns = [
    path(f"{_one}/", later(f"{_rights}.rights"), name="rights"),
    path(f"{_one}/alles/", later(f"{_rights}.read_report"), name="read-report"),
    path(f"{_one}/vraag/", later(f"{_rights}.note_request"), name="note-request"),
    path(f"{_one}/wissen/", later(f"{_rights}.erase_candidate"), name="erase-candidate"),
    path(f"{_one}/<uuid:question>/antwoord/", later(f"{_rights}.answer_request"), name="answer-request"),
    path(f"{_one}/<uuid:question>/langer/", later(f"{_rights}.take_longer"), name="take-longer"),
    path(f"{_one}/<uuid:question>/open/", later(f"{_rights}.lift_lock"), name="lift-lock"),
]
