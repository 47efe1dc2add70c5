"""Live sessions as one thing that the site starts, asks and stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from django.db import connection

from sleutelwerk.deliberation.actions.announce import start_hearing, stop_hearing
from sleutelwerk.deliberation.live.contract import Domain, Limits, Receive, Scope, Send
from sleutelwerk.deliberation.live.ear import Ear
from sleutelwerk.deliberation.live.fetcher import Fetcher
from sleutelwerk.deliberation.live.hub import Hub
from sleutelwerk.deliberation.live.stream import Stream

log = logging.getLogger(__name__)


class Live:
    """Carries live sessions in this process. It may be made anywhere; it begins in the loop that calls `start`."""

    def __init__(self, domain: Domain, limits: Limits | None = None) -> None:
        self.hub = Hub(limits)
        self._fetcher = Fetcher(self.hub, domain)
        self._stream = Stream(self.hub, self._fetcher, domain)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request under /live/, beginning by itself when the server did not say that it started."""
        self.start()
        await self._stream(scope, receive, send)

    def start(self) -> None:
        """Begin in the running loop; more than once does no harm."""
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._tasks = [self._loop.create_task(work) for work in self._works()]
        for task in self._tasks:
            task.add_done_callback(_say_why)
        start_hearing(self.wake)

    def stop(self) -> None:
        """End every stream at once and admit nobody any more; more than once does no harm."""
        if self._loop is None or self._stream.closing:
            return
        stop_hearing(self.wake)
        self._stream.close()
        self.hub.close_all()
        for task in self._tasks:
            task.cancel()
        self._fetcher.close()

    def wake(self, deliberation: str) -> None:
        """Tell from any thread that a deliberation changed."""
        self._in_the_loop(self._fetcher.mark, deliberation)

    def close(self, deliberation: str, device: str | None = None) -> None:
        """End from any thread the streams of a deliberation, or those of one device, in this process."""
        self._in_the_loop(self.hub.close, deliberation, device)

    def _works(self) -> list[Coroutine[Any, Any, None]]:
        works = [self._fetcher.run(), self._beat()]
        if connection.vendor == "postgresql":
            return [*works, Ear(called=self._fetcher.mark, missed=self._fetcher.mark_all).run()]
        return [*works, self._fetcher.poll(self.hub.limits.poll)]

    async def _beat(self) -> None:
        """Keep streams open, and now and then look at everything again."""
        limits = self.hub.limits
        since = 0.0
        while True:
            await asyncio.sleep(limits.beat)
            self.hub.beat()
            since += limits.beat
            if since >= limits.recheck:
                since = 0.0
                self._fetcher.mark_all()

    def _in_the_loop(self, call: Callable[..., object], *given: object) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop ended between two lines: so did every stream
                self._loop.call_soon_threadsafe(call, *given)


def _say_why(task: asyncio.Task[None]) -> None:
    """Say in the log why work that should last came to an end."""
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.error("Live sessions lost a part of their work", exc_info=problem)
