"""Looks up what stands in the library: articles by theme, and an article made ready to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse

from sleutelwerk.knowledge.content import Collection, current
from sleutelwerk.knowledge.engine.articles.html import ArticlePage, make_page
from sleutelwerk.knowledge.engine.articles.markdown import InnerLink
from sleutelwerk.knowledge.engine.articles.model import (
    AUDIENCE_LABELS,
    PHASE_LABELS,
    THEME_LABELS,
    Access,
    Article,
    Audience,
    Phase,
    Theme,
)
from sleutelwerk.knowledge.queries.articles import HIDDEN, published_overlay
from sleutelwerk.knowledge.queries.documents import ShownDocument, documents
from sleutelwerk.publishing.queries import closed_kinds
from sleutelwerk.publishing.rules import Kind

_NAMED = {"artikel": "knowledge:article", "profiel": "function_profiles:profile"}
_FIXED = {"profielen": "function_profiles:overview", "routekaart": "route_map:start", "contact": "home:contact"}


@dataclass(frozen=True, slots=True)
class Item:
    """An article or a document as it stands on the shelf; nothing of its text."""

    address: str
    title: str
    summary: str
    gated: bool
    minutes: int = 0
    pages: int = 0
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is of one theme."""

    anchor: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles to show; None shows all."""

    phase: Phase | None = None
    audience: Audience | None = None

    @property
    def narrow(self) -> bool:
        """Tell whether some articles are left out."""
        return self.phase is not None or self.audience is not None


def articles(closed: frozenset[Kind] | None = None) -> dict[str, Article]:
    """Give the articles that stand in the library now, by their slugs: those that ship, and over them the house's.

    Where the house closed its articles, each of them stands behind the gate. `closed` is what is closed, for who
    knows better than the mirror.
    """
    found = {**current().articles, **published_overlay()}
    all_closed = Kind.ARTICLES in (closed_kinds() if closed is None else closed)
    shown = {slug: one for slug, one in found.items() if one is not HIDDEN}
    return {slug: _behind_gate(one) for slug, one in shown.items()} if all_closed else shown


@lru_cache(maxsize=256)
def _behind_gate(article: Article) -> Article:
    return replace(article, access=Access.GATED)


def shelves(choice: Choice) -> tuple[Shelf, ...]:
    """Give what there is by theme, in the order in which the work goes; empty themes are left out.

    A document is for every phase and reader, so it is there only while nothing is chosen.
    """
    chosen = [article for article in articles().values() if _fits(article, choice)]
    papers = () if choice.narrow else documents()
    found = (
        Shelf(
            theme.value,
            THEME_LABELS[theme],
            (
                *_items(one for one in chosen if one.theme is theme),
                *(document_item(one) for one in papers if one.theme is theme),
            ),
        )
        for theme in Theme
    )
    return tuple(shelf for shelf in found if shelf.items)


def _fits(article: Article, choice: Choice) -> bool:
    return choice.phase in {None, *article.phase} and choice.audience in {None, *article.audience}


def _items(found: Iterator[Article]) -> Iterator[Item]:
    # what everybody may read stands first
    for article in sorted(found, key=lambda one: (one.gated, one.title)):
        yield item(article)


def item(article: Article) -> Item:
    """Give an article as it stands on the shelf."""
    return Item(
        reverse("knowledge:article", args=(article.slug,)),
        article.title,
        article.summary,
        article.gated,
        minutes=ready(article).minutes,
        phases=tuple(PHASE_LABELS[one] for one in article.phase),
    )


def document_item(document: ShownDocument) -> Item:
    """Give a document as it stands on the shelf."""
    address = reverse("knowledge:document", args=(document.slug,))
    return Item(address, document.title, document.summary, gated=True, pages=document.pages)


def related(article: Article) -> tuple[Item, ...]:
    """Give the articles that belong with this one, as far as they are there."""
    found = articles()
    return tuple(item(found[slug]) for slug in article.related if slug in found)


def article_context(article: Article) -> dict[str, Any]:
    """Give what a page shows around the text of an article."""
    return {
        "article": article,
        "theme": THEME_LABELS[article.theme],
        "audiences": [AUDIENCE_LABELS[one] for one in article.audience],
        "checked": date.fromisoformat(article.checked),
        "related": related(article),
    }


def ready(article: Article) -> ArticlePage:
    """Give the page of an article; made once per process."""
    return _ready(article, current())


@lru_cache(maxsize=256)
def _ready(article: Article, found: Collection) -> ArticlePage:
    return make_page(article, address_of=address_of, bibliography=found.bibliography, terms=found.terms)


def gated_pieces() -> dict[str, str]:
    """Give the names of all that stands behind the gate, each with its title, in the order of the titles."""
    texts = articles()
    found = {one.slug: one.title for one in documents() if one.slug not in texts}
    found |= {slug: one.title for slug, one in texts.items() if one.gated}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def address_of(link: InnerLink) -> str:
    """Tell where a link inside the site leads."""
    name = _NAMED.get(link.kind)
    return reverse(name, args=(link.name,)) if name else reverse(_FIXED[link.kind])
