"""The words of a part of the library, and of all parts that one viewer may look into, ready to look up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sleutelwerk.knowledge.engine.search.model import About
from sleutelwerk.knowledge.engine.search.packing import EACH, NUMBER


class Postings(NamedTuple):
    """In which items a term stands, by their places in the view from low to high, and what it weighs in each."""

    places: NDArray[np.intp]
    weights: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Reach:
    """The lowest number of an item that a view knows, and how many numbers there are from it to the highest."""

    lowest: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The terms of one part, with their lists packed as they were kept; and what is known of the items in it."""

    packed: Mapping[str, bytes]
    about: Mapping[int, About] = field(default_factory=dict)
    reach: Reach = Reach(0, 0)
    #: For each place in its reach, whether an item is known there.
    known: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_), repr=False)
    #: The numbers of its items, where another shelf should know what they are.
    strangers: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, np.uint32), repr=False)
    _words: Sequence[str] = field(default=(), repr=False)
    _backwards: Sequence[str] = field(default=(), repr=False)

    @classmethod
    def of(cls, packed: Mapping[str, bytes], about: Mapping[int, About] | None = None) -> Shelf:
        """Make a shelf."""
        words = sorted(packed)
        reach = Reach(min(about), max(about) - min(about) + 1) if about else Reach(0, 0)
        known = np.zeros(reach.size, np.bool_)
        known[[number - reach.lowest for number in about or ()]] = True
        lists = [] if about else [_numbers(found) for found in packed.values()]
        strangers = np.unique(np.concatenate(lists)) if lists else np.empty(0, np.uint32)
        return cls(packed, about or {}, reach, known, strangers, words, sorted(word[::-1] for word in words))

    def beginning(self, start: str) -> Iterator[str]:
        """Give the words that begin like this, in order."""
        yield from _between(self._words, start)

    def ending(self, end: str) -> Iterator[str]:
        """Give the words that end like this."""
        for word in _between(self._backwards, end[::-1]):
            yield word[::-1]


def _numbers(packed: bytes) -> NDArray[np.uint32]:
    """Give the numbers in a list."""
    return np.frombuffer(packed, "<u4", len(packed) // EACH)


def _around(reaches: Sequence[Reach]) -> Reach:
    """Give the reach that holds all of these."""
    if not reaches:
        return Reach(0, 0)
    lowest = min(one.lowest for one in reaches)
    return Reach(lowest, max(one.lowest + one.size for one in reaches) - lowest)


def _between(words: Sequence[str], start: str) -> Iterator[str]:
    for place in range(bisect_left(words, start), len(words)):
        if not words[place].startswith(start):
            return
        yield words[place]


class View:
    """Everything that one viewer may look into. What is not in it has no influence on any answer.

    The place of an item is its number less the lowest one: what is reckoned for all items stands in one row of figures.
    """

    def __init__(self, shelves: Iterable[Shelf]) -> None:
        self._shelves = tuple(shelves)
        self._read: dict[str, Postings] = {}
        known = [shelf.about for shelf in self._shelves if shelf.about]
        #: What is known of every item; usually all of it stands on one shelf, and nothing needs copying.
        self.about: Mapping[int, About] = (
            known[0] if len(known) == 1 else {n: one for about in known for n, one in about.items()}
        )
        self.reach = _around([shelf.reach for shelf in self._shelves if shelf.about])
        self._known = np.zeros(self.reach.size, np.bool_)
        for shelf in self._shelves:
            begin = shelf.reach.lowest - self.reach.lowest if shelf.about else 0
            self._known[begin : begin + shelf.reach.size] |= shelf.known
        self._all_known = all(self._known_among(shelf.strangers).all() for shelf in self._shelves)

    def __contains__(self, term: str) -> bool:
        """Tell whether a term stands anywhere in it."""
        return any(term in shelf.packed for shelf in self._shelves)

    def postings(self, term: str) -> Postings:
        """Give in which items a term stands. An item on two shelves counts by the one that knows more of it."""
        if term not in self._read:
            lists = [packed for shelf in self._shelves if (packed := shelf.packed.get(term))]
            self._read[term] = self._highest([self._places(packed) for packed in lists])
        return self._read[term]

    def _known_among(self, numbers: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Tell for each of these numbers whether an item with it is known."""
        places = numbers.astype(np.intp) - self.reach.lowest
        found = (places >= 0) & (places < self.reach.size)
        found[found] = self._known[places[found]] if found.any() else False
        return found

    def _places(self, packed: bytes) -> Postings:
        """Read a list. The shelf that should know its items may be older: what it does not know stays away."""
        numbers = _numbers(packed)
        weights = np.frombuffer(packed, "<u2", len(numbers), len(numbers) * NUMBER)
        if not self._all_known:
            known = self._known_among(numbers)
            numbers, weights = numbers[known], weights[known]
        return Postings(numbers.astype(np.intp) - self.reach.lowest, weights)

    def _highest(self, lists: Sequence[Postings]) -> Postings:
        """Lay the lists of several shelves over each other."""
        if len(lists) == 1:
            return lists[0]
        row = np.zeros(self.reach.size, np.uint16)
        for places, weights in lists[:1]:
            row[places] = weights
        for places, weights in lists[1:]:
            row[places] = np.maximum(row[places], weights)
        places = (row > 0).nonzero()[0]  # nothing but yes and no is gone through far quicker than figures are
        return Postings(places, row[places])

    def commonest(self, words: Iterable[str], most: int) -> list[str]:
        """Give the words that stand in most items; of equals the first of the alphabet."""
        sizes = {word: sum(len(shelf.packed.get(word, b"")) for shelf in self._shelves) for word in words}
        return sorted(sizes, key=lambda word: (-sizes[word], word))[:most]

    def beginning(self, start: str) -> list[str]:
        """Give the words that begin like this, in order."""
        return sorted({word for shelf in self._shelves for word in shelf.beginning(start)})

    def ending(self, end: str) -> list[str]:
        """Give the words that end like this, in order."""
        return sorted({word for shelf in self._shelves for word in shelf.ending(end)})
