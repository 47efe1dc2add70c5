"""The one way in which a live session changes: under a lock on its row, numbered, sealed, and kept at hand."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from sleutelwerk.deliberation.engine.session.entries import Entry
from sleutelwerk.deliberation.engine.session.happenings import Happening, Kind, happen
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.models import Deliberation, LiveEntry, LiveHappening
from sleutelwerk.deliberation.models.table import Table, sealed_entry, sealed_happening, table_at
from sleutelwerk.deliberation.models.vault import Vault, vault_of

#: Only these tell when they happened, so that the desk can count minutes.
_TIMED = frozenset({Kind.PHASE, Kind.REPEATED})


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
        LiveHappening.objects.bulk_create(
            LiveHappening(deliberation=self.row, number=one.number, body=sealed_happening(self.vault, one))
            for one in made
        )
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
        if not LiveEntry.objects.filter(id=entry.id, deliberation=self.row).update(body=body):
            LiveEntry.objects.create(id=entry.id, deliberation=self.row, body=body)
        self.row.live_version += 1
        entries = MappingProxyType({**self.table.entries, entry.id: entry})
        self.table = replace(self.table, version=self.row.live_version, entries=entries)

    def save(self) -> None:
        """Write the new version down. The table is read anew by whoever needs it: a transaction may still be undone."""
        self.row.save(update_fields=["live_version"])


def set_stage(row: Deliberation) -> Stage:
    """Give a session under change; `row` is locked. Raises CannotOpenError."""
    vault = vault_of(row.pk)
    return Stage(row, vault, table_at(row.pk, row.live_version, vault))


def _with_seed(kind: Kind, value: str) -> str:
    """Give what is revealed an order that nobody could know."""
    if kind is Kind.PHASE and value == StepPhase.REVEALED.value:
        return f"{value} {secrets.token_hex(8)}"
    return value
