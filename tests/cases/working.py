"""Brings a case to where he works with us under an agreement that holds, with what tests of later stages put in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tests.cases.begun import TODAY, at_work, seen_by
from tests.people import NOW, Cast

from sleutelwerk.cases.actions.contact import FollowUp, Spoken, note_contact
from sleutelwerk.cases.engine.stored_agreement import Paper, paper_data
from sleutelwerk.cases.models import Agreement, Allowance, Candidate, Case, Contact
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.agreement import PAPER
from sleutelwerk.cases.queries.allowance import EMPTY_NOTE, note_column
from sleutelwerk.cases.queries.cases import OpenCase

#: What the agreement of these tests says, as its own stage would have kept it.
PAPER_TEXT = paper_data(Paper())


def working(
    cast: Cast, *, stage: str = "carrying_out", profile: str = "verbinder", team: Sequence[str] = ("colleague",)
) -> Case:
    """Begin one with an agreement that holds since today, and a colleague of the lead in the team."""
    row = at_work(cast, stage=stage, team=team)
    Case.objects.filter(pk=row.pk).update(profile=profile)
    agree(Candidate.objects.get(case=row))
    row.refresh_from_db()
    return row


def agree(candidate: Candidate, *, since: datetime = NOW) -> Agreement:
    """Give somebody an agreement that holds."""
    return Agreement.objects.create(
        candidate=candidate, revision=1, template="samenwerking", template_version=1, template_hash="0" * 64,
        paper=candidate_vault(candidate.pk).seal(PAPER, PAPER_TEXT), fingerprint="1" * 64, drafted_at=since,
        our_yes_at=since, his_yes_on=since.date(), active_from=since,
    )  # fmt: skip


def paid(candidate: Candidate, month: date, *, recorded: bool = True) -> Allowance:
    """Give somebody an allowance, through three hands or waiting for the second."""
    row = Allowance(candidate=candidate, kind="vrijwilligersvergoeding", month=month, cents=5_000, proposed_at=NOW)
    row.note = candidate_vault(candidate.pk).seal(note_column(row.pk), {**EMPTY_NOTE, "what": "reiskosten"})
    if recorded:
        row.approved_at = row.recorded_at = NOW
    row.save()
    return row


def spoken(**given: Any) -> Spoken:
    """Give a contact of today as it is filled in."""
    said: dict[str, Any] = {
        "held_on": TODAY, "channel": "phone", "lasted": "short", "theme": "school", "mood": "busy", "safety": "asked",
        "follow_up": FollowUp("uitzoeken of de cursus in mei kan", None, TODAY + timedelta(days=7)),
    } | given  # fmt: skip
    return Spoken(**said)


def spoke(cast: Cast, case: Case, who: str = "professional", *, now: datetime = NOW, **given: Any) -> Contact:
    """Note a contact."""
    return note_contact(cast.actor(who), case.pk, spoken(**given), now=now)


def opened_by(cast: Cast, who: str, case: Case) -> OpenCase:
    """Give a case as somebody of its team sees it."""
    found = seen_by(cast, who, case)
    assert found is not None
    return found
