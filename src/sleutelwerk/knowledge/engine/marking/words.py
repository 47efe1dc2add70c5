"""What a mark says: for whom a copy was made, when, and under which code."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

#: More of a name than this is left out, with … in its place.
LONGEST_NAME = 60
#: Signs that stack on one letter; a few are spelling, many are a way to paint over a page.
_MOST_STACKED = 3
#: Stands in the place of an organisation, so that nobody takes its absence for a mistake.
NO_ORGANISATION = "zonder organisatie"
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_JOINERS = frozenset("\u200c\u200d")
_FIRST_STRONG, _END = "\u2068", "\u2069"

#: Stands on the first page only.
EXPLANATION = (
    "Dit merk staat op elke bladzijde. Het schrikt af en laat zien van wie dit exemplaar is. "
    "Het houdt kopiëren of doorsturen niet tegen."
)


@dataclass(frozen=True, slots=True)
class Mark:
    """For whom a copy is made. `code` is one of `new_code`; `organisation` may be empty."""

    name: str
    organisation: str
    day: date
    code: str


def line_of(mark: Mark) -> str:
    """Give the line that stands on every page."""
    name, organisation = shown(mark.name), shown(mark.organisation)
    people = [name, organisation or NO_ORGANISATION] if name else [organisation] if organisation else []
    day = f"{mark.day.day} {_MONTHS[mark.day.month - 1]} {mark.day.year}"
    return " · ".join([*(["Voor " + ", ".join(people)] if people else []), day, f"code {mark.code}"])


def shown(name: str) -> str:
    """Make a name fit for one line: no commands to the text around it, no towers of accents, not too long.

    A name that is written from right to left is set apart, so that it cannot turn around what stands behind it.
    """
    plain = _without_towers(unicodedata.normalize("NFC", _without_controls(name)))
    if len(plain) > LONGEST_NAME:
        plain = plain[: _cut_at(plain, LONGEST_NAME - 1)].rstrip() + "…"
    if any(unicodedata.bidirectional(sign) in {"R", "AL", "AN"} for sign in plain):
        return f"{_FIRST_STRONG}{plain}{_END}"
    return plain


def _without_controls(name: str) -> str:
    """Take out what is no sign: controls, marks of direction, halves of pairs; joiners belong to spelling."""
    kept = []
    for sign in name:
        category = unicodedata.category(sign)
        if category[0] == "Z" or sign in "\t\r\n":
            kept.append(" ")
        elif category[0] != "C" or sign in _JOINERS:
            kept.append(sign)
    return " ".join("".join(kept).split())


def _without_towers(name: str) -> str:
    kept: list[str] = []
    height = 0
    for sign in name:
        height = height + 1 if _stacks(sign) else 0
        if height <= _MOST_STACKED:
            kept.append(sign)
    return "".join(kept)


def _cut_at(name: str, end: int) -> int:
    """Move back from `end` to where no letter loses what belongs to it."""
    while end > 0 and (_stacks(name[end]) or name[end] in _JOINERS or name[end - 1] in _JOINERS):
        end -= 1
    return end


def _stacks(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M"
