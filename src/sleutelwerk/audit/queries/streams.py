"""Reads a chain from the database as a stream, without ever holding all of it.

Fetching an entry costs as much as checking it, so the database hands over many at a time in one value, with
eight line ends between each body and its hash. A body has no line end in it (JSON writes that as two signs) and eight
in a hash are as good as impossible; where it does not add up, the entries are fetched one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sleutelwerk.audit.engine.chain import Bundle, Row
from sleutelwerk.audit.models import Chain, Entry

_ENTRY = Entry._meta.db_table
#: SQLite: small enough to stay in the processor's own memory. PostgreSQL: large enough for a question to be worth it.
_BUNDLE = {"sqlite": 200, "postgresql": 500}
_FETCH = 1_000
_LINE_ENDS = b"\n" * 8
#: The body as the bytes that were hashed, so that nothing on the way turns them into text and back.
_BYTES = {"sqlite": "CAST({} AS BLOB)", "postgresql": "convert_to({}, 'UTF8')"}
_PIECES = {
    "sqlite": "CAST(group_concat(body || {} || hash, '') AS BLOB)",
    "postgresql": "string_agg(convert_to(body, 'UTF8') || {} || hash, ''::bytea ORDER BY number)",
}
_BETWEEN = {"sqlite": "x'0a0a0a0a0a0a0a0a'", "postgresql": "'\\x0a0a0a0a0a0a0a0a'::bytea"}
_WHERE = "chain = %s AND number > %s AND number <= %s"


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything inside see the database as it was at one moment, without holding up anybody who writes."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django itself would begin by taking the right to write
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def bundles_of(chain: UUID, *, after: int = 0, until: int | None = None) -> Iterator[Bundle]:
    """Give the entries of a chain in order, in bundles. Call it inside `one_moment`."""
    pieces = _PIECES[connection.vendor].format(_BETWEEN[connection.vendor])
    query = f"SELECT {pieces} FROM {_ENTRY} WHERE {_WHERE}"  # noqa: S608
    end = last_number(chain) if until is None else until
    place, key, size = after, chain_key(chain), _BUNDLE[connection.vendor]
    with _asking(query) as ask:
        while place < end:
            upto = min(place + size, end)
            (found,) = ask([key, place, upto])
            if found is None:  # a gap as large as this: go on behind it
                upto = _next_number(chain, place, end)
            yield Bundle(place + 1, bytes(found or b"").split(_LINE_ENDS), partial(rows_between, chain, place, upto))
            place = upto


def last_number(chain: UUID) -> int:
    """Give the number of the last entry that is there; 0 when there is none."""
    return _number(f"SELECT max(number) FROM {_ENTRY} WHERE chain = %s", [chain_key(chain)]) or 0  # noqa: S608


def _next_number(chain: UUID, after: int, until: int) -> int:
    query = f"SELECT min(number) FROM {_ENTRY} WHERE {_WHERE}"  # noqa: S608
    return _number(query, [chain_key(chain), after, until]) or until


def _number(query: str, values: list[Any]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        (found,) = cursor.fetchone()
    return None if found is None else int(found)


def rows_between(chain: UUID, after: int, until: int) -> Iterator[Row]:
    """Give the entries of a chain in order, one by one."""
    return _rows(f"{_WHERE} ORDER BY number", [chain_key(chain), after, until])


def purged_rows_of(chain: UUID) -> Iterator[Row]:
    """Give the purged entries of a chain in order, one by one."""
    return _rows("chain = %s AND kind IS NULL ORDER BY number", [chain_key(chain)])


def chain_key(chain: UUID) -> Any:
    """Write a chain's id as this database does."""
    return Chain._meta.pk.get_db_prep_value(chain, connection)


def _rows(condition: str, values: list[Any]) -> Iterator[Row]:
    body = _BYTES[connection.vendor].format("body")
    query = f"SELECT number, {body}, hash FROM {_ENTRY} WHERE {condition}"  # noqa: S608
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        batches: Callable[[], list[Any]] = partial(cursor.fetchmany, _FETCH)
        for batch in iter(batches, []):
            for number, content, stored in batch:
                yield Row(int(number), _as_bytes(content), _as_bytes(stored))


def _as_bytes(value: Any) -> bytes:
    """Take what a column holds as bytes, also when somebody put something else there."""
    return (
        value.encode() if isinstance(value, str) else bytes(value or b"") if not isinstance(value, int | float) else b""
    )


@contextmanager
def _asking(query: str) -> Iterator[Callable[[list[Any]], Any]]:
    """Give a function that asks this again and again, for one row, past what Django adds to each single question.

    On PostgreSQL that also means: bytes as bytes, not as hex digits of twice the length.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        plain = query.replace("%s", "?")
        with closing(sqlite3.Cursor(connection.connection)) as sqlite_cursor:
            yield lambda values: sqlite_cursor.execute(plain, values).fetchone()
        return
    from psycopg import Cursor  # noqa: PLC0415 - an optional part, and only there with this database
    from psycopg.pq import Format  # noqa: PLC0415

    with Cursor(connection.connection) as cursor:
        cursor.format = Format.BINARY
        yield lambda values: cursor.execute(query, values).fetchone()
