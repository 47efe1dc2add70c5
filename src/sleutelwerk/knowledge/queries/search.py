"""Searches for a viewer, in nothing but what he may know of: what he may not read has no influence on any answer.

The words stand in memory, shelf by shelf, and are read again when a shelf got another edition. Neither a question nor
what it found is kept or logged here; whoever asks records it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from threading import Lock
from uuid import UUID

from django.db.models import Q

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.knowledge.engine.search.expand import expand
from sleutelwerk.knowledge.engine.search.language import Language
from sleutelwerk.knowledge.engine.search.model import (
    EVERYTHING,
    PROFILE,
    VISITOR,
    About,
    Answer,
    Hit,
    Narrow,
    Scope,
    Status,
)
from sleutelwerk.knowledge.engine.search.packing import pack
from sleutelwerk.knowledge.engine.search.passage import Marker, written_as
from sleutelwerk.knowledge.engine.search.question import Question, read_question
from sleutelwerk.knowledge.engine.search.rank import Ranked, rank
from sleutelwerk.knowledge.engine.search.shelf import Shelf, View
from sleutelwerk.knowledge.models.search import Searchable, SearchPosting, SearchShelf
from sleutelwerk.knowledge.queries.search_items import Item, items_of, shelves_of
from sleutelwerk.knowledge.queries.search_language import search_language
from sleutelwerk.publishing.queries import may_enter, may_read_gated, reader_for
from sleutelwerk.publishing.rules import Gated, ScopeKind

PAGE_SIZE = 10
#: Nobody reads so far; it keeps what a strange address asks for within bounds.
_LAST_PAGE = 50
_COLUMNS = ("pk", "kind", "key", "title", "theme", "phase", "audience")

_lock = Lock()
_shelves: dict[int, tuple[UUID | None, Shelf]] = {}


def scope_for(actor: Actor | None, *, now: datetime) -> Scope:
    """Give what somebody may find. Asks nothing of the database for a visitor."""
    if actor is None:
        return VISITOR
    reads = frozenset(str(kind) for kind in Gated if may_read_gated(actor, kind, "", now=now))
    if may_enter(actor, now=now):
        reads |= {PROFILE}
    named = [grant.scope.key for grant in reader_for(actor, now=now).grants if grant.scope.kind is ScopeKind.DOCUMENT]
    keys = frozenset((str(kind), key) for key in named for kind in Gated if may_read_gated(actor, kind, key, now=now))
    return Scope(frozenset(filter(None, [actor.organisation])), reads, keys)


def search(scope: Scope, query: str, *, narrow: Narrow = EVERYTHING, page: int = 1) -> Answer:
    """Answer a question for whoever has this scope. Never raises for what somebody may type.

    A page below 1 is the first; one beyond the last has no hits, and tells how many there are in all.
    """
    language = search_language()
    question = read_question(query, language)
    if question.refusal:
        return Answer(question.refusal)
    view = View(_shelves_for(scope))
    page = min(max(1, page), _LAST_PAGE)
    ranked = rank(expand(question, view, language), view, narrow, language, most=page * PAGE_SIZE)
    if not ranked.total:
        return Answer(Status.NOTHING)
    items = items_of(scope, ranked.numbers[(page - 1) * PAGE_SIZE :])
    marker = Marker(ranked.worth, language)
    hits = [_hit(item, scope, marker) for item in items]
    pages = min(ceil(ranked.total / PAGE_SIZE), _LAST_PAGE)
    return Answer(Status.FOUND, ranked.total, page, pages, hits, _suggestion(question, ranked, items, language))


def _known_of(scope: Scope) -> Q:
    """What somebody may know of: what is for all, and what is of his own organisations."""
    return Q(organisation=None) | Q(organisation__in=scope.organisations)


def _shelves_for(scope: Scope) -> Iterator[Shelf]:
    """Give the shelves that somebody may look into, and a small one of the single texts that he may read."""
    for number, organisation, kind, edition in shelves_of(scope):
        kept = _shelves.get(number)
        yield kept[1] if kept and kept[0] == edition else _read_shelf(_Place(number, organisation, kind), edition)
    if scope.keys:
        yield _single_texts(scope)


@dataclass(frozen=True, slots=True)
class _Place:
    """Which shelf."""

    number: int
    organisation: UUID | None
    closed_kind: str


def _read_shelf(place: _Place, edition: UUID | None) -> Shelf:
    """Read a shelf and keep it, together with the edition that it had before and after."""
    with _lock:
        while True:
            kept = _shelves.get(place.number)
            if kept and kept[0] == edition:
                return kept[1]  # another thread was first
            postings = SearchPosting.objects.filter(shelf=place.number).values_list("term", "packed")
            packed = {term: bytes(found) for term, found in postings.iterator(chunk_size=5_000)}
            about = {} if place.closed_kind else dict(_about(place.organisation))
            read, edition = edition, _edition(place.number)
            if read == edition:
                _shelves[place.number] = (edition, Shelf.of(packed, about))


def _edition(number: int) -> UUID | None:
    return SearchShelf.objects.filter(pk=number).values_list("edition", flat=True).first()


def _about(organisation: UUID | None) -> Iterator[tuple[int, About]]:
    rows = Searchable.objects.filter(organisation=organisation).values_list(*_COLUMNS)
    for number, kind, key, title, theme, phase, audience in rows.iterator(chunk_size=5_000):
        yield number, About(kind, key, title, theme, tuple(phase), tuple(audience))


def _single_texts(scope: Scope) -> Shelf:
    named = Q()
    for kind, key in scope.keys:
        named |= Q(kind=kind, key=key)
    lists: dict[str, dict[int, int]] = {}
    found = Searchable.objects.filter(_known_of(scope), named, gated=True)
    for number, whole in found.values_list("pk", "whole"):
        for term, weight in whole.items():
            lists.setdefault(term, {})[number] = weight
    return Shelf.of({term: pack(postings) for term, postings in lists.items()})


def _hit(item: Item, scope: Scope, marker: Marker) -> Hit:
    return Hit(
        kind=item.kind, key=item.key, title=marker.marked(item.title), summary=item.summary,
        passage=marker.best_passage((item.summary, item.text)), url_name=item.url_name, url_args=item.url_args,
        gated=item.gated, readable=scope.may_read(item.kind, item.key, gated=item.gated),
    )  # fmt: skip


def _suggestion(question: Question, ranked: Ranked, items: Sequence[Item], language: Language) -> str:
    """Give the question as it was probably meant, in words that stand in what was found; empty when there is none."""
    meant = question.text
    if ranked.guesses:
        texts = [text for item in items for text in (item.title, *item.keywords, item.summary, item.text)]
        for typed, term in ranked.guesses.items():
            written = written_as(term, texts, typed, language)
            meant = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", written or typed, meant)
    return "" if meant == question.text else meant
