"""Addresses of the agreements of a case."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_agreement, _paper = (f"sleutelwerk.cases.views.{part}" for part in ("agreement", "agreement_paper"))
_at = "<uuid:case>/afspraken/"

urlpatterns = [
    path(_at, later(f"{_agreement}.agreement"), name="agreement"),
    path(f"{_at}beginnen/", later(f"{_agreement}.begin_agreement"), name="begin-agreement"),
    path(f"{_at}onderwerpen/<slug:group>/", later(f"{_agreement}.save_agreement"), name="save-agreement"),
    path(f"{_at}klaar/", later(f"{_agreement}.make_agreement_ready"), name="make-agreement-ready"),
    path(f"{_at}openzetten/", later(f"{_agreement}.reopen_agreement"), name="reopen-agreement"),
    path(f"{_at}weggooien/", later(f"{_agreement}.discard_agreement"), name="discard-agreement"),
    path(f"{_at}ons-ja/", later(f"{_agreement}.say_our_yes"), name="say-our-yes"),
    path(f"{_at}zijn-ja/", later(f"{_agreement}.note_his_yes"), name="note-his-yes"),
    path(f"{_at}lezen/<int:revision>/", later(f"{_paper}.read_agreement"), name="read-agreement"),
    path(f"{_at}afdrukken/<int:revision>/", later(f"{_paper}.print_agreement"), name="print-agreement"),
    path(f"{_at}papier/<int:revision>/", later(f"{_paper}.agreement_paper"), name="agreement-paper"),
]
