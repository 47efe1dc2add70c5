"""The fetcher: a storm of calls becomes few questions, failures are got over, and what is over ends."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Collection, Mapping
from typing import Any

import pytest
from tests.deliberation.live.test_hub import Wire, a_while, opened, run

from sleutelwerk.deliberation.live.contract import Admission, Domain, Limits, State, topic_of
from sleutelwerk.deliberation.live.fetcher import Fetcher
from sleutelwerk.deliberation.live.hub import Hub
from sleutelwerk.deliberation.live.service import Live


class Told:
    """A domain that lives in memory and remembers what it was asked."""

    def __init__(self) -> None:
        self.version = 0
        self.asked: list[tuple[str, int]] = []
        self.threads: set[str] = set()
        self.fails = 0
        self.over = False
        self.slow = 0.0
        self.devices: dict[str, tuple[str, ...]] | None = None

    def domain(self) -> Domain:
        return Domain(self.admit, self.present, self.newer, self.versions)

    def admit(self, scope: Any) -> Admission | None:
        if self.fails:
            raise OSError("de database is weg")
        return Admission(scope["path"].split("/")[2], ("all",), "d")

    def present(self, _deliberation: str, _audiences: tuple[str, ...]) -> State | None:
        return None if self.over else State(self.version, {"all": b"%d" % self.version})

    def newer(self, deliberation: str, since: int) -> State | None:
        self.asked.append((deliberation, since))
        self.threads.add(threading.current_thread().name)
        time.sleep(self.slow)
        if self.fails:
            self.fails -= 1
            raise OSError("de database is weg")
        return None if self.over else State(self.version, {"all": b"%d" % self.version}, self.devices)

    def versions(self, deliberations: Collection[str]) -> Mapping[str, int]:
        if self.fails:
            self.fails -= 1
            raise OSError("de database is weg")
        return {} if self.over else dict.fromkeys(deliberations, self.version)


async def until(holds: Any) -> None:
    """Wait until something holds, but not for ever."""
    async with asyncio.timeout(15):
        while not holds():  # noqa: ASYNC110 - what is waited for happens in several places
            await asyncio.sleep(0.01)


def last(wire: Wire) -> bytes:
    return wire.got[-1] if wire.got else b""


def test_a_storm_of_calls_becomes_a_few_questions_in_one_thread() -> None:
    async def work() -> None:
        told, hub = Told(), Hub()
        fetcher = Fetcher(hub, told.domain())
        wire, told.slow = opened(hub), 0.05
        fetcher.saw("r", 0)
        running = asyncio.create_task(fetcher.run())
        for version in range(1, 101):
            told.version = version
            fetcher.mark("r")
            fetcher.mark("nobody listens")
            await asyncio.sleep(0.001)
        await until(lambda: last(wire) == b"data: 100\n\n")
        assert len(told.asked) < 50
        assert (told.asked[0], {name for name, _ in told.asked}) == (("r", 0), {"r"})
        assert len(told.threads) == 1
        running.cancel()
        fetcher.close()

    run(work)


def test_a_failure_is_told_without_content_and_got_over(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sleutelwerk.deliberation.live.fetcher._BREATH", 0.01)

    async def work() -> None:
        told, hub = Told(), Hub()
        fetcher = Fetcher(hub, told.domain())
        wire, told.fails, told.version = opened(hub), 3, 4
        works = [asyncio.create_task(fetcher.run()), asyncio.create_task(fetcher.poll(0.02))]
        fetcher.mark("r")
        await until(lambda: last(wire) == b"data: 4\n\n")
        for one in works:
            one.cancel()
        fetcher.close()

    with caplog.at_level(logging.ERROR):
        run(work)
    assert {record.name for record in caplog.records} == {"sleutelwerk.deliberation.live.fetcher"}
    assert all(record.exc_info for record in caplog.records)


def test_looking_finds_what_nobody_called() -> None:
    async def work() -> None:
        told, hub = Told(), Hub()
        fetcher = Fetcher(hub, told.domain())
        wire = opened(hub)
        fetcher.saw("r", 0)
        works = [asyncio.create_task(fetcher.run()), asyncio.create_task(fetcher.poll(0.02))]
        await asyncio.sleep(0.1)
        assert told.asked == []
        told.version = 1
        await until(lambda: last(wire) == b"data: 1\n\n")
        assert told.asked == [("r", 0)]
        told.over = True
        await until(lambda: last(wire) == b"(end)")
        assert hub.deliberations() == []
        for one in works:
            one.cancel()
        fetcher.close()

    run(work)


@pytest.mark.parametrize("devices", [{}, {"d": ()}, {"d": ("not here",)}, {"d": ("all", "not here")}])
def test_an_admission_that_ended_or_cannot_go_on_ends_the_stream_before_anything_is_sent(
    devices: dict[str, tuple[str, ...]],
) -> None:
    async def work() -> None:
        told, hub = Told(), Hub()
        fetcher = Fetcher(hub, told.domain())
        wire, other = opened(hub), opened(hub, "e")
        told.version, told.devices = 1, devices | {"e": ("all",)}
        running = asyncio.create_task(fetcher.run())
        fetcher.mark_all()
        await until(lambda: last(other) == b"data: 1\n\n")
        assert wire.got == [b"(end)"]
        running.cancel()
        fetcher.close()

    run(work)


def test_who_moves_to_another_audience_hears_only_that_from_now_on() -> None:
    """One of two moves while his connection is full: what waited for him was of his old audience."""

    async def work() -> None:
        told, hub = Told(), Hub()
        slices = {"waiting": b"w", "all": b"a", "leader": b"l"}
        fetcher = Fetcher(hub, told.domain()._replace(newer=lambda _name, _since: State(9, slices, told.devices)))
        in_, stalled, stays = (opened(hub, name, audiences=("waiting", "leader")) for name in "ise")
        stalled.free.clear()
        hub.publish("r/leader", b"under way", 1)
        hub.publish("r/leader", b"not any more", 2)
        told.devices = {"i": ("all",), "s": ("all",), "e": ("waiting", "leader")}
        running = asyncio.create_task(fetcher.run())
        fetcher.mark("r")
        await until(lambda: len(stays.got) == 4)
        stalled.free.set()
        await until(lambda: len(stalled.got) == 2)
        assert in_.got == [b"under way", b"not any more", b"data: a\n\n"]
        assert stalled.got == [b"under way", b"data: a\n\n"]
        assert hub.audiences("r") == {"all": 2, "waiting": 1, "leader": 1}
        hub.publish("r/leader", b"later", 10)
        assert (last(in_), last(stays)) == (b"data: a\n\n", b"later")
        hub.close_all()
        assert hub._topics == {}
        running.cancel()
        fetcher.close()

    run(work)


class Request:
    """One request under /live/ to a `Live`, without a server."""

    def __init__(self, path: str = f"/live/{'0' * 8}-0000-0000-0000-{'0' * 12}/") -> None:
        self.scope = {"type": "http", "method": "GET", "path": path, "headers": []}
        self.sent: list[Any] = []
        self.left = asyncio.Event()
        self.first = True

    async def receive(self) -> dict[str, Any]:
        if self.first:
            self.first = False
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.left.set()

    def status(self) -> int:
        return int(self.sent[0]["status"]) if self.sent else 0

    def body(self) -> bytes:
        """All that was sent of the answer; in how many pieces it went is nobody's business."""
        return b"".join(one.get("body", b"") for one in tuple(self.sent))


