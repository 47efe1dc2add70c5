"""What a draft document is made of: sections of a few kinds of blocks, which the page and the PDF both draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, ClassVar

#: Stands wherever the organisation itself has to say something; it is never filled in by the software.
TO_FILL = "In te vullen door uw organisatie"


class DraftName(StrEnum):
    """The drafts, by the word in their address."""

    DPIA = "dpia"
    PROCESSING_REGISTER = "verwerkingsregister"
    IAMA = "iama"
    ALGORITHM_REGISTER = "algoritmeregister"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    kind: ClassVar = "text"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short points."""

    lines: tuple[str, ...]
    kind: ClassVar = "points"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with what belongs to them; a value of `TO_FILL` is left to the organisation."""

    pairs: tuple[tuple[str, str], ...]
    kind: ClassVar = "pairs"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `caption` says what it holds; `widths` are shares of the page for paper.

    A cell of several lines is drawn as a list.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: ClassVar = "table"

    @property
    def labelled(self) -> list[list[tuple[str, list[str]]]]:
        """Give the lines of every cell with the head of its column, for a narrow screen."""
        return [[(name, cell.split("\n")) for name, cell in zip(self.head, row, strict=True)] for row in self.rows]


@dataclass(frozen=True, slots=True)
class ToFill:
    """A question that only the organisation can answer, with what to think of."""

    question: str
    hint: str = ""
    kind: ClassVar = "to_fill"


@dataclass(frozen=True, slots=True)
class Note:
    """A notice. Tones: info, attention, stop, good."""

    title: str
    text: str
    tone: str = "info"
    kind: ClassVar = "note"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from; `read` says when and how far it was read."""

    title: str
    publisher: str
    year: str
    url: str
    read: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The list of sources."""

    sources: tuple[Source, ...]
    kind: ClassVar = "sources"


Block = Text | Points | Pairs | Table | ToFill | Note | Sources


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a draft."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One document. `about` is one sentence for the list, `intro` opens the document itself."""

    name: DraftName
    title: str
    about: str
    intro: str
    sections: tuple[Section, ...]

    @property
    def left_to_fill(self) -> int:
        """Count what the organisation still has to fill in."""
        return sum(_left(block) for section in self.sections for block in section.blocks)


def _left(block: Block) -> int:
    if isinstance(block, ToFill):
        return 1
    if isinstance(block, Pairs):
        return sum(value == TO_FILL for _, value in block.pairs)
    if isinstance(block, Table):
        return sum(cell == TO_FILL for row in block.rows for cell in row)
    return 0


def plain(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Give sections as plain data for a template that knows no classes."""
    return [
        {"title": section.title, "blocks": [{"kind": block.kind} | asdict(block) for block in section.blocks]}
        for section in sections
    ]
