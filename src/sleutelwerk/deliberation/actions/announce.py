"""Tells whoever listens to a deliberation that it changed: in this process, and on PostgreSQL in every other one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from uuid import UUID

from django.db import connection, transaction

#: The PostgreSQL channel. Its messages are the deliberation's id and nothing else: every database user may listen.
CHANNEL = "sleutelwerk_live"

_hearing: dict[Callable[[str], None], None] = {}
#: What was called here and not yet heard back: the deliberation and the number of the connection, and when that was.
_called: dict[tuple[str, int], float] = {}
#: Seconds within which PostgreSQL delivers; a transaction may go on for a while after it called.
_ECHO = 5.0


def announce(deliberation: UUID | str) -> None:
    """Call it inside the transaction that changes a deliberation; the call goes out when that is committed, or never.

    PostgreSQL delivers it to the other processes with the commit itself. On SQLite they look for themselves.
    """
    name = str(deliberation)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s), pg_backend_pid()", [CHANNEL, name])
            sender = cursor.fetchone()[1]
        if _hearing:
            _called[name, sender] = monotonic()  # before the commit: the echo may come before anything after it
    transaction.on_commit(partial(_call, name), robust=True)


def is_echo(name: str, sender: int) -> bool:
    """Tell whether what PostgreSQL delivers was called in this process, which then hears of it without PostgreSQL.

    `sender` is the number of the connection that called. It counts once, and for a moment only: a call that was undone
    has no echo, and numbers of connections come back.
    """
    called = _called.pop((name, sender), None)
    return called is not None and monotonic() - called < _ECHO


def start_hearing(wake: Callable[[str], None]) -> None:
    """Have `wake` called, in the thread that committed, with the id of each deliberation that changed here."""
    _hearing[wake] = None


def stop_hearing(wake: Callable[[str], None]) -> None:
    """Call it no more."""
    _hearing.pop(wake, None)


def _call(name: str) -> None:
    for wake in tuple(_hearing):
        wake(name)
