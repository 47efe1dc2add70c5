"""A frame is put in a chunk once for all, in the very bytes that the server itself would send to each."""

from __future__ import annotations

import asyncio
from logging import getLogger
from typing import Any, cast

import pytest
from tests.deliberation.live.test_hub import a_while, run
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from sleutelwerk.deliberation.live.answers import begin_stream
from sleutelwerk.deliberation.live.contract import Admission, State
from sleutelwerk.deliberation.live.hub import Hub, Listener, answer_behind

FRAMES = [b"data: een\n\n", b"data: " + "é".encode() * 300 + b"\n\n", b"data: x\n\n"]


class Taking:
    """What lies below the server's answer: a transport that keeps what it is given."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.got.append(data)

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def is_closing(self) -> bool:
        return False


def answer(head: dict[str, Any] | None = None) -> tuple[RequestResponseCycle, Taking]:
    """Give an answer of the real server that has not begun."""
    taking = Taking()
    transport = cast("asyncio.Transport", taking)
    log = getLogger("uvicorn.test")
    scope = {"type": "http", "method": "GET", "http_version": "1.1", **(head or {})}
    cycle = RequestResponseCycle(
        scope=cast("Any", scope), transport=transport, flow=FlowControl(transport), logger=log, access_logger=log,
        access_log=False, default_headers=[], message_event=asyncio.Event(), expect_100_continue=False,
        keep_alive=True, on_response=lambda: None,
    )  # fmt: skip
    return cycle, taking


async def listening(hub: Hub) -> tuple[RequestResponseCycle, Taking, Listener]:
    """Let somebody listen through an answer of the real server."""
    cycle, taking = answer()
    listener = hub.join(Admission("r", ("all",), "d"), cast("Any", cycle.send))
    assert listener is not None
    await begin_stream(cast("Any", cycle.send), State(0, {}), 15)
    hub.open(listener, 0)
    taking.got.clear()
    return cycle, taking, listener


def test_what_goes_out_is_what_the_server_itself_would_send() -> None:
    async def work() -> None:
        hub = Hub()
        cycle, taking, listener = await listening(hub)
        assert listener.answer is cycle
        itself, by_itself = answer()
        await begin_stream(cast("Any", itself.send), State(0, {}), 15)
        by_itself.got.clear()
        for version, frame in enumerate(FRAMES, 1):
            hub.publish("r/all", frame, version)
            await itself.send({"type": "http.response.body", "body": frame, "more_body": True})
        assert b"".join(taking.got) == b"".join(by_itself.got)
        assert len(taking.got) == len(FRAMES)

    run(work)


def test_while_something_waits_to_leave_the_newest_frame_waits_too() -> None:
    async def work() -> None:
        hub = Hub()
        cycle, taking, listener = await listening(hub)
        cycle.flow.pause_writing()
        for version, frame in enumerate(FRAMES, 1):
            hub.publish("r/all", frame, version)
        assert (taking.got, listener.waiting is None) == ([], False)
        cycle.flow.resume_writing()
        await a_while()
        sent = b"".join(taking.got)
        assert FRAMES[0] in sent  # it was on its way when the other side stopped
        assert FRAMES[1] not in sent
        assert sent.endswith(FRAMES[2] + b"\r\n")
        hub.publish("r/all", b"data: later\n\n", 9)
        assert taking.got[-1] == b"d\r\ndata: later\n\n\r\n"

    run(work)


@pytest.mark.parametrize("over", ["disconnected", "response_complete"])
def test_nothing_is_written_to_who_is_gone(over: str) -> None:
    async def work() -> None:
        hub = Hub()
        cycle, taking, _ = await listening(hub)
        setattr(cycle, over, True)
        hub.publish("r/all", FRAMES[0], 1)
        assert taking.got == []

    run(work)


def test_any_other_answer_goes_the_ordinary_way() -> None:
    async def work() -> None:
        cycle, _ = answer()
        assert answer_behind(cast("Any", cycle.send)) is None, "not begun: whether it goes in chunks is not known"
        headers = [(b"content-length", b"5")]
        await cycle.send({"type": "http.response.start", "status": 200, "headers": headers})
        assert answer_behind(cast("Any", cycle.send)) is None
        assert answer_behind(cast("Any", Taking().write)) is None

    run(work)
