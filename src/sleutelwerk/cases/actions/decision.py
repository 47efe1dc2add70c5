"""Asks somebody else to decide, keeps what he decides with his reasons, and forgets who was not chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.forgetting import forget
from sleutelwerk.cases.actions.opened import locked_with_candidate, readable_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.models import Candidate, Case, Decision, DecisionCondition
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.conditions import REASONS, followed, open_conditions
from sleutelwerk.cases.queries.decision import (
    Reached,
    ToDecide,
    asked_of,
    deciders_for,
    hands_before,
    is_due,
    may_be_asked_now,
    reached,
    rejected,
    to_decide,
)
from sleutelwerk.cases.queries.holding import held_back
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.rules.assessment import may_change
from sleutelwerk.cases.rules.decision import (
    Condition,
    Outcome,
    may_arrange,
    may_ask,
    may_be_conditions,
    may_be_independent,
    may_be_reasons,
    may_note_outcome_told,
    may_release,
    may_withdraw,
    stage_after,
)
from sleutelwerk.cases.rules.rights import may_change as not_locked
from sleutelwerk.cases.rules.rights import waits_for_him
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import may_lead
from sleutelwerk.core.verdict import Verdict, first_refusal, refused, require
from sleutelwerk.privacy.rules import Overrule, Place

NOT_THERE = refused("Deze vraag is er niet.")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody decides: the outcome with reasons, conditions if any, and that he stands under none of them."""

    outcome: Outcome
    reasons: str
    conditions: Sequence[Condition]
    independent: bool
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def ask_decision(actor: Actor, case: UUID, decider: UUID, *, now: datetime) -> Decision:
    """Ask somebody who has no part in it to decide. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    hands = hands_before(actor.id, candidate)
    known = {one.id for one in deciders_for(actor, found)}
    require(
        first_refusal(
            may_lead(actor, found.team, timezone.localdate(now)),
            _at(found, Stage.ASSESSMENT),
            may_be_asked_now(candidate),
            may_ask(decider, known, hands, found.team),
        )
    )
    first, second = hands.assessors
    row = Decision.objects.create(
        candidate=candidate, asked_by_id=actor.id, asked_at=now, told_by_id=hands.told_by, first_assessor_id=first,
        second_assessor_id=second, decider_id=decider,
    )  # fmt: skip
    _go_to(found.row, Stage.DECISION)
    trace(events.DECISION_ASKED, found.row, actor, now)
    return row


@transaction.atomic
def withdraw_decision(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Take a question back that was not answered yet. Raises NotAllowedError."""
    found, _candidate = locked_with_candidate(actor, case, now)
    row = found.decision
    require(
        first_refusal(
            may_lead(actor, found.team, timezone.localdate(now)),
            _at(found, Stage.DECISION),
            may_withdraw(decided=row is not None and bool(row.outcome)),
        )
    )
    Decision.objects.filter(candidate=found.candidate).delete()
    _go_to(found.row, Stage.ASSESSMENT)
    trace(events.DECISION_WITHDRAWN, found.row, actor, now)


@transaction.atomic
def open_decision(actor: Actor, row: Decision, *, now: datetime) -> ToDecide | None:
    """Give what somebody was asked to decide, and record that he looked."""
    found = to_decide(row)
    if found is not None:
        trace(events.DECISION_READ, found.case, actor, now)
    return found


@transaction.atomic
def decide(actor: Actor, decision: UUID, said: Said, *, now: datetime) -> Decision:
    """Decide, with reasons, as somebody who has no part in it. Raises NotAllowedError."""
    row = _held(actor, decision)
    require(
        first_refusal(
            may_withdraw(decided=bool(row.outcome)),
            not_locked(known_rights(row.candidate)),
            may_be_independent(independent=said.independent),
            may_be_reasons(said.reasons),
            may_be_conditions(
                said.outcome, said.conditions, ends_on=row.candidate.case.ends_on, today=timezone.localdate(now)
            ),
        )
    )
    row.outcome, row.independent, row.decided_at = said.outcome, said.independent, now
    row.reasons = candidate_vault(row.candidate_id).seal(
        REASONS, {"reasons": said.reasons, "conditions": [_data(one) for one in said.conditions if one.begun]}
    )
    row.save(update_fields=["outcome", "independent", "decided_at", "reasons"])
    begun = [one.until for one in said.conditions if one.begun and one.until]
    DecisionCondition.objects.bulk_create(
        [DecisionCondition(decision=row, number=n, until=until) for n, until in enumerate(begun, 1)]
    )
    keep_overrules(actor, Place.DECISION, said.overrules, now, about=row.candidate)
    trace(events.CANDIDATE_DECIDED, row.candidate.case, actor, now)
    return row


