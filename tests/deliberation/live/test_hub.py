"""The hub: frames go straight out, who stalls holds nobody up and gets the newest, and limits are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.deliberation.live.contract import Admission, Limits, Message
from sleutelwerk.deliberation.live.hub import ELSEWHERE, Hub, Listener


class Wire:
    """A connection that can be blocked, as a server's `send` is when the other side takes nothing."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.free = asyncio.Event()
        self.free.set()
        self.transport = self
        self.aborted = False
        self.broken: type[Exception] | None = None

    async def send(self, message: Message) -> None:
        if not self.free.is_set():
            await self.free.wait()
        if self.broken:
            raise self.broken
        self.got.append(message["body"] if message["more_body"] else message["body"] + b"(end)")

    def abort(self) -> None:
        self.aborted = True


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run to the end in a thread of its own: a browser test before this one may keep a loop running in ours."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(work())).result()


def joined(
    hub: Hub, device: str = "d", *, audiences: tuple[str, ...] = ("all",), room: str = "r"
) -> tuple[Wire, Listener]:
    """Let somebody join, with his connection."""
    wire = Wire()
    listener = hub.join(Admission(room, audiences, device), wire.send)
    assert listener is not None
    return wire, listener


def opened(hub: Hub, device: str = "d", *, audiences: tuple[str, ...] = ("all",), room: str = "r") -> Wire:
    """Let somebody join and be sent version 0."""
    wire, listener = joined(hub, device, audiences=audiences, room=room)
    hub.open(listener, 0)
    return wire


