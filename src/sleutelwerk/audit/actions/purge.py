"""Empties entries whose time is over (N43), and accounts for each of them in an entry that stays for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sleutelwerk.audit.actions.record import lock_head, record
from sleutelwerk.audit.engine.body import Details, Pseudonym, moment
from sleutelwerk.audit.engine.chain import GENESIS
from sleutelwerk.audit.engine.purges import COUNT, DIGEST, Tally
from sleutelwerk.audit.events import ENTRIES_PURGED
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries.known import known_events
from sleutelwerk.audit.queries.streams import chain_key, one_moment
from sleutelwerk.audit.rules.retention import DEFAULT_TERMS, Terms, kinds_of, what_is_due
from sleutelwerk.core.events import Event, Retention

_ENTRY = Entry._meta.db_table
_FETCH = 1_000
_HEX = {"sqlite": "lower(hex({}))", "postgresql": "encode({}, 'hex')"}
_PREVIOUS = f"(SELECT {{}} FROM {_ENTRY} p WHERE p.chain = e.chain AND p.number = e.number - 1)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Purged:
    """What was emptied, or would be: how many, of which kinds, and the entry that says so, if anything was."""

    count: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries have had their time. Who looked at subjects that `ended` goes along with their own file."""

    events: Mapping[str, Event] | None = None
    terms: Terms = field(default_factory=lambda: DEFAULT_TERMS)
    ended: Collection[Pseudonym] = ()


DEFAULT_SELECTION = Selection()


def purge(
    *,
    chain: UUID,
    now: datetime,
    actor: UUID | None = None,
    selection: Selection = DEFAULT_SELECTION,
    dry_run: bool = False,
) -> Purged:
    """Empty what is due in one chain, in one transaction; with `dry_run` only tell what that would be.

    Proof of destruction and earlier statements are never due. What SQLite held is overwritten at once; PostgreSQL does
    so at its next VACUUM, and backups when they expire.
    """
    condition, values = _condition(chain, now, selection)
    if dry_run:
        with one_moment():
            tally, by_kind = _count(condition, values)
        return Purged(tally.count, by_kind)
    with transaction.atomic():
        lock_head(chain)
        tally, by_kind = _count(condition, values)
        if not tally.count:
            return Purged()
        details = Details(counts={COUNT: tally.count, **by_kind}, hashes={DIGEST: tally.digest})
        statement = record(chain=chain, kind=ENTRIES_PURGED, actor=actor, now=now, details=details)
        _empty(condition, values, statement, tally.count)
    return Purged(tally.count, by_kind, statement)


def _condition(chain: UUID, now: datetime, selection: Selection) -> tuple[str, list[Any]]:
    events = known_events() if selection.events is None else selection.events
    parts: list[str] = []
    values: list[Any] = [chain_key(chain)]
    for due in what_is_due(events, now, selection.terms):
        parts.append(f"(e.kind IN ({_places(due.kinds)}) AND e.at < %s)")
        values += [*due.kinds, moment(due.before)]
    access = kinds_of(Retention.ACCESS, events)
    if selection.ended and access:
        parts.append(f"(e.kind IN ({_places(access)}) AND e.subject IN ({_places(selection.ended)}))")
        values += [*access, *selection.ended]
    return f"e.chain = %s AND ({' OR '.join(parts) or '1 = 0'})", values


def _places(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _count(condition: str, values: list[Any]) -> tuple[Tally, Counter[str]]:
    """Count and digest what is due, without holding it."""
    query = (
        f"SELECT e.number, {_PREVIOUS.format('p.hash')}, e.hash, e.kind "  # noqa: S608
        f"FROM {_ENTRY} e WHERE {condition} ORDER BY e.number"
    )
    tally, by_kind = Tally(), Counter[str]()
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while batch := cursor.fetchmany(_FETCH):
            for number, previous, stored, kind in batch:
                tally.add(number, bytes(previous or GENESIS), bytes(stored))
                by_kind[kind] += 1
    return tally, by_kind


def _empty(condition: str, values: list[Any], statement: int, count: int) -> None:
    """Put the marker in place of the bodies; the trigger lets exactly this pass."""
    previous = _PREVIOUS.format(_HEX[connection.vendor].format("p.hash"))
    body = f"""'{{"previous":"' || coalesce({previous}, %s) || '","purged":{statement:d}}}'"""
    query = f"UPDATE {_ENTRY} AS e SET body = {body} WHERE {condition} AND e.number < %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [GENESIS.hex(), *values, statement])
        if cursor.rowcount != count:
            raise RuntimeError("other entries were emptied than were accounted for; nothing was changed")
