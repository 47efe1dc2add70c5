"""Tells whoever listens to a deliberation that it changed: in this process, and on PostgreSQL in every other one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import connection, transaction

#: The PostgreSQL channel. Its messages are the deliberation's id and nothing else: every database user may listen.
CHANNEL = "sleutelwerk_live"

_hearing: dict[Callable[[str], None], None] = {}


def announce(deliberation: UUID | str) -> None:
    """Call it inside the transaction that changes a deliberation; the call goes out when that is committed, or never.

    PostgreSQL delivers it to the other processes with the commit itself. On SQLite they look for themselves.
    """
    name = str(deliberation)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, name])
    transaction.on_commit(partial(_call, name), robust=True)


def start_hearing(wake: Callable[[str], None]) -> None:
    """Have `wake` called, in the thread that committed, with the id of each deliberation that changed here."""
    _hearing[wake] = None


def stop_hearing(wake: Callable[[str], None]) -> None:
    """Call it no more."""
    _hearing.pop(wake, None)


def _call(name: str) -> None:
    for wake in tuple(_hearing):
        wake(name)
