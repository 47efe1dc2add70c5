"""Addresses of contact, signals and laying the work still; two pages belong to no case, so that none is remembered."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_contact, _signals, _pausing = (f"sleutelwerk.cases.views.{part}" for part in ("contact", "theme_signals", "pausing"))
_one = "<uuid:case>"

urlpatterns = [
    path("strafbaar-feit/", later(f"{_contact}.crime"), name="crime"),
    path("zorg-om-veiligheid/", later(f"{_contact}.safety"), name="safety"),
    path("zorg-om-veiligheid/formulier/", later(f"{_contact}.threat_form"), name="threat-form"),
    path(f"{_one}/contact/", later(f"{_contact}.contacts"), name="contacts"),
    path(f"{_one}/contact/nieuw/", later(f"{_contact}.note_contact"), name="note-contact"),
    path(f"{_one}/contact/<uuid:contact>/weg/", later(f"{_contact}.remove_contact"), name="remove-contact"),
    path(f"{_one}/contact/<uuid:contact>/gedaan/", later(f"{_contact}.settle_promise"), name="settle-promise"),
    path(f"{_one}/contact/signalen/", later(f"{_signals}.theme_signals"), name="signals"),
    path(f"{_one}/contact/signalen/nieuw/", later(f"{_signals}.note_signal"), name="note-signal"),
    path(f"{_one}/contact/signalen/<uuid:signal>/", later(f"{_signals}.feed_back"), name="feed-back"),
    path(f"{_one}/contact/stilleggen/", later(f"{_pausing}.pause_work"), name="pause-work"),
    path(f"{_one}/contact/verder/", later(f"{_pausing}.resume_work"), name="resume-work"),
]
