"""Begins a farewell, keeps how far it is, and ends a collaboration: nobody gets in any more who is not needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.hand_over import lapse_offer
from sleutelwerk.cases.actions.opened import locked_with_candidate, readable_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.models import Agreement, Candidate, Case, Ending, Invitation, LookBack, Member
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.ending import (
    EMPTY_STEPS,
    STEPS_COLUMN,
    has_open_allowances,
    last_aftercare_day,
    steps_of,
    until_of,
)
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.queries.team import teams_of
from sleutelwerk.cases.rules.ending import (
    State,
    Step,
    Why,
    begins_by_itself,
    may_begin_ending,
    may_finish,
    may_give_reason,
    may_save_steps,
    may_stop_sooner,
    stays_after_end,
)
from sleutelwerk.cases.rules.rights import waits_for_him
from sleutelwerk.cases.rules.stages import AT_WORK, Stage
from sleutelwerk.cases.rules.team import Team, may_lead
from sleutelwerk.core.verdict import first_refusal, refused, require
from sleutelwerk.privacy.rules import Overrule, Place

_NOT_BEGUN = refused("Het afscheid is nog niet begonnen.")


@dataclass(frozen=True, slots=True)
class Farewell:
    """How it ends. `reason` is empty unless we are the ones who stop."""

    why: str
    ends_on: date | None
    reason: str = ""
    overrules: Sequence[Overrule] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """How far the steps are, until when he can call, and whom."""

    steps: Mapping[str, str]
    until: date | None = None
    who: str = ""
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def begin_ending(actor: Actor, case: UUID, farewell: Farewell, *, now: datetime) -> Ending:
    """Begin a farewell, also while the work lies still. Raises NotAllowedError.

    That he stops can be noted while the file is locked as well, and while a farewell runs: stopping waits for nothing.
    """
    he_stops = farewell.why == Why.HE_STOPS
    if he_stops:
        found, candidate = readable_with_candidate(actor, case, now)
    else:
        found, candidate = locked_with_candidate(actor, case, now, unsettled=True)
    stage, today = Stage(found.row.stage), timezone.localdate(now)
    if he_stops and stage is Stage.ENDING:
        return _stop_sooner(actor, found.row, _begun(candidate), farewell, now=now)
    require(may_begin_ending(stage, farewell.why, farewell.reason, farewell.ends_on, today=today))
    assert farewell.ends_on is not None
    said = {**EMPTY_STEPS, "reason": farewell.reason.strip()}
    row = Ending.objects.create(
        candidate=candidate, why=farewell.why, ends_on=farewell.ends_on,
        steps=candidate_vault(candidate.pk).seal(STEPS_COLUMN, said), begun_by_id=actor.id, begun_at=now,
    )  # fmt: skip
    found.row.stage = Stage.ENDING
    found.row.save(update_fields=["stage"])
    lapse_offer(found.row, now=now)
    keep_overrules(actor, Place.EVALUATION, farewell.overrules, now, about=candidate)
    trace(events.ENDING_BEGUN, found.row, actor, now)
    return row


def begin_overdue_endings(*, now: datetime) -> int:
    """Begin the farewell where the term was over four weeks ago and nobody did, so that it is over once; give how many.

    Retention then counts from the last day of the term, as was agreed.
    """
    over = Case.objects.filter(stage__in=AT_WORK, ended_at=None, ends_on__lt=timezone.localdate(now))
    return sum(_begin_overdue(key, now) for key in over.values_list("pk", flat=True))


@transaction.atomic
def _begin_overdue(key: UUID, now: datetime) -> int:
    case, today = Case.objects.select_for_update().filter(pk=key, ended_at=None).first(), timezone.localdate(now)
    candidate = Candidate.objects.filter(case=key, key__isnull=False).first()
    if case is None or candidate is None or waits_for_him(known_rights(candidate), today):
        return 0
    if not begins_by_itself(Stage(case.stage), case.ends_on, today=today):
        return 0
    assert case.ends_on is not None
    Ending.objects.create(
        candidate=candidate, why=Why.TERM, ends_on=case.ends_on,
        steps=candidate_vault(candidate.pk).seal(STEPS_COLUMN, EMPTY_STEPS), begun_by=None, begun_at=now,
    )  # fmt: skip
    case.stage = Stage.ENDING
    case.save(update_fields=["stage"])
    lapse_offer(case, now=now)
    record(chain=case.organisation_id, kind=events.ENDING_BEGUN, actor=None, subject=in_trail("case", case.pk), now=now)
    return 1


def _stop_sooner(actor: Actor, case: Case, row: Ending, farewell: Farewell, *, now: datetime) -> Ending:
    """Let a farewell that runs end sooner, as he wants; why it was to end otherwise goes, and so does our reason."""
    over, today = row.finished_at is not None, timezone.localdate(now)
    require(
        first_refusal(
            may_stop_sooner(Stage(case.stage), farewell.ends_on, row.ends_on, over=over, today=today),
            may_give_reason(farewell.why, farewell.reason),
        )
    )
    assert farewell.ends_on is not None
    said, until = steps_of(row), until_of(steps_of(row))
    latest = last_aftercare_day(case, farewell.ends_on)
    row.why, row.ends_on = farewell.why, farewell.ends_on
    row.steps = candidate_vault(row.candidate_id).seal(
        STEPS_COLUMN, {**said, "reason": "", "until": "" if until is None else min(until, latest).isoformat()}
    )
    row.save(update_fields=["why", "ends_on", "steps"])
    trace(events.ENDING_BEGUN, case, actor, now)
    return row


@transaction.atomic
def save_ending(actor: Actor, case: UUID, done: Done, *, now: datetime) -> None:
    """Keep how far the farewell is. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now, unsettled=True)
    row = _begun(candidate)
    over = row.finished_at is not None
    days = (row.ends_on, last_aftercare_day(found.row, row.ends_on))
    require(may_save_steps(Stage(found.row.stage), done.steps, done.until, done.who, days, over=over))
    # without aftercare there is no last day of it: one that was filled in beforehand would keep the file a year longer
    called = done.steps.get(Step.AFTERCARE) != State.NOT_NEEDED
    said = {
        **steps_of(row), "steps": dict(done.steps), "who": done.who if called else "",
        "until": "" if done.until is None or not called else done.until.isoformat(),
    }  # fmt: skip
    _keep(row, said)
    keep_overrules(actor, Place.EVALUATION, done.overrules, now, about=candidate)
    trace(events.ENDING_SAVED, found.row, actor, now)


