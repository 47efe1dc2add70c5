"""The words of a part of the library, and of all parts that one viewer may look into, ready to look up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sleutelwerk.knowledge.engine.search.model import About
from sleutelwerk.knowledge.engine.search.packing import Postings, unpack


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The terms of one part, with their lists packed as they were kept; and what is known of the items in it."""

    packed: Mapping[str, bytes]
    about: Mapping[int, About] = field(default_factory=dict)
    _words: Sequence[str] = field(default=(), repr=False)
    _backwards: Sequence[str] = field(default=(), repr=False)

    @classmethod
    def of(cls, packed: Mapping[str, bytes], about: Mapping[int, About] | None = None) -> Shelf:
        """Make a shelf."""
        words = sorted(packed)
        return cls(packed, about or {}, words, sorted(word[::-1] for word in words))

    def beginning(self, start: str) -> Iterator[str]:
        """Give the words that begin like this, in order."""
        yield from _between(self._words, start)

    def ending(self, end: str) -> Iterator[str]:
        """Give the words that end like this."""
        for word in _between(self._backwards, end[::-1]):
            yield word[::-1]


def _between(words: Sequence[str], start: str) -> Iterator[str]:
    for place in range(bisect_left(words, start), len(words)):
        if not words[place].startswith(start):
            return
        yield words[place]


class View:
    """Everything that one viewer may look into. What is not in it has no influence on any answer."""

    def __init__(self, shelves: Iterable[Shelf]) -> None:
        self._shelves = tuple(shelves)
        self._read: dict[str, Postings] = {}
        known = [shelf.about for shelf in self._shelves if shelf.about]
        #: What is known of every item; usually all of it stands on one shelf, and nothing needs copying.
        self.about: Mapping[int, About] = (
            known[0] if len(known) == 1 else {n: one for about in known for n, one in about.items()}
        )

    def __contains__(self, term: str) -> bool:
        """Tell whether a term stands anywhere in it."""
        return any(term in shelf.packed for shelf in self._shelves)

    def postings(self, term: str) -> Postings:
        """Give in which items a term stands. An item on two shelves counts by the one that knows more of it."""
        if term not in self._read:
            found: Postings = {}
            for shelf in self._shelves:
                packed = shelf.packed.get(term)
                more = unpack(packed) if packed else {}
                found = {**found, **more, **{n: max(found[n], more[n]) for n in found.keys() & more}} if found else more
            self._read[term] = found
        return self._read[term]

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
