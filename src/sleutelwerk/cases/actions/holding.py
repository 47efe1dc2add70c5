"""Holds a case so that nothing of it is destroyed, and lets it go again by other hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked
from sleutelwerk.cases.actions.trace import trace, trace_list
from sleutelwerk.cases.engine.naming import EXAMPLE
from sleutelwerk.cases.models import Case, Hold
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.queries.holding import reasons_now
from sleutelwerk.cases.queries.holding import runs as still_runs
from sleutelwerk.cases.queries.order import case_by_code
from sleutelwerk.cases.rules.holding import NO_HOLD, Reason, may_have_part, may_lift, may_put_on
from sleutelwerk.cases.rules.team import may_lead
from sleutelwerk.core.verdict import NotAllowedError, refused, require

_NO_CODE = refused("Deze code is er niet. Vraag de trekker om de code, en kijk of er geen letter te veel staat.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Why nothing may go, and until which day."""

    reason: str
    until: date | None


def look_at_holds(actor: Actor, *, now: datetime) -> None:
    """Record that somebody saw which codes are held."""
    trace_list(events.HOLDS_LISTED, actor, now=now)


@transaction.atomic
def put_on_hold(actor: Actor, case: UUID, wanted: Wanted, *, now: datetime) -> Hold:
    """Hold a case, as its lead; also while the file is locked, or over. Raises NotAllowedError."""
    found = locked(actor, case, now)
    require(may_lead(actor, found.team, timezone.localdate(now)))
    return _put_on(actor, found.row, wanted, example=found.example, leads=True, now=now)


def put_on_hold_by_code(actor: Actor, code: str, wanted: Wanted, *, now: datetime) -> Hold:
    """Hold a case of one's own organisation by its code, as who watches over it: he sees nothing of it.

    A code that is not there is said to be not there, and recorded. Raises NotAllowedError.
    """
    with transaction.atomic():
        row = case_by_code(actor, code)
        if row is not None:
            held = Case.objects.select_for_update().get(pk=row.pk)
            example = held.practice and held.code.startswith(EXAMPLE)
            return _put_on(actor, held, wanted, example=example, leads=False, now=now)
        if actor.organisation is not None:
            record(chain=actor.organisation, kind=events.HOLD_CASE_UNKNOWN, actor=actor.id, now=now)
    raise NotAllowedError(_NO_CODE.reason)


def _put_on(actor: Actor, row: Case, wanted: Wanted, *, example: bool, leads: bool, now: datetime) -> Hold:
    today = timezone.localdate(now)
    runs = reasons_now(row.pk, today)
    require(may_put_on(wanted.reason, wanted.until, today, runs=runs, example=example, leads=leads))
    assert wanted.until is not None
    made = Hold.objects.create(case=row, reason=wanted.reason, until=wanted.until, put_on_by_id=actor.id, put_on_at=now)
    trace(events.HOLD_PUT_ON, row, actor, now, Details(codes={"reason": Reason(wanted.reason)}))
    return made


@transaction.atomic
def lift_hold(actor: Actor, hold: UUID, *, now: datetime) -> Hold:
    """Let a case go: its lead, or who watches, and never who put the hold on. Raises NotAllowedError."""
    known = Hold.objects.filter(pk=hold).values_list("case", flat=True).first()
    if known is None or Case.objects.select_for_update().filter(pk=known).first() is None:
        require(NO_HOLD)
    row = Hold.objects.select_for_update(of=("self",)).select_related("case").filter(pk=hold).first()
    if row is None or not _has_part(actor, row, now):
        require(NO_HOLD)
    assert row is not None
    require(may_lift(actor.id, row.put_on_by_id, runs=still_runs(row, timezone.localdate(now))))
    row.lifted_by_id, row.lifted_at = actor.id, now
    row.save(update_fields=["lifted_by", "lifted_at"])
    trace(events.HOLD_LIFTED, row.case, actor, now, Details(codes={"reason": Reason(row.reason)}))
    return row


def _has_part(actor: Actor, row: Hold, now: datetime) -> bool:
    if may_have_part(actor, row.case.organisation_id, leads=False):
        return True
    today = timezone.localdate(now)
    found = case_for(actor, row.case_id, today=today)
    leads = found is not None and bool(may_lead(actor, found.team, today))
    return bool(may_have_part(actor, row.case.organisation_id, leads=leads))
