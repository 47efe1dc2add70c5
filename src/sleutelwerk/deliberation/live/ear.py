"""Hears on PostgreSQL what other processes call, over a connection of its own that comes back when it breaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from django.db import connection

from sleutelwerk.deliberation.actions.announce import CHANNEL, is_echo

log = logging.getLogger(__name__)
#: Seconds between two attempts to connect: the first, and the longest.
_SOON, _LATER = 0.2, 10.0
#: What Django adds to the parameters for itself.
_DJANGOS_OWN = frozenset({"context", "cursor_factory", "prepare_threshold"})


def parameters() -> dict[str, Any]:
    """Say how to connect, without connecting; a peer that vanished is noticed within a minute."""
    given = connection.get_connection_params()
    kept = {name: value for name, value in given.items() if name not in _DJANGOS_OWN}
    return kept | {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3, "connect_timeout": 5}


class Ear:
    """Tells of each deliberation that was called; after a break tells that calls may have been missed."""

    def __init__(self, *, called: Callable[[str], None], missed: Callable[[], None]) -> None:
        self._called = called
        self._missed = missed
        self._pause = _SOON

    async def run(self) -> None:
        """Listen for as long as the process lives."""
        from psycopg import Error  # noqa: PLC0415 - an optional part, and only there with this database

        while True:
            try:
                await self._listen()
            except (Error, OSError) as problem:
                # the name of the error only: its text may hold the address of the database
                log.warning("Listening for live sessions broke off (%s)", type(problem).__name__)
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, _LATER)

    async def _listen(self) -> None:
        from psycopg import AsyncConnection  # noqa: PLC0415
        from psycopg.sql import SQL, Identifier  # noqa: PLC0415

        async with await AsyncConnection.connect(autocommit=True, **parameters()) as ear:
            await ear.execute(SQL("LISTEN {}").format(Identifier(CHANNEL)))
            self._pause = _SOON
            self._missed()
            async for call in ear.notifies():
                if not is_echo(call.payload, call.pid):
                    self._called(call.payload)
