"""Lets three people give something, one after another, and keeps what he got elsewhere; above a limit nothing passes.

Every step holds the case, and judges again what all steps before it left: two proposals that fit one by one and not
together cannot both go on, however close in time they come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.content import allowances_of, pay_words
from sleutelwerk.cases.engine.judge_allowance import Given
from sleutelwerk.cases.models import Allowance, Candidate
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.allowance import given_of, hands_of, judged, note_column, opened_note
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import paused_of
from sleutelwerk.cases.rules import allowance as rules
from sleutelwerk.cases.rules.examples import may_reward
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.core.verdict import ALLOWED, first_refusal, refused, require
from sleutelwerk.privacy.rules import Overrule, Place

_NOT_THERE = refused("Deze vergoeding is er niet meer.")
_NOT_IN_LIST = refused("Deze soort staat niet in de lijst.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes: which kind, for which month, how much and how long he worked for it.

    `under_21` chooses the limit of an hour. `seen` is that he read what asks for care, `receipts` that he saw them.
    """

    kind: str
    month: date
    cents: int
    what: str
    minutes: int = 0
    under_21: bool = False
    seen: bool = False
    receipts: bool = False
    overrules: Sequence[Overrule] = ()

    @property
    def given(self) -> Given:
        """Give it as it is judged."""
        return Given(self.kind, self.cents, self.month, self.minutes)


