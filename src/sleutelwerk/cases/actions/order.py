"""Records an order of justice and each step that is taken, by as many hands as it needs; it opens nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.queries.role_holders import acting_holders
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked
from sleutelwerk.cases.actions.trace import trace_list
from sleutelwerk.cases.models import Case, Member, Order, OrderStep
from sleutelwerk.cases.queries.order import OpenOrder, case_by_code, order_for
from sleutelwerk.cases.rules.examples import may_ask_others
from sleutelwerk.cases.rules.order import (
    NOT_THERE,
    Decided,
    How,
    Lesson,
    Official,
    Step,
    Tell,
    Valid,
    may_be_moment,
    may_choose,
    may_end,
    may_give,
    may_name,
    may_record,
    may_record_from,
    may_take_out,
    may_tell_him,
)
from sleutelwerk.cases.rules.team import may_record as may_record_in
from sleutelwerk.core.events import Event
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused, require
from sleutelwerk.mailroom.actions import post_letter

#: How long a drill is kept, so that the last ones can be laid beside each other, and an order that no case was named
#: with (own judgement).
DRILLS_KEPT, ORDERS_KEPT = timedelta(days=3 * 365), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as it came in. `drill` counts only where no case says so itself."""

    official: str
    article: str
    came_at: datetime | None
    respond_by: date | None = None
    paper_seen: bool = False
    secrecy: bool = False
    drill: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What goes with a step: when it was done, and what it came to."""

    done_at: datetime | None = None
    valid: str = ""
    may_tell: str = ""
    kinds: Collection[str] = ()
    decided: str = ""
    pages: int | None = None
    handed_to: str = ""
    how: str = ""
    lessons: Sequence[str] = ()


@transaction.atomic
def record_order(actor: Actor, new: NewOrder, *, case: UUID | None, site: str, now: datetime) -> Order:
    """Record an order that came in, or begin a drill. From here on nothing that was ordered is destroyed.

    On a practice case it is always a drill, and on a real one never. Raises NotAllowedError.
    """
    row = _case_of(actor, case, now)
    drill = row.practice if row is not None else new.drill
    came_on = timezone.localdate(new.came_at) if new.came_at else timezone.localdate(now)
    require(
        first_refusal(
            may_record_from(actor, of_case=row is not None, drill=drill),
            may_record(new.came_at, new.respond_by, came_on, now=now),
        )
    )
    assert new.came_at is not None
    assert actor.organisation is not None
    order = Order.objects.create(
        organisation_id=actor.organisation, case=row, candidate=getattr(row, "candidate", None), drill=drill,
        official=new.official, article=new.article, came_at=new.came_at, respond_by=new.respond_by,
        secrecy=new.secrecy, recorded_by_id=actor.id, recorded_at=now,
    )  # fmt: skip
    _trace(events.ORDER_RECORDED, order, actor, now)
    if new.paper_seen:
        _note(order, Step.PAPER, actor, new.came_at, now)
    _write_to_all(order, actor, site, now)
    return order


def name_case(actor: Actor, order: UUID, code: str, *, site: str, now: datetime) -> None:
    """Say which case an order is about, by the code that its lead gave. Raises NotAllowedError.

    A code that is not there is said to be not there: a hold that holds nothing would be worse. Each such try is
    recorded, so that trying codes shows in the trail.
    """
    with transaction.atomic():
        one = _locked(actor, order, now)
        row = case_by_code(actor, code)
        verdict = may_name(one.standing, found=row is not None, practice=row is not None and row.practice)
        if verdict and row is not None:
            # held, so that nothing of it is destroyed between looking and holding back
            held = Case.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=row.pk)
            one.row.case, one.row.candidate = held, getattr(held, "candidate", None)
            one.row.save(update_fields=["case", "candidate"])
            _trace(events.ORDER_CASE_NAMED, one.row, actor, now)
            _write_to_all(one.row, actor, site, now)
        else:
            _trace(events.ORDER_CASE_UNKNOWN, one.row, actor, now)
    require(verdict)


@transaction.atomic
def take_step(actor: Actor, order: UUID, step: Step, taken: Taken, *, now: datetime) -> None:
    """Note that a step was taken, and what it came to. Raises NotAllowedError."""
    one = _locked(actor, order, now)
    done_at = taken.done_at or now
    require(
        first_refusal(
            one.verdict(step),
            may_tell_him(step, one.standing, in_team=one.found is not None),
            may_be_moment(done_at, one.row.came_at, now),
            may_take_out(step, actor.proved_at, now),
        )
    )
    again = step is Step.DECIDE and taken.decided == Decided.AGAIN
    if (keep := _KEEPS.get(step)) is not None:
        require(keep(one, taken, now))
        one.row.save()
    if again:
        one.row.steps.filter(step=Step.PREPARE, anew=False).update(anew=True)
    _note(one.row, step, actor, done_at, now, anew=again)
    if step is Step.HAND:
        handed = Details(counts={"pages": taken.pages or 0}, codes={"to": Official(taken.handed_to)})
        _trace(events.ORDER_HANDED_OVER, one.row, actor, now, handed)


@transaction.atomic
def look_at_orders(actor: Actor, *, now: datetime) -> None:
    """Record that somebody looked through the orders in which he has a part."""
    trace_list(events.ORDERS_LISTED, actor, now=now)


@transaction.atomic
def read_order(actor: Actor, one: OpenOrder, *, now: datetime) -> None:
    """Record that somebody looked at an order."""
    _trace(events.ORDER_READ, one.row, actor, now)


def forget_orders(*, now: datetime) -> int:
    """Forget drills, and orders that no case was named with, on their day; give how many."""
    drills = Order.objects.filter(drill=True, recorded_at__lte=now - DRILLS_KEPT)
    lost = Order.objects.filter(drill=False, case=None, ended_at__lte=now - ORDERS_KEPT)
    return sum(_forgotten(key, now) for key in (drills | lost).values_list("pk", flat=True))


@transaction.atomic
def _forgotten(order: UUID, now: datetime) -> bool:
    row = Order.objects.select_for_update().filter(pk=order).first()
    if row is None:
        return False
    _trace(events.ORDER_FORGOTTEN, row, None, now)
    row.delete()
    return True


def _case_of(actor: Actor, case: UUID | None, now: datetime) -> Case | None:
    """Give a case of the actor's own team, held."""
    if case is None:
        return None
    found = locked(actor, case, now)
    in_team = may_record_in(actor, found.team, timezone.localdate(now))
    require(first_refusal(in_team, may_ask_others(example=found.example)))
    return found.row


