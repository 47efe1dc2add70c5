"""The desk: few work at once, in the order in which they came, and whoever leaves makes room."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from tests.knowledge.marking.papers import LINE, MARK, report, texts

from sleutelwerk.knowledge.engine.marking import Cancelled, MarkingDesk, NotMarkable, TooBusy
from sleutelwerk.knowledge.engine.marking import desk as desk_module


class Bench:
    """Stands in for the work itself, so that a test says when it is done: what is tested here is the queue."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun: list[bytes] = []
        self.at_once = 0
        self.most = 0
        self._lock = threading.Lock()

    def __call__(self, source: bytes, _mark: object, *, cancelled: Callable[[], bool]) -> bytes:
        with self._lock:
            self.begun.append(source)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        try:
            assert self.go_on.wait(10)
            if cancelled():
                raise Cancelled
        finally:
            with self._lock:
                self.at_once -= 1
        return source


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench()
    monkeypatch.setattr(desk_module, "mark_pdf", made)
    return made


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(20) as pool:
        yield pool


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def asked(desk: MarkingDesk, people: ThreadPoolExecutor, number: int) -> Future[bytes]:
    """One more person asks, and stands in the queue before this returns."""
    length = len(desk._queue)
    found = people.submit(desk.mark, b"%d" % number, MARK)
    until(lambda: len(desk._queue) > length)
    return found


def test_twenty_share_two_slots_in_the_order_in_which_they_came(bench: Bench, people: ThreadPoolExecutor) -> None:
    desk = MarkingDesk(2)
    first = [people.submit(desk.mark, b"first", MARK) for _ in range(2)]
    until(lambda: len(bench.begun) == 2)
    waiting = [asked(desk, people, number) for number in range(18)]
    bench.go_on.set()
    assert [one.result(10) for one in first + waiting] == [b"first"] * 2 + [b"%d" % number for number in range(18)]
    assert bench.most == 2
    # two begin at the same moment, so their order may differ by one
    assert [abs(int(source) - place) <= 1 for place, source in enumerate(bench.begun[2:])] == [True] * 18


def test_who_leaves_the_queue_makes_room(bench: Bench, people: ThreadPoolExecutor) -> None:
    desk = MarkingDesk(1)
    working = people.submit(desk.mark, b"works", MARK)
    until(lambda: bench.begun == [b"works"])
    ticket = desk.ticket()
    leaving = people.submit(desk.mark, b"leaves", MARK, ticket)
    until(lambda: len(desk._queue) == 1)
    staying = asked(desk, people, 1)
    ticket.cancel()
    with pytest.raises(Cancelled):
        leaving.result(10)
    bench.go_on.set()
    assert (working.result(10), staying.result(10)) == (b"works", b"1")
    assert bench.begun == [b"works", b"1"]


def test_work_in_hand_stops_as_well_and_frees_its_slot(bench: Bench, people: ThreadPoolExecutor) -> None:
    desk = MarkingDesk(1)
    ticket = desk.ticket()
    working = people.submit(desk.mark, b"works", MARK, ticket)
    until(lambda: bench.begun == [b"works"])
    ticket.cancel()
    bench.go_on.set()
    with pytest.raises(Cancelled):
        working.result(10)
    assert desk.mark(b"next", MARK) == b"next"


def test_a_cancelled_ticket_is_of_no_use(bench: Bench) -> None:
    desk = MarkingDesk(1)
    ticket = desk.ticket()
    ticket.cancel()
    with pytest.raises(Cancelled):
        desk.mark(b"x", MARK, ticket)
    assert bench.begun == []


def test_a_full_queue_and_an_end_of_patience_say_too_busy(bench: Bench, people: ThreadPoolExecutor) -> None:
    desk = MarkingDesk(1, waiting=1, patience=0.05)
    working = people.submit(desk.mark, b"works", MARK)
    until(lambda: bench.begun == [b"works"])
    waiting = people.submit(desk.mark, b"waits", MARK)
    until(lambda: len(desk._queue) == 1)
    with pytest.raises(TooBusy):
        desk.mark(b"comes", MARK)
    with pytest.raises(TooBusy):
        waiting.result(10)
    bench.go_on.set()
    assert working.result(10) == b"works"
    assert desk.mark(b"later", MARK) == b"later"


def test_real_work_and_real_failures_free_the_slot() -> None:
    desk = MarkingDesk(1)
    with pytest.raises(NotMarkable):
        desk.mark(b"no pdf", MARK)
    assert texts(desk.mark(report(1), MARK))[0].count(LINE) == 1