def _keep(row: Ending, said: Mapping[str, Any]) -> None:
    row.steps = candidate_vault(row.candidate_id).seal(STEPS_COLUMN, dict(said))
    row.save(update_fields=["steps"])


@transaction.atomic
def finish_ending(actor: Actor, case: UUID, *, now: datetime) -> None:
    """End the collaboration: from here on nothing is added, and the terms run. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now, unsettled=True)
    today = timezone.localdate(now)
    require(may_lead(actor, found.team, today))
    row = _begun(candidate)
    require(
        may_finish(
            Stage(found.row.stage), steps_of(row)["steps"], row.ends_on,
            open_allowances=has_open_allowances(candidate), over=row.finished_at is not None, today=today,
        )
    )  # fmt: skip
    for _place in range(round_off(found.row, row, now=now)):
        trace(events.MEMBER_LEFT, found.row, actor, now)
    trace(events.CASE_ENDED, found.row, actor, now)


def _begun(candidate: Candidate) -> Ending:
    row = Ending.objects.filter(candidate=candidate).first()
    if row is None:
        require(_NOT_BEGUN)
    assert row is not None
    return row


def round_off(case: Case, row: Ending, *, now: datetime) -> int:
    """End what holds and close what lies open; give how many people lost their place: all but those who stay."""
    LookBack.objects.filter(candidate=row.candidate_id, closed_at=None).update(closed_at=now)
    for agreement in Agreement.objects.filter(
        candidate=row.candidate_id, active_from__isnull=False, over_at__isnull=True
    ):
        agreement.over_at = max(_noon(row.ends_on), agreement.active_from or now)
        agreement.save(update_fields=["over_at"])
    row.finished_at = case.ended_at = now
    row.save(update_fields=["finished_at"])
    case.save(update_fields=["ended_at"])
    Invitation.objects.filter(case=case).delete()
    today = timezone.localdate(now)
    team = Team(case.organisation_id, [one.place for one in teams_of([case.pk], today)[case.pk] if one.counts])
    return Member.objects.filter(case=case).exclude(person__in=stays_after_end(team, today)).delete()[0]


def _noon(day: date) -> datetime:
    """Give the middle of a day: the terms of what was agreed count from that day, wherever the clock stands."""
    return timezone.make_aware(datetime.combine(day, time(12)))
