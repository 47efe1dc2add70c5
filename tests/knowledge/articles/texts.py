"""What the tests of articles share: a file that is right and can be bent, and what it may refer to."""

from __future__ import annotations

from html.parser import HTMLParser

from sleutelwerk.core.bibliography import Bibliography, Source
from sleutelwerk.knowledge.engine.articles.check import Known
from sleutelwerk.knowledge.engine.articles.html import ArticlePage, make_page
from sleutelwerk.knowledge.engine.articles.load import LoadedArticle, article_from_data, read_article
from sleutelwerk.knowledge.engine.articles.markdown import InnerLink
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.engine.articles.terms import Term, terms_of

FRONT = """\
schema: sleutelwerk/article/1
slug: proefstuk
version: 1
title: Een proefstuk
summary: Wat u doet als u voor het eerst met iemand gaat praten.
summary_en: What you do when you talk to somebody for the first time.
theme: beginnen
phase: [vooraf]
audience: [professional]
access: public
checked: 2026-11-27
bibliography: {slug: sleutelwerk, version: 1}
keywords: [beginnen]
related: [ander-stuk]
"""
#: The line of the file on which the body begins.
FIRST = FRONT.count("\n") + 3
BODY = "Hallo.\n\n## Zo begint u\n\nBel eerst uw collega [@D1].\n"
SOURCES = (
    Source("D1", "Een <b>boek</b>", "Uitgever", "2026-11-01", 2021, "https://bron.example/"),
    Source("D2", "Nog een boek", "Uitgever", "2026-11-01"),
)
BIBLIOGRAPHY = Bibliography("sleutelwerk", 1, SOURCES, by_id={one.id: one for one in SOURCES})
KNOWN = Known(BIBLIOGRAPHY, frozenset({"proefstuk", "ander-stuk"}), frozenset({"verbinder"}))
TERMS = terms_of(
    [
        Term("vog", "VOG", "Een verklaring over gedrag.", ("VOG", "verklaring omtrent het gedrag")),
        Term("gedrag", "gedrag", "Wat iemand doet.", ("gedrag",)),
    ]
)


def file_of(body: str = BODY, front: str = FRONT) -> bytes:
    """Give an article as its file."""
    return f"---\n{front}---\n{body}".encode()


def read(body: str = BODY, front: str = FRONT, known: Known = KNOWN) -> LoadedArticle:
    """Read and check an article."""
    return read_article(file_of(body, front), "article.md", known)


def codes(loaded: LoadedArticle) -> list[str]:
    """Name what was found, in order."""
    return [one.code for one in loaded.findings]


def article(body: str) -> Article:
    """Give an article with this body, whatever is wrong with it."""
    found = read().article
    assert found is not None
    data = {
        "slug": found.slug, "version": 1, "title": found.title, "summary": found.summary,
        "summary_en": found.summary_en, "theme": "beginnen", "phase": ["vooraf"], "audience": ["professional"],
        "access": "public", "checked": found.checked, "bibliography": {"slug": "sleutelwerk", "version": 1},
        "keywords": [], "related": [],
    }  # fmt: skip
    return article_from_data(data, body)


def address_of(link: InnerLink) -> str:
    """Give an address that holds what would break out of an attribute, if it were not escaped."""
    return f'/{link.kind}/{link.name}?a=1&b="'


def page_of(body: str) -> ArticlePage:
    """Make the page of a body."""
    return make_page(article(body), address_of=address_of, bibliography=BIBLIOGRAPHY, terms=TERMS)


class Elements(HTMLParser):
    """Reads HTML as a browser would: every element with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data
