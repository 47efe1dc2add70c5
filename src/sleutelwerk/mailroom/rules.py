"""When a letter that could not be sent is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

#: After this many tries somebody has to look: by then the mail server was away for some ten hours.
MOST_TRIES = 8
FIRST_WAIT = timedelta(minutes=5)
#: How long it stays visible that a letter was sent.
KEPT_FOR = timedelta(days=30)


def next_try(tries: int, now: datetime) -> datetime | None:
    """Give the moment of the next try after so many failed ones, each wait twice the one before; None to give up."""
    if tries >= MOST_TRIES:
        return None
    doubled: int = 2 ** (tries - 1)
    return now + FIRST_WAIT * doubled
