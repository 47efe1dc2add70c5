"""Entries for the pages of those who watch over the trail; who may see which chain, the room `home` decides."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from sleutelwerk.audit.engine.body import Pseudonym, moment
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries.known import known_events
from sleutelwerk.audit.rules.retention import kinds_of
from sleutelwerk.core.events import Event, Retention

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; what is None is not asked. `since` is included, `until` is not.

    `between` holds pairs of subjects of one kind: those, and all that sort between them.
    """

    since: datetime | None = None
    until: datetime | None = None
    kinds: Collection[str] | None = None
    actor: UUID | None = None
    subject: Pseudonym | None = None
    subjects: Collection[Pseudonym] | None = None
    between: Collection[tuple[Pseudonym, Pseudonym]] | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some subjects of one chain over a time; both ends are included, and None is no end."""

    chain: UUID
    subjects: tuple[Pseudonym, ...]
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """One entry, read back. Of a purged one only its number and the number of the statement are left.

    `more` is what the body holds beside the columns: fields, reason, counts, flags, codes, ids, hashes, values, via.
    """

    number: int
    at: datetime | None
    kind: str
    event: Event | None
    actor: UUID | None
    subject: Pseudonym | None
    more: dict[str, Any]
    purged_by: int | None = None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page of entries, the newest first; `number` counts from 1."""

    entries: tuple[SeenEntry, ...]
    number: int
    has_next: bool


def entries_of(chain: UUID, *, wanted: Wanted = EVERYTHING, page: int = 1, size: int = PAGE_SIZE) -> EntryPage:
    """Give a page of a chain. One query, whatever is asked."""
    first = (max(page, 1) - 1) * size
    found = list(_matching(chain, wanted).order_by("-number").values_list("number", "body")[first : first + size + 1])
    return EntryPage(tuple(_seen(*row) for row in found[:size]), max(page, 1), len(found) > size)


def looks_at(
    chain: UUID, subjects: Collection[Pseudonym], *, since: datetime | None = None, limit: int = 500
) -> tuple[SeenEntry, ...]:
    """Tell who looked at these subjects, the newest first: reading, searching, printing, exporting."""
    kinds = _looking()
    found = _matching(chain, Wanted(since=since, kinds=kinds)).filter(subject__in=list(subjects))
    return tuple(_seen(*row) for row in found.order_by("-number").values_list("number", "body")[:limit])


def looks_in(stretches: Collection[Stretch], *, but: UUID, page: int = 1, size: int = PAGE_SIZE) -> EntryPage:
    """Tell who looked within these stretches, the newest first, one person left out. One query for all of them."""
    first = (max(page, 1) - 1) * size
    if not stretches:
        return EntryPage((), max(page, 1), has_next=False)
    kinds = _looking()
    found = Entry.objects.filter(reduce(or_, map(_within, stretches)), kind__in=kinds).exclude(actor=str(but))
    rows = list(found.order_by("-at", "-number").values_list("number", "body")[first : first + size + 1])
    return EntryPage(tuple(_seen(*row) for row in rows[:size]), max(page, 1), len(rows) > size)


def _looking() -> tuple[str, ...]:
    """Give the kinds of looking; what was refused showed nothing."""
    events = known_events()
    return tuple(name for name in kinds_of(Retention.ACCESS, events) if not events[name].refusal)


def _within(stretch: Stretch) -> Q:
    found = Q(chain=stretch.chain, subject__in=list(stretch.subjects))
    if stretch.since is not None:
        found &= Q(at__gte=moment(stretch.since))
    if stretch.until is not None:
        found &= Q(at__lte=moment(stretch.until))
    return found


def own_stretches(chain: UUID, actor: UUID, kind: Event) -> dict[Pseudonym, Stretch]:
    """Give from when to when somebody did one kind of thing, for each subject that he did it to."""
    own = Entry.objects.filter(chain=chain, actor=str(actor), kind=kind.name, subject__isnull=False)
    rows = own.values_list("subject").annotate(Min("at"), Max("at"))
    return {
        Pseudonym(subject): Stretch(chain, (Pseudonym(subject),), *map(datetime.fromisoformat, (first, last)))
        for subject, first, last in rows
    }


def acts_of(chain: UUID, wanted: Wanted) -> tuple[SeenEntry, ...]:
    """Give everything that matches, the oldest first, for whoever must know all of it (N28)."""
    found = _matching(chain, wanted).order_by("number").values_list("number", "body")
    return tuple(_seen(*row) for row in found.iterator(chunk_size=1_000))


def _matching(chain: UUID, wanted: Wanted) -> QuerySet[Entry]:
    found = Entry.objects.filter(chain=chain)
    if wanted.since is not None:
        found = found.filter(at__gte=moment(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=moment(wanted.until))
    if wanted.kinds is not None:
        found = found.filter(kind__in=list(wanted.kinds))
    if wanted.actor is not None:
        found = found.filter(actor=str(wanted.actor))
    if wanted.subject is not None:
        found = found.filter(subject=wanted.subject)
    if wanted.subjects is not None:
        found = found.filter(subject__in=list(wanted.subjects))
    if wanted.between is not None:
        found = found.filter(reduce(or_, (Q(subject__range=pair) for pair in wanted.between)))
    return found


def _seen(number: int, body: str) -> SeenEntry:
    said: dict[str, Any] = json.loads(body)
    if "purged" in said:
        return SeenEntry(number, None, "", None, None, None, {}, purged_by=said["purged"])
    said.pop("salt", None)
    at, kind, actor, subject = (said.pop(key) for key in ("at", "kind", "actor", "subject"))
    return SeenEntry(
        number=number,
        at=datetime.fromisoformat(at),
        kind=kind,
        event=known_events().get(kind),
        actor=None if actor is None else UUID(actor),
        subject=None if subject is None else Pseudonym(subject),
        more=said,
    )