async def a_while() -> None:
    """Let everything that is ready happen."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_frame_goes_at_once_to_its_topic_only() -> None:
    async def work() -> None:
        hub = Hub()
        one, leader, elsewhere = opened(hub, "1"), opened(hub, "2", audiences=("all", "leader")), opened(hub, room="q")
        hub.publish("r/all", b"a", 1)
        hub.publish("r/leader", b"b", 1)
        assert (one.got, leader.got, elsewhere.got) == ([b"a"], [b"a", b"b"], [])
        assert len(asyncio.all_tasks()) == 1

    run(work)


def test_who_stalls_gets_the_newest_and_holds_nobody_up() -> None:
    async def work() -> None:
        hub = Hub()
        slow, quick = opened(hub, "1", audiences=("all", "leader")), opened(hub, "2")
        slow.free.clear()
        for version in range(1, 100):
            hub.publish("r/all", b"%d" % version, version)
            hub.publish("r/leader", b"leader %d" % version, version)
        assert len(quick.got) == 99
        await a_while()
        assert slow.got == []
        slow.free.set()
        await a_while()
        assert slow.got[0] == b"1"
        assert sorted(slow.got[1:]) == [b"99", b"leader 99"]
        hub.publish("r/all", b"100", 100)
        assert slow.got[-1] == b"100"

    run(work)


def test_who_takes_nothing_for_long_is_let_go() -> None:
    async def work() -> None:
        hub = Hub(Limits(patience=0.02))
        stuck, quick = opened(hub, "1"), opened(hub, "2")
        stuck.free.clear()
        hub.publish("r/all", b"a", 1)
        await asyncio.sleep(0.1)
        assert stuck.aborted
        assert (hub.let_go, hub.connected("r")) == (1, {"2": 1})
        hub.publish("r/all", b"b", 2)
        assert quick.got == [b"a", b"b"]

    run(work)


@pytest.mark.parametrize("broken", [BrokenPipeError, RuntimeError])
def test_a_connection_that_broke_is_forgotten(broken: type[Exception]) -> None:
    async def work() -> None:
        hub = Hub()
        at_once, later, whole = opened(hub, "1"), opened(hub, "2"), opened(hub, "3")
        at_once.broken = later.broken = broken
        later.free.clear()
        hub.publish("r/all", b"a", 1)
        assert hub.connected("r") == {"2": 1, "3": 1}
        later.free.set()
        await a_while()
        assert (hub.connected("r"), whole.got) == ({"3": 1}, [b"a"])

    run(work)


def test_frames_wait_for_the_whole_state_and_older_ones_are_left_out() -> None:
    async def work() -> None:
        hub = Hub()
        wire, listener = joined(hub, audiences=("all", "leader"))
        hub.publish("r/all", b"5", 5)
        hub.publish("r/leader", b"7", 7)
        assert wire.got == []
        hub.open(listener, 6)
        hub.publish("r/all", b"6", 6)
        hub.publish("r/all", b"8", 8)
        assert wire.got == [b"7", b"8"]

    run(work)


def test_the_oldest_stream_of_a_device_makes_room() -> None:
    async def work() -> None:
        hub = Hub(Limits(per_device=2, per_deliberation=3, per_process=4))
        first, second, third = opened(hub, "1"), opened(hub, "1"), opened(hub, "1")
        assert (first.got, second.got, third.got) == ([ELSEWHERE + b"(end)"], [], [])
        opened(hub, "2")
        assert hub.join(Admission("r", ("all",), "3"), Wire().send) is None
        opened(hub, "1")
        assert second.got == [ELSEWHERE + b"(end)"]
        opened(hub, room="q")
        assert hub.join(Admission("p", ("all",), "3"), Wire().send) is None
        hub.close("r", "2")
        assert hub.connected("r") == {"1": 2}
        hub.close_all()
        assert (hub.deliberations(), hub.connected("r"), hub.audiences("r")) == ([], {}, {})

    run(work)


def test_who_is_ended_before_he_is_opened_is_not_opened() -> None:
    async def work() -> None:
        hub = Hub()
        wire, listener = joined(hub)
        hub.close("r")
        assert listener.ended
        hub.open(listener, 1)
        hub.publish("r/all", b"a", 2)
        assert wire.got == [b"(end)"]

    run(work)


def test_an_end_that_does_not_get_through_is_followed_by_a_cut() -> None:
    async def work() -> None:
        hub = Hub()
        full, gone, stalled = opened(hub, "1"), opened(hub, "2"), opened(hub, "3")
        stalled.free.clear()
        hub.publish("r/all", b"a", 1)
        full.free.clear()
        gone.broken = BrokenPipeError
        hub.close("r")
        assert (full.aborted, gone.aborted, stalled.aborted) == (True, True, True)
        assert hub.deliberations() == []

    run(work)


def test_without_a_transport_the_request_is_cancelled() -> None:
    async def work() -> None:
        hub, free = Hub(), asyncio.Event()

        async def send(_message: Message) -> None:
            await free.wait()

        request = asyncio.create_task(asyncio.sleep(60))
        listener = hub.join(Admission("r", ("all",), "d"), send, request)
        assert listener is not None
        hub.open(listener, 0)
        hub.close("r")
        with pytest.raises(asyncio.CancelledError):
            await request

    run(work)


def test_a_beat_skips_who_stalls() -> None:
    async def work() -> None:
        hub = Hub()
        stalled, quick, (waiting, _) = opened(hub, "1"), opened(hub, "2"), joined(hub, "3")
        stalled.free.clear()
        hub.publish("r/all", b"a", 1)
        hub.beat()
        stalled.free.set()
        await a_while()
        assert (stalled.got, quick.got, waiting.got) == ([b"a"], [b"a", b"event: beat\ndata: 15\n\n"], [])

    run(work)


def test_who_is_connected_can_be_asked_from_any_thread() -> None:
    async def work() -> None:
        hub = Hub()
        opened(hub, "1", audiences=("all", "leader"))
        opened(hub, "2")
        opened(hub, "2")
        counts = await asyncio.to_thread(lambda: (hub.connected("r"), hub.audiences("r"), hub.connected("q")))
        assert counts == ({"1": 1, "2": 2}, {"all": 3, "leader": 1}, {})

    run(work)


STEPS = st.lists(
    st.tuples(st.sampled_from(["publish", "publish", "block", "free", "join", "leave", "pause"]), st.integers(0, 4)),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_happens_the_last_that_everybody_gets_is_the_newest(steps: list[tuple[str, int]]) -> None:
    async def work() -> None:
        hub, version = Hub(Limits(per_device=1)), 0
        wires: dict[int, Wire] = {}
        for step, number in steps:
            wire = wires.get(number)
            if step == "publish":
                version += 1
                hub.publish("r/all", b"%d" % version, version)
                assert all(one.got[-1:] == [b"%d" % version] for one in wires.values() if fresh(hub, one))
            elif step == "join":
                wires[number] = Wire()
                listener = hub.join(Admission("r", ("all",), str(number)), wires[number].send)
                assert listener is not None
                wires[number].got.append(b"%d" % version)
                hub.open(listener, version)
            elif step == "pause":
                await a_while()
            elif wire is not None:
                disturb(hub, wires, step, number)
        for one in wires.values():
            one.free.set()
        await a_while()
        assert all(one.got[-1] == b"%d" % version for one in wires.values())
        assert all(ordered(one.got) for one in wires.values())
        assert hub.connected("r") == {str(number): 1 for number in wires}
        hub.close_all()
        await a_while()

    run(work)


def disturb(hub: Hub, wires: dict[int, Wire], step: str, number: int) -> None:
    """Block or free a connection, or let its owner leave."""
    if step == "block":
        wires[number].free.clear()
    elif step == "free":
        wires[number].free.set()
    else:
        hub.close("r", str(number))
        del wires[number]


def fresh(hub: Hub, wire: Wire) -> bool:
    """Tell whether nothing has to wait on a connection."""
    listeners = hub._deliberations.get("r", {})
    return any(one.send == wire.send and one.waiting is None for one in listeners) and wire.free.is_set()


def ordered(got: list[bytes]) -> bool:
    """Tell whether versions only went up."""
    versions = [int(one) for one in got]
    return versions == sorted(set(versions))
