"""Makes the page of an article: HTML that a browser may trust, contents, notes, words explained and reading time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from sleutelwerk.core.bibliography import OWN_JUDGEMENT, Bibliography, Source
from sleutelwerk.knowledge.engine.articles.markdown import InnerLink, inner_link, parse, plain, plain_text, reader
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.engine.articles.terms import Term, Terms

#: How fast people read a text from which they want to do something; our own judgement.
WORDS_A_MINUTE = 180

BOX_TITLES = {"let-op": "Let op", "tip": "Tip", "voorbeeld": "Voorbeeld"}

_WITHOUT_TERMS = frozenset({"heading_open", "th_open"})
_TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "strong", "em", "a",
    "br", "sup", "div", "span", "button",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "aria-label", "class"},
    "button": {"type", "class", "popovertarget"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "h2": {"id"},
    "h3": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "span": {"class"},
    "sup": {"class"},
    "table": {"class"},
    "th": {"scope", "class"},
    "td": {"class"},
}
_ALIGNED = re.compile(r"text-align:(left|right|center)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its anchor, and those below it."""

    anchor: str
    words: str
    below: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A source with the number that it has on this page."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article made ready to show. `html` is safe; `minutes` is how long reading takes, at least 1."""

    html: str
    contents: tuple[Heading, ...]
    notes: tuple[Note, ...]
    terms: tuple[Term, ...]
    minutes: int


@dataclass(slots=True)
class _Making:
    address_of: Callable[[InnerLink], str]
    notes: Mapping[str, Note]
    seen: set[str] = field(default_factory=set)
    used: list[Term] = field(default_factory=list)


def make_page(
    article: Article, *, address_of: Callable[[InnerLink], str], bibliography: Bibliography, terms: Terms
) -> ArticlePage:
    """Make the page of an article that passed its check. `address_of` tells where a link inside the site leads."""
    tokens = parse(article.body)
    # a source may be gone from the list since this was published: the page must not go with it
    sources = [bibliography.by_id[one] for one in article.names_sources if one in bibliography.by_id]
    making = _Making(address_of, {source.id: Note(number, source) for number, source in enumerate(sources, 1)})
    _name_headings(tokens)
    _close_up(tokens)
    _mark_terms(tokens, terms, making)
    made = _renderer().render(tokens, reader().options, {"making": making})
    return ArticlePage(
        html=nh3.clean(made, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None),
        contents=tuple(_contents(tokens)),
        notes=tuple(making.notes.values()),
        terms=tuple(sorted(making.used, key=lambda term: term.term.casefold())),
        minutes=max(1, round(len(plain_text(tokens).split()) / WORDS_A_MINUTE)),
    )


def anchor(words: str) -> str:
    """Make the anchor of a heading out of its words."""
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "deel"


def _name_headings(tokens: Sequence[Token]) -> None:
    taken: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            name = anchor(plain(tokens[index + 1]))
            taken[name] = taken.get(name, 0) + 1
            token.attrSet("id", name if taken[name] == 1 else f"{name}-{taken[name]}")


def _contents(tokens: Sequence[Token]) -> Iterator[Heading]:
    found = [
        (token.tag, Heading(str(token.attrGet("id")), plain(tokens[index + 1])))
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    tops = [index for index, (tag, _) in enumerate(found) if tag == "h2"]
    for top, end in pairwise([*tops, len(found)]):
        below = tuple(heading for _, heading in found[top + 1 : end])
        yield Heading(found[top][1].anchor, found[top][1].words, below)


def _close_up(tokens: Sequence[Token]) -> None:
    """Put the number of a source against the word before it."""
    for token in tokens:
        children = token.children or []
        for before, child in pairwise(children):
            if child.type == "citation" and before.type == "text":
                before.content = before.content.rstrip()


def _mark_terms(tokens: Sequence[Token], terms: Terms, making: _Making) -> None:
    """Mark the first place of each word that is explained; not in headings, and not inside links."""
    around = ""
    for token in tokens:
        if token.type != "inline":
            around = token.type
        elif around not in _WITHOUT_TERMS:
            token.children = list(_with_terms(token.children or [], terms, making))


def _with_terms(children: Sequence[Token], terms: Terms, making: _Making) -> Iterator[Token]:
    links = 0
    for child in children:
        links += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if links or child.type != "text":
            yield child
            continue
        rest = child.content
        while (found := terms.first_in(rest, making.seen)) is not None:
            begin, end, term = found
            making.seen.add(term.id)
            making.used.append(term)
            yield _text(rest[:begin])
            yield Token("term", "", 0, content=rest[begin:end], meta={"id": term.id})
            rest = rest[end:]
        yield _text(rest)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _renderer() -> RendererHTML:
    made = RendererHTML()
    rules: dict[str, Any] = {
        "citation": _citation, "term": _term, "link_open": _link, "box_open": _box, "table_open": _table,
        "table_close": _after_table, "th_open": _cell, "td_open": _cell,
    }  # fmt: skip
    made.rules |= rules
    return made


def _citation(tokens: Sequence[Token], index: int, _options: Any, env: Mapping[str, Any]) -> str:
    making: _Making = env["making"]
    ids: list[str] = tokens[index].meta["ids"]
    numbers = ", ".join(
        f'<a href="#bron-{note.number}" aria-label="Bron {note.number}: {escape(note.source.title)}">{note.number}</a>'
        for note in (making.notes[one] for one in ids if one in making.notes)
    )
    made = f'<sup class="kb-cite">{numbers}</sup>' if numbers else ""
    if OWN_JUDGEMENT in ids:
        made += ' <span class="kb-own">(eigen oordeel)</span>'
    return made


def _term(tokens: Sequence[Token], index: int, _options: Any, _env: Mapping[str, Any]) -> str:
    token = tokens[index]
    words = escape(token.content)
    return (
        f'<button type="button" class="kb-term" popovertarget="begrip-{token.meta["id"]}">{words}'
        '<span class="sw-visually-hidden"> (uitleg)</span></button>'
    )


def _link(tokens: Sequence[Token], index: int, _options: Any, env: Mapping[str, Any]) -> str:
    link = inner_link(str(tokens[index].attrGet("href")))
    address = env["making"].address_of(link) if link else "#"
    return f'<a href="{escape(address)}">'


def _box(tokens: Sequence[Token], index: int, _options: Any, _env: Mapping[str, Any]) -> str:
    kind = tokens[index].info
    return f'<div class="kb-box kb-box--{kind}"><p class="kb-box__title">{BOX_TITLES[kind]}</p>'


def _table(tokens: Sequence[Token], index: int, _options: Any, _env: Mapping[str, Any]) -> str:
    """Let a table scroll by itself, also by keyboard; its number tells it from the others of the page."""
    number = sum(token.type == "table_open" for token in tokens[: index + 1])
    opening = f'<div class="kb-table" tabindex="0" role="region" aria-label="Tabel {number}">'
    return f'{opening}<table class="utrecht-table sw-table">'


def _after_table(_tokens: Sequence[Token], _index: int, _options: Any, _env: Mapping[str, Any]) -> str:
    return "</table></div>\n"


def _cell(tokens: Sequence[Token], index: int, _options: Any, _env: Mapping[str, Any]) -> str:
    token = tokens[index]
    aligned = _ALIGNED.fullmatch(str(token.attrGet("style") or ""))
    side = f' class="kb-cell--{aligned[1]}"' if aligned else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{scope}{side}>"
