"""Gives an order of justice to whoever may work on it: the team of its case, and those who watch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from sleutelwerk.accounts.queries.organisations import own_organisation
from sleutelwerk.accounts.queries.people import names_of
from sleutelwerk.accounts.queries.role_holders import acting_holders
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.content import newest_agreement
from sleutelwerk.cases.engine.naming import EXAMPLE
from sleutelwerk.cases.models import Case, Order, OrderStep
from sleutelwerk.cases.queries.agreement import agreements_of
from sleutelwerk.cases.queries.cases import OpenCase, case_for, cases_of
from sleutelwerk.cases.queries.order_words import STEPS, SomeStep
from sleutelwerk.cases.rules.order import (
    Standing,
    Step,
    comes_up,
    drill_due,
    may_have_part,
    may_see,
    may_step,
    may_tell_him,
)
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.core.verdict import Verdict, first_refusal

#: The topic of an agreement that says what happens at an order.
PROMISE = "justitie"
_ANY_PROFILE = "verbinder"


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order with its steps, for somebody who may work on it. `found` is its case, for the team of it only."""

    row: Order
    steps: Sequence[OrderStep]
    found: OpenCase | None
    viewer: Actor

    @property
    def standing(self) -> Standing:
        """Give how far it is, as decisions are about it."""
        return standing_of(self.row, self.steps)

    @property
    def code(self) -> str:
        """Give the neutral code of its case."""
        return self.row.case.code if self.row.case else ""

    def verdict(self, step: Step) -> Verdict:
        """Tell whether the viewer may take a step now."""
        standing = self.standing
        return first_refusal(
            may_step(step, standing, self.viewer), may_tell_him(step, standing, in_team=self.found is not None)
        )


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as its page shows it. `after` is how long after the order came it was done."""

    step: Step
    words: SomeStep
    done_at: datetime | None
    by: str
    after: timedelta | None
    verdict: Verdict
    anew: int = 0

    @property
    def took(self) -> str:
        """Give how long it took, in whole days, hours and minutes."""
        if self.after is None:
            return ""
        minutes = int(self.after.total_seconds() // 60)
        days, hours, left = minutes // 1440, minutes % 1440 // 60, minutes % 60
        return (
            " ".join(f"{count} {unit}" for count, unit in ((days, "d"), (hours, "u"), (left, "min")) if count)
            or "0 min"
        )


def standing_of(row: Order, steps: Iterable[OrderStep]) -> Standing:
    """Give how far an order is, as decisions are about it."""
    known = list(steps)
    hands: dict[Step, set[UUID]] = {}
    for one in known:
        if one.by_id is not None:
            hands.setdefault(Step(one.step), set()).add(one.by_id)
    return Standing(
        drill=row.drill,
        has_case=row.case_id is not None,
        about_him=row.candidate_id is not None,
        recorded_by=row.recorded_by_id,
        done=frozenset(Step(one.step) for one in known if not one.anew),
        hands={step: frozenset(people) for step, people in hands.items()},
        valid=row.valid,
        may_tell=row.may_tell,
        kinds=frozenset(row.kinds),
        decided=row.decided,
    )


def order_for(viewer: Actor, order: UUID, *, today: date, lock: bool = False) -> OpenOrder | None:
    """Give an order; None when there is none, or the viewer has no part in it."""
    rows = Order.objects.filter(pk=order, organisation=viewer.organisation)
    if lock and not rows.select_for_update().exists():
        return None
    row = _with_steps(rows).first()
    if row is None:
        return None
    # the case is asked for also when the viewer watches: he may be in its team, and then sees its promise
    found = case_for(viewer, row.case_id, today=today) if row.case_id else None
    if found is not None and not may_record(viewer, found.team, today):
        found = None
    loose = row.drill and row.case_id is None
    if not may_see(viewer, in_team=found is not None, loose_drill=loose):
        return None
    return OpenOrder(row, list(row.steps.all()), found, viewer)


def orders_for(viewer: Actor, *, today: date) -> list[OpenOrder]:
    """Give the orders in which somebody has a part: of his teams, and all of his organisation for who watches."""
    if viewer.organisation is None or not may_have_part(viewer):
        return []
    teams = {one.row.pk: one for one in cases_of(viewer, today=today) if may_record(viewer, one.team, today)}
    seen = Q(case__in=teams)
    if may_see(viewer, in_team=False, loose_drill=False):
        seen = Q()
    elif may_see(viewer, in_team=False, loose_drill=True):
        seen |= Q(case=None, drill=True)
    rows = _with_steps(Order.objects.filter(seen, organisation=viewer.organisation)).order_by("-came_at", "pk")
    return [
        OpenOrder(row, list(row.steps.all()), teams.get(row.case_id) if row.case_id else None, viewer) for row in rows
    ]


def _with_steps(rows: QuerySet[Order]) -> QuerySet[Order]:
    steps = Prefetch("steps", OrderStep.objects.order_by("done_at", "pk"))
    return rows.select_related("case", "organisation").prefetch_related(steps)


def lines_of(one: OpenOrder) -> list[StepLine]:
    """Give the script, with what was done, when and by whom."""
    names = names_of(one.viewer, {step.by_id for step in one.steps if step.by_id is not None})
    done = {Step(step.step): step for step in one.steps if not step.anew}
    anew = [Step(step.step) for step in one.steps if step.anew]
    return [_line(one, step, done.get(step), names, anew.count(step)) for step in _shown(one)]


def _shown(one: OpenOrder) -> list[Step]:
    """Leave out what does not come up: no secrecy to lift, nobody to tell, nothing to hand over."""
    standing = one.standing
    left_out: set[Step] = set()
    if standing.may_tell != "no":
        left_out.add(Step.LIFT)
    if not (standing.about_him or standing.drill):
        left_out |= {Step.TOLD, Step.LIFT}
    return [step for step in STEPS if step not in left_out]


def _line(one: OpenOrder, step: Step, row: OrderStep | None, names: Mapping[UUID, str], anew: int) -> StepLine:
    by = "" if row is None or row.by_id is None else names.get(row.by_id, "")
    after = None if row is None else max(row.done_at - one.row.came_at, timedelta())
    return StepLine(step, STEPS[step], row.done_at if row else None, by, after, one.verdict(step), anew)


def next_step(one: OpenOrder, lines: Sequence[StepLine]) -> StepLine | None:
    """Give the first step that is open: for the viewer when he may take it, else the one that others wait for."""
    standing = one.standing
    waiting = [line for line in lines if line.done_at is None and comes_up(line.step, standing)]
    return next((line for line in waiting if line.verdict), waiting[0] if waiting else None)


def promise_of(found: OpenCase | None) -> tuple[Sequence[str], bool]:
    """Give what he was promised about an order, and whether it is from the agreement that holds with him."""
    holding = agreements_of(found).holding if found is not None and found.candidate is not None else None
    text = holding.paper.text if holding is not None else None
    if text is not None:
        mine = [section for section in text.composed.sections if section.id == PROMISE]
        return [clause.text for section in mine for clause in section.clauses], True
    content = newest_agreement(found.row.profile if found is not None and found.row.profile else _ANY_PROFILE)
    topics = [topic for topic in content.topics if topic.id == PROMISE] if content is not None else []
    return [clause.text for topic in topics for clause in topic.section.clauses if clause.text], False


def holds_back(case: UUID) -> bool:
    """Tell whether an order runs because of which nothing of a case may be destroyed; drills hold nothing back."""
    return Order.objects.filter(case=case, drill=False, ended_at=None).exists()


def case_by_code(viewer: Actor, code: str) -> Case | None:
    """Give the case with this code in the viewer's own organisation, for who watches over it: he has the code only."""
    if viewer.organisation is None or not may_watch(viewer):
        return None
    found = Case.objects.filter(organisation=viewer.organisation, code__iexact=code.strip())
    # an example holds nobody, and who made it must not be written to
    found = found.exclude(practice=True, code__startswith=EXAMPLE)
    return found.select_related("candidate").first()


def has_fg(organisation: UUID) -> bool:
    """Tell whether somebody holds the role of FG and can act."""
    return bool(acting_holders(organisation, Role.FG))


def order_runs(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell the team of its organisation whether an order runs in a case; it was looked up along with the case."""
    return found.order_runs is not None and bool(may_record(viewer, found.team, today))


def running_orders(viewer: Actor) -> int:
    """Count the orders that run in an organisation, for who watches."""
    if viewer.organisation is None or not may_watch(viewer):
        return 0
    return Order.objects.filter(organisation=viewer.organisation, drill=False, ended_at=None).count()


def drill_waits(viewer: Actor, now: datetime) -> bool:
    """Tell whoever watches whether the last drill, or the beginning of the site, is over a year ago."""
    if not may_watch(viewer) or (own := own_organisation(viewer)) is None:
        return False
    drills = Order.objects.filter(organisation=own.pk, drill=True, ended_at__isnull=False).order_by("-ended_at")
    last = drills.values_list("ended_at", flat=True).first()
    begun = last or own.set_up_at or own.created_at
    return drill_due(timezone.localdate(begun), timezone.localdate(now))
