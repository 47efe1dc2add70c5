"""What the trail does by itself: every hour its heads are signed, every day what had its time is emptied."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.audit import actions
from sleutelwerk.audit.engine.body import Via, came_by
from sleutelwerk.audit.queries import chains


def seal(now: datetime) -> None:
    """Sign every chain that grew. Raises UnusableKeys."""
    with came_by(Via.TASK):
        actions.sign_heads(now=now)


def purge(now: datetime) -> None:
    """Empty what is due in every chain, each in a transaction of its own."""
    with came_by(Via.TASK):
        for chain in chains():
            actions.purge(chain=chain, now=now)
