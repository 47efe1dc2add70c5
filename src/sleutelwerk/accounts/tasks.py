"""What happens to accounts by itself: what has had its time is forgotten, what nobody looks at or uses is closed."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.accounts.actions import forgetting
from sleutelwerk.accounts.actions.people import close_unreviewed, close_unused
from sleutelwerk.accounts.queries.reviews import overdue, unused


def forget_ended_sessions(now: datetime) -> None:
    """Delete sessions whose time is over."""
    forgetting.forget_ended_sessions(now=now)


def forget_letters(now: datetime) -> None:
    """Delete letters of more than a month ago."""
    forgetting.forget_letters(now=now)


def forget_what_is_over(now: datetime) -> None:
    """Wipe names of accounts that have been closed long enough, and links that nobody used."""
    forgetting.forget_closed(now=now)
    forgetting.forget_links(now=now)


def close_unreviewed_accounts(now: datetime) -> None:
    """Close every account whose review stayed away too long, or that has no role and that nobody uses (N36)."""
    for user in overdue(now=now):
        close_unreviewed(user, now=now)
    for user in unused(now=now):
        close_unused(user, now=now)
