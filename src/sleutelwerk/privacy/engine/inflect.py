"""Gives the forms in which a Dutch word is written: inflected, plural, small, and of somebody.

The rules give a few forms that do not exist. That does no harm, as nobody writes them.
"""

from __future__ import annotations

import re

_LONG_VOWEL = re.compile(r"(.*[^aeiou]|)([aeou])\2([bcdfgklmnprstvz])")
_SHORT_VOWEL = re.compile(r"(?:.*[^aeiou])?[aeiou]([bdfgklmnprst])")
_VOICED = {"s": "z", "f": "v"}


def adjective(word: str) -> frozenset[str]:
    """Give an adjective with and without its -e: `islamitisch`, `islamitische`."""
    return frozenset({word, *(stem + "e" for stem in _stems(word))})


def noun(word: str) -> frozenset[str]:
    """Give a noun for a person or thing: plural, diminutive and possessive: `imam`, `imams`, `imam's`, `imammen`."""
    plural = {f"{stem}en" for stem in _stems(word)} | {f"{word}s", f"{word}'s", f"{word}n"}
    small = {f"{word}{ending}{many}" for ending in ("je", "tje", "etje", "pje") for many in ("", "s")}
    return frozenset({word, *plural, *small})


def demonym_adjective(word: str) -> frozenset[str]:
    """Give what is made of the adjective of a country: `Turks`, `Turkse`, `Turkstalig`, `Turkssprekende`."""
    spoken = {f"{word}{ending}{e}" for ending in ("talig", "sprekend") for e in ("", "e", "en")}
    inflected = word[:-3] + "es" if word.endswith("ees") else word
    return frozenset({word, f"{inflected}e", f"{inflected}en", *spoken})


def demonym(word: str) -> frozenset[str]:
    """Give what is made of the name for somebody from a country: `Turk`, `Turkje`, `Turks` as a possessive."""
    small = {f"{word}{ending}{many}" for ending in ("je", "tje") for many in ("", "s")}
    return frozenset({word, f"{word}'s", *small})


def _stems(word: str) -> set[str]:
    """Give how a word is written before a vowel: `allochtoon` - `allochton`, `wit` - `witt`, `vroom` - `vrom`."""
    if long := _LONG_VOWEL.fullmatch(word):
        short = f"{long[1]}{long[2]}"
        return {f"{short}{long[3]}", f"{short}{_VOICED.get(long[3], long[3])}"}
    stems = {word, word[:-1] + _VOICED.get(word[-1], word[-1])}
    if short_vowel := _SHORT_VOWEL.fullmatch(word):
        stems.add(word + short_vowel[1])
    return stems
