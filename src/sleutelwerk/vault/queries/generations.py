"""Counts the keys in the database under each generation of a master key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection

from sleutelwerk.core.master_keys import Keyring, MasterKey, Version, master_key, version_of
from sleutelwerk.core.master_keys.ring import BARE
from sleutelwerk.core.sealing import CannotOpenError


@dataclass(frozen=True, slots=True)
class KeysOf:
    """How a master key stands: its newest generation, those that are there, and how many keys lie under each.

    `unknown` counts keys that name no generation: they are damaged.
    """

    name: str
    current: Version | None
    there: tuple[Version, ...]
    under: Mapping[Version, int]
    unknown: int = 0

    @property
    def lost(self) -> tuple[Version, ...]:
        """The generations under which keys lie and that are not there: what those keys open cannot be read."""
        return tuple(sorted(set(self.under) - set(self.there)))

    @property
    def elsewhere(self) -> int:
        """How many keys do not lie under the newest generation."""
        return sum(count for version, count in self.under.items() if version != self.current) + self.unknown

    @property
    def spare(self) -> tuple[Version, ...]:
        """The generations that are there, are not the newest, and open nothing in the database any more."""
        return tuple(one for one in self.there if one != self.current and not self.under.get(one))


def keys_of(ring: Keyring) -> KeysOf:
    """Tell how a master key stands. Raises MasterKeyError."""
    master = key_named(ring.name)
    under: Counter[Version] = Counter()
    unknown = 0
    for table in ring.tables:
        for front, count in _fronts(table):
            try:
                under[version_of(front)] += count
            except CannotOpenError:
                unknown += count
    return KeysOf(ring.name, master.current(), tuple(master.versions()), dict(under), unknown)


def key_named(name: str) -> MasterKey:
    """Give a master key by its name."""
    return master_key(name, settings.KEYS_FOLDER, settings.KEY_SOURCE)


def table_of(label: str) -> tuple[str, str]:
    """Give the quoted names of a table with keys and of its primary key."""
    model, quote = apps.get_model(label), connection.ops.quote_name
    meta = model._meta
    assert meta.pk is not None
    return quote(meta.db_table), quote(meta.pk.column)


def _fronts(label: str) -> list[tuple[bytes, int]]:
    """Count keys by what stands in front; those from before there were ids come as so many empty bytes."""
    table, _pk = table_of(label)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT length(wrapped) = {BARE}, CASE WHEN length(wrapped) = {BARE} THEN NULL "  # noqa: S608
            f"ELSE substr(wrapped, 1, 4) END, count(*) FROM {table} GROUP BY 1, 2"
        )
        return [(bytes(BARE) if bare else bytes(front), int(count)) for bare, front, count in cursor.fetchall()]
