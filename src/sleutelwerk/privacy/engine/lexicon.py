"""Finds the terms of a word list in a text, and lets pass what means something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sleutelwerk.privacy.engine.fold import Folded
from sleutelwerk.privacy.engine.inflect import adjective, demonym, demonym_adjective, noun
from sleutelwerk.privacy.engine.model import Near, Shape, Term, WordList
from sleutelwerk.privacy.engine.wording import Found, Wording, parts_of, wording
from sleutelwerk.privacy.engine.words import Words

#: Words by which a country becomes the country that somebody is from; the second set stands behind the name.
_FROM = frozenset(
    "geboren opgegroeid getogen wortels roots afkomstig herkomst geboorteland thuisland moederland gevlucht".split()
)
_FROM_BEHIND = frozenset("geboren opgegroeid getogen afkomstig vandaan".split())
_NEAR_WORDS = 4

_SHAPES: dict[Shape, Callable[[str], Iterable[str]]] = {
    Shape.AS_WRITTEN: lambda form: (form,),
    Shape.ADJECTIVE: adjective,
    Shape.NOUN: noun,
}


@dataclass(frozen=True, slots=True)
class _Use:
    """A form's term, and what the form is: the name of a country, an adjective before a thing, or just a word."""

    term: Term
    country: bool = False
    passes_before_things: bool = False
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A term in a plain text."""

    start: int
    end: int
    term: Term


class Lexicon:
    """All terms of a word list, ready to look up."""

    def __init__(self, words: WordList) -> None:
        self._uses: Wording[_Use] = Wording(tuple(part.lower() for part in words.prefixes))
        self._innocent = wording(words.innocent)
        self._things = wording(words.things)
        self._goods = wording(words.goods)
        self._near = {near: wording(forms) for near, forms in words.near.items()}
        for term in words.terms:
            self._add(term)

    def find(self, text: Folded, words: Words) -> Iterator[Spot]:
        """Find the terms of the list in a text."""
        found = list(self._uses.find(words))
        if not found:
            return
        passes = self._covered(words, [one for one in found if one.value.country and one.last > one.first])
        sentences: dict[tuple[Near, int], bool] = {}
        for one in found:
            if not passes(one) and self._counts(one, text, words, sentences):
                begin = self._from(one, words) if one.value.country else one.start
                yield Spot(begin, max(one.end, self._to(one, words)), one.value.term)

    def _add(self, term: Term) -> None:
        inflect = _SHAPES[term.shape]
        for form in term.forms:
            bare = form.strip("*")
            plain = " " in bare or form != bare
            for one in (form,) if plain else inflect(form):
                self._uses.add(one, _Use(term, capital=term.capital))
        for form in term.passes_in:
            self._innocent.add(form, value=True)
        self._add_nation(term)

    def _add_nation(self, term: Term) -> None:
        for country in term.nation.country:
            self._uses.add(country, _Use(term, country=True))
        for one in term.nation.adjective:
            for form in demonym_adjective(one):
                self._uses.add(form, _Use(term, passes_before_things=True))
        for one in term.nation.people:
            for form in demonym(one):
                self._uses.add(form, _Use(term, passes_before_things=True, capital=term.capital))

    def _covered(self, words: Words, countries: Iterable[Found[_Use]]) -> Callable[[Found[_Use]], bool]:
        """Give a test whether a form stands inside an expression or the name of a country, and so means nothing."""
        reach = [-1] * len(words.words)
        names = [-1] * len(words.words)
        for one in self._innocent.find(words):
            reach[one.first] = max(reach[one.first], one.last)
        for country in countries:
            names[country.first] = country.last
        furthest, inside = list(accumulate(reach, max)), list(accumulate(names, max))
        return lambda one: max(furthest[one.first], -1 if one.value.country else inside[one.first]) >= one.last

    def _counts(self, found: Found[_Use], text: Folded, words: Words, sentences: dict[tuple[Near, int], bool]) -> bool:
        use, term = found.value, found.value.term
        if use.capital and not text.text[found.start].isupper():
            return False
        if term.after and not _after(found, words, term.after):
            return False
        if use.passes_before_things and self._before_thing(found, words):
            return False
        if use.country and not self._somebody_from(found, words, sentences):
            return False
        if term.near and not self._is_near(term.near, found, words, sentences):
            return False
        return not (term.not_near and self._is_near(term.not_near, found, words, sentences))

    def _before_thing(self, found: Found[_Use], words: Words) -> bool:
        behind = found.last + 1
        return behind < len(words.words) and self._things.knows(words.words[behind])

    def _somebody_from(self, found: Found[_Use], words: Words, sentences: dict[tuple[Near, int], bool]) -> bool:
        before = words.words[max(0, found.first - _NEAR_WORDS) : found.first]
        if _FROM.intersection(before) or self._to(found, words) > found.end:
            return True
        out = _place_of_uit(before)
        if out is None:
            return False
        goods = out > 0 and self._goods.knows(before[out - 1])
        return not goods and self._is_near(Near.PERSON, found, words, sentences)

    def _is_near(self, near: Near, found: Found[_Use], words: Words, sentences: dict[tuple[Near, int], bool]) -> bool:
        number = words.sentence_of(found.first)
        if (near, number) not in sentences:
            known = self._near[near]
            sentences[near, number] = any(known.knows(word) for word in words.in_sentence(number))
        return sentences[near, number]

    @staticmethod
    def _from(found: Found[_Use], words: Words) -> int:
        """Begin at 'uit' or 'geboren in', not at the country."""
        for number in range(max(0, found.first - _NEAR_WORDS), found.first):
            if words.words[number] in _FROM or _place_of_uit(words.words[number : found.first]) == 0:
                return words.starts[number]
        return found.start

    @staticmethod
    def _to(found: Found[_Use], words: Words) -> int:
        behind = found.last + 1
        ends = found.value.country and behind < len(words.words) and words.words[behind] in _FROM_BEHIND
        return words.ends[behind] if ends else found.end


def _place_of_uit(before: Sequence[str]) -> int | None:
    """Give where 'uit' stands right before a country, an article between them or not."""
    if before and before[-1] == "uit":
        return len(before) - 1
    if len(before) > 1 and before[-2] == "uit" and before[-1] in {"de", "het"}:
        return len(before) - 2
    return None


def _after(found: Found[_Use], words: Words, allowed: tuple[str, ...]) -> bool:
    return found.first > 0 and words.words[found.first - 1] in {part for form in allowed for part in parts_of(form)}
