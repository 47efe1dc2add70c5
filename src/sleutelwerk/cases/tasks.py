"""What happens to case files by itself: who was not chosen, or of whom nothing came, is forgotten in time."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.audit.engine.body import Via, came_by
from sleutelwerk.cases.actions import (
    candidate,
    decision,
    ending,
    examples,
    forgetting,
    forgetting_ended,
    forgetting_undecided,
    hand_over,
    order,
    team,
    theme_signals,
)


def forget_silent_candidates(now: datetime) -> None:
    """Forget candidates who were told longer ago than their term and did not say yes."""
    with came_by(Via.TASK):
        candidate.forget_silent_candidates(now=now)


def forget_rejected(now: datetime) -> None:
    """Forget candidates of whom it was decided, a term ago, that we do not go on with them (N53)."""
    with came_by(Via.TASK):
        decision.forget_rejected(now=now)


def forget_undecided(now: datetime) -> None:
    """Forget candidates who said yes and of whom nothing came since, or not in time."""
    with came_by(Via.TASK):
        forgetting_undecided.forget_undecided(now=now)


def forget_signals(now: datetime) -> None:
    """Forget signals around a theme of which the day has come."""
    with came_by(Via.TASK):
        theme_signals.forget_signals(now=now)


def forget_ended(now: datetime) -> None:
    """End what nobody ended, and destroy what is kept of what is over, each part on its own day (N52)."""
    with came_by(Via.TASK):
        ending.begin_overdue_endings(now=now)
        forgetting_ended.forget_ended(now=now)


def forget_orders(now: datetime) -> None:
    """Forget drills, and orders that no case was named with, on their day."""
    with came_by(Via.TASK):
        order.forget_orders(now=now)


def lapse_offers(now: datetime) -> None:
    """Let go of offers and invitations that nobody answered in time."""
    with came_by(Via.TASK):
        hand_over.lapse_offers(now=now)
        team.forget_invitations(now=now)


def remove_keyless(now: datetime) -> None:
    """Remove what lost its key."""
    with came_by(Via.TASK):
        forgetting.remove_keyless(now=now)


def remove_old_examples(now: datetime) -> None:
    """Take away the invented cases, ours and those of exercises, whose day has come."""
    with came_by(Via.TASK):
        examples.remove_old_examples(now=now)
        examples.remove_old_exercises(now=now)
