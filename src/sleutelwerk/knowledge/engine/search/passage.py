"""Chooses the passage of a text that answers best, and marks the words that were looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from sleutelwerk.knowledge.engine.search.language import Language
from sleutelwerk.knowledge.engine.search.model import Marked
from sleutelwerk.knowledge.engine.search.stems import single_vowels
from sleutelwerk.knowledge.engine.search.typos import distance

#: How long a passage may be, and how much of it stands before its first word that was looked for, in characters.
LONGEST = 280
_BEFORE = 60
#: The end of a line, or a full stop with quotes and space. A pattern that begins with a set is searched for quickly.
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[’”\"')]*\s+)")
_MOST_SLIPS = 3
#: Letters with an accent; a set that goes further takes milliseconds to compile.
_ACCENTS = "\\u00c0-\\u00ff"

Span = tuple[int, int]


class Marker:
    """Finds the words of a text that were looked for, without taking every other word apart."""

    def __init__(self, worth: Mapping[str, float], language: Language) -> None:
        self._worth = worth
        self._language = language
        #: What was looked for, and what looks like it: a word is judged once, however often it stands anywhere.
        self._wanted: dict[str, str] = {}
        self._other: set[str] = set()
        self._begins = _by_first_two(worth, language)
        # a pattern that begins with a set of letters is searched for quickly; that a word begins there is seen after
        self._pattern = re.compile(
            rf"{_either(start[:1] for start in self._begins)}(?<!\w\w){_second(self._begins)}\w*(?:['’]\w+)?"
        )

    def hits(self, text: str) -> list[tuple[Span, str]]:
        """Give where each word stands that was looked for, and its term, in order."""
        words = set(self._pattern.findall(text))
        begins = self._begins
        for word in words.difference(self._wanted, self._other):
            # the first letters tell nearly always that a word was not looked for: stemming takes far longer
            starts = begins.get(word[:2])
            if (starts and _bare(word).startswith(starts)) or not word.isascii():
                self._judge(word)
            else:
                self._other.add(word)
        return sorted(
            (span, self._wanted[word]) for word in words & self._wanted.keys() for span in self._at(word, text)
        )

    def _at(self, word: str, text: str) -> Iterator[Span]:
        """Give where a word stands by itself."""
        start = text.find(word)
        while start >= 0:
            found = self._pattern.match(text, start)
            if found and found.group() == word:
                yield found.span()
            start = text.find(word, start + 1)

    def _judge(self, word: str) -> None:
        """Remember whether a word was looked for."""
        term = self._language.term(word)
        if term in self._worth:
            self._wanted[word] = term
        else:
            self._other.add(word)

    def marked(self, text: str) -> Marked:
        """Give a text in pieces, the words that were looked for apart from the rest."""
        pieces: list[tuple[str, bool]] = []
        after = 0
        for (start, end), _ in self.hits(text):
            pieces += [(text[after:start], False), (text[start:end], True)]
            after = end
        pieces.append((text[after:], False))
        return tuple(piece for piece in pieces if piece[0])

    def best_passage(self, texts: Iterable[str]) -> Marked:
        """Give the sentence with the words that say most; of equals the first. Without any, the first sentence."""
        best, most = "", 0.0
        for text in texts:
            hits = self.hits(text)
            if best and not hits:
                continue
            ends = [found.end() for found in _SENTENCE_END.finditer(text)]
            by_sentence: dict[int, set[str]] = {}
            for (start, _), term in hits:
                by_sentence.setdefault(bisect_right(ends, start), set()).add(term)
            best = best or _sentence(text, ends, 0)
            for place, terms in by_sentence.items():
                value = sum(self._worth[term] for term in sorted(terms))
                if value > most:
                    best, most = _sentence(text, ends, place), value
        return _shortened(best.strip(), self.marked(best.strip()))


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    """Write a word as a term would begin; texts use the same words time and again."""
    return single_vowels(word.lower())


def _by_first_two(worth: Iterable[str], language: Language) -> dict[str, tuple[str, ...]]:
    """Give by their first two letters, small or large, how words begin that may have one of these terms."""
    found: dict[str, set[str]] = {}
    forms = {single_vowels(form) for term in worth for form in language.forms_of(term)}
    for start in {_beginning(term) for term in worth} | forms:
        for two in (start[:2], start[0] * 2):  # a word may begin with a long vowel, which is a single one in `start`
            for written in (two, two.capitalize(), two.upper()):
                found.setdefault(written, set()).add(start)
    return {two: tuple(starts) for two, starts in found.items()}


def _second(begins: Iterable[str]) -> str:
    """Give a pattern for what may follow the first letter: another letter for each, or one with an accent."""
    after: dict[str, set[str]] = {}
    for two in begins:
        after.setdefault(two[:1], set()).add(two[1:])
    ways = [f"(?<={re.escape(first)})[{''.join(sorted(letters))}]" for first, letters in after.items() if any(letters)]
    return f"(?:{'|'.join([*ways, f'[{_ACCENTS}]'])})"


def _sentence(text: str, ends: Sequence[int], place: int) -> str:
    """Give the sentence at this place of a text, of which it is known where each sentence ends."""
    return text[ends[place - 1] if place else 0 : ends[place] if place < len(ends) else len(text)]


def _beginning(term: str) -> str:
    """Give the first letters of the words that may have this term, whose last letter may differ: brief, brieven."""
    return term[: max(2, len(term) - 1)]


def _either(letters: Iterable[str]) -> str:
    """Give a pattern for one of these letters, small or large, or a letter with an accent."""
    known = "".join(sorted({case for letter in letters for case in (letter, letter.upper())}))
    return rf"[{known}{_ACCENTS}]"


def _shortened(text: str, passage: Marked) -> Marked:
    """Cut a passage to length between words, around its first word that was looked for."""
    if len(text) <= LONGEST:
        return passage
    first = len(passage[0][0]) if len(passage) > 1 and not passage[0][1] else 0
    begin = text.rfind(" ", 0, max(0, first - _BEFORE)) + 1
    end = text.rfind(" ", first + 1, begin + LONGEST)
    end = end if end > 0 else begin + LONGEST
    cut: list[tuple[str, bool]] = [("… ", False)] if begin else []
    place = 0
    for piece, hit in passage:
        kept = piece[max(0, begin - place) : max(0, end - place)]
        place += len(piece)
        if kept:
            cut.append((kept, hit))
    return (*cut, (" …", False)) if end < len(text) else tuple(cut)


def written_as(term: str, texts: Iterable[str], typed: str, language: Language) -> str:
    """Give how a term is written in texts that the viewer may see: the form nearest to what he typed, or nothing."""
    marker = Marker({term: 1.0}, language)
    forms = {text[slice(*span)].lower() for text in texts for span, _ in marker.hits(text)}
    return min(forms, key=lambda form: (distance(typed.lower(), form, _MOST_SLIPS), form), default="")
