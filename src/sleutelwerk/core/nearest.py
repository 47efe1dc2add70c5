"""Guessing what somebody meant: the known name nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 80
_MOST = 3000


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that is most like `name`, or None when nothing comes near.

    A hostile file may be long, so long names and long lists are not compared.
    """
    candidates = [other for other in known if len(other) <= _LONGEST][:_MOST]
    if len(name) > _LONGEST:
        return None
    found = get_close_matches(name, candidates, n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Give a Dutch sentence that suggests the nearest known name, or an empty text."""
    suggestion = nearest(name, known)
    return f"Bedoelt u '{suggestion}'?" if suggestion else ""
