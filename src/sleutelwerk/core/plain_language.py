"""Tells offline whether a Dutch text is plain, and free of words that mark people by what they are."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from sleutelwerk.core.yaml_source import parse_yaml

#: Below this score a text counts as hard; the formula calls 50 to 60 fairly difficult and 30 to 50 difficult.
HARD_BELOW = 50.0

#: A score of a shorter text says nothing.
FEWEST_WORDS = 30

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)")
_VOWELS = re.compile(r"[ëïöü]|ij|[aeiouyàáâäèéêìíîòóôùúû]+", re.IGNORECASE)
_INFLECTIONS = "(?:e|s|en|es|se|sen|ne|nen|ns|nse|n|er|ers|ren|'s)?"


class BannedWord(NamedTuple):
    """A word of the list found in a text: as it stands there, and why it is on the list."""

    word: str
    reason: str


def reading_ease(text: str) -> float | None:
    """Give the Flesch-Douma score: 206.84 - 0.77 x syllables in 100 words - 0.93 x words per sentence."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    return 206.84 - 0.77 * (100 * syllables / len(words)) - 0.93 * (len(words) / sentences)


def banned_words(text: str) -> list[BannedWord]:
    """Find words for ethnicity, faith, nationality, birthplace, family ties or a named group."""
    found = []
    for pattern, reason in _patterns():
        found += [BannedWord(match.group(), reason) for match in pattern.finditer(text)]
    return found


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = files("sleutelwerk").joinpath("content/language/banned_words.yaml").read_bytes()
    data: Any = parse_yaml(raw, "banned_words.yaml").data
    return tuple((_pattern(group["words"]), group["reason"]) for group in data["groups"])


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Whole words with their inflections; a word that ends in * also begins longer words."""
    ways = (re.escape(word.rstrip("*")) + (r"[^\W\d_]*" if word.endswith("*") else _INFLECTIONS) for word in words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)})(?![^\W_])", re.IGNORECASE)
