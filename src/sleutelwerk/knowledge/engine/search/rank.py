"""Puts what was found in order: by how much its words say, and how many of the words that were asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, pairwise
from math import inf, log

from sleutelwerk.knowledge.engine.search.expand import Group
from sleutelwerk.knowledge.engine.search.language import Language, Wording
from sleutelwerk.knowledge.engine.search.model import EVERYTHING, Narrow
from sleutelwerk.knowledge.engine.search.shelf import View

#: How much two words of the question that follow each other in a title add.
_TOGETHER = 0.3
#: How much it matters to have all words instead of some: the part that an item has counts to this power.
_COMPLETE = 0.5
#: Of so many items with the highest sums it is looked up how many words they have, and whether these stand together.
_LOOKED_AT = 100
_DECIMALS = 9
Scores = Mapping[int, float]
#: A way to say a word, where it stands with which weights, and what it counts.
_Weighed = tuple[Wording, Mapping[int, int], float]


@dataclass(frozen=True, slots=True)
class Ranked:
    """How many items were found, the numbers of the best of them in order, and how much each of their terms says.

    `guesses` has by each mistyped word the term that was taken for it.
    """

    total: int
    numbers: Sequence[int]
    worth: Mapping[str, float]
    guesses: Mapping[str, str]


def rank(groups: Sequence[Group], view: View, narrow: Narrow, language: Language, *, most: int) -> Ranked:
    """Rank the items of a view, the best `most` of them. A word that stands nowhere in it counts for nobody."""
    weighed = [_weighed(group, view) for group in groups]
    by_word = [_scores(ways) for ways in weighed]
    total = _sum(by_word)
    _keep_exact(groups, view, total)
    if narrow != EVERYTHING:
        total = {number: score for number, score in total.items() if narrow.fits(view.about[number])}
    best = _best(total, view, max(most, _LOOKED_AT))
    most_of = [max((factor for _, _, factor in ways), default=0.0) for ways in weighed]
    words = list(zip(most_of, by_word, strict=True))
    most_of_all = sum(most_of)
    pairs = [
        (pair, *map(view.postings, pair))
        for pair in {(one.asked.term, next_.asked.term) for one, next_ in pairwise(groups)}
    ]
    looked_at = {}
    for number in best:
        part = sum([of for of, scores in words if number in scores]) / most_of_all
        near = {pair for pair, one, other in pairs if number in one and number in other}
        together = len(near & {*pairwise(language.terms(view.about[number].title))}) if near else 0
        looked_at[number] = total[number] * part**_COMPLETE * (1 + _TOGETHER * together)
    numbers = _best(looked_at, view, most)
    return Ranked(len(total), numbers, _worth(weighed, view, numbers), _guesses(groups))


def _worth(weighed: Iterable[Iterable[_Weighed]], view: View, numbers: Sequence[int]) -> dict[str, float]:
    """Give how much each term says that stands in one of these items: most ways to say a word stand elsewhere."""
    worth: dict[str, float] = {}
    for terms, _, weight in chain.from_iterable(weighed):
        worth.update((term, weight) for term in terms if weight > worth.get(term, 0.0))
    return {term: value for term, value in worth.items() if not view.postings(term).keys().isdisjoint(numbers)}


def _sum(by_word: Iterable[Scores]) -> dict[int, float]:
    """Add up, in the order of the words: sums must come out the same to the last digit wherever they are made."""
    total: dict[int, float] = {}
    for scores in by_word:
        less: Scores = scores
        if len(scores) > len(total):  # the shorter is added to the longer
            less, total = total, dict(scores)
        so_far = total.get
        for number, score in less.items():
            total[number] = so_far(number, 0.0) + score
    return total


def _best(scores: Scores, view: View, most: int) -> list[int]:
    """Give the numbers with the highest scores in order; of equals, by title."""
    # sums differ in their last digits by the order of adding, so scores are told apart by nine digits only
    least = min(nlargest(most, scores.values()), default=0.0) - 10**-_DECIMALS
    among = [
        (-round(score, _DECIMALS), view.about[number].place, number)
        for number, score in scores.items()
        if score >= least
    ]
    return [number for _, _, number in sorted(among)[:most]]


def rarity(holding: int, items: int) -> float:
    """Give how much a word says that stands in so many of the items; never below 0, also when all have it."""
    return log(1 + (items - holding + 0.5) / (holding + 0.5))


def _weighed(group: Group, view: View) -> list[_Weighed]:
    """Give the ways to say a word with what each counts: a rare one more, but none more than the word itself."""
    items = len(view.about)
    own = view.postings(group.asked.term)
    most = rarity(len(own), items) if own else inf
    found = [(one, _together(one.terms, view)) for one in group.alternatives]
    return [(one.terms, there, one.weight * min(most, rarity(len(there), items))) for one, there in found]


def _scores(ways: Sequence[_Weighed]) -> Scores:
    """Give for each item the best of the ways in which it says a word."""
    lists = sorted(((there, factor) for _, there, factor in ways), key=lambda one: -len(one[0]))
    best: dict[int, float] = {}
    for found, factor in lists[:1]:  # of the longest list nothing needs comparing
        best = dict(zip(found, map(factor.__mul__, found.values()), strict=True))
    so_far = best.get
    for found, factor in lists[1:]:
        # the innermost loop of a search; plain steps take half the time of chained maps
        for number, weight in found.items():
            score = weight * factor
            if score > so_far(number, 0.0):
                best[number] = score
    return best


def _together(terms: Sequence[str], view: View) -> Mapping[int, int]:
    """Give the items that have all of these terms, with the least of their weights."""
    found: Mapping[int, int] = view.postings(terms[0])
    for term in terms[1:]:
        more = view.postings(term)
        found = {number: min(weight, more[number]) for number, weight in found.items() if number in more}
    return found


def _keep_exact(groups: Iterable[Group], view: View, total: dict[int, float]) -> None:
    """Leave out what lacks a word that stood between quotes."""
    for group in groups:
        if group.asked.exact:
            having = view.postings(group.asked.term)
            for number in total.keys() - having.keys():
                del total[number]


def _guesses(groups: Iterable[Group]) -> dict[str, str]:
    """Give by each word as it was typed the term that was taken for it."""
    return {
        group.asked.word: group.alternatives[0].terms[0]
        for group in groups
        if group.alternatives and group.alternatives[0].slips
    }
