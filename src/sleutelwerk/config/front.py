"""The door behind the server: live sessions go to their own carrier, everything else to the pages."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Protocol

from sleutelwerk.config.bridge import Receive, Scope, Send

LIVE = "/live/"
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Carrier(Protocol):
    """What the front door asks of live sessions."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

    def start(self) -> None:
        """Begin, in the running loop."""

    def stop(self) -> None:
        """End every stream at once."""


class Front:
    """The whole site as one ASGI application."""

    def __init__(self, pages: Application, live: Carrier | None = None) -> None:
        self._pages = pages
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to whom it is for."""
        if scope["type"] == "lifespan":
            await self._live_through(receive, send)
        elif self._live is not None and scope["type"] == "http" and str(scope["path"]).startswith(LIVE):
            await self._live(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _live_through(self, receive: Receive, send: Send) -> None:
        """Start and stop with the server."""
        await receive()
        if self._live is not None:
            self._live.start()
            hear_the_end(self._live.stop)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self._live is not None:
            self._live.stop()
        await send({"type": "lifespan.shutdown.complete"})


def hear_the_end(stop: Callable[[], None]) -> None:
    """Have `stop` called in the running loop as soon as a signal ends the server.

    A server says that it stops only after it waited for every answer to end, and streams do not end by themselves. So
    this puts itself before the server's own handlers, which still do what they did; the server restores what was there.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        _put_before(number, lambda: loop.call_soon_threadsafe(stop))


def _put_before(number: signal.Signals, first: Callable[[], object]) -> None:
    then = signal.getsignal(number)
    if not callable(then):
        return  # nobody would end the server in order

    def handle(received: int, frame: FrameType | None) -> None:
        first()
        then(received, frame)

    signal.signal(number, handle)
