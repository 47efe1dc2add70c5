"""Asks for the items of a page of hits, and for the shelves of a viewer, as every search does.

Whether somebody may know of an item, and whether its text comes along, is decided by the database, from the row as it
is at that moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sleutelwerk.knowledge.engine.search.model import Scope
from sleutelwerk.sql.queries import any_of, ask, key_in, key_of


class Item(NamedTuple):
    """What a viewer may know of an item. Its `text` is empty for whoever may not read it."""

    kind: str
    key: str
    title: str
    summary: str
    keywords: tuple[str, ...]
    text: str
    url_name: str
    url_args: tuple[str, ...]
    gated: bool


def items_of(scope: Scope, numbers: Sequence[int]) -> list[Item]:
    """Give the items with these numbers, in this order.

    What went, or became another's, since the shelf was read stays away.
    """
    if not numbers:
        return []
    readable, may_read = _readable(scope)
    known, organisations = _known(scope)
    # every value has its place; what is put in between are these places, and never what somebody typed
    rows = ask(
        f"""SELECT id, kind, "key", title, summary, keywords, CASE WHEN {readable} THEN body ELSE '' END,
            url_name, url_args, gated
            FROM knowledge_searchable WHERE id IN {any_of(numbers)} AND {known}""",  # noqa: S608 - places of values only
        *may_read, *numbers, *organisations,
    )  # fmt: skip
    found = {
        number: Item(kind, key, title, summary, _listed(keywords), text, url_name, _listed(url_args), bool(gated))
        for number, kind, key, title, summary, keywords, text, url_name, url_args, gated in rows
    }
    return [found[number] for number in numbers if number in found]


def shelves_of(scope: Scope) -> Iterator[tuple[int, UUID | None, str, UUID]]:
    """Give the shelves that somebody may look into: number, organisation, closed kind and edition."""
    known, organisations = _known(scope)
    kinds = ("", *sorted(scope.reads))
    rows = ask(
        f"""SELECT id, organisation_id, closed_kind, edition FROM knowledge_searchshelf
            WHERE {known} AND closed_kind IN {any_of(kinds)} ORDER BY id""",  # noqa: S608 - as above
        *organisations, *kinds,
    )  # fmt: skip
    for number, organisation, kind, edition in rows:
        yield number, organisation and key_in(organisation), kind, key_in(edition)


def _known(scope: Scope) -> tuple[str, list[object]]:
    """What somebody may know of: what is for all, and what is of his own organisations."""
    if not scope.organisations:
        return "organisation_id IS NULL", []
    own = sorted(scope.organisations)
    return f"(organisation_id IS NULL OR organisation_id IN {any_of(own)})", [key_of(one) for one in own]


def _readable(scope: Scope) -> tuple[str, list[object]]:
    """What somebody may read the whole text of, among what he may know of."""
    kinds = sorted(scope.reads)
    ways, given = ["NOT gated"], [*kinds]
    if kinds:
        ways.append(f"kind IN {any_of(kinds)}")
    for kind, key in sorted(scope.keys):
        ways.append('(kind = %s AND "key" = %s)')
        given += [kind, key]
    return " OR ".join(ways), [*given]


def _listed(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))
