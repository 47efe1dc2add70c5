"""Cuts a text into pieces with and without remarks, and puts remarks with the same advice together, for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sleutelwerk.privacy.engine.model import Kind, Remark

#: Where it begins and ends, the numbers of the advices on it, and whether one of them blocks.
_Piece = tuple[int, int, tuple[int, ...], bool]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text, and the numbers of the advices on it, counted from 1."""

    text: str
    numbers: tuple[int, ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about one or more places in a text, and the words that stand there, each once."""

    number: int
    kind: Kind
    text: str
    words: tuple[str, ...]


def advices(remarks: Sequence[Remark]) -> tuple[Advice, ...]:
    """Put remarks of one kind with the same advice together, in the order in which they first come."""
    words: dict[tuple[Kind, str], dict[str, str]] = {}
    for one in remarks:
        words.setdefault((one.kind, one.advice), {}).setdefault(one.words.lower(), one.words)
    return tuple(
        Advice(number, kind, text, tuple(found.values()))
        for number, ((kind, text), found) in enumerate(words.items(), start=1)
    )


def segments(text: str, remarks: Sequence[Remark]) -> Iterator[Segment]:
    """Give the pieces of a text in order; remarks that overlap share one piece. `remarks` come in the text's order."""
    numbered = {(one.kind, one.text): one.number for one in advices(remarks)}
    after = 0
    for start, end, numbers, blocks in _joined(remarks, numbered):
        if start > after:
            yield Segment(text[after:start])
        yield Segment(text[start:end], numbers, blocks)
        after = end
    if after < len(text):
        yield Segment(text[after:])


def _joined(remarks: Sequence[Remark], numbered: Mapping[tuple[Kind, str], int]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for remark in remarks:
        number = numbered[remark.kind, remark.advice]
        if pieces and remark.start < pieces[-1][1]:
            start, end, numbers, blocks = pieces.pop()
            more = numbers if number in numbers else (*numbers, number)
            pieces.append((start, max(end, remark.end), more, blocks or remark.blocks))
        else:
            pieces.append((remark.start, remark.end, (number,), remark.blocks))
    return pieces
