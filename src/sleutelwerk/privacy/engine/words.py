"""Takes a plain text apart into words and sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sleutelwerk.privacy.engine.fold import Folded

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[!?]+|\.(?=\s+[A-Z'\"(]|\s*\Z)|\n\s*\n|;")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in small letters, with where each begins and ends, and where sentences end."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    sentence_ends: Sequence[int]

    def sentence_of(self, word: int) -> int:
        """Give the number of the sentence in which a word stands."""
        return bisect_right(self.sentence_ends, self.starts[word])

    def in_sentence(self, number: int) -> frozenset[str]:
        """Give the words of a sentence."""
        begin = self.sentence_ends[number - 1] if number else 0
        last = number >= len(self.sentence_ends)
        first = bisect_right(self.starts, begin - 1)
        end = len(self.words) if last else bisect_right(self.starts, self.sentence_ends[number] - 1)
        return frozenset(self.words[first:end])


def words_of(text: Folded) -> Words:
    """Take a text apart."""
    found = [(match.group(), match.start(), match.end()) for match in WORD.finditer(text.lower)]
    words, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Words(words, starts, ends, [match.end() for match in _SENTENCE_END.finditer(text.text)])