def test_calls_reach_the_loop_from_any_thread_and_an_ended_one_does_not_mind() -> None:
    told = Told()
    live = Live(told.domain(), Limits(poll=60))
    live.wake("r")

    async def work() -> None:
        request = Request()
        answering = asyncio.create_task(live(request.scope, request.receive, request.send))
        await until(lambda: len(request.sent) == 2)
        deliberation = live.hub.deliberations()[0]
        told.version = 1
        await asyncio.to_thread(live.wake, deliberation)
        await until(lambda: b"data: 1\n\n" in request.body())
        await asyncio.to_thread(live.close, deliberation, "somebody else")
        await asyncio.to_thread(live.close, deliberation, "d")
        await answering
        assert request.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
        live.stop()
        live.stop()
        late = Request()
        await live(late.scope, late.receive, late.send)
        assert late.status() == 503

    run(work)
    live.wake("r")


def test_when_the_domain_cannot_answer_browsers_are_asked_to_come_back(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        told = Told()
        told.fails = 1
        live = Live(told.domain(), Limits(poll=60))
        request = Request()
        await live(request.scope, request.receive, request.send)
        assert request.status() == 503
        live.stop()

    run(work)
    assert "could not be asked" in caplog.text


def test_of_many_that_want_in_at_once_some_have_to_come_back() -> None:
    async def work() -> None:
        told, go_on = Told(), threading.Event()

        def admit(scope: Any) -> Admission | None:
            go_on.wait(5)
            return told.admit(scope)

        # all are one device here; of a person with that many windows the oldest would be ended
        limits = Limits(poll=60, waiting=4, per_device=6)
        live = Live(told.domain()._replace(admit=admit), limits)
        requests = [Request() for _ in range(6)]
        answers = [asyncio.create_task(live(one.scope, one.receive, one.send)) for one in requests]
        await until(lambda: [one.status() for one in requests].count(503) == 2)
        go_on.set()
        await until(lambda: all(one.sent for one in requests))
        assert sorted(one.status() for one in requests) == [200] * 4 + [503] * 2
        live.stop()
        await asyncio.gather(*answers)

    run(work)


def test_who_waits_to_be_judged_when_the_server_stops_is_asked_to_come_back() -> None:
    async def work() -> None:
        told, go_on = Told(), threading.Event()

        def admit(scope: Any) -> Admission | None:
            go_on.wait(5)
            return told.admit(scope)

        live = Live(told.domain()._replace(admit=admit), Limits(poll=60))
        requests = [Request() for _ in range(6)]
        answers = [asyncio.create_task(live(one.scope, one.receive, one.send)) for one in requests]
        await a_while()
        live.stop()
        go_on.set()
        await asyncio.gather(*answers)
        assert [one.status() for one in requests] == [503] * 6

    run(work)


def test_who_is_sent_away_between_being_judged_and_joining_is_found_out() -> None:
    async def work() -> None:
        told = Told()
        told.devices = {"somebody else": ("all",)}
        live = Live(told.domain(), Limits(poll=60))
        request = Request()
        async with asyncio.timeout(15):  # well before everything is looked at again
            await live(request.scope, request.receive, request.send)
        assert request.sent[-1]["more_body"] is False
        assert live.hub.deliberations() == []
        live.stop()

    run(work)


def test_what_is_over_while_somebody_comes_in_is_refused_like_all_else() -> None:
    async def work() -> None:
        told = Told()
        live = Live(told.domain(), Limits(poll=60))
        told.over = True
        request = Request()
        await live(request.scope, request.receive, request.send)
        assert (request.status(), live.hub.deliberations()) == (404, [])
        live.stop()

    run(work)


def test_a_window_that_makes_way_before_it_began_is_not_told_that_the_session_is_over() -> None:
    async def work() -> None:
        told, go_on = Told(), threading.Event()

        def present(deliberation: str, audiences: tuple[str, ...]) -> Any:
            go_on.wait(5)
            return told.present(deliberation, audiences)

        live = Live(told.domain()._replace(present=present), Limits(poll=60, per_device=1))
        older, newer = Request(), Request()
        answers = [asyncio.create_task(live(older.scope, older.receive, older.send))]
        await until(live.hub.deliberations)
        (waiting,) = live.hub.listeners(live.hub.deliberations()[0])
        answers.append(asyncio.create_task(live(newer.scope, newer.receive, newer.send)))
        await until(lambda: waiting.ended)
        go_on.set()
        await until(lambda: older.sent and newer.sent)
        assert (older.status(), newer.status()) == (503, 200)
        live.stop()
        await asyncio.gather(*answers)

    run(work)


def test_who_takes_not_even_the_first_bytes_is_cut_off() -> None:
    async def work() -> None:
        live = Live(Told().domain(), Limits(poll=60, patience=0.05))
        request, stuck = Request(), asyncio.Event()

        async def send(_message: Any) -> None:
            await stuck.wait()

        answering = asyncio.create_task(live(request.scope, request.receive, send))
        with pytest.raises(asyncio.CancelledError):
            await answering
        assert live.hub.deliberations() == []
        live.stop()

    run(work)


def test_topics_keep_deliberations_apart() -> None:
    assert topic_of("a", "b") == "a/b"
