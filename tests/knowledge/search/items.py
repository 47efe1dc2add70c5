"""Makes entries to search among, and the language that ships."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sleutelwerk.knowledge.engine.search.expand import expand
from sleutelwerk.knowledge.engine.search.language import Language, language_of, load_language
from sleutelwerk.knowledge.engine.search.model import EVERYTHING, About, Entry, Narrow
from sleutelwerk.knowledge.engine.search.packing import pack
from sleutelwerk.knowledge.engine.search.question import read_question
from sleutelwerk.knowledge.engine.search.rank import rank
from sleutelwerk.knowledge.engine.search.shelf import Shelf, View
from sleutelwerk.knowledge.engine.search.weigh import weigh
from sleutelwerk.publishing.content import shipped_root

FOLDER: Path = shipped_root() / "search" / "sleutelwerk" / "2"


def shipped_language() -> Language:
    """Give the language that ships."""
    language = load_language(FOLDER / "synonyms.yaml").language
    assert language is not None
    return language


def small_language(**data: Any) -> Language:
    """Give a language that knows little."""
    empty: dict[str, Any] = {"small_words": ["de", "een"], "families": [], "synonyms": [], "parts": []}
    return language_of({**empty, **data})


def entry(key: str, title: str = "", **given: Any) -> Entry:
    """Make an entry for everybody."""
    return Entry(**{"kind": "article", "key": key, "title": title or key, "summary": "", "url_name": "x", **given})


def view_of(entries: Iterable[Entry], language: Language) -> View:
    """Give a view of all these entries, numbered in order from 1."""
    lists: dict[str, dict[int, int]] = {}
    about = {}
    for number, one in enumerate(entries, 1):
        about[number] = About(one.kind, one.key, one.title, one.theme, one.phase, one.audience)
        for term, weight in weigh(one, language).shown.items():
            lists.setdefault(term, {})[number] = weight
    return View([Shelf.of({term: pack(found) for term, found in lists.items()}, about)])


def found(query: str, entries: Iterable[Entry], language: Language, narrow: Narrow = EVERYTHING) -> list[str]:
    """Give the keys of what a question finds, in order."""
    view = view_of(entries, language)
    groups = expand(read_question(query, language), view, language)
    return [view.about[number].key for number in rank(groups, view, narrow, language, most=50).numbers]
