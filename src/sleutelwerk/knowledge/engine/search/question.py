"""Reads what somebody typed: words that count, words between quotes, or the one reason why there is nothing to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sleutelwerk.knowledge.engine.search.language import Language
from sleutelwerk.knowledge.engine.search.model import Status
from sleutelwerk.knowledge.engine.search.words import cleaned, words_in

#: The longest question in characters, and the most words of it that are looked up.
LONGEST = 200
MOST_WORDS = 16
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')


@dataclass(frozen=True, slots=True)
class Asked:
    """One word that counts. `exact` words stood between quotes: they must be there, and just so."""

    word: str
    term: str
    exact: bool = False
    #: Whether more letters may follow: it is the last word, and nothing stands after it.
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What to look up; with a `refusal` there is nothing to look up."""

    text: str = ""
    words: tuple[Asked, ...] = field(default=())
    refusal: Status | None = None


def read_question(text: str, language: Language) -> Question:
    """Read a question. A word that is asked twice counts once."""
    if len(text) > LONGEST:
        return Question(refusal=Status.TOO_LONG)
    clean = cleaned(text).strip()
    if not clean:
        return Question(refusal=Status.EMPTY)
    quoted = [range(*found.span(1)) for found in _QUOTED.finditer(clean)]
    words: dict[str, Asked] = {}
    small = False
    for word, start, end in words_in(clean):
        term = language.term(word)
        small = small or language.is_small(word)
        if term and term not in words and len(words) < MOST_WORDS:
            exact = any(start in span for span in quoted)
            words[term] = Asked(word, term, exact, open_end=end == len(clean))
    if words:
        return Question(clean, tuple(words.values()))
    return Question(refusal=Status.ONLY_SMALL_WORDS if small else Status.NO_WORDS)
