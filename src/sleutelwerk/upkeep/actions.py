"""Does what is due: one process takes a job by a lease in the database, so that it is never done twice at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.module_loading import import_string

from sleutelwerk.upkeep.models import Job
from sleutelwerk.upkeep.rules import LEASE, Schedule, next_due

log = logging.getLogger(__name__)


def run_due(schedules: Iterable[Schedule], *, now: datetime) -> list[str]:
    """Do the jobs that are due; give the names of those that were done here. A job that fails is tried again.

    Time goes on while they are done: the lease of a later job counts from when it is its turn.
    """
    begun = monotonic()
    done = []
    for schedule in schedules:
        at = now + timedelta(seconds=monotonic() - begun)
        if _take(schedule, at) and _do(schedule, at):
            done.append(schedule.name)
    return done


def _take(schedule: Schedule, now: datetime) -> bool:
    """Take a job when it is due and nobody has it in hand; the database lets one process through."""
    Job.objects.get_or_create(name=schedule.name, defaults={"due_at": now + schedule.begins_after})
    free = Q(taken_until=None) | Q(taken_until__lte=now)
    return bool(Job.objects.filter(free, name=schedule.name, due_at__lte=now).update(taken_until=now + LEASE))


def _do(schedule: Schedule, now: datetime) -> bool:
    try:
        import_string(schedule.does)(now)
    except Exception:
        log.exception("The job %s failed", schedule.name)
        _finish(schedule, now, failed=True)
        return False
    _finish(schedule, now, failed=False)
    return True


def _finish(schedule: Schedule, now: datetime, *, failed: bool) -> None:
    """Put a job away, unless it took so long that another process has it in hand by now: that one will."""
    stamp = {"failed_at": now} if failed else {"done_at": now}
    due = next_due(schedule.every, now, failed=failed)
    mine = Job.objects.filter(name=schedule.name, taken_until=now + LEASE)
    mine.update(taken_until=None, due_at=due, **stamp)


def forget_expired_counts(*, now: datetime) -> int:
    """Delete what has expired in the shared cache, such as counts of attempts by network address; give how many rows.

    Django itself lets expired rows lie until the table is full.
    """
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        # the cache writes whole seconds, in UTC without a time zone where the database has none
        moment = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608 - the name of our own table
        return int(cursor.rowcount)
