"""Verifies chains where they lie: every entry, the head, and every seal; nothing is changed."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import cast
from uuid import UUID

from django.db import connection

from sleutelwerk.audit.engine.seals import check_seals
from sleutelwerk.audit.engine.verify import (
    START,
    Place,
    Problem,
    Report,
    check_statements,
    joined,
    settled,
    verify_stretch,
)
from sleutelwerk.audit.queries.chains import body_at, hash_at, head_of, seals_of, trusted_keys
from sleutelwerk.audit.queries.streams import bundles_of, last_number, one_moment, purged_rows_of

#: Told how many entries were checked since it was last told.
Progress = Callable[[int], None]
_TELL_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What verifying one chain came to. `sealed` is the last entry that a good signature covers."""

    chain: UUID
    length: int
    head: bytes
    purged: int
    sealed: int
    problem: Problem | None

    @property
    def ok(self) -> bool:
        """Whether everything was right."""
        return self.problem is None

    @property
    def uncovered(self) -> int:
        """How many entries came after the last seal: of those, only the chain speaks, no signature."""
        return max(self.length - self.sealed, 0)


def verify_chain(chain: UUID, *, processes: int = 1, progress: Progress = lambda _: None) -> ChainReport:
    """Check every entry of a chain, its head and its seals.

    More processes each take a stretch, and begin at a stored hash that the one before must arrive at. They do not see
    the same moment, so when they find something, one process looks again before it is told.
    """
    if processes > 1 and not connection.in_atomic_block:
        report = _in_processes(chain, processes, progress)
        if report is not None and report.ok:
            with one_moment():
                return _with_head_and_seals(chain, report)
    with one_moment():
        return _with_head_and_seals(chain, _alone(chain, progress))


def _alone(chain: UUID, progress: Progress) -> Report:
    return settled(_walk(chain, START, last_number(chain), progress))


def _walk(chain: UUID, begin: Place, until: int, progress: Progress) -> Report:
    walking = verify_stretch(bundles_of(chain, after=begin.number, until=until), begin)
    told = 0
    while True:
        try:
            told += next(walking)
        except StopIteration as done:
            progress(told)
            return cast("Report", done.value)
        if told >= _TELL_EVERY:
            progress(told)
            told = 0


def _in_processes(chain: UUID, processes: int, progress: Progress) -> Report | None:
    """Give the joint report of several processes; None when the chain cannot be split, or one of them fell out."""
    end = last_number(chain)
    numbers = [end * part // processes for part in range(processes)]
    hashes = [START.head, *(hash_at(chain, number) for number in numbers[1:])]
    if end < processes or any(found is None for found in hashes):
        return None
    begins = [Place(number, found or b"") for number, found in zip(numbers, hashes, strict=True)]
    _let_go()
    if not _can_fork():
        return None
    reports = _run(chain, begins, [*numbers[1:], end], progress)
    if len(reports) < processes:
        return None
    report = joined(reports, begins)
    if not report.ok or not (report.open or report.unsure):
        return report
    with one_moment():
        wanted = {*report.open, *report.unsure}
        bodies = {number: body for number in wanted if (body := body_at(chain, number)) is not None}
        return check_statements(report, purged_rows_of(chain), bodies)


def _can_fork() -> bool:
    """Tell whether this process may be split: not with threads, whose locks nobody would ever open again."""
    in_memory = connection.vendor == "sqlite" and ("memory" in str(connection.settings_dict["NAME"]))
    return threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods() and not in_memory


def _let_go() -> None:
    """Close every connection: none may be used on both sides of a fork."""
    connection.close()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool is not None:
        close_pool()


def _run(chain: UUID, begins: Sequence[Place], ends: Sequence[int], progress: Progress) -> list[Report]:
    """Let a process check each stretch; give the reports of those that came to an end."""
    context = multiprocessing.get_context("fork")
    pipes: dict[Connection, int] = {}
    workers = []
    for place, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        receiving, sending = context.Pipe(duplex=False)
        worker = context.Process(target=_stretch, args=(sending, chain, begin, end), daemon=True)
        worker.start()
        sending.close()
        pipes[receiving] = place
        workers.append(worker)
    reports = _listen(pipes, progress)
    for worker in workers:
        worker.join()
    return [reports[place] for place in sorted(reports)]


def _listen(pipes: dict[Connection, int], progress: Progress) -> dict[int, Report]:
    reports: dict[int, Report] = {}
    while pipes:
        for ready in cast("list[Connection]", wait(list(pipes))):
            try:
                said = ready.recv()
            except EOFError:  # it is done, or it died
                del pipes[ready]
                continue
            if isinstance(said, Report):
                reports[pipes[ready]] = said
            else:
                progress(said)
    return reports


def _stretch(sending: Connection, chain: UUID, begin: Place, end: int) -> None:
    with one_moment():
        report = _walk(chain, begin, end, sending.send)
    sending.send(report)


def _with_head_and_seals(chain: UUID, report: Report) -> ChainReport:
    covered, fault = check_seals(seals_of(chain), trusted_keys())
    problems = [report.problem, _head_problem(chain, report), fault]
    first = next((problem for problem in problems if problem is not None), None)
    return ChainReport(chain, report.end.number, report.end.head, report.purged, covered, first)


def _head_problem(chain: UUID, report: Report) -> Problem | None:
    if report.problem is not None:
        return None
    number, place = report.end.number, head_of(chain)
    if place is None:
        return Problem(number, "De stand van deze keten is weggehaald.", number)
    length, head = place
    if length != number:
        what = f"De keten hoort {length} regels te hebben; het zijn er {number}."
        return Problem(min(length, number) + 1, what, min(length, number) + 1)
    if head != report.end.head:
        return Problem(number, "De stand van de keten past niet bij de laatste regel.", number)
    return None
