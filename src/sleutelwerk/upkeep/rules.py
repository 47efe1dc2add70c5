"""When a job is due again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job by its name, the dotted path of the function that does it (it gets `now`), and how often.

    `begins_after` puts off its very first time on a new site.
    """

    name: str
    does: str
    every: timedelta
    begins_after: timedelta = timedelta(0)


#: A process that took a job and died loses it after this; no job may take longer.
LEASE = timedelta(minutes=10)
#: A job that failed is tried again after this, or at its own time when that comes sooner.
RETRY = timedelta(minutes=5)


def next_due(every: timedelta, now: datetime, *, failed: bool) -> datetime:
    """Give when a job that has just been done, or has failed, is due again."""
    return now + (min(every, RETRY) if failed else every)
