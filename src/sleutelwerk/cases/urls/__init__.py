"""Addresses of case files; they hold opaque numbers only."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.cases.urls import (
    agreement,
    allowance,
    assessment,
    contact,
    decision,
    destroying,
    drift,
    emergency,
    ending,
    envelope,
    examples,
    hand_over,
    holding,
    looking_back,
    order,
    rights,
)
from sleutelwerk.core.later import later

app_name = "cases"
_cases, _assignment, _team, _candidate, _letter = (
    f"sleutelwerk.cases.views.{part}" for part in ("cases", "assignment", "team", "candidate", "letter")
)
_one = "<uuid:case>"

urlpatterns = [
    path("", later(f"{_cases}.my_cases"), name="my-cases"),
    path("nieuw/", later(f"{_cases}.begin_case"), name="begin-case"),
    path("uitnodiging/<uuid:place>/", later(f"{_team}.answer_invitation"), name="answer-invitation"),
    *examples.urlpatterns,
    *hand_over.urlpatterns,
    path(f"{_one}/", later(f"{_cases}.open_case"), name="open-case"),
    path(f"{_one}/weggooien/", later(f"{_cases}.delete_case"), name="delete-case"),
    path(f"{_one}/team/", later(f"{_team}.team"), name="team"),
    path(f"{_one}/team/collega/", later(f"{_team}.add_member"), name="add-member"),
    path(f"{_one}/team/partner/", later(f"{_team}.invite_partner"), name="invite-partner"),
    path(
        f"{_one}/team/partner/<uuid:invitation>/terug/",
        later(f"{_team}.withdraw_invitation"),
        name="withdraw-invitation",
    ),
    path(f"{_one}/team/<uuid:person>/weg/", later(f"{_team}.remove_member"), name="remove-member"),
    path(f"{_one}/team/<uuid:person>/trekker/", later(f"{_team}.hand_over"), name="hand-over"),
    path(f"{_one}/team/trekker/terug/", later(f"{_team}.take_back_lead"), name="take-back-lead"),
    path(f"{_one}/team/trekker/antwoord/", later(f"{_team}.answer_lead"), name="answer-lead"),
    path(f"{_one}/opdracht/vaststellen/", later(f"{_assignment}.settle_assignment"), name="settle-assignment"),
    path(f"{_one}/opdracht/openzetten/", later(f"{_assignment}.reopen_assignment"), name="reopen-assignment"),
    path(f"{_one}/opdracht/routebewijs/", later(f"{_assignment}.attach_receipt"), name="attach-receipt"),
    path(f"{_one}/opdracht/routebewijs/bestand/", later(f"{_assignment}.save_receipt"), name="save-receipt"),
    path(f"{_one}/brief/", later(f"{_letter}.write_letter"), name="write-letter"),
    path(f"{_one}/kandidaat/", later(f"{_candidate}.note_told"), name="note-told"),
    path(f"{_one}/kandidaat/ja/", later(f"{_candidate}.note_yes"), name="note-yes"),
    path(f"{_one}/kandidaat/bereiken/", later(f"{_candidate}.save_papers"), name="save-papers"),
    path(f"{_one}/kandidaat/stoppen/", later(f"{_candidate}.stop_candidate"), name="stop-candidate"),
    path(f"{_one}/opdracht/<slug:page>/", later(f"{_assignment}.save_assignment"), name="save-assignment"),
    *assessment.urlpatterns,
    *decision.urlpatterns,
    *agreement.urlpatterns,
    *contact.urlpatterns,
    *looking_back.urlpatterns,
    *ending.urlpatterns,
    *rights.urlpatterns,
    *allowance.urlpatterns,
    *envelope.urlpatterns,
    *order.urlpatterns,
    *holding.urlpatterns,
    *destroying.urlpatterns,
    *emergency.urlpatterns,
    *drift.urlpatterns,
]