@transaction.atomic
def settle_reward(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Note that it was talked through what he gets, and nothing more than that. Raises NotAllowedError."""
    found, _row = locked_with_candidate(actor, case, now)
    require(rules.may_settle_reward(Stage(found.row.stage)))
    found.row.stage = Stage.CARRYING_OUT
    found.row.save(update_fields=["stage"])
    trace(events.REWARD_SETTLED, found.row, actor, now)


@transaction.atomic
def propose_allowance(actor: Actor, case: UUID, proposal: Proposal, *, now: datetime) -> Allowance:
    """Propose something within the limits, as the first hand. Raises NotAllowedError."""
    found, candidate = _at_work(actor, case, now)
    require(may_reward(example=found.example, practice=found.row.practice))
    require(rules.may_begin(Stage(found.row.stage), paused=paused_of(found) is not None))
    first = candidate.agreed_on or candidate.told_on
    within = proposal.kind in {one.id for one in allowances_of(proposal.month.year).kinds} and proposal.cents > 0
    require(
        first_refusal(
            rules.may_be_month(proposal.month, first, timezone.localdate(now)),
            rules.may_be_for(proposal.what, pay_words()),
            ALLOWED if within else _NOT_IN_LIST,
        )
    )
    found_now = judged(candidate.pk, proposal.given, under_21=proposal.under_21)
    require(rules.may_give(found_now, seen=proposal.seen, receipts=proposal.receipts))
    row = Allowance(
        pk=uuid4(), candidate=candidate, kind=proposal.kind, month=proposal.month, cents=proposal.cents,
        minutes=proposal.minutes or None, proposed_by_id=actor.id, proposed_at=now,
    )  # fmt: skip
    statement = allowances_of(proposal.month.year).bank_statement.of(proposal.month)
    _seal(row, {"what": proposal.what, "statement": statement, "lower_hour": proposal.under_21})
    row.save(force_insert=True)
    keep_overrules(actor, Place.ALLOWANCE, proposal.overrules, now, about=row.candidate)
    trace(events.ALLOWANCE_PROPOSED, found.row, actor, now)
    return row


@transaction.atomic
def declare_elsewhere(actor: Actor, case: UUID, month: date, cents: int, *, now: datetime) -> Allowance:
    """Keep what he got of another organisation, as he said it: an amount and nothing more. Raises NotAllowedError.

    It needs no three hands: we do not give it, and it can only make less possible here.
    """
    found, candidate = _at_work(actor, case, now)
    require(may_reward(example=found.example, practice=found.row.practice))
    first = (candidate.agreed_on or candidate.told_on).replace(month=1)
    require(rules.may_be_month(month, first, timezone.localdate(now)))
    row = Allowance(
        pk=uuid4(), candidate=candidate, origin=Allowance.Origin.ELSEWHERE, month=month, cents=cents,
        kind=rules.declared_kind(allowances_of(month.year)), proposed_by_id=actor.id, proposed_at=now,
    )  # fmt: skip
    _seal(row, {})
    row.save(force_insert=True)
    trace(events.ALLOWANCE_DECLARED, found.row, actor, now)
    return row


@transaction.atomic
def ask_removal(actor: Actor, case: UUID, allowance: UUID, *, now: datetime) -> None:
    """Ask to take away an amount from elsewhere that was not right; until then it counts. Raises NotAllowedError."""
    found, row = _one(actor, case, allowance, now)
    require(rules.may_ask_removal(hands_of(row)))
    row.removal_asked_by_id, row.removal_asked_at = actor.id, now
    row.save(update_fields=["removal_asked_by", "removal_asked_at"])
    trace(events.ALLOWANCE_REMOVAL_ASKED, found.row, actor, now)


@transaction.atomic
def remove_elsewhere(actor: Actor, case: UUID, allowance: UUID, *, now: datetime) -> None:
    """Let it count no more, as a second person. It stays to be seen by who approves. Raises NotAllowedError."""
    found, row = _one(actor, case, allowance, now)
    require(rules.may_remove_elsewhere(actor.id, hands_of(row)))
    row.removed_by_id, row.refused_at = actor.id, now
    row.save(update_fields=["removed_by", "refused_at"])
    trace(events.ALLOWANCE_REMOVED, found.row, actor, now)


@transaction.atomic
def keep_elsewhere(actor: Actor, case: UUID, allowance: UUID, *, now: datetime) -> None:
    """Leave it as it was: it goes on to count. Raises NotAllowedError."""
    found, row = _one(actor, case, allowance, now)
    require(rules.may_keep_elsewhere(hands_of(row)))
    row.removal_asked_by, row.removal_asked_at = None, None
    row.save(update_fields=["removal_asked_by", "removal_asked_at"])
    trace(events.ALLOWANCE_KEPT, found.row, actor, now)


@transaction.atomic
def approve_allowance(
    actor: Actor, case: UUID, allowance: UUID, *, seen: bool, receipts: bool = False, now: datetime
) -> Allowance:
    """Approve a proposal of somebody else, as the second hand. Raises NotAllowedError."""
    found, row = _one(actor, case, allowance, now)
    require(rules.may_approve(actor.id, hands_of(row)))
    _require_within(row, seen=seen, receipts=receipts)
    row.approved_by_id, row.approved_at = actor.id, now
    row.save(update_fields=["approved_by", "approved_at"])
    trace(events.ALLOWANCE_APPROVED, found.row, actor, now)
    return row


@transaction.atomic
def record_allowance(
    actor: Actor, case: UUID, allowance: UUID, *, seen: bool, receipts: bool = False, now: datetime
) -> Allowance:
    """Record that it was paid, as the third hand. Raises NotAllowedError."""
    found, row = _one(actor, case, allowance, now)
    require(rules.may_record_paid(actor.id, hands_of(row)))
    _require_within(row, seen=seen, receipts=receipts)
    row.recorded_by_id, row.recorded_at = actor.id, now
    _forget_hour(row)
    row.save(update_fields=["recorded_by", "recorded_at", "note"])
    trace(events.ALLOWANCE_RECORDED, found.row, actor, now)
    return row


@transaction.atomic
def refuse_allowance(
    actor: Actor, case: UUID, allowance: UUID, why_not: str, overrules: Sequence[Overrule] = (), *, now: datetime
) -> Allowance:
    """Let a proposal not go on, or take back one's own. Raises NotAllowedError."""
    found, row = _one(actor, case, allowance, now)
    require(rules.may_refuse(hands_of(row)))
    row.refused_at = now
    _forget_hour(row, why_not=why_not)
    row.save(update_fields=["refused_at", "note"])
    keep_overrules(actor, Place.ALLOWANCE, overrules, now, about=row.candidate)
    trace(events.ALLOWANCE_REFUSED, found.row, actor, now)
    return row


@transaction.atomic
def print_allowances(actor: Actor, found: OpenCase, *, now: datetime) -> None:
    """Record that what he got is put on paper."""
    trace(events.ALLOWANCES_PRINTED, found.row, actor, now)


def _at_work(actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Candidate]:
    found, candidate = locked_with_candidate(actor, case, now)
    require(rules.may_handle(Stage(found.row.stage), ended=found.row.ended_at is not None))
    return found, candidate


def _one(actor: Actor, case: UUID, allowance: UUID, now: datetime) -> tuple[OpenCase, Allowance]:
    found, candidate = _at_work(actor, case, now)
    row = Allowance.objects.filter(pk=allowance, candidate=candidate).first()
    if row is None:
        require(_NOT_THERE)
    assert row is not None
    return found, row


def _require_within(row: Allowance, *, seen: bool, receipts: bool) -> None:
    """Judge once more, next to what came since. Raises NotAllowedError when it does not fit any more."""
    note = opened_note(row, candidate_vault(row.candidate_id))
    found = judged(row.candidate_id, given_of(row), under_21=bool(note["lower_hour"]), without=row.pk)
    require(rules.may_give(found, seen=seen, receipts=receipts))


def _seal(row: Allowance, note: Mapping[str, Any]) -> None:
    row.note = candidate_vault(row.candidate_id).seal(note_column(row.pk), dict(note))


def _forget_hour(row: Allowance, **more: str) -> None:
    """Let go of which limit of an hour it was: nothing asks for it any more, and it tells something of his age."""
    note = opened_note(row, candidate_vault(row.candidate_id))
    _seal(row, {**note, **more, "lower_hour": False})
