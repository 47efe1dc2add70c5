"""Puts what was found in order: by how much its words say, and how many of the words that were asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from sleutelwerk.knowledge.engine.search.expand import Group
from sleutelwerk.knowledge.engine.search.language import Language, Wording
from sleutelwerk.knowledge.engine.search.model import EVERYTHING, Narrow
from sleutelwerk.knowledge.engine.search.shelf import Postings, View

#: How much two words of the question that follow each other in a title add.
_TOGETHER = 0.3
#: How much it matters to have all words instead of some: the part that an item has counts to this power.
_COMPLETE = 0.5
#: Of so many items with the highest sums it is looked up how many words they have, and whether these stand together.
_LOOKED_AT = 100
_DECIMALS = 9
#: A figure for the item at each place of the view; 0 where there is nothing to say of it.
Scores = NDArray[np.float64]
#: A way to say a word, where it stands with which weights, and what it counts.
_Weighed = tuple[Wording, Postings, float]


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
    by_word = [_scores(ways, view) for ways in weighed]
    # in the order of the words: sums must come out the same to the last digit wherever they are made
    total = sum(by_word, np.zeros(view.reach.size))
    _keep_exact(groups, view, total)
    if narrow != EVERYTHING:
        _keep_fitting(narrow, view, total)
    best = _best(total, view, max(most, _LOOKED_AT))
    if not best:
        return Ranked(0, (), {}, _guesses(groups))
    most_of = [max((factor for _, _, factor in ways), default=0.0) for ways in weighed]
    part = sum(of * (scores[best] > 0) for of, scores in zip(most_of, by_word, strict=True)) / sum(most_of)
    felt = total[best] * part**_COMPLETE
    for at, pairs in _near(groups, view, best).items():
        title = language.terms_of_title(view.about[view.reach.lowest + best[at]].title)
        felt[at] *= 1 + _TOGETHER * len(pairs & {*pairwise(title)})
    looked_at = np.zeros(view.reach.size)
    looked_at[best] = felt
    places = _best(looked_at, view, most)
    numbers = [view.reach.lowest + place for place in places]
    return Ranked(int(np.count_nonzero(total)), numbers, _worth(weighed, view, places), _guesses(groups))


def _near(groups: Iterable[Group], view: View, best: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    """Give by its place among these items which pairs of words of the question an item has both of."""
    found: dict[int, set[tuple[str, str]]] = {}
    for pair in {(one.asked.term, next_.asked.term) for one, next_ in pairwise(groups)}:
        one, other = (_row(view.postings(term), view) for term in pair)
        for at in (one[best] & other[best]).nonzero()[0].tolist():
            found.setdefault(at, set()).add(pair)
    return found


def _row(postings: Postings, view: View) -> NDArray[np.bool_]:
    """Tell for each place of the view whether a list has it."""
    row = np.zeros(view.reach.size, np.bool_)
    row[postings.places] = True
    return row


def _worth(weighed: Iterable[Iterable[_Weighed]], view: View, chosen: Sequence[int]) -> dict[str, float]:
    """Give how much each term says that stands in one of these items: most ways to say a word stand elsewhere."""
    worth: dict[str, float] = {}
    for terms, _, weight in chain.from_iterable(weighed):
        worth.update((term, weight) for term in terms if weight > worth.get(term, 0.0))
    row = np.zeros(view.reach.size, np.bool_)
    row[list(chosen)] = True
    return {term: value for term, value in worth.items() if row[view.postings(term).places].any()}


def _best(scores: Scores, view: View, most: int) -> list[int]:
    """Give the places with the highest scores in order; of equals, by title."""
    places = np.flatnonzero(scores)
    # sums differ in their last digits by the order of adding, so scores are told apart by nine digits only
    if len(places) > most:
        least = np.partition(scores[places], -most)[-most] - 10**-_DECIMALS
        places = places[scores[places] >= least]
    lowest, about = view.reach.lowest, view.about
    among = [
        (-round(score, _DECIMALS), about[lowest + place].place, place)
        for place, score in zip(places.tolist(), scores[places].tolist(), strict=True)
    ]
    return [place for _, _, place in sorted(among)[:most]]


def rarity(holding: int, items: int) -> float:
    """Give how much a word says that stands in so many of the items; never below 0, also when all have it."""
    return log(1 + (items - holding + 0.5) / (holding + 0.5))


def _weighed(group: Group, view: View) -> list[_Weighed]:
    """Give the ways to say a word with what each counts: a rare one more, but none more than the word itself."""
    items = len(view.about)
    own = len(view.postings(group.asked.term).places)
    most = rarity(own, items) if own else inf
    found = [(one, _together(one.terms, view)) for one in group.alternatives]
    return [(one.terms, there, one.weight * min(most, rarity(len(there.places), items))) for one, there in found]


def _scores(ways: Iterable[_Weighed], view: View) -> Scores:
    """Give for each item the best of the ways in which it says a word."""
    best = np.zeros(view.reach.size)
    for _, (places, weights), factor in ways:
        best[places] = np.maximum(best[places], weights * factor)
    return best


def _together(terms: Sequence[str], view: View) -> Postings:
    """Give the items that have all of these terms, with the least of their weights."""
    places, weights = view.postings(terms[0])
    for term in terms[1:]:
        more = view.postings(term)
        row = np.zeros(view.reach.size, np.uint16)
        row[more.places] = more.weights
        weights = np.minimum(weights, row[places])
        places, weights = places[weights > 0], weights[weights > 0]
    return Postings(places, weights)


def _keep_exact(groups: Iterable[Group], view: View, total: Scores) -> None:
    """Leave out what lacks a word that stood between quotes."""
    for group in groups:
        if group.asked.exact:
            total[~_row(view.postings(group.asked.term), view)] = 0


def _keep_fitting(narrow: Narrow, view: View, total: Scores) -> None:
    """Leave out what is not among the items to look among."""
    for place in np.flatnonzero(total).tolist():
        if not narrow.fits(view.about[view.reach.lowest + place]):
            total[place] = 0


def _guesses(groups: Iterable[Group]) -> dict[str, str]:
    """Give by each word as it was typed the term that was taken for it."""
    return {
        group.asked.word: group.alternatives[0].terms[0]
        for group in groups
        if group.alternatives and group.alternatives[0].slips
    }
