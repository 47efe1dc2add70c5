"""Finds the known words that a mistyped word is nearest to."""

from __future__ import annotations

from sleutelwerk.knowledge.engine.search.shelf import View

#: From so many letters one slip is forgiven, and from so many two.
_ONE_SLIP, _TWO_SLIPS = 4, 8
_MOST_COMPARED = 600
_MOST_GIVEN = 3


def slips_allowed(word: str) -> int:
    """Give how many slips a word may have; a word with figures in it may have none."""
    if not word.isalpha():
        return 0
    return (len(word) >= _ONE_SLIP) + (len(word) >= _TWO_SLIPS)


def nearest_words(term: str, view: View, slips: int) -> tuple[tuple[str, int], ...]:
    """Give the words of a view that are nearest to a term, each with its distance: the commonest first.

    One slip leaves the first or the second half of a word whole, two slips a third of it; of the thirds only the first
    and the last are looked up. So few words need comparing, however many there are.
    """
    if not slips:
        return ()
    part = max(2, len(term) // (slips + 1))
    known = dict.fromkeys([*view.beginning(term[:part]), *view.ending(term[-part:])])
    near = [word for word in known if abs(len(word) - len(term)) <= slips][:_MOST_COMPARED]
    measured = [(word, distance(term, word, slips)) for word in near]
    least = min((steps for _, steps in measured), default=slips + 1)
    if least > slips:
        return ()
    best = [word for word, steps in measured if steps == least]
    return tuple((word, least) for word in view.commonest(best, _MOST_GIVEN))


def distance(one: str, other: str, most: int) -> int:
    """Count the letters to add, drop, change or swap with the next to come from one word to the other.

    Gives `most` + 1 as soon as it is sure that there are more than `most`.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, against in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                steps = min(steps, above[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
