"""How texts and numbers stand in a terminal: wrapped, counted and named in Dutch."""

from __future__ import annotations

import shutil
import sys
import textwrap
from math import floor, log10

from sleutelwerk.cli.output import Painted, paint, say, visible
from sleutelwerk.route_map.engine.model import OutcomeKind, Part

#: A wider line is hard to read; a narrower terminal gets what it has.
WIDEST = 100
NARROWEST = 40

#: Numbers of more digits than this are rounded on the screen; JSON has them exact.
MOST_DIGITS = 18

PARTS = {Part.ASSIGNMENT: "De opdracht", Part.PERSON: "Deze persoon"}
KINDS = {
    OutcomeKind.PROFILE: "profiel",
    OutcomeKind.STOP: "stop",
    OutcomeKind.FIRST: "eerst",
    OutcomeKind.NONE: "geen profiel",
}
COLOURS = {
    OutcomeKind.PROFILE: "green",
    OutcomeKind.STOP: "red",
    OutcomeKind.FIRST: "yellow",
    OutcomeKind.NONE: "magenta",
}


def width() -> int:
    """The width to write in."""
    columns = shutil.get_terminal_size((WIDEST, 24)).columns if sys.stdout.isatty() else WIDEST
    return max(NARROWEST, min(WIDEST, columns))


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> str:
    """Break a text into lines; `first` goes before the first line, `rest` (or as many spaces) before the others."""
    following = " " * len(first) if rest is None else rest
    return textwrap.fill(
        " ".join(visible(text).split()),
        width=width(),
        initial_indent=first,
        subsequent_indent=following,
        break_on_hyphens=False,
    )


def paragraph(text: str, *, first: str = "", err: bool = False) -> None:
    """Print a text, wrapped."""
    say(wrapped(text, first=first), err=err)


def heading(text: str, *, err: bool = False) -> None:
    """Print a heading with an empty line above it."""
    say(err=err)
    say(paint(text, bold=True), err=err)


def strong(text: str) -> Painted:
    """Make a text stand out."""
    return paint(text, bold=True)


def number(value: int) -> str:
    """Write a whole number with dots between the thousands; a giant one as a power of ten."""
    if value >= 10**MOST_DIGITS:
        power = floor(log10(value))
        return f"ongeveer {10 ** (log10(value) - power):.1f} × 10^{power}".replace(".", ",")
    return f"{value:,}".replace(",", ".")


def share(value: int, whole: int) -> str:
    """Write a share as a percentage; what is there but tiny never becomes nothing."""
    tenths = value * 1000 // whole if whole else 0
    if not tenths:
        return "< 0,1 %" if value else "0 %"
    return f"{tenths // 10},{tenths % 10} %"


def counted(value: int, one: str, more: str) -> str:
    """Write a number with its noun."""
    return f"{number(value)} {one if value == 1 else more}"
