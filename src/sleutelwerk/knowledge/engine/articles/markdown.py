"""Reads the Markdown of articles: CommonMark with tables, citations `[@D2; @F1]`, boxes `!!! tip …`, inner links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_CITATION = re.compile(r"\[@([A-Za-z0-9-]+(?:\s*;\s*@[A-Za-z0-9-]+)*)\]")
_BOX = re.compile(r"!!! (let-op|tip|voorbeeld)(?:\s+|$)")
_INNER = re.compile(r"(artikel|profiel|profielen|routekaart|contact):([a-z0-9-]*)")


class InnerLink(NamedTuple):
    """Where a link inside the site leads: a kind (`artikel`, `profiel`, …) and, for two of them, a name."""

    kind: str
    name: str


@cache
def reader() -> MarkdownIt:
    """Give the reader. Raw HTML stays text, images are no images, and nothing becomes a link by itself."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "autolink", "reference"])
    markdown.validateLink = _any_link  # type: ignore[method-assign]  # the library's own way to set it
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.core.ruler.push("boxes", _boxes)
    return markdown


def _any_link(url: str) -> bool:  # noqa: ARG001 - the signature is the library's
    """Read every link as a link: what leads elsewhere is reported by the check, and never silently plain text."""
    return True


def parse(body: str) -> list[Token]:
    """Give the tokens of a text. A citation is a token `citation` with the ids in `meta["ids"]`; a box is `box_open`
    with its kind in `info`. `map` counts lines from 0 at the first line of the body.
    """  # noqa: D205 - one sentence would not do
    return reader().parse(body)


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature is the library's
    match = _CITATION.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"ids": [one.strip().removeprefix("@") for one in match[1].split(";")]}
        token.content = match[0]
    state.pos = match.end()
    return True


def _boxes(state: StateCore) -> None:
    """Turn a paragraph that begins with `!!! tip` into a box around a paragraph."""
    tokens: list[Token] = []
    closing = False
    for index, token in enumerate(state.tokens):
        kind = _box_kind(state.tokens, index)
        if kind:
            box = Token("box_open", "div", 1)
            box.info, box.map, box.block = kind, token.map, True
            tokens.append(box)
            closing = True
        tokens.append(token)
        if closing and token.type == "paragraph_close":
            tokens.append(Token("box_close", "div", -1))
            closing = False
    state.tokens = tokens


def _box_kind(tokens: Sequence[Token], index: int) -> str:
    """Give the kind of box that a paragraph is, and take the mark out of its text."""
    if tokens[index].type != "paragraph_open" or tokens[index].level:
        return ""
    inline = tokens[index + 1]
    first = inline.children[0] if inline.children else None
    match = _BOX.match(first.content) if first is not None and first.type == "text" else None
    if match is None or first is None:
        return ""
    first.content = first.content[match.end() :]
    return match[1]


def inner_link(href: str) -> InnerLink | None:
    """Read an address as a link inside the site; None when it leads elsewhere."""
    match = _INNER.fullmatch(href)
    if match is None:
        return None
    found = InnerLink(match[1], match[2])
    return found if bool(found.name) == (found.kind in {"artikel", "profiel"}) else None


def inlines(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Give every token inside a line of text, with the block that it stands in."""
    for token in tokens:
        for child in token.children or ():
            yield token, child


def cited(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Give the ids that a text cites, in order, each once."""
    found = [one for _, child in inlines(tokens) if child.type == "citation" for one in child.meta["ids"]]
    return tuple(dict.fromkeys(found))


def plain(token: Token) -> str:
    """Give the text of a line without its marks and citations."""
    parts = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
        if child.type != "citation"
    )
    # it begins at the first of a run of blanks only: trying each of them would take minutes on a long run
    return re.sub(r"(?<!\s)\s+([.,;:!?])", r"\1", "".join(parts)).strip()


def plain_text(tokens: Sequence[Token]) -> str:
    """Give all text without marks and citations, a line for each block."""
    return "\n".join(plain(token) for token in tokens if token.type == "inline")