def _held(actor: Actor, decision: UUID) -> Decision:
    """Hold the case, as all others do before they change anything, and look again what is asked of him."""
    row = asked_of(actor, decision) if _hold(decision) else None
    if row is None:
        require(NOT_THERE)
    assert row is not None
    return row


def _hold(decision: UUID) -> bool:
    case = Case.objects.filter(candidate__decision=decision).values_list("pk", flat=True).first()
    return case is not None and Case.objects.select_for_update().filter(pk=case).exists()


def _data(one: Condition) -> dict[str, Any]:
    return asdict(one) | {"until": one.until.isoformat() if one.until else ""}


@transaction.atomic
def arrange_condition(actor: Actor, case: UUID, number: int, *, arranged: bool, now: datetime) -> None:
    """Note that a condition of the decision is arranged today, or that it is not. Raises NotAllowedError.

    Four eyes are not needed: whoever decided sees what was noted.
    """
    found, _candidate = locked_with_candidate(actor, case, now)
    said = reached(found.decision)
    known = {one.number: one.until for one in said.conditions} if said else {}
    require(may_arrange(said.outcome if said else "", known, number))
    assert said is not None
    DecisionCondition.objects.update_or_create(
        decision=said.row, number=number,
        defaults={
            "until": known[number], "noted_by_id": actor.id,
            "arranged_on": timezone.localdate(now) if arranged else None,
        },
    )  # fmt: skip
    trace(events.CONDITION_ARRANGED, found.row, actor, now, Details(flags={"done": arranged}))


@transaction.atomic
def release_condition(actor: Actor, decision: UUID, number: int, *, now: datetime) -> None:
    """Let a condition go as whoever set it: work may begin without it. Raises NotAllowedError."""
    row = followed(actor, decision) if _hold(decision) else None
    if row is None:
        require(NOT_THERE)
    assert row is not None
    waits = {one.number: one.until for one in open_conditions(row)}
    require(first_refusal(not_locked(known_rights(row.candidate)), may_release(open_now=number in waits)))
    DecisionCondition.objects.update_or_create(
        decision=row, number=number, defaults={"until": waits[number], "released_on": timezone.localdate(now)}
    )
    trace(events.CONDITION_RELEASED, row.candidate.case, actor, now)


@transaction.atomic
def follow_conditions(actor: Actor, row: Decision, *, now: datetime) -> Reached | None:
    """Give whoever decided what became of his conditions, and record that he looked."""
    trace(events.DECISION_READ, row.candidate.case, actor, now)
    return reached(row)


@transaction.atomic
def note_outcome_told(actor: Actor, case: UUID, told_on: date | None, *, now: datetime) -> Case:
    """Note the day on which he heard it; after a yes it goes on to agreeing. Raises NotAllowedError."""
    found, _candidate = locked_with_candidate(actor, case, now)
    row = found.decision
    decided_on = timezone.localdate(row.decided_at) if row is not None and row.decided_at else None
    require(
        first_refusal(
            _at(found, Stage.DECISION),
            may_note_outcome_told(
                told_on, decided_on=decided_on, before=row.told_on if row else None, today=timezone.localdate(now)
            ),
        )
    )
    assert row is not None
    row.told_on = told_on
    row.save(update_fields=["told_on"])
    _go_to(found.row, stage_after(Outcome(row.outcome)))
    trace(events.OUTCOME_TOLD, found.row, actor, now)
    return found.row


@transaction.atomic
def take_card_along(actor: Actor, case: UUID, overrules: Sequence[Overrule], *, now: datetime) -> None:
    """Record that the card was made with which he hears it; the card itself is kept nowhere. Raises NotAllowedError."""
    found, candidate = readable_with_candidate(actor, case, now)
    keep_overrules(actor, Place.DECISION, overrules, now, about=candidate)
    trace(events.OUTCOME_CARD_MADE, found.row, actor, now)


def forget_rejected(*, now: datetime) -> int:
    """Forget who was not chosen, within his term after he heard it (N53); give how many."""
    return sum(_forget_rejected(key, now) for key in rejected())


@transaction.atomic
def _forget_rejected(decision: UUID, now: datetime) -> int:
    found = Candidate.objects.select_related("case", "decision").filter(decision=decision)
    row = found.first() if _hold(decision) else None
    if row is None or not is_due(row.decision, now) or waits_for_him(known_rights(row), timezone.localdate(now)):
        return 0
    if held_back(row.case_id, now):
        return 0
    record(
        chain=row.case.organisation_id, kind=events.REJECTED_FORGOTTEN, actor=None,
        subject=in_trail("case", row.case_id), now=now,
    )  # fmt: skip
    forget(row, now=now)
    return 1


def _at(found: OpenCase, *stages: Stage) -> Verdict:
    return may_change(Stage(found.row.stage), *stages, ended=found.row.ended_at is not None)


def _go_to(row: Case, stage: Stage) -> None:
    row.stage = stage
    row.save(update_fields=["stage"])
