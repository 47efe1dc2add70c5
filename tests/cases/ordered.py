"""Records orders of justice for tests, and takes their steps with as many hands as it needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.people import NOW, Cast

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.actions.order import NewOrder, Taken, record_order, take_step
from sleutelwerk.cases.models import Case, Order
from sleutelwerk.cases.queries.order import OpenOrder, order_for
from sleutelwerk.cases.rules.order import Step

SITE = "https://x.example/"
CAME = NOW - timedelta(hours=1)
#: Who does what in these tests: the lead prepares, a colleague decides, a third one hands over.
BY = {
    Step.PAPER: "professional", Step.LAWYER: "professional", Step.FG: "professional", Step.VALID: "professional",
    Step.PREPARE: "professional", Step.DECIDE: "colleague", Step.TOLD: "professional",
    Step.HAND: "decision_maker", Step.RECEIPT: "decision_maker", Step.LIFT: "professional", Step.END: "colleague",
}  # fmt: skip
COMES_TO: dict[Step, dict[str, Any]] = {
    Step.VALID: {"valid": "valid", "may_tell": "yes"},
    Step.PREPARE: {"kinds": ["agreement", "contact_days"]},
    Step.DECIDE: {"decided": "hand"},
    Step.HAND: {"kinds": ["agreement"], "pages": 4, "handed_to": "prosecutor"},
    Step.END: {"how": "handed_over"},
}
SCRIPT = (
    Step.LAWYER, Step.FG, Step.PAPER, Step.VALID, Step.PREPARE, Step.DECIDE, Step.TOLD, Step.HAND, Step.RECEIPT,
    Step.END,
)  # fmt: skip


def new_order(**given: Any) -> NewOrder:
    """Give an order as it came in."""
    said: dict[str, Any] = {"official": "prosecutor", "article": "126nd", "came_at": CAME} | given
    return NewOrder(**said)


def ordered(cast: Cast, case: Case | None, who: str = "professional", now: datetime = NOW, **given: Any) -> Order:
    """Record one."""
    number = None if case is None else case.pk
    return record_order(cast.actor(who, proved_at=now), new_order(**given), case=number, site=SITE, now=now)


def stepped(cast: Cast, order: Order, step: Step, who: str = "", now: datetime = NOW, **given: Any) -> None:
    """Take one step, as whoever does it in these tests or as somebody else."""
    actor = cast.actor(who or BY[step], proved_at=now)
    take_step(actor, order.pk, step, Taken(**COMES_TO.get(step, {}) | given), now=now)


def up_to(cast: Cast, order: Order, last: Step, **given: Any) -> Order:
    """Take every step of the script up to one, and that one too; `given` goes with the last."""
    for step in SCRIPT[: SCRIPT.index(last) + 1]:
        stepped(cast, order, step, **(given if step is last else {}))
    order.refresh_from_db()
    return order


def as_seen(actor: Actor, order: UUID) -> OpenOrder | None:
    """Give an order as somebody sees it."""
    return order_for(actor, order, today=NOW.date())
