"""The live addresses: a stream that lasts, and the present state once for browsers whose streams are blocked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from sleutelwerk.deliberation.actions.quota import wait_before_looking
from sleutelwerk.deliberation.live.answers import (
    answer_once,
    answer_unchanged,
    begin_stream,
    put_off,
    refuse,
    slow_down,
    tag_of,
)
from sleutelwerk.deliberation.live.contract import Admission, Domain, Receive, Scope, Send, State, address_in
from sleutelwerk.deliberation.live.desk import Busy, Desk
from sleutelwerk.deliberation.live.fetcher import Fetcher
from sleutelwerk.deliberation.live.hub import Hub, Listener

log = logging.getLogger(__name__)
#: Admitting is a few look-ups; more threads would only compete with the pages.
_THREADS = 2

P = ParamSpec("P")
T = TypeVar("T")


class Stream:
    """Takes requests under /live/. After somebody is admitted, the database is not asked anything on his behalf."""

    def __init__(self, hub: Hub, fetcher: Fetcher, domain: Domain) -> None:
        self._hub = hub
        self._fetcher = fetcher
        self._domain = domain
        self._desk = Desk("live-desk", threads=_THREADS, most=hub.limits.waiting)
        self.closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        address = address_in(str(scope["path"]))
        if address is None or scope["method"] != "GET" or _asked_by_another_site(scope):
            await refuse(send)
            return
        try:
            admission = await self._admit(scope)
            if admission is None or admission.deliberation != address.deliberation:
                await refuse(send)
            elif address.once:
                await self._look(admission, _header(scope, b"if-none-match"), send)
            else:
                await self._stream(admission, receive, send)
        except Busy:
            await put_off(send)

    def close(self) -> None:
        """Admit nobody any more."""
        self.closing = True
        self._desk.close()

    async def _admit(self, scope: Scope) -> Admission | None:
        return await self._ask(self._domain.admit, scope)

    async def _present(self, admission: Admission) -> State | None:
        return await self._ask(self._domain.present, admission.deliberation, admission.audiences)

    async def _ask(self, question: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Ask the domain; raises Busy when it cannot answer now, for whatever reason."""
        if self.closing:
            raise Busy
        try:
            return await self._desk.ask(question, *given, **named)
        except Busy:
            raise
        except Exception:
            log.exception("A live session could not be asked")
            raise Busy from None

    async def _look(self, admission: Admission, known: bytes, send: Send) -> None:
        if seconds := wait_before_looking(admission.device):
            await slow_down(send, seconds)
            return
        state = await self._present(admission)
        if state is None:
            await refuse(send)
        elif known == (tag := tag_of(state)):
            await answer_unchanged(send, tag)
        else:
            await answer_once(send, state, tag)

    async def _stream(self, admission: Admission, receive: Receive, send: Send) -> None:
        listener = self._hub.join(admission, send, asyncio.current_task())
        if listener is None:
            raise Busy
        try:
            lasting = await self._begin(listener, send)
            while lasting and (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not listener.ended:
                raise
        finally:
            self._hub.leave(listener)

    async def _begin(self, listener: Listener, send: Send) -> bool:
        """Send the whole state and open the listener; False when his stream was ended before it began."""
        admission = listener.admission
        state = await self._present(admission)
        if state is None:
            await refuse(send)
            return False
        if listener.ended:
            # a newer stream of the same device took its place, or its audiences changed; whether he may still listen
            # is judged when he comes back, so he is not told that the session is over
            raise Busy
        try:
            async with asyncio.timeout(self._hub.limits.patience):
                await begin_stream(send, state, self._hub.limits.beat)
        except TimeoutError:
            self._hub.cut(listener)
            return True
        self._fetcher.saw(admission.deliberation, state.version)
        self._hub.open(listener, state.version)
        # whoever was sent away between being judged and joining is found out by asking once more
        self._fetcher.mark(admission.deliberation)
        return True


def _header(scope: Scope, name: bytes) -> bytes:
    return next((bytes(value) for header, value in scope["headers"] if header == name), b"")


def _asked_by_another_site(scope: Scope) -> bool:
    """Tell whether a page of another site asks: it could not read the answer, but it would take somebody's place."""
    return _header(scope, b"sec-fetch-site") not in {b"", b"same-origin"}
