"""What this room does by itself, and the thread in which the embedded server does all upkeep."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime

from django.db import close_old_connections, connections
from django.utils import timezone

from sleutelwerk.upkeep.actions import forget_expired_counts, run_due
from sleutelwerk.upkeep.rules import Schedule

#: How often the thread looks whether something is due, in seconds.
TICK = 20

log = logging.getLogger(__name__)


def tidy_cache(now: datetime) -> None:
    """Forget counts of attempts that no longer count."""
    forget_expired_counts(now=now)


class Upkeep:
    """Looks now and then what is due, until it is told to stop."""

    def __init__(self, schedules: Sequence[Schedule], *, tick: float = TICK) -> None:
        self._schedules = schedules
        self._tick = tick
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        """Begin looking, in a thread of its own."""
        self._thread.start()

    def stop(self, timeout: float = 5) -> None:
        """End after the job in hand."""
        self._stop.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.wait(self._tick):
            close_old_connections()
            try:
                run_due(self._schedules, now=timezone.now())
            except Exception:
                # a database that is away for a while must not end the upkeep for good
                log.exception("Upkeep could not look what is due")
            finally:
                connections.close_all()
