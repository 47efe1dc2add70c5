"""What the handreiking is made of: parts, chapters, and the few kinds of blocks that the page maker can draw."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

from sleutelwerk.core.bibliography import Source
from sleutelwerk.knowledge.engine.articles.terms import Term


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with one look. `link` is the label of a chapter, `term` the id of a word in the word list."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    term: str = ""
    kind: ClassVar = "text"


@dataclass(frozen=True, slots=True)
class Cite:
    """What the words before it rest on: numbers in the list of sources, our own judgement, or both."""

    numbers: tuple[int, ...]
    own: bool = False
    kind: ClassVar = "cite"


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line inside a paragraph."""

    kind: ClassVar = "break"


Inline = Run | Cite | Break
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter; `level` is 1 for a section and 2 for what stands below it."""

    level: int
    label: str
    runs: Line
    kind: ClassVar = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Line
    kind: ClassVar = "paragraph"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `start` is the first number of an ordered one; `ticked` gives every point a box to tick."""

    ordered: bool
    start: int
    ticked: bool
    items: tuple[tuple[Block, ...], ...]
    kind: ClassVar = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `shares` tells how wide each column is, `aligned` on which side its text stands."""

    shares: tuple[int, ...]
    aligned: tuple[str, ...]
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    kind: ClassVar = "table"


@dataclass(frozen=True, slots=True)
class Quote:
    """An example; `label` says whether it is made up or sample wording, and is never empty."""

    label: str
    blocks: tuple[Block, ...]
    kind: ClassVar = "quote"


@dataclass(frozen=True, slots=True)
class Box:
    """A notice that stands apart. `tone` is `let-op`, `tip` or `voorbeeld`."""

    tone: str
    title: str
    blocks: tuple[Block, ...]
    kind: ClassVar = "box"


Block = Heading | Paragraph | Listing | Table | Quote | Box


@dataclass(frozen=True, slots=True)
class Words:
    """A chapter of text: an article, or a method of deliberation. `checked` is the day (ISO) of its last check."""

    blocks: tuple[Block, ...]
    checked: str
    phases: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    kind: ClassVar = "words"

    @property
    def sections(self) -> tuple[Heading, ...]:
        """The headings of its sections, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level == 1)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a profile with what it rests on."""

    text: str
    explain: str
    detail: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Group:
    """The points of one kind (a value of `Kind`) that a layer brings."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """The base (`step` 0) or a step of the staircase: what it adds to what lies below it."""

    id: str
    step: int
    tagline: str
    groups: tuple[Group, ...]
    dropped: tuple[str, ...]
    kind: ClassVar = "layer"


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the overview shows it."""

    id: str
    title: str
    tagline: str
    link: str


@dataclass(frozen=True, slots=True)
class Staircase:
    """The overview of the profiles, from low to high."""

    base: Step
    steps: tuple[Step, ...]
    kind: ClassVar = "staircase"


@dataclass(frozen=True, slots=True)
class Column:
    """A profile in short, as the comparison begins with it; each text is a list of points."""

    id: str
    title: str
    tagline: str
    does: tuple[str, ...]
    never: tuple[str, ...]
    fits: tuple[str, ...]
    fits_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion in which the profiles differ; `holdings` are values of `Holding`, from low to high."""

    text: str
    holdings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The profiles side by side: in short, and for every criterion in which they differ how it stands in each."""

    columns: tuple[Column, ...]
    lists: tuple[tuple[str, tuple[Difference, ...]], ...]
    kind: ClassVar = "comparison"


@dataclass(frozen=True, slots=True)
class Poster:
    """One sheet of the drawn route map, at true size on A3."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where an answer leads, and on which condition; `number` is that of a question, or 0 where the route ends."""

    when: str
    otherwise: bool
    number: int
    end: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what must be done first, what it establishes, and where it leads."""

    text: str
    first: str
    facts: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the map with its number."""

    number: int
    text: str
    why: str
    cite: Cite
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section of the map with its questions in reading order."""

    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class End:
    """Where the route may end. `sort` is a value of `OutcomeKind`."""

    sort: str
    title: str
    summary: str
    profile: str


@dataclass(frozen=True, slots=True)
class Posters:
    """The drawn map."""

    sheets: tuple[Poster, ...]
    kind: ClassVar = "posters"


@dataclass(frozen=True, slots=True)
class Questions:
    """The map in words, per part (a value of `Part`)."""

    parts: tuple[tuple[str, tuple[Stretch, ...]], ...]
    ends: tuple[End, ...]
    kind: ClassVar = "questions"


@dataclass(frozen=True, slots=True)
class WritingSheet:
    """What is written in one step of a deliberation: a box over the full width, and a table below it.

    `step` is the number of the step; `rows` has empty names for rows that are free; `named` tells that any has one.
    """

    step: int
    title: str
    purpose: str
    minutes: int
    top: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    named: bool
    note: str


@dataclass(frozen=True, slots=True)
class WritingSheets:
    """The sheets to write on for a whole method, in the order of its steps; `checked` is the day of its last check."""

    sheets: tuple[WritingSheet, ...]
    kind: ClassVar = "sheets"


Content = Words | Layer | Staircase | Comparison | Posters | Questions | WritingSheets


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter. `label` is what links lead to; `number` is `2.3`, or empty in the annex."""

    label: str
    number: str
    title: str
    summary: str
    content: Content


@dataclass(frozen=True, slots=True)
class Part:
    """A part with a page of its own in front; `id` is a theme of the library, or `beraad`."""

    id: str
    number: int
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """Something that the handreiking was made of: its kind, name, version and the day (ISO) of its last check."""

    sort: str
    title: str
    version: int
    checked: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A source with its number in this document."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class Handbook:
    """The whole, ready to be drawn. `dated` is the latest day (ISO) on which any of it was checked."""

    parts: tuple[Part, ...]
    annexes: tuple[Chapter, ...]
    sources: tuple[Numbered, ...]
    words: tuple[Term, ...]
    ingredients: tuple[Ingredient, ...]
    dated: str
    content_hash: str


def plain(value: Any) -> Any:
    """Give a value as plain data for a template that knows no classes; a block tells its `kind`."""
    if is_dataclass(value):
        told = {"kind": value.kind} if hasattr(value, "kind") else {}
        return told | {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value
