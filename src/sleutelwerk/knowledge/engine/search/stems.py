"""Brings the forms of a Dutch word together: Snowball's Porter stemmer, with what it misses.

The newer Dutch stemmer of Snowball takes more off (begeleiding becomes beleid, gemeente becomes meen), and then finds
what nobody asked for. The older one takes off too little. What is added here was chosen on a list of word families.
"""

from __future__ import annotations

import re
from threading import local

from Stemmer import Stemmer  # type: ignore[import-not-found]  # compiled, without types

_PLURAL_S = re.compile(r"^(?=.{5})\w*[^aeiou](?:[aou]|eau)s$|^(?=.{6})\w*(?:[^aeiou]ee?|[tg]ie)s$")
_ING = re.compile(r"(?=\w*[aeiouy]\w*ing$)(\w{4,})ing$")
_DOUBLE_END = re.compile(r"([bcdfgklmnprst])\1$")
_SOFT_END = {"z": "s", "v": "f"}
_MOST_ROUNDS = 4
_LONGEST = 40

_own = local()


def stem(word: str) -> str:
    """Give what a plain word has in common with its other forms. Words with figures stay as they are."""
    found = word
    # figures, and words with figures in them, have no other forms
    for _ in range(_MOST_ROUNDS if word.isalpha() else 0):
        # once is not enough: gegevens becomes gegeven, and only that becomes gegev
        shorter = _once(_without_ending(found))
        if shorter == found:
            break
        found = shorter
    found = single_vowels(_DOUBLE_END.sub(r"\1", found))
    return (found[:-1] + _SOFT_END.get(found[-1], found[-1]))[:_LONGEST]


def single_vowels(word: str) -> str:
    """Write long vowels as single ones, as a stem does: afspraak and afspraken both have afsprak."""
    return word.replace("aa", "a").replace("ee", "e").replace("oo", "o").replace("uu", "u")


def _without_ending(word: str) -> str:
    """Take off what Snowball leaves: dilemmas, organisaties, strategieen, melding."""
    if _PLURAL_S.match(word):
        return word[:-1]
    if word.endswith("ieen"):
        return word[:-2]
    found = _ING.match(word)
    return found[1] if found else word


def _once(word: str) -> str:
    """Stem by Snowball; a stemmer keeps state, so each thread has its own."""
    if not hasattr(_own, "stemmer"):
        _own.stemmer = Stemmer("dutch_porter", 0)  # without a memory of its own: a Language has one
    return str(_own.stemmer.stemWord(word))
