"""Cuts a text into words in plain small letters: without accents, look-alike letters and invisible marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sleutelwerk.privacy.engine.fold import fold

#: What is not seen and breaks words apart: soft hyphens, joiners, direction marks; and what no database keeps.
_INVISIBLE = dict.fromkeys(
    [0x0, 0xAD, 0x34F, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+"  # an amount: 2.200 or 5,75
    r"|(?:[^\W\d_]\.){2,}"  # an abbreviation with dots: a.v.g.
    r"|(?<!\w)[^\W\d_]-[^\W_]{2,}"  # e-mail
    r"|[^\W_]+(?:['’‘´`][^\W_]+)*"
)
_OWNED = re.compile(r"['’‘´`]s$", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def cleaned(text: str) -> str:
    """Give a text as it is kept and shown: composed letters, and nothing invisible inside words."""
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE)


def plain_word(word: str) -> str:
    """Give the plain form of a word: `Coördinatoren` is coordinatoren, `foto's` is foto; empty for other scripts."""
    folded = fold(_OWNED.sub("", word)).lower
    kept = _NOT_PLAIN.sub("", folded)
    # letters of another script may not leave a stump of a word behind
    return kept[:_LONGEST] if all(one.isascii() or not one.isalnum() for one in folded) else ""


def words_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Give every word as it is written, with where it begins and ends."""
    for found in _WORD.finditer(text):
        yield found.group(), found.start(), found.end()
