"""Looks a text through for what does not belong in it, and says what to write instead; keeps and learns nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from sleutelwerk.privacy.engine.detect.span import Detect
from sleutelwerk.privacy.engine.detectors import DETECTORS
from sleutelwerk.privacy.engine.fold import Folded, fold
from sleutelwerk.privacy.engine.functions import names_among_functions
from sleutelwerk.privacy.engine.lexicon import Lexicon, Spot
from sleutelwerk.privacy.engine.model import Kind, Pattern, Remark, Term, WordList
from sleutelwerk.privacy.engine.words import words_of

#: Letters written apart: 's p a c e d', 'd.o.t.t.e.d'; always by the same sign.
_APART = re.compile(
    r"(?<![\w'])[^\W\d_](?:(?P<sign>[ .*_-])[^\W\d_](?![^\W_']))(?:(?P=sign)[^\W\d_](?![^\W_'])){1,40}+"
)

_Place = tuple[int, int, Kind, Term | Pattern]


class Guard:
    """A word list, ready to look texts through. Make it once: making costs far more than looking."""

    def __init__(self, words: WordList) -> None:
        self.words = words
        self._lexicon = Lexicon(words)
        self._not_names = frozenset(words.not_names)
        shared = {"not_names": words.not_names}
        self._detectors: list[tuple[Pattern, Detect]] = [
            (one, DETECTORS[one.id].make({**shared, **one.lists})) for one in words.patterns
        ]

    def examine(self, text: str) -> tuple[Remark, ...]:
        """Give the remarks on a text, in its order. Works in time that grows with the length of the text."""
        plain = fold(text)
        places = chain(self._terms(plain), self._written_apart(plain), self._patterns(plain))
        return tuple(self._remark(place, text, plain) for place in _longest(places))

    def examine_functions(self, text: str) -> tuple[Remark, ...]:
        """Give the remarks on a text in which only functions may stand, in its order: names are found sooner there."""
        plain = self.examine(text)
        names = (
            one
            for one in names_among_functions(text, self._not_names)
            if not any(other.start < one.end and one.start < other.end for other in plain)
        )
        return tuple(sorted((*plain, *names), key=lambda one: (one.start, one.end)))

    def _terms(self, plain: Folded) -> Iterator[_Place]:
        return (_place(spot) for spot in self._lexicon.find(plain, words_of(plain)))

    def _written_apart(self, plain: Folded) -> Iterator[_Place]:
        for found in _APART.finditer(plain.text):
            joined = fold(found.group()[::2])
            for spot in self._lexicon.find(joined, words_of(joined)):
                yield found.start(), found.end(), spot.term.kind, spot.term

    def _patterns(self, plain: Folded) -> Iterator[_Place]:
        for pattern, detect in self._detectors:
            for start, end in detect(plain):
                yield start, end, pattern.kind, pattern

    def _remark(self, place: _Place, text: str, plain: Folded) -> Remark:
        start, end = plain.original_span(place[0], place[1])
        kind, of = place[2:]
        return Remark(start, end, kind, text[start:end], of.id, of.advice or self.words.kinds[kind].advice)


def _place(spot: Spot) -> _Place:
    return spot.start, spot.end, spot.term.kind, spot.term


def _longest(places: Iterable[_Place]) -> list[_Place]:
    """Join places of one kind that overlap, under the first and longest; several kinds may stand at one place."""
    kept: list[_Place] = []
    in_order = sorted(places, key=lambda place: (place[2], place[0], -place[1], place[3].id))
    for place in in_order:
        last = kept[-1] if kept else None
        if last and last[2] is place[2] and place[0] < last[1]:
            kept[-1] = (last[0], max(last[1], place[1]), last[2], last[3])
        else:
            kept.append(place)
    return sorted(kept, key=lambda place: (place[0], place[1], place[2]))
