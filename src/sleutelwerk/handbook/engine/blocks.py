"""Makes blocks of the Markdown of an article; whatever it does not know is an error and never silently lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt

from markdown_it.tree import SyntaxTreeNode

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.handbook.engine.model import (
    Block,
    Box,
    Break,
    Cite,
    Heading,
    Inline,
    Line,
    Listing,
    Paragraph,
    Quote,
    Run,
    Table,
)
from sleutelwerk.handbook.engine.sources import Sources
from sleutelwerk.knowledge.engine.articles.html import BOX_TITLES
from sleutelwerk.knowledge.engine.articles.markdown import InnerLink, inner_link, parse
from sleutelwerk.knowledge.engine.articles.terms import Terms

FICTION = "Fictief voorbeeld"
SAMPLE = "Voorbeeldtekst"
#: A text whose quotes have this many blanks to fill in gives sample wording and tells no story.
_BLANKS = 3
_BLANK = re.compile(r"^>.*\s…", re.MULTILINE)
#: How an article says that an example is made up; the label of the example says it instead.
_SAYS_FICTION = re.compile(r"(Fictief voorbeeld|Een verzonnen voorbeeld|Verzonnen voorbeeld)[.:]\s+")
#: Sections whose lists are there to be ticked off.
_TO_TICK = re.compile(r"wat u nu kunt doen|checklist|controlelijst|afvinklijst", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align:(left|right|center)")
_LEVELS = {"h2": 1, "h3": 2}
#: A column never gets a smaller or larger share than these, so that words stay whole.
_LEAST_SHARE, _MOST_SHARE = 8, 34


class UnknownMark(Exception):
    """An article has something that the handreiking cannot show. The message names the article and the line."""

    def __init__(self, article: str, line: int, what: str) -> None:
        super().__init__(f"Artikel '{article}', regel {line} van de tekst: de handreiking kent '{what}' niet.")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text may refer to: `label_of` gives the label of a chapter, or nothing when it is not in here."""

    sources: Sources
    known: Bibliography
    terms: Terms
    label_of: Callable[[InnerLink], str]


def blocks_of(name: str, body: str, around: Surroundings) -> tuple[Block, ...]:
    """Make the blocks of a text. Raises UnknownMark."""
    return _Text(name, around).read(body)


