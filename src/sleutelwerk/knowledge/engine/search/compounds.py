"""Takes Dutch compounds apart and puts them together, with no other words than a viewer may know of.

Nothing of this is done while indexing: whether a longer word holds a shorter one is decided from the words that the
viewer may see. So a word that stands in a gated text only never shows by what it makes of another word.
"""

from __future__ import annotations

from collections.abc import Iterator

from sleutelwerk.knowledge.engine.search.language import Language
from sleutelwerk.knowledge.engine.search.shelf import View

#: What may stand between two parts: vergoeding-s-regeling, gemeente-huis, ervaring-s-deskundige.
_JOINTS = ("", "s", "e", "en", "n", "er", "ers", "ing", "ings", "heid", "heids")
_SHORTEST_PART = 3
_SHORTEST_WORD = 4
#: A word of so many letters is recognised at the end of another whatever stands before it.
_SURE_AT_END = 6
#: A part that is known by itself has so many letters.
_SHORTEST_ALONE = 5
_MOST = 40


class Compounds:
    """What is known of longer words to one viewer."""

    def __init__(self, view: View, language: Language) -> None:
        self._view = view
        self._language = language

    def holding(self, term: str) -> tuple[str, ...]:
        """Give the words of which a term is the first or the last part."""
        if len(term) < _SHORTEST_WORD:
            return ()
        ends = [word for word in self._view.ending(term) if self._may_precede(word[: -len(term)], term)]
        begins = [word for word in self._view.beginning(term) if self._may_follow(word[len(term) :])]
        return tuple(self._view.commonest({*ends, *begins} - {term}, _MOST))

    def parts_of(self, term: str) -> tuple[str, str] | None:
        """Give the two parts of a term of which both are known, the last as long as can be; None when it has none."""
        for cut in range(_SHORTEST_PART, len(term) - _SHORTEST_PART + 1):
            last = term[cut:]
            if last in self._view or last in self._language.parts:
                for first in self._first_parts(term[:cut]):
                    if first in self._view:
                        return first, last
        return None

    def only_part_of(self, term: str) -> str | None:
        """Give the longest known word that a term begins or ends with, when the rest is known to nobody."""
        for size in range(len(term) - _SHORTEST_PART, _SHORTEST_ALONE - 1, -1):
            for part in (term[-size:], *self._first_parts(term[:size])):
                if part in self._view:
                    return part
        return None

    def _may_precede(self, start: str, term: str) -> bool:
        if len(start) < _SHORTEST_PART:
            return False
        return len(term) >= _SURE_AT_END or any(self._is_known(first) for first in self._first_parts(start))

    def _first_parts(self, start: str) -> Iterator[str]:
        """Give the terms that the first part of a compound may stand for, with and without what joins it."""
        for joint in _JOINTS[:5]:
            bare = start.removesuffix(joint)
            if (not joint or bare != start) and len(bare) >= _SHORTEST_PART:
                yield self._language.term(bare)

    def _may_follow(self, rest: str) -> bool:
        """Tell whether what follows a term is a word, after what may join the two."""
        for joint in _JOINTS:
            bare = rest.removeprefix(joint)
            if (not joint or bare != rest) and len(bare) >= _SHORTEST_PART and self._is_known(bare):
                return True
        return False

    def _is_known(self, term: str) -> bool:
        return term in self._view or term in self._language.parts
