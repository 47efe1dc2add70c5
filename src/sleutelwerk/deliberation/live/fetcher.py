"""Learns that deliberations changed, asks once for all such calls what is new, and hands it to the hub."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection

from sleutelwerk.deliberation.live.answers import frame_of
from sleutelwerk.deliberation.live.contract import Domain, State, topic_of
from sleutelwerk.deliberation.live.desk import Desk
from sleutelwerk.deliberation.live.hub import Hub, Listener

log = logging.getLogger(__name__)
#: Seconds to wait after the domain could not answer, before it is asked again.
_BREATH = 1.0


class Fetcher:
    """One per process, with one thread: a storm of calls becomes one question per deliberation at a time."""

    def __init__(self, hub: Hub, domain: Domain) -> None:
        self._hub = hub
        self._domain = domain
        self._desk = Desk("live-fetcher", threads=1, most=16)
        self._stirred: asyncio.Event = asyncio.Event()
        self._changed: dict[str, None] = {}
        self._versions: dict[str, int] = {}

    def mark(self, deliberation: str) -> None:
        """Note, in the event loop, that a deliberation changed; nothing is asked when nobody here listens to it."""
        self._changed[deliberation] = None
        self._stirred.set()

    def mark_all(self) -> None:
        """Have everything that somebody here listens to looked at again."""
        for deliberation in self._hub.deliberations():
            self.mark(deliberation)

    def saw(self, deliberation: str, version: int) -> None:
        """Note which version the first listener was sent."""
        self._versions.setdefault(deliberation, version)

    async def run(self) -> None:
        """Ask and hand on, for as long as the process lives."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            changed, self._changed = self._changed, {}
            self._forget_the_silent()
            for deliberation in changed:
                await self._fetch(deliberation)

    async def poll(self, seconds: float) -> None:
        """Look now and then which versions changed, where other processes cannot call this one."""
        while True:
            await asyncio.sleep(seconds)
            if listened := self._hub.deliberations():
                await self._compare(listened)

    def close(self) -> None:
        """Let the thread go."""
        self._desk.close()

    async def _fetch(self, deliberation: str) -> None:
        if deliberation not in self._hub.deliberations():
            return
        try:
            state = await self._desk.ask(self._domain.newer, deliberation, self._versions.get(deliberation, -1))
        except Exception:
            # a database that is away for a while must not end the streams of everybody
            log.exception("A live session could not be read")
            asyncio.get_running_loop().call_later(_BREATH, self.mark, deliberation)
            return
        if state is None:
            self._hub.close(deliberation)
        else:
            self._hand_on(deliberation, state)

    def _hand_on(self, deliberation: str, state: State) -> None:
        if state.devices is not None:
            for listener in self._hub.listeners(deliberation):
                self._seat(listener, state, state.devices.get(listener.admission.device, ()))
        for audience, slice_ in state.slices.items():
            self._hub.publish(topic_of(deliberation, audience), frame_of(slice_), state.version)
        self._versions[deliberation] = state.version

    def _seat(self, listener: Listener, state: State, audiences: tuple[str, ...]) -> None:
        """Keep to who may hear what: move a listener who will now get all of his new audiences, or end his stream."""
        if audiences == listener.admission.audiences:
            return
        gets_all = listener.opened and listener.version < state.version and state.slices.keys() >= set(audiences)
        if audiences and gets_all:
            self._hub.move(listener, audiences)
        else:
            self._hub.end(listener)

    async def _compare(self, listened: Collection[str]) -> None:
        try:
            versions = await self._desk.ask(self._domain.versions, listened)
        except Exception:
            log.exception("The versions of live sessions could not be read")
            return
        for deliberation in listened:
            if versions.get(deliberation) != self._versions.get(deliberation):
                self.mark(deliberation)

    def _forget_the_silent(self) -> None:
        listened = set(self._hub.deliberations())
        self._versions = {name: version for name, version in self._versions.items() if name in listened}