class _Text:
    """Reads one text; remembers on which line it is and which words were explained."""

    def __init__(self, name: str, around: Surroundings) -> None:
        self.name = name
        self.around = around
        self.line = 1
        self.section = ""
        self.headings = 0
        self.example = FICTION
        self.seen: set[str] = set()
        self.kinds: dict[str, Callable[[SyntaxTreeNode], Block]] = {
            "heading": self.heading,
            "paragraph": lambda node: Paragraph(self.words(node.children[0])),
            "bullet_list": self.listing,
            "ordered_list": self.listing,
            "blockquote": self.quote,
            "box": lambda node: Box(node.info, BOX_TITLES[node.info], self.blocks(node.children)),
            "table": self.table,
        }

    def read(self, body: str) -> tuple[Block, ...]:
        """Read the whole text."""
        if len(_BLANK.findall(body)) >= _BLANKS:
            self.example = SAMPLE
        return self.blocks(SyntaxTreeNode(parse(body)).children)

    def unknown(self, what: str) -> UnknownMark:
        """Say that something is not known, at the present line."""
        return UnknownMark(self.name, self.line, what)

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Read blocks that follow each other."""
        return tuple(self.block(node) for node in nodes)

    def block(self, node: SyntaxTreeNode) -> Block:
        """Read one block."""
        begin, _ = node.map or (self.line - 1, 0)
        self.line = begin + 1
        if node.type not in self.kinds:
            raise self.unknown(node.type)
        return self.kinds[node.type](node)

    def heading(self, node: SyntaxTreeNode) -> Heading:
        """Read a heading."""
        if node.tag not in _LEVELS:
            raise self.unknown(node.tag)
        runs = self.words(node.children[0], explain=False)
        if node.tag == "h2":
            self.section = words_of(runs)
        self.headings += 1
        return Heading(_LEVELS[node.tag], f"{self.name}-{self.headings}", runs)

    def listing(self, node: SyntaxTreeNode) -> Listing:
        """Read a list; the points of a section of things to do can be ticked off."""
        start = node.attrs.get("start", 1)
        ticked = _TO_TICK.match(self.section) is not None and node.level == 0
        items = tuple(self.blocks(item.children) for item in node.children)
        return Listing(node.type == "ordered_list", int(start), ticked, items)

    def quote(self, node: SyntaxTreeNode) -> Quote:
        """Read an example; what it says about being made up becomes its label."""
        blocks = self.blocks(node.children)
        match blocks:
            case (Paragraph((Run(text) as first, *others)), *more) if said := _SAYS_FICTION.match(text):
                rest = replace(first, text=text[said.end() :])
                return Quote(said[1], (Paragraph((rest, *others)), *more))
        return Quote(self.example, blocks)

    def table(self, node: SyntaxTreeNode) -> Table:
        """Read a table."""
        head = node.children[0].children[0]
        aligned = tuple(_side(cell) for cell in head.children)
        names = tuple(self.words(cell.children[0], explain=False) for cell in head.children)
        rows = tuple(
            tuple(self.words(cell.children[0]) for cell in row.children)
            for body in node.children[1:]
            for row in body.children
        )
        return Table(_shares((names, *rows)), aligned, names, rows)

    def words(self, node: SyntaxTreeNode, *, explain: bool = True) -> Line:
        """Read the words of a block; `explain` marks the first place of a word that is in the word list."""
        return tuple(_closed_up(tuple(self.inlines(node.children, Run(""), explain=explain))))

    def inlines(self, nodes: Sequence[SyntaxTreeNode], look: Run, *, explain: bool) -> Iterator[Inline]:
        """Read words that follow each other; `look` is how they look so far."""
        for node in nodes:
            yield from self.inline(node, look, explain=explain)

    def inline(self, node: SyntaxTreeNode, look: Run, *, explain: bool) -> Iterator[Inline]:
        """Read one piece of a line."""
        if node.type == "text":
            yield from self.text(node.content, look, explain=explain)
        elif node.type == "softbreak":
            yield replace(look, text=" ")
        elif node.type == "hardbreak":
            yield Break()
        elif node.type == "citation":
            yield self.around.sources.cite(node.meta["ids"], self.around.known)
        else:
            yield from self.inlines(node.children, self.look(node, look), explain=explain and node.type != "link")

    def look(self, node: SyntaxTreeNode, look: Run) -> Run:
        """Give how the words inside a mark look."""
        if node.type == "strong":
            return replace(look, strong=True)
        if node.type == "em":
            return replace(look, emphasis=True)
        if node.type != "link":
            raise self.unknown(node.type)
        target = inner_link(str(node.attrs["href"]))
        if target is None:
            raise self.unknown(str(node.attrs["href"]))
        return replace(look, link=self.around.label_of(target))

    def text(self, words: str, look: Run, *, explain: bool) -> Iterator[Run]:
        """Give plain words, with those that the word list explains apart."""
        rest = words
        while explain and (found := self.around.terms.first_in(rest, self.seen)) is not None:
            begin, end, term = found
            self.seen.add(term.id)
            yield replace(look, text=rest[:begin])
            yield replace(look, text=rest[begin:end], term=term.id)
            rest = rest[end:]
        yield replace(look, text=rest)


def words_of(runs: Line) -> str:
    """Give the words of a line without its marks."""
    return "".join(run.text for run in runs if isinstance(run, Run))


def _closed_up(found: Sequence[Inline]) -> Iterator[Inline]:
    """Leave out what is empty, and put the number of a source against the word before it."""
    for one, following in pairwise((*found, Break())):
        if isinstance(one, Run) and isinstance(following, Cite):
            one = replace(one, text=one.text.rstrip())  # noqa: PLW2901 - the same piece, closed up
        if not isinstance(one, Run) or one.text:
            yield one


def _side(cell: SyntaxTreeNode) -> str:
    found = _ALIGNED.fullmatch(str(cell.attrs.get("style", "")))
    return found[1] if found else "left"


def _shares(rows: Sequence[Sequence[Line]]) -> tuple[int, ...]:
    """Give every column room by how much stands in it; the root keeps a long column from taking all."""
    texts = [[words_of(cell) for cell in column] for column in zip(*rows, strict=True)]
    return tuple(_share(column) for column in texts)


def _share(cells: Sequence[str]) -> int:
    mean = sum(len(cell) for cell in cells) / len(cells)
    longest_word = max((len(word) for cell in cells for word in cell.split()), default=0)
    return round(min(_MOST_SHARE, max(_LEAST_SHARE, longest_word, 3 * sqrt(mean))))
