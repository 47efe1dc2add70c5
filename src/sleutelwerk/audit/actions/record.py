"""Adds entries to a chain, inside the transaction of what they tell, so that neither stays without the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from sleutelwerk.audit.engine.body import NO_DETAILS, Details, Happening, Pseudonym, write_body
from sleutelwerk.audit.engine.chain import GENESIS, next_hash
from sleutelwerk.audit.models import Chain, Entry
from sleutelwerk.audit.queries.pseudonyms import trail_key
from sleutelwerk.core.events import Event
from sleutelwerk.core.refusals import was_recorded

_CHAIN, _ENTRY = Chain._meta.db_table, Entry._meta.db_table
_BATCH = 5_000

#: PostgreSQL moves the head on, hashes and stores in one question (see the second migration).
_APPEND = "SELECT audit_append(%s, %s)"
_HEAD = f"SELECT length, head FROM {_CHAIN} WHERE id = %s"  # noqa: S608
_INSERT = f"INSERT INTO {_ENTRY} (chain, number, body, hash) VALUES (%s, %s, %s, %s)"  # noqa: S608
_MOVE = f"UPDATE {_CHAIN} SET length = %s, head = %s WHERE id = %s"  # noqa: S608
_MAKE = f"INSERT INTO {_CHAIN} (id, length, head) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"  # noqa: S608

#: The same as SQLite's own module writes them.
_HEAD_SQLITE, _INSERT_SQLITE, _MAKE_SQLITE = (one.replace("%s", "?") for one in (_HEAD, _INSERT, _MAKE))


class OutsideTransaction(RuntimeError):
    """An entry must stand or fall with what it tells: call this inside the transaction of the action."""


def record(
    *,
    chain: UUID,
    kind: Event,
    actor: UUID | None,
    now: datetime,
    subject: Pseudonym | None = None,
    details: Details = NO_DETAILS,
) -> int:
    """Add one entry and give its number. Raises OutsideTransaction and NotForTheTrail.

    Holds the chain until the transaction ends: record last, and where two chains are concerned the organisation's
    before SITE_CHAIN, so that no two transactions wait for one another.
    """
    database = _inside_transaction()
    happening = Happening(kind=kind, at=now, actor=actor, subject=subject, details=details)
    body = write_body(happening, key=trail_key())
    if kind.refusal:
        was_recorded()
    if database.vendor == "sqlite":
        return _append_to_sqlite(database, chain.hex, body)
    # past what Django adds to a question, as in SQLite
    with database.wrap_database_errors, database.connection.cursor() as cursor:
        cursor.execute(_APPEND, [chain, body.decode()])
        return int(cursor.fetchone()[0])


def record_many(*, chain: UUID, happenings: Iterable[Happening]) -> int:
    """Add many entries in this order and give the number of the last. Raises OutsideTransaction and NotForTheTrail."""
    database = _inside_transaction()
    length, head = lock_head(chain)
    chain_key = _key(database, chain)
    key = trail_key()
    bodies = (write_body(one, key=key) for one in happenings)
    with database.cursor() as cursor:
        while batch := list(islice(bodies, _BATCH)):
            rows = []
            for number, body in enumerate(batch, start=length + 1):
                head = next_hash(head, body)
                rows.append((chain_key, number, body.decode(), head))
            cursor.executemany(_INSERT, rows)
            length += len(rows)
            if database.vendor == "postgresql":
                cursor.execute(_MOVE, [length, head, chain_key])
    return length


def lock_head(chain: UUID) -> tuple[int, bytes]:
    """Hold a chain until the transaction ends; give its length and head. A chain that is not there yet is made."""
    database = _inside_transaction()
    # SQLite's transactions hold the whole database from their beginning
    query = f"{_HEAD} FOR UPDATE" if database.vendor == "postgresql" else _HEAD
    with database.cursor() as cursor:
        return _hold(cursor, query, _key(database, chain))


def _hold(cursor: Any, query: str, key: Any) -> tuple[int, bytes]:
    cursor.execute(query, [key])
    found = cursor.fetchone()
    if found is None:
        # when two begin a chain at once, the second waits here for the first and finds it made
        cursor.execute(_MAKE_SQLITE if query is _HEAD_SQLITE else _MAKE, [key, GENESIS])
        cursor.execute(query, [key])
        found = cursor.fetchone()
    return int(found[0]), bytes(found[1])


def _append_to_sqlite(database: BaseDatabaseWrapper, key: str, body: bytes) -> int:
    """Add an entry by two questions, past what Django adds to each: that would cost as much as the questions.

    A trigger moves the head along, and refuses what does not lie right behind it.
    """
    with database.wrap_database_errors:
        cursor = sqlite3.Cursor(database.connection)
        found = cursor.execute(_HEAD_SQLITE, (key,)).fetchone()
        length, head = found or _hold(cursor, _HEAD_SQLITE, key)
        number = length + 1
        cursor.execute(_INSERT_SQLITE, (key, number, body.decode(), next_hash(head, body)))
    return int(number)


def _key(database: BaseDatabaseWrapper, chain: UUID) -> Any:
    """Write a chain's id as this database does."""
    return chain if database.vendor == "postgresql" else chain.hex


def _inside_transaction() -> BaseDatabaseWrapper:
    database = connections[DEFAULT_DB_ALIAS]
    if not database.in_atomic_block:
        raise OutsideTransaction("record inside the transaction of the action that this entry tells about")
    return database
