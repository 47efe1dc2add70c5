"""Two versions of a map side by side: changed texts, changed structure, and where the same answers lead now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sleutelwerk.route_map.engine.compare_outcomes import COMPARE_BUDGET, OutcomeChange, outcome_changes
from sleutelwerk.route_map.engine.model import Option, Question, RouteMap
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.engine.wording import in_words

NOT_FULLY_COMPARED = (
    "Niet volledig vergeleken: deze versies verschillen zo veel dat niet alle routes naast elkaar pasten. "
    "Er kunnen meer uitkomsten veranderd zijn dan hier staan."
)


class ChangeKind(StrEnum):
    """What happened to a part of the map."""

    ADDED = "nieuw"
    REMOVED = "weg"
    MOVED = "verplaatst"
    TEXT = "andere tekst"
    STRUCTURE = "andere werking"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, by the id of what changed (an option: `question.option`), with both texts where there are two.

    `of` says what kind of thing it is ('vraag', 'antwoord', …); `field` is the key in the file.
    """

    kind: ChangeKind
    of: str
    id: str
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences between two versions. Options that only one version has are in `changes`; no walk shares them."""

    changes: tuple[Change, ...]
    outcomes: tuple[OutcomeChange, ...]
    complete: bool

    @property
    def remark(self) -> str:
        """Say in Dutch that not everything was compared; empty when everything was."""
        return "" if self.complete else NOT_FULLY_COMPARED


#: The fields that change what a map does; all other fields are words.
_STRUCTURE = frozenset(
    {
        *("start", "profile_set", "profiles"),
        *("part", "limit", "excludes", "about_person", "section"),
        *("branches", "first", "sets", "signals", "meets"),
        *("kind", "profile", "arranges", "continue_with", "deliberable"),
    }
)

#: Compared on their own, or different by nature.
_APART = frozenset({"id", "slug", "version", "content_hash", "sections", "facts", "questions", "outcomes", "options"})

_Named = tuple[str, Any]


def compare(old: StateGraph, new: StateGraph, *, budget: int = COMPARE_BUDGET) -> Comparison:
    """Compare two versions; `budget` bounds how many pairs of places are looked at for changed outcomes."""
    outcomes, complete = outcome_changes(old, new, budget=budget)
    return Comparison(tuple(content_changes(old.compiled.route_map, new.compiled.route_map)), outcomes, complete)


def content_changes(old: RouteMap, new: RouteMap) -> Iterator[Change]:
    """Give every change in texts and structure, in the order of the file."""
    yield from _fields_changed("kaart", old.slug, old, new)
    lists: tuple[tuple[str, Callable[[RouteMap], Sequence[Any]]], ...] = (
        ("deel", lambda route_map: route_map.sections),
        ("feit", lambda route_map: route_map.facts),
        ("dilemma", lambda route_map: route_map.signals),
        ("vraag", lambda route_map: route_map.questions),
        ("uitkomst", lambda route_map: route_map.outcomes),
    )
    for of, listed in lists:
        before, after = ([(item.id, item) for item in listed(version)] for version in (old, new))
        yield from _list_changed(of, before, after)


def _list_changed(of: str, before: Sequence[_Named], after: Sequence[_Named]) -> Iterator[Change]:
    was, is_now = dict(before), dict(after)
    moved = _moved([name for name in was if name in is_now], [name for name in is_now if name in was])
    for name, item in before:
        if name not in is_now:
            yield Change(ChangeKind.REMOVED, of, name, before=_headline(item))
    for name, item in after:
        if name not in was:
            yield Change(ChangeKind.ADDED, of, name, after=_headline(item))
            continue
        if name in moved:
            yield Change(ChangeKind.MOVED, of, name, before=_headline(was[name]), after=_headline(item))
        yield from _fields_changed(of, name, was[name], item)
        if isinstance(item, Question):
            yield from _list_changed("antwoord", _options(was[name]), _options(item))


def _options(question: Question) -> list[_Named]:
    return [(f"{question.id}.{option.id}", option) for option in question.options]


def _headline(item: Any) -> str:
    return str(item.text if hasattr(item, "text") else item.title)


def _fields_changed(of: str, name: str, was: Any, is_now: Any) -> Iterator[Change]:
    for key in (field.name for field in fields(was)):
        before, after = getattr(was, key), getattr(is_now, key)
        if key in _APART or before == after or (key == "signals" and not isinstance(was, Option)):
            continue
        kind = ChangeKind.STRUCTURE if key in _STRUCTURE else ChangeKind.TEXT
        yield Change(kind, of, name, key, in_words(before), in_words(after))


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest names that must have moved: all but a longest run of names that kept their order."""
    place = {name: index for index, name in enumerate(before)}
    tails: list[int] = []
    chains: list[tuple[str, ...]] = []
    for name in after:
        at = bisect_left(tails, place[name])
        chain = (*(chains[at - 1] if at else ()), name)
        tails[at : at + 1] = [place[name]]
        chains[at : at + 1] = [chain]
    return set(after) - set(chains[-1] if chains else ())
