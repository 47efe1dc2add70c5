"""Writes about a candidate only what he knows of, and lets it go when he stops or does not say yes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.envelope import destroy_envelope
from sleutelwerk.cases.actions.forgetting import forget
from sleutelwerk.cases.actions.hand_over import lapse_offer
from sleutelwerk.cases.actions.opened import locked, locked_with_candidate, readable_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.actions.vault import make_candidate_key
from sleutelwerk.cases.engine.naming import new_pseudonym
from sleutelwerk.cases.models import Candidate, Case
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.candidate import PAPERS
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.holding import held_back, held_from_him
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.assignment import may_be_term_now
from sleutelwerk.cases.rules.candidate import forgotten_on, may_begin_candidate, may_note_told, may_note_yes
from sleutelwerk.cases.rules.order import may_destroy
from sleutelwerk.cases.rules.rights import waits_for_him
from sleutelwerk.cases.rules.stages import BEFORE_WORK, Stage, may_at, may_write_on
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.core.verdict import first_refusal, require
from sleutelwerk.privacy.rules import Overrule, Place


@dataclass(frozen=True, slots=True)
class Told:
    """When and how somebody was told, and whether all of it was; `papers` is how he is reached safely."""

    told_on: date | None
    told_how: str
    knows: bool
    papers: Mapping[str, str]
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def note_told(actor: Actor, case: UUID, told: Told, *, now: datetime) -> Candidate:
    """Begin what is kept about a person, after he was told of it. Raises NotAllowedError."""
    found, today = locked(actor, case, now), timezone.localdate(now)
    present = found.candidate is not None
    require(
        first_refusal(
            may_record(actor, found.team, today),
            may_write_on(found.row.ended_at),
            may_begin_candidate(settled=found.settled, present=present),
            may_at(Stage(found.row.stage), Stage.CANDIDATE),
            may_be_term_now(found.row.starts_on, found.row.ends_on, today),
            may_note_told(told.told_on, terms_of_case(found.row), knows=told.knows, today=today),
        )
    )
    assert told.told_on is not None
    row = Candidate.objects.create(
        case=found.row, pseudonym=_new_pseudonym(found), told_on=told.told_on, told_how=told.told_how,
        told_by_id=actor.id, papers=b"", written_on=today, created_at=now,
    )  # fmt: skip
    row.papers = make_candidate_key(row).seal(PAPERS, dict(told.papers))
    row.save(update_fields=["papers"])
    keep_overrules(actor, Place.CANDIDATE, told.overrules, now, about=row)
    lapse_offer(found.row, now=now)  # it was offered with nobody in it
    trace(events.CANDIDATE_TOLD, found.row, actor, now)
    return row


def _new_pseudonym(found: OpenCase) -> str:
    """Make a name that no other case of the organisation has."""
    others = Candidate.objects.filter(case__organisation=found.row.organisation_id)
    return new_pseudonym(secrets.choice, lambda name: others.filter(pseudonym=name).exists())


@transaction.atomic
def note_yes(actor: Actor, case: UUID, said_on: date | None, *, now: datetime) -> Candidate:
    """Note that he wants to go on, after time to think. Raises NotAllowedError."""
    found, row = locked_with_candidate(actor, case, now)
    today = timezone.localdate(now)
    require(may_note_yes(told_on=row.told_on, said_on=said_on, today=today, before=row.agreed_on))
    row.agreed_on = said_on
    row.save(update_fields=["agreed_on"])
    if found.row.stage == Stage.CANDIDATE:
        _go_to(found.row, Stage.ASSESSMENT)
    trace(events.CANDIDATE_AGREED, found.row, actor, now)
    return row


@transaction.atomic
def save_papers(
    actor: Actor, case: UUID, papers: Mapping[str, str], overrules: Sequence[Overrule] = (), *, now: datetime
) -> Candidate:
    """Keep how messages and papers reach him safely, as he wants it now. Raises NotAllowedError."""
    found, row = locked_with_candidate(actor, case, now, unsettled=True)
    row.papers = candidate_vault(row.pk).seal(PAPERS, dict(papers))
    row.save(update_fields=["papers"])
    keep_overrules(actor, Place.CANDIDATE, overrules, now, about=row)
    trace(events.CANDIDATE_PAPERS_SAVED, found.row, actor, now)
    return row


def stop_candidate(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Let him go: his keys first, then all about him. No reason is asked or kept. Raises NotAllowedError.

    Who he is goes in a transaction before the rest: should the process die, nobody can read it any more, and the team
    can stop again.
    """
    with transaction.atomic():
        _found, row = _stopping(actor, case, now)
    destroy_envelope(row, now=now)
    with transaction.atomic():
        found, row = _stopping(actor, case, now)
        trace(events.CANDIDATE_STOPPED, found.row, actor, now)
        forget(row, his_wish=True, now=now)


def _stopping(actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Candidate]:
    found, row = readable_with_candidate(actor, case, now)
    require(
        first_refusal(may_at(Stage(found.row.stage), *BEFORE_WORK), may_destroy(held=held_from_him(found.row.pk, now)))
    )
    return found, row


def forget_silent_candidates(*, now: datetime) -> int:
    """Forget who did not say yes within his term (N53), unless he asked something first; give how many."""
    waiting = [row for row in _silent().select_related("case") if _is_due(row, now)]
    return sum(_forget_silent(row.case_id, now) for row in waiting)


def _silent() -> QuerySet[Candidate]:
    """Give who was told and did not say yes; of a case that is over other terms hold."""
    return Candidate.objects.filter(agreed_on=None, case__ended_at=None)


def _is_due(row: Candidate, now: datetime) -> bool:
    return forgotten_on(row.told_on, terms_of_case(row.case)) < timezone.localdate(now)


@transaction.atomic
def _forget_silent(case: UUID, now: datetime) -> int:
    Case.objects.select_for_update().filter(pk=case).first()  # as whoever notes a question or a yes does
    row = _silent().select_related("case").filter(case=case).first()
    if (
        row is None
        or not _is_due(row, now)
        or waits_for_him(known_rights(row), timezone.localdate(now))
        or held_back(case, now)
    ):
        return 0
    record(
        chain=row.case.organisation_id, kind=events.CANDIDATE_FORGOTTEN, actor=None,
        subject=in_trail("case", row.case_id), now=now,
    )  # fmt: skip
    forget(row, now=now)
    return 1


def _go_to(case: Case, stage: Stage) -> None:
    case.stage = stage
    case.save(update_fields=["stage"])
