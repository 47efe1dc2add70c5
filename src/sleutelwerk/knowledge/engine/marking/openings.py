"""What a page leaves open behind it: saved states, a text object, marked content; read quickly where that is safe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import pikepdf

_STATES = {b"q": 1, b"Q": -1}
_TEXTS = {b"BT": True, b"ET": False}
_MARKS = {b"BMC": 1, b"BDC": 1, b"EMC": -1}
_WATCHED = frozenset([*_STATES, *_TEXTS, *_MARKS])
_UNCLEAR = (b"(", b")", b"[", b"]", b"<", b">", b"{", b"}", b"%", b"\\")
_PICTURES = frozenset({b"BI", b"ID", b"EI"})
_END = "/SleutelwerkEnd"
_PLAIN = rb"[^()\\]++|\\."
_INNERMOST = rb"\((?:" + _PLAIN + rb")*+\)"
_INNER = rb"\((?:" + _PLAIN + rb"|" + _INNERMOST + rb")*+\)"
#: A string may hold brackets in pairs; three deep is what is met.
_STRING = re.compile(rb"\((?:" + _PLAIN + rb"|" + _INNER + rb")*+\)", re.DOTALL)
_HEXADECIMAL = re.compile(rb"<[0-9A-Fa-f\0\t\n\f\r ]*+>")
_DICTIONARY = re.compile(rb"<<[^<>\[\]]*+>>")
_ARRAY = re.compile(rb"\[[^\[\]]*+\]")
#: An operator stands between white space; behind a slash it would be a name.
_OPERATOR = re.compile(rb"[qQBEI](?<=[\0\t\n\f\r ].)[TMDCI]{0,2}(?=[\0\t\n\f\r /])")


@dataclass(frozen=True, slots=True)
class Openings:
    """What is open when a page ends. `lowest` is below nothing when it takes away states that it never saved."""

    depth: int = 0
    lowest: int = 0
    in_text: bool = False
    marked: int = 0

    def before(self) -> bytes:
        """Save the state once more than the page takes away."""
        return b"q\n" * (1 - self.lowest)

    def after(self) -> bytes:
        """Close what the page left open, down to the state in which it began."""
        return b"\n" + b"ET\n" * self.in_text + b"EMC\n" * self.marked + b"Q\n" * (1 - self.lowest + self.depth)


def read_quickly(content: bytes) -> Openings | None:
    """Look for the few operators that matter; None where only a parser can tell them from other things.

    A parser of the format takes some three times as long. It gets whatever may be something else: strings without an
    end or deep in others, comments, pictures inside the page.
    """
    bare = b"\n" + content + b"\n"
    for operand in (_STRING, _HEXADECIMAL, _ARRAY, _DICTIONARY):
        bare = operand.sub(b" ", bare)
    if any(sign in bare for sign in _UNCLEAR):
        return None
    found = _OPERATOR.findall(bare)
    return _openings([one for one in found if one in _WATCHED]) if _PICTURES.isdisjoint(found) else None


def read_fully(pdf: pikepdf.Pdf, streams: list[pikepdf.Object]) -> Openings | None:
    """Parse a page to its end; None when that cannot be done, or when it would swallow what comes behind it."""
    end = pdf.make_stream(f"\n{_END} MP\n".encode())
    page = pikepdf.Dictionary(Type=pikepdf.Name.Page, Contents=pikepdf.Array([*streams, end]))
    watched = b" ".join([*_WATCHED, b"MP"]).decode()
    try:
        found = pikepdf.parse_content_stream(page, watched)
    except (pikepdf.PdfError, TypeError, ValueError):  # what is odd enough, pikepdf cannot even say in words
        found = []
    ended = bool(found) and [str(one) for one in found[-1].operands] == [_END]
    return _openings([name for one in found if (name := bytes(one.operator)) != b"MP"]) if ended else None


def _openings(operators: Sequence[bytes]) -> Openings:
    depths = list(accumulate((_STATES[one] for one in operators if one in _STATES), initial=0))
    texts = [_TEXTS[one] for one in operators if one in _TEXTS]
    marks = accumulate((_MARKS[one] for one in operators if one in _MARKS), _never_below_nothing, initial=0)
    return Openings(depths[-1], min(depths), bool(texts) and texts[-1], list(marks)[-1])


def _never_below_nothing(so_far: int, step: int) -> int:
    return max(so_far + step, 0)
