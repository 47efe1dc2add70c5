"""Keeps the index of what can be found: replaced as a whole, and only what changed is weighed again."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from sleutelwerk.knowledge.engine.search.model import Entry
from sleutelwerk.knowledge.engine.search.packing import pack, unpack
from sleutelwerk.knowledge.engine.search.weigh import Weights, digest, weigh
from sleutelwerk.knowledge.engine.search.words import cleaned
from sleutelwerk.knowledge.models.search import Searchable, SearchPosting, SearchShelf
from sleutelwerk.knowledge.queries.search_language import search_language

#: Rows in one question to the database.
_BATCH = 400
_Each = TypeVar("_Each")
_Identity = tuple[UUID | None, str, str]
#: Whose shelf it is, and of which kind the gated items on it are.
_ShelfKey = tuple[UUID | None, str]
#: What changes on a shelf: by term and number of the item the new weight, 0 where it is no longer.
_Changes = dict[_ShelfKey, dict[str, dict[int, int]]]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What came of indexing, in numbers of items."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0


def is_up_to_date(entries: Iterable[Entry]) -> bool:
    """Tell whether the index holds these entries and nothing else; nobody has to wait for that."""
    language = search_language()
    wanted = {_identity(entry): digest(entry, language) for entry in entries}
    there = Searchable.objects.values_list("organisation", "kind", "key", "content_hash")
    return wanted == {(organisation, kind, key): content_hash for organisation, kind, key, content_hash in there}


@transaction.atomic
def index(entries: Iterable[Entry], *, now: datetime) -> Indexed:
    """Let these entries be all that can be found. Readers see the old index until this is done, and then the new one.

    Raises ValueError when two entries have the same organisation, kind and key: nothing changes then.
    """
    _one_at_a_time()
    language = search_language()
    wanted: dict[_Identity, tuple[Entry, str]] = {}
    for entry in entries:
        if wanted.setdefault(_identity(entry), (entry, digest(entry, language)))[0] is not entry:
            raise ValueError(f"two entries are called {entry.kind}/{entry.key}")
    hashes = {
        (organisation, kind, key): (number, content_hash)
        for number, organisation, kind, key, content_hash in Searchable.objects.values_list(
            "pk", "organisation", "kind", "key", "content_hash"
        )
    }
    gone = [hashes[identity][0] for identity in hashes.keys() - wanted.keys()]
    other = [one for one, (_, new) in wanted.items() if one in hashes and hashes[one][1] != new]
    fresh = [one for one in wanted if one not in hashes]
    changes: _Changes = defaultdict(lambda: defaultdict(dict))
    _take_off([*gone, *(hashes[one][0] for one in other)], changes)
    Searchable.objects.filter(pk__in=gone).delete()
    rows = [_row(*wanted[one], hashes[one][0] if one in hashes else None, now) for one in (*other, *fresh)]
    for row in rows[: len(other)]:
        row.save(force_update=True)
    Searchable.objects.bulk_create(rows[len(other) :], batch_size=_BATCH)
    for row in rows:
        _put_on(row, changes)
    for key, by_term in changes.items():
        _write(key, by_term)
    return Indexed(len(fresh), len(other), len(gone), len(wanted) - len(fresh) - len(other))


def _one_at_a_time() -> None:
    """Wait for another process that indexes; what it did is seen then."""
    SearchShelf.objects.get_or_create(organisation=None, closed_kind="")
    list(SearchShelf.objects.select_for_update().filter(organisation=None, closed_kind=""))


def _identity(entry: Entry) -> _Identity:
    return entry.organisation, entry.kind, entry.key


def _row(entry: Entry, content_hash: str, number: int | None, now: datetime) -> Searchable:
    """Make what is kept of an entry, in which the text is as search reads it."""
    weighed = weigh(entry, search_language())
    return Searchable(
        pk=number, organisation_id=entry.organisation, kind=entry.kind, key=entry.key, title=cleaned(entry.title),
        summary=cleaned(entry.summary), keywords=[cleaned(word) for word in entry.keywords],
        body=cleaned("\n".join((entry.body, *entry.headings))), gated=entry.gated, language=entry.language,
        theme=entry.theme, phase=list(entry.phase), audience=list(entry.audience), url_name=entry.url_name,
        url_args=list(entry.url_args), content_hash=content_hash, shown=weighed.shown, whole=weighed.whole,
        indexed_at=now,
    )  # fmt: skip


def _take_off(numbers: Sequence[int], changes: _Changes) -> None:
    """Note that the words of these items go."""
    for some in _batches(numbers):
        for row in Searchable.objects.filter(pk__in=some).defer("body"):
            for shelf, weights in _shelves_of(row):
                changed = changes[shelf]
                for term in weights:
                    changed[term][row.pk] = 0


def _put_on(row: Searchable, changes: _Changes) -> None:
    """Note the words of an item, over those that go."""
    for shelf, weights in _shelves_of(row):
        changed = changes[shelf]  # a shelf is another one also when what changed is no word
        for term, weight in weights.items():
            changed[term][row.pk] = weight


def _shelves_of(row: Searchable) -> Iterator[tuple[_ShelfKey, Weights]]:
    yield (row.organisation_id, ""), row.shown
    if row.gated:
        yield (row.organisation_id, row.kind), row.whole


def _write(key: _ShelfKey, changes: Mapping[str, Mapping[int, int]]) -> None:
    """Change the lists of a shelf."""
    organisation, kind = key
    shelf, _ = SearchShelf.objects.get_or_create(organisation_id=organisation, closed_kind=kind)  # type: ignore[misc]  # None is allowed
    for terms in _batches(sorted(changes)):
        kept = SearchPosting.objects.filter(shelf=shelf, term__in=terms)
        lists = {term: unpack(bytes(packed)) for term, packed in kept.values_list("term", "packed")}
        for term in terms:
            after = {**lists.get(term, {}), **changes[term]}
            lists[term] = {number: weight for number, weight in after.items() if weight}
        kept.filter(term__in=[term for term in terms if not lists[term]]).delete()
        SearchPosting.objects.bulk_create(
            [SearchPosting(shelf=shelf, term=term, packed=pack(found)) for term, found in lists.items() if found],
            update_conflicts=True, unique_fields=["shelf", "term"], update_fields=["packed"],
        )  # fmt: skip
    SearchShelf.objects.filter(pk=shelf.pk).update(edition=uuid.uuid4())


def _batches(things: Iterable[_Each]) -> Iterator[list[_Each]]:
    rest = iter(things)
    while some := list(islice(rest, _BATCH)):
        yield some
