"""Looks up words and expressions in a list of forms, in time that grows with the text and not with the list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sleutelwerk.privacy.engine.fold import fold
from sleutelwerk.privacy.engine.words import WORD, Words

T = TypeVar("T")

_STARRED = re.compile(rf"\*?{WORD.pattern}\*?")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A form in a text: the numbers of its first and last word, where it begins and ends, and whose form it is."""

    first: int
    last: int
    start: int
    end: int
    value: T


def parts_of(form: str) -> tuple[str, ...]:
    """Take a form apart into plain words in small letters, each with its stars."""
    return tuple(_STARRED.findall(fold(form).lower))


@dataclass(slots=True)
class Wording(Generic[T]):
    """Forms by the way in which they are looked up; `*` at either end of a form stands for the rest of a word."""

    prefixes: tuple[str, ...] = ()
    _whole: dict[str, list[T]] = field(default_factory=lambda: defaultdict(list))
    _begins: dict[str, list[T]] = field(default_factory=lambda: defaultdict(list))
    _ends: dict[str, list[T]] = field(default_factory=lambda: defaultdict(list))
    _phrases: dict[str, list[tuple[tuple[str, ...], T]]] = field(default_factory=lambda: defaultdict(list))
    _begin_lengths: set[int] = field(default_factory=set)
    _end_lengths: set[int] = field(default_factory=set)

    def add(self, form: str, value: T) -> None:
        """Add a form. A form without a word in it adds nothing: the checker of the list says so."""
        parts = parts_of(form)
        if len(parts) > 1:
            self._phrases[parts[0]].append((parts[1:], value))
        elif parts:
            self._add_word(parts[0], value)

    def _add_word(self, word: str, value: T) -> None:
        bare = word.strip("*")
        self._whole[bare].append(value)
        if word.endswith("*"):
            self._begins[bare].append(value)
            self._begin_lengths.add(len(bare))
        if word.startswith("*"):
            self._ends[bare].append(value)
            self._end_lengths.add(len(bare))

    def find(self, text: Words) -> Iterator[Found[T]]:
        """Find every form in a text."""
        quiet: set[str] = set()
        for number, word in enumerate(text.words):
            if word in self._phrases:
                yield from self._phrases_at(text, number)
            if word not in quiet:
                found = list(self._word_at(text, number, word))
                yield from found
                if not found:
                    quiet.add(word)

    def knows(self, word: str) -> bool:
        """Tell whether a word is one of the forms."""
        return bool(self._values(word))

    def _phrases_at(self, text: Words, number: int) -> Iterator[Found[T]]:
        for rest, value in self._phrases[text.words[number]]:
            last = number + len(rest)
            if fits(rest, text.words[number + 1 : last + 1]):
                yield Found(number, last, text.starts[number], text.ends[last], value)

    def _word_at(self, text: Words, number: int, word: str) -> Iterator[Found[T]]:
        start = text.starts[number]
        values = self._values(word)
        if values:
            yield from (Found(number, number, start, text.ends[number], value) for value in values)
            return
        if "-" not in word and "'" not in word:
            return
        joined = self._values(word.replace("-", "").replace("'", ""))
        if joined:
            yield from (Found(number, number, start, text.ends[number], value) for value in joined)
            return
        for part in re.finditer(r"[^-']+", word):
            for value in self._values(part.group()):
                yield Found(number, number, start + part.start(), start + part.end(), value)

    def _values(self, word: str) -> list[T]:
        if word in self._whole:
            return self._whole[word]
        found: list[T] = []
        for length in self._begin_lengths:
            if length < len(word):
                found += self._begins.get(word[:length], ())
        for length in self._end_lengths:
            if length < len(word):
                found += self._ends.get(word[-length:], ())
        if not found:
            rests = (word[len(one) :] for one in self.prefixes if word.startswith(one))
            found = [value for rest in rests for value in self._whole.get(rest, ())]
        return found


def fits(pattern: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether words are those of a pattern, of which each may end in a star."""
    return len(pattern) == len(words) and all(
        word.startswith(one[:-1]) if one.endswith("*") else word == one
        for one, word in zip(pattern, words, strict=True)
    )


def wording(forms: Iterable[str]) -> Wording[bool]:
    """Give a wording of forms that all mean the same."""
    made: Wording[bool] = Wording()
    for form in forms:
        made.add(form, value=True)
    return made
