"""The one way in which a live session changes: under a lock on its row, numbered, sealed, and kept at hand."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from sleutelwerk.deliberation.engine.session.entries import Entry
from sleutelwerk.deliberation.engine.session.happenings import Happening, Kind, happen
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.models import Deliberation, LiveEntry
from sleutelwerk.deliberation.models.table import Table, renew, seal_of, sealed_entry, sealed_happening, table_at
from sleutelwerk.deliberation.models.vault import Vault, vault_of
from sleutelwerk.sql.queries import do, key_of

#: Only these tell when they happened, so that the desk can count minutes.
_TIMED = frozenset({Kind.PHASE, Kind.REPEATED})
_HAPPENED = "INSERT INTO deliberation_livehappening (deliberation_id, number, body) VALUES (%s, %s, %s)"
_LAID = "INSERT INTO deliberation_liveentry (id, deliberation_id, body) VALUES (%s, %s, %s)"
_CHANGED = "UPDATE deliberation_liveentry SET body = %s WHERE id = %s AND deliberation_id = %s"
_COUNTED = "UPDATE deliberation_deliberation SET live_version = %s WHERE id = %s"


@dataclass(slots=True)
class Stage:
    """A session under change. Only for use inside the transaction that holds the lock on its row."""

    row: Deliberation
    vault: Vault
    table: Table
    _queued: list[tuple[Kind, str, str]] = field(default_factory=list)

    def queue(self, kind: Kind, about: str, value: str) -> None:
        """Lay something ready to happen before whatever comes next."""
        self._queued.append((kind, about, value))

    def happen(self, *kinds: tuple[Kind, str, str], now: datetime) -> None:
        """Let things happen in this order, each with the next number."""
        made = []
        for kind, about, value in (*self._queued, *kinds):
            at = int(now.timestamp()) if kind in _TIMED else 0
            # numbered by what happened, not by the version: between two numbers nobody wrote face down
            number = self.table.session.number + 1
            made.append(Happening(number, kind, about, _with_seed(kind, value), at))
            self.row.live_version += 1
            self.table = replace(
                self.table, version=self.row.live_version, session=happen(self.table.session, made[-1])
            )
        self._queued.clear()
        for one in made:
            do(_HAPPENED, key_of(self.row.pk), one.number, sealed_happening(self.vault, one))
        if any(one.kind is Kind.PHASE and one.value.startswith(StepPhase.REVEALED.value) for one in made):
            self._shuffle()

    def _shuffle(self) -> None:
        """Lay what was written down anew in an order of chance: how rows lie must not tell who was first."""
        rows = list(LiveEntry.objects.filter(deliberation=self.row))
        secrets.SystemRandom().shuffle(rows)
        LiveEntry.objects.filter(deliberation=self.row).delete()
        LiveEntry.objects.bulk_create(rows)

    def lay(self, entry: Entry) -> None:
        """Lay an entry on the table, new or changed. Raises IntegrityError for an id that lies on another table."""
        body = sealed_entry(self.vault, entry)
        place = (key_of(UUID(entry.id)), key_of(self.row.pk))
        if entry.id in self.table.entries:
            do(_CHANGED, body, *place)
        else:
            do(_LAID, *place, body)
        self.row.live_version += 1
        entries = MappingProxyType({**self.table.entries, entry.id: entry})
        seals = MappingProxyType({**self.table.seals, entry.id: seal_of(body)})
        self.table = replace(self.table, version=self.row.live_version, entries=entries, seals=seals)

    def save(self) -> None:
        """Write the new version down. Nobody is given the table yet: a transaction may still be undone."""
        do(_COUNTED, self.row.live_version, key_of(self.row.pk))

    def keep(self) -> None:
        """Have the table at hand as it is now, once it is committed: whoever needs it next need not read it anew.

        Not for what seats devices or takes them away: their names are read from the database.
        """
        transaction.on_commit(partial(renew, self.row.pk, self.table), robust=True)


def set_stage(row: Deliberation) -> Stage:
    """Give a session under change; `row` is locked. Raises CannotOpenError."""
    vault = vault_of(row.pk)
    return Stage(row, vault, table_at(row.pk, row.live_version, vault))


def _with_seed(kind: Kind, value: str) -> str:
    """Give what is revealed an order that nobody could know."""
    if kind is Kind.PHASE and value == StepPhase.REVEALED.value:
        return f"{value} {secrets.token_hex(8)}"
    return value
