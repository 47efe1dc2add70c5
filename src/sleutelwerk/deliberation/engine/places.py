"""Places in what a facilitator says: the desk fills them in with what was prepared, paper leaves a gap to say aloud."""

from __future__ import annotations

import re

#: What stands on paper for each place, which the facilitator fills in himself.
GAPS = {
    "doel": "… (leren, adviseren of beslissen)",
    "besluit": "…",
    "kant-a": "…",
    "kant-b": "…",
}
#: A full stop after a gap would read as a fourth dot.
_PLACE = re.compile(r"\{([^{}]*)\}(\.?)")


def with_gaps(line: str) -> str:
    """Give a line as it stands on paper."""

    def gap(found: re.Match[str]) -> str:
        left = GAPS.get(found[1])
        if left is None:
            return found[0]
        return left if left.endswith("…") else left + found[2]

    return _PLACE.sub(gap, line)


def unknown_places(line: str) -> tuple[str, ...]:
    """Give the places in a line that no desk can fill in."""
    return tuple(name for name, _end in _PLACE.findall(line) if name not in GAPS)