def _keep_valid(one: OpenOrder, taken: Taken, _now: datetime) -> Verdict:
    if taken.valid not in set(Valid) or taken.may_tell not in set(Tell):
        return refused("Schrijf op wat de jurist zei: over de vordering, en over het vertellen.")
    one.row.valid, one.row.may_tell = taken.valid, taken.may_tell
    return ALLOWED


def _keep_kinds(one: OpenOrder, taken: Taken, _now: datetime) -> Verdict:
    one.row.kinds = sorted(taken.kinds)
    return may_choose(taken.kinds)


def _keep_decision(one: OpenOrder, taken: Taken, _now: datetime) -> Verdict:
    if taken.decided not in set(Decided):
        return refused("Kies of dit weg mag.")
    again = taken.decided == Decided.AGAIN
    one.row.decided = "" if again else taken.decided
    one.row.kinds = [] if again else one.row.kinds
    return ALLOWED


def _keep_handed(one: OpenOrder, taken: Taken, _now: datetime) -> Verdict:
    if taken.handed_to not in set(Official):
        return refused("Kies aan welke functie u het gaf.")
    one.row.handed_kinds, one.row.pages, one.row.handed_to = sorted(taken.kinds), taken.pages, taken.handed_to
    return may_give(taken.kinds, one.standing, taken.pages)


def _keep_end(one: OpenOrder, taken: Taken, now: datetime) -> Verdict:
    if taken.how not in set(How):
        return refused("Kies hoe het eindigde.")
    if one.row.drill and (not taken.lessons or not set(taken.lessons) <= set(Lesson)):
        return refused("Kies wat u leerde.")
    one.row.ended_at, one.row.ended_how, one.row.lessons = now, taken.how, sorted(taken.lessons)
    return may_end(taken.how, one.standing)


#: What a step keeps on the order itself, judged before it is saved.
_KEEPS: Mapping[Step, Callable[[OpenOrder, Taken, datetime], Verdict]] = {
    Step.VALID: _keep_valid,
    Step.PREPARE: _keep_kinds,
    Step.DECIDE: _keep_decision,
    Step.HAND: _keep_handed,
    Step.END: _keep_end,
}


def _note(row: Order, step: Step, actor: Actor, done_at: datetime, now: datetime, *, anew: bool = False) -> None:
    OrderStep.objects.create(order=row, step=step, done_at=done_at, noted_at=now, by_id=actor.id, anew=anew)
    _trace(events.ORDER_STEPPED, row, actor, now, Details(codes={"step": step}))


def _locked(actor: Actor, order: UUID, now: datetime) -> OpenOrder:
    one = order_for(actor, order, today=timezone.localdate(now), lock=True)
    if one is None:
        require(NOT_THERE)
    assert one is not None
    return one


def _write_to_all(order: Order, actor: Actor, site: str, now: datetime) -> None:
    """Write to the lead and to the FG that something is there, and never what; not to who did it himself."""
    leads = Member.objects.filter(case=order.case_id, part=Member.Part.LEAD).select_related("person")
    to = {one.person_id: one.person.email for one in leads} if order.case_id else {}
    to |= {one.id: one.email for one in acting_holders(order.organisation_id, Role.FG)}
    others = [address for person, address in sorted(to.items()) if person != actor.id]
    post_letter("cases/mail/order.txt", to=others, now=now, site=site, drill=order.drill)


def _trace(kind: Event, row: Order, actor: Actor | None, now: datetime, details: Details = NO_DETAILS) -> None:
    """Record it with its case, so that who looks at what an account touched finds it there."""
    subject = pseudonym("order", row.pk) if row.case_id is None else pseudonym("case", row.case_id)
    record(
        chain=row.organisation_id, kind=kind, actor=None if actor is None else actor.id, subject=subject, now=now,
        details=details,
    )  # fmt: skip
