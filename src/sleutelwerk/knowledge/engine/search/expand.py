"""Finds what else a word may be called: other forms, synonyms, compounds, its parts, and what was meant by a slip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sleutelwerk.knowledge.engine.search.compounds import Compounds
from sleutelwerk.knowledge.engine.search.language import Language, Wording
from sleutelwerk.knowledge.engine.search.question import Asked, Question
from sleutelwerk.knowledge.engine.search.shelf import View
from sleutelwerk.knowledge.engine.search.typos import nearest_words, slips_allowed

EXACT = 1.0
OTHER_FORM = 0.9
SYNONYM = 0.6
IN_COMPOUND = 0.65
BOTH_PARTS = 0.5
ONE_PART = 0.3
BEGINNING = 0.6
ONE_SLIP = 0.7
TWO_SLIPS = 0.5

_SHORTEST_BEGINNING = 3
_MOST_BEGINNINGS = 30
_SHORTEST_FORM = 3
#: Endings that may be half typed, so that `veilighe` finds what `veiligheid` finds.
_ENDINGS = ("heid", "heden", "ingen", "atie", "lijk", "eren", "baar", "je", "tje")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a text may say a word, and how much that counts. `slips` is above 0 when it is a guess."""

    terms: Wording
    weight: float
    slips: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A word of the question with every way to say it."""

    asked: Asked
    alternatives: tuple[Alternative, ...]


def expand(question: Question, view: View, language: Language) -> tuple[Group, ...]:
    """Give the words of a question, each with the ways to say it that stand anywhere in the view."""
    expander = _Expander(question, view, language)
    return tuple(Group(asked, expander.alternatives(asked)) for asked in question.words)


class _Expander:
    """Looks things up for one question of one viewer."""

    def __init__(self, question: Question, view: View, language: Language) -> None:
        self._view = view
        self._language = language
        self._compounds = Compounds(view, language)
        self._phrases = _phrases(question, language)

    def alternatives(self, asked: Asked) -> tuple[Alternative, ...]:
        """Give the ways to say one word; the first of two with the same terms counts."""
        exact = Alternative((asked.term,), EXACT)
        if asked.exact:
            return (exact,) if asked.term in self._view else ()
        found = [*self._sure(asked, exact)]
        parts = self._parts(asked.term, alone=not found)
        if not found:
            found = [*self._half_typed(asked)]
        if not found and not parts:
            found = [*self._meant(asked)] or [*self._one_part(asked.term)]
        return tuple({one.terms: one for one in reversed([*found, *parts])}.values())[::-1]

    def _sure(self, asked: Asked, exact: Alternative) -> Iterator[Alternative]:
        if asked.term in self._view:
            yield exact
        for form in other_forms(asked.term):
            if form in self._view:
                yield Alternative((form,), OTHER_FORM)
        for word in self._compounds.holding(asked.term):
            yield Alternative((word,), IN_COMPOUND)
        for wording in self._phrases.get(asked.term, ()):
            if all(term in self._view for term in wording):
                yield Alternative(wording, SYNONYM)

    def _parts(self, term: str, *, alone: bool) -> list[Alternative]:
        """Give the parts of a compound; each by itself only when the whole is nowhere."""
        parts = self._compounds.parts_of(term)
        if parts is None:
            return []
        found = [Alternative(parts, BOTH_PARTS)] if parts[1] in self._view else []
        if alone:
            found += [Alternative((part,), ONE_PART) for part in parts if part in self._view]
        return found

    def _one_part(self, term: str) -> Iterator[Alternative]:
        if part := self._compounds.only_part_of(term):
            yield Alternative((part,), ONE_PART)

    def _half_typed(self, asked: Asked) -> Iterator[Alternative]:
        if asked.open_end and len(asked.term) >= _SHORTEST_BEGINNING:
            for word in self._view.beginning(asked.term)[:_MOST_BEGINNINGS]:
                yield Alternative((word,), BEGINNING)
            for typed in range(1, min(5, len(asked.term) - _SHORTEST_BEGINNING)):
                base, rest = asked.term[:-typed], asked.term[-typed:]
                if base in self._view and any(ending.startswith(rest) for ending in _ENDINGS):
                    yield Alternative((base,), BEGINNING)

    def _meant(self, asked: Asked) -> Iterator[Alternative]:
        for word, slips in nearest_words(asked.term, self._view, slips_allowed(asked.word)):
            yield Alternative((word,), ONE_SLIP if slips == 1 else TWO_SLIPS, slips)


def other_forms(term: str) -> tuple[str, ...]:
    """Give the forms of a verb or adjective that no rule brings to the same term: betaal, betaalt, betaald, gestopt."""
    bare = {term}
    for ending in ("t", "d"):
        bare |= {form.removesuffix(ending) for form in [*bare]}
    bare |= {form.removeprefix("ge") for form in [*bare]}
    ended = {form + ending for form in bare for ending in ("", "t", "d")}
    found = ended | {f"ge{form}" for form in ended}
    return tuple(sorted(form for form in found - {term} if len(form) >= _SHORTEST_FORM))


def _phrases(question: Question, language: Language) -> dict[str, tuple[Wording, ...]]:
    """Give by each term of a question what it means by itself, and what it means together with those around it."""
    terms = tuple(asked.term for asked in question.words)
    found: dict[str, tuple[Wording, ...]] = {}
    for start, stop in combinations(range(len(terms) + 1), 2):
        wording = terms[start:stop]
        for term in wording if wording in language.synonyms else ():
            found[term] = (*found.get(term, ()), *language.synonyms[wording])
    return found
