"""What happens to deliberations by itself: forgotten rooms close, what had its time goes, and leaders look back."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.audit.engine.body import Via, came_by
from sleutelwerk.deliberation.actions import closing, forgetting, reminding


def close_forgotten_rooms(now: datetime) -> None:
    """Close rooms that nobody closed."""
    with came_by(Via.TASK):
        closing.close_forgotten_rooms(now=now)


def forget_what_is_over(now: datetime) -> None:
    """Destroy what was written two weeks ago, and records and deliberations whose term is over."""
    with came_by(Via.TASK):
        forgetting.destroy_old_raw(now=now)
        forgetting.forget_what_is_over(now=now)


def remind_leaders(now: datetime) -> None:
    """Ask who led a deliberation six weeks ago to look back."""
    with came_by(Via.TASK):
        reminding.remind_leaders(now=now)
