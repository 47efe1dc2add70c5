"""A desk where copies are marked: a few at a time, in the order in which people came, and who leaves makes room."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Condition

from sleutelwerk.knowledge.engine.marking.pdf import Cancelled, mark_pdf
from sleutelwerk.knowledge.engine.marking.words import Mark


class TooBusy(Exception):
    """So many people wait that another would wait too long."""


class Ticket:
    """Somebody's place in the queue. `cancel` may come from any thread, also while the copy is being made."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition
        self.cancelled = False

    def cancel(self) -> None:
        """Leave the queue, or stop the work before the next page."""
        with self._condition:
            self.cancelled = True
            self._condition.notify_all()


class MarkingDesk:
    """Lets `slots` threads work at once. The rest wait in a queue of at most `waiting`, each for `patience` seconds.

    The work itself is done by as many threads of its own: each thread that ever worked keeps a store of memory, and the
    threads of a server are many.
    """

    def __init__(self, slots: int = 2, *, waiting: int = 50, patience: float = 30.0) -> None:
        self._free = slots
        self._most_waiting = waiting
        self._patience = patience
        self._queue: deque[Ticket] = deque()
        self._condition = Condition()
        self._workers = ThreadPoolExecutor(slots, thread_name_prefix="marking")

    def ticket(self) -> Ticket:
        """Give a place that can be cancelled; without one, `mark` makes its own."""
        return Ticket(self._condition)

    def mark(self, source: bytes | Path, mark: Mark, ticket: Ticket | None = None) -> bytes:
        """Mark a copy when it is one's turn. Raises TooBusy, Cancelled and what `mark_pdf` raises."""
        ticket = ticket or self.ticket()
        with self._slot(ticket):
            return self._workers.submit(mark_pdf, source, mark, cancelled=lambda: ticket.cancelled).result()

    @contextmanager
    def _slot(self, ticket: Ticket) -> Iterator[None]:
        with self._condition:
            if self._free == 0 and len(self._queue) >= self._most_waiting:
                raise TooBusy
            self._wait(ticket)
            self._free -= 1
        try:
            yield
        finally:
            with self._condition:
                self._free += 1
                self._condition.notify_all()

    def _wait(self, ticket: Ticket) -> None:
        """Wait until this ticket is first and a slot is free; whatever happens, it leaves the queue."""
        until = time.monotonic() + self._patience
        self._queue.append(ticket)
        try:
            while not ticket.cancelled and not (self._free and self._queue[0] is ticket):
                if not self._condition.wait(until - time.monotonic()):
                    raise TooBusy
            if ticket.cancelled:
                raise Cancelled
        finally:
            self._queue.remove(ticket)
            self._condition.notify_all()
