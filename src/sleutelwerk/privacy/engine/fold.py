"""Writes a text in plain letters, so that accents, look-alike letters and invisible marks hide nothing from the guard.

Every plain character remembers its place in the original, so that a remark points at what the writer sees.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

#: Letters of other scripts that look like one of ours, and letters that come apart in no standard way.
_LOOK_ALIKES = dict(
    zip(
        "АВЕЅЗІЈКМНОРСТУХҮԚԜаекмортсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχßøØłŁđĐıæÆœŒ",
        "A B E S 3 I J K M H O P C T Y X Y Q W a e k m o p t c y x i j s d q w h "
        "A B E Z H I K M N O P T Y X a i k v o p t u x ss o O l L d D i ae AE oe OE".split(),
        strict=True,
    )
)
_PLAIN_MARKS = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u00b4`\u2032\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d\u2043", "-"),
}
#: A word that was broken off at the end of a line.
_BROKEN_OFF = re.compile(r"(?<=[^\W\d_])-\r?\n[ \t]{0,20}(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in plain letters, and the same in small letters; `places` has where each character came from."""

    text: str
    lower: str
    places: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Translate a span of the plain text to the original."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Give the plain form of a text."""
    if text.isascii() and "-\n" not in text and "-\r" not in text:
        return Folded(text, text.lower(), range(len(text)))
    gaps = {place for found in _BROKEN_OFF.finditer(text) for place in range(*found.span())}
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if place in gaps:
            continue
        for letter in _PLAIN[character]:
            letters.append(letter)
            places.append(place)
    plain = "".join(letters)
    return Folded(plain, "".join(_small(letter) for letter in letters), places)


class _Plain(dict[str, str]):
    """The plain form of each character, worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        """Work out one; what was met stays, up to the size of the alphabet of the world."""
        self[character] = found = _plain(character)
        return found


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in _PLAIN_MARKS:
        return _PLAIN_MARKS[character]
    apart = unicodedata.normalize("NFKD", character)
    kept = "".join(_letter(one) for one in apart if unicodedata.category(one) not in {"Mn", "Me", "Cf"})
    return kept if kept or unicodedata.category(character) in {"Mn", "Me", "Cf"} else character


def _letter(one: str) -> str:
    if one in _LOOK_ALIKES:
        return _LOOK_ALIKES[one]
    category = unicodedata.category(one)
    if category == "Nd":
        return str(unicodedata.decimal(one))
    return " " if category == "Zs" else _PLAIN_MARKS.get(one, one)


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter


_PLAIN = _Plain()
