"""Whom to turn to: the telephone numbers in a contact's words, so that a visitor can call with one touch."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sleutelwerk.route_map.engine.model import Contact, Outcome, OutcomeKind
from sleutelwerk.route_map.queries.chart import Texts

EMERGENCY = "112"
#: The emergency number, or a Dutch number as it is written: 0800-2000, 0900-8844, 030-7511511.
_NUMBER = re.compile(r"(?<![\d-])(112|0\d{1,3}-\d{4,8})(?![\d-])")
#: More than two buttons side by side would make nobody choose faster.
MOST_CALLS = 2


def contacts_of(contacts: Iterable[Contact]) -> list[Texts]:
    """Each contact with its words cut at the telephone numbers; a name that is the number itself is said once."""
    return [
        {
            "name": _pieces(one.name),
            "reason": one.reason,
            "reach": _pieces(one.reach) if one.reach != one.name else [],
        }
        for one in contacts
    ]


def calls_of(outcome: Outcome) -> list[Texts]:
    """The first number of the first contacts after a stop, for the buttons at the head of the page."""
    if outcome.kind is not OutcomeKind.STOP:
        return []
    found: dict[str, Texts] = {}
    for one in outcome.turn_to:
        number = _NUMBER.search(one.reach)
        if number:
            found.setdefault(number[1], {"name": one.name, "number": number[1], "tel": _dialled(number[1])})
    return list(found.values())[:MOST_CALLS]


def is_emergency(outcome: Outcome) -> bool:
    """Tell whether somebody must call for help at once, so that nothing else should ask for attention."""
    return outcome.kind is OutcomeKind.STOP and bool(outcome.turn_to) and outcome.turn_to[0].reach == EMERGENCY


def _pieces(words: str) -> list[Texts]:
    """Words cut at the numbers; a piece with `tel` can be called."""
    return [
        {"text": piece, "tel": _dialled(piece) if place % 2 else ""}
        for place, piece in enumerate(_NUMBER.split(words))
        if piece
    ]


def _dialled(number: str) -> str:
    return number.replace("-", "")
