"""Everything that must hold in an article and that a schema cannot say; all findings at once, at their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from markdown_it.token import Token

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.findings import Finding, Position, Severity
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.plain_language import HARD_BELOW, banned_words, reading_ease
from sleutelwerk.core.yaml_source import Document
from sleutelwerk.knowledge.engine.articles.markdown import inlines, inner_link, parse, plain, plain_text
from sleutelwerk.knowledge.engine.articles.model import Article

#: Blocks that an article may be made of; whatever else Markdown has would come out as nobody meant it.
_BLOCKS = frozenset(
    {
        "paragraph_open", "paragraph_close", "heading_open", "heading_close", "inline", "bullet_list_open",
        "bullet_list_close", "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
        "blockquote_open", "blockquote_close", "table_open", "table_close", "thead_open", "thead_close", "tbody_open",
        "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "box_open", "box_close",
    }
)  # fmt: skip
_INLINES = frozenset(
    {
        "text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close", "link_open",
        "link_close", "citation",
    }
)  # fmt: skip
_HEADINGS = ("h2", "h3")
#: Of each kind; nobody mends more at once, and a page or an answer has to hold them.
MAX_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Known:
    """What an article may refer to: articles and profiles by their slugs, and sources."""

    bibliography: Bibliography | None = None
    articles: frozenset[str] = field(default_factory=frozenset)
    profiles: frozenset[str] = field(default_factory=frozenset)


class _Text(NamedTuple):
    article: Article
    document: Document
    line: int
    tokens: list[Token]
    known: Known
    lines: list[str]

    def at(self, token: Token, needle: str = "") -> Position:
        """Give the place of a block, or of the first line in it that has these characters."""
        begin, end = token.map or (0, 1)
        for number in range(begin, min(end, len(self.lines))) if needle else ():
            if needle in self.lines[number]:
                return Position(self.line + number, self.lines[number].index(needle) + 1)
        return Position(self.line + begin, 1)

    def finding(self, code: str, message: str, mend: str, where: Position) -> Finding:
        """Report an error in this article."""
        return Finding(code, message, mend, self.document.file, where)


def check_article(article: Article, document: Document, line: int, known: Known) -> list[Finding]:
    """Check an article; `document` is its front matter and `line` the line on which its body begins."""
    text = _Text(article, document, line, parse(article.body), known, article.body.split("\n"))
    checks: tuple[Callable[[_Text], Iterator[Finding]], ...] = (
        _blocks, _headings, _links, _citations, _uncited, _related, _words, _hard, _without_headings,
    )  # fmt: skip
    found = chain.from_iterable(islice(check(text), MAX_FINDINGS) for check in checks)
    return sorted(found, key=lambda finding: finding.position)


def _blocks(text: _Text) -> Iterator[Finding]:
    mend = "Gebruik gewone tekst, koppen, lijsten, tabellen, citaten en kaders."
    for token in text.tokens:
        if token.type not in _BLOCKS:
            yield text.finding("unknown-block", "Dit soort opmaak kent een artikel niet.", mend, text.at(token))
    for block, child in inlines(text.tokens):
        if child.type not in _INLINES:
            where = text.at(block, child.content or child.markup)
            yield text.finding("unknown-inline", "Dit soort opmaak kent een artikel niet.", mend, where)
        elif child.type == "text" and "<" in child.content and ">" in child.content.partition("<")[2]:
            where = text.at(block, "<")
            yield text.finding("raw-html", "HTML blijft gewone tekst.", "Haal de punthaken weg.", where)


def _headings(text: _Text) -> Iterator[Finding]:
    seen: set[str] = set()
    level = "h1"
    for index, token in enumerate(text.tokens):
        if token.type != "heading_open":
            continue
        words = plain(text.tokens[index + 1])
        if token.tag not in _HEADINGS or (token.tag == "h3" and level == "h1"):
            mend = "Begin met ## en gebruik daaronder ###; de titel staat in de gegevens."
            yield text.finding("heading-level", "Deze kop heeft niet de goede diepte.", mend, text.at(token))
        if words.casefold() in seen:
            mend = "Geef elke kop eigen woorden; ze zijn ook adressen."
            yield text.finding("same-heading", f"De kop '{words}' staat er twee keer.", mend, text.at(token))
        seen.add(words.casefold())
        level = token.tag


def _links(text: _Text) -> Iterator[Finding]:
    for block, child in inlines(text.tokens):
        if child.type != "link_open":
            continue
        href = str(child.attrGet("href"))
        link, where = inner_link(href), text.at(block, href)
        if link is None:
            mend = "Verwijs met artikel:…, profiel:…, profielen:, routekaart: of contact:; een bron met [@…]."
            yield text.finding("outside-link", "Een artikel verwijst niet naar buiten.", mend, where)
            continue
        names = {"artikel": text.known.articles, "profiel": text.known.profiles}.get(link.kind)
        if names is not None and link.name not in names:
            mend = did_you_mean(link.name, names) or "Verwijs naar iets wat er is."
            yield text.finding("unknown-link", f"'{href}' is er niet.", mend, where)


def _citations(text: _Text) -> Iterator[Finding]:
    bibliography = text.known.bibliography
    if bibliography is None:
        return
    for block, child in inlines(text.tokens):
        for source in child.meta["ids"] if child.type == "citation" else ():
            if not bibliography.knows(source):
                mend = did_you_mean(source, bibliography.by_id) or "Zet de bron in de bronnenlijst, of noem een andere."
                where = text.at(block, f"@{source}")
                yield text.finding("unknown-source", f"De bron '{source}' staat niet in de lijst.", mend, where)


def _uncited(text: _Text) -> Iterator[Finding]:
    """A section without a source and without 'eigen oordeel' leaves a reader guessing; steps to take need none."""
    heading: Token | None = None
    words, sources = 0, 0
    for token in [*text.tokens, Token("heading_open", "h2", 1)]:
        if token.type == "heading_open" and token.tag == "h2":
            if heading is not None and words > _FEW_WORDS and not sources:
                message = "Deze paragraaf noemt geen bron en ook geen 'eigen oordeel'."
                mend = "Zet achter wat u beweert een bron: [@D2], of [@eigen-oordeel]."
                yield Finding("uncited", message, mend, text.document.file, text.at(heading), severity=Severity.WARNING)
            heading, words, sources = token, 0, 0
        words += len(token.content.split()) if token.type == "inline" else 0
        sources += sum(child.type == "citation" for child in token.children or ())


_FEW_WORDS = 80


def _related(text: _Text) -> Iterator[Finding]:
    for index, slug in enumerate(text.article.related):
        if slug not in text.known.articles or slug == text.article.slug:
            mend = did_you_mean(slug, text.known.articles) or "Noem een ander artikel dat er is."
            where = text.document.at(("related", index))
            yield text.finding("unknown-related", f"Het artikel '{slug}' is er niet of is dit zelf.", mend, where)


def _words(text: _Text) -> Iterator[Finding]:
    mend = "Zeg wat mensen doen of nodig hebben, en laat weg wat ze zijn."
    for key in ("title", "summary"):
        for word, reason in banned_words(getattr(text.article, key)):
            yield text.finding("banned-word", f"'{word}' gaat over {reason}.", mend, text.document.at((key,)))
    for index, keyword in enumerate(text.article.keywords):
        for word, reason in banned_words(keyword):
            where = text.document.at(("keywords", index))
            yield text.finding("banned-word", f"'{word}' gaat over {reason}.", mend, where)
    for token in text.tokens:
        for word, reason in banned_words(token.content) if token.type == "inline" else ():
            yield text.finding("banned-word", f"'{word}' gaat over {reason}.", mend, text.at(token, word))


def _hard(text: _Text) -> Iterator[Finding]:
    score = reading_ease(plain_text(text.tokens).replace("\n", ". "))
    if score is not None and score < HARD_BELOW:
        message = f"Dit artikel is moeilijk te lezen (Flesch-Douma {score:.0f}; vanaf {HARD_BELOW:.0f} is het goed)."
        mend = "Maak zinnen korter en kies gewone woorden."
        yield Finding("hard-to-read", message, mend, text.document.file, severity=Severity.HINT)


def _without_headings(text: _Text) -> Iterator[Finding]:
    if not any(token.type == "heading_open" for token in text.tokens):
        mend = "Geef het minstens een kop met ##."
        yield text.finding("no-heading", "Dit artikel heeft geen koppen.", mend, Position(text.line, 1))
