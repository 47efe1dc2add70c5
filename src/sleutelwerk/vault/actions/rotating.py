"""Replaces a master key while the site runs: a next generation, and every data key re-wrapped under it, in batches.

Each batch is one transaction that changes a row only as long as it holds what was read: a key that was destroyed
meanwhile stays destroyed. Killed halfway, the next run goes on: what lies under an older generation is looked for
anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.core.master_keys import Keyring, MasterKey, Version
from sleutelwerk.core.master_keys.ring import BARE
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.vault import events
from sleutelwerk.vault.queries.generations import KeysOf, key_named, keys_of, table_of

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: whether it made a generation, how many keys went under it, and how things stand now."""

    made: bool
    moved: int
    stands: KeysOf


def rotate(*, ring: Keyring, now: datetime, progress: Callable[[int], None] = lambda _: None) -> Rotated:
    """Bring every key under the newest generation; make one first, unless an earlier rotation was not finished.

    Raises MasterKeyError. Keys that do not open stay as they are and are counted.
    """
    master = key_named(ring.name)
    before = keys_of(ring)
    unfinished = before.current is not None and any(one != before.current for one in before.under)
    if not unfinished:
        _tell(events.MASTER_KEY_RENEWED, ring, now, {"generation": master.renew().number})
    target = master.current()
    assert target is not None
    moved = 0
    for table in ring.tables:
        # a page that was under way may still have wrapped under an older generation: look until none is found
        while step := _rewrap(table, master, target, progress):
            moved += step
    _tell(events.KEYS_REWRAPPED, ring, now, {"generation": target.number, "moved": moved})
    return Rotated(not unfinished, moved, keys_of(ring))


def _tell(kind: Any, ring: Keyring, now: datetime, counts: dict[str, int]) -> None:
    with transaction.atomic():
        record(chain=SITE_CHAIN, kind=kind, actor=None, now=now, details=Details(fields=(ring.name,), counts=counts))


def _rewrap(label: str, master: MasterKey, target: Version, progress: Callable[[int], None]) -> int:
    """Go once through a table; give how many keys were moved."""
    moved, last = 0, None
    while True:
        with transaction.atomic():
            rows = _older(label, target, last)
            if not rows:
                return moved
            step = _replace(label, _under(master, rows))
        moved, last = moved + step, rows[-1][0]
        progress(step)


def _older(label: str, target: Version, last: Any) -> list[tuple[Any, bytes]]:
    """Give the next rows whose key does not lie under the target, as the database has them."""
    table, pk = table_of(label)
    after, values = (f"{pk} > %s AND ", [last]) if last is not None else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, wrapped FROM {table} WHERE {after}(length(wrapped) = {BARE} "  # noqa: S608
            f"OR substr(wrapped, 1, 4) <> %s) ORDER BY {pk} LIMIT {BATCH}",
            [*values, target.id],
        )
        return [(key, bytes(wrapped)) for key, wrapped in cursor.fetchall()]


def _under(master: MasterKey, rows: Sequence[tuple[Any, bytes]]) -> list[tuple[bytes, Any, bytes]]:
    """Give new wrapping, row and old wrapping of each key that opens."""
    try:
        opened = [(key, old, data) for (key, old), data in zip(rows, master.unwrap([w for _, w in rows]), strict=True)]
    except CannotOpenError:  # one of them does not: find out which, so that it holds nobody up
        opened = [(key, old, data) for key, old in rows for data in _opened(master, old)]
    new = master.wrap([data for _key, _old, data in opened])
    return [(wrapped, key, old) for wrapped, (key, old, _data) in zip(new, opened, strict=True)]


def _opened(master: MasterKey, wrapped: bytes) -> list[bytes]:
    try:
        return master.unwrap([wrapped])
    except CannotOpenError:
        return []


def _replace(label: str, changes: list[tuple[bytes, Any, bytes]]) -> int:
    if not changes:
        return 0
    table, pk = table_of(label)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET wrapped = %s WHERE {pk} = %s AND wrapped = %s",  # noqa: S608
            changes,
        )
        return int(cursor.rowcount)
