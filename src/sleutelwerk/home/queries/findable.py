"""Gathers what can be found by searching: articles, documents and profiles, from the rooms that have them."""

from __future__ import annotations

from collections.abc import Iterator

from sleutelwerk.function_profiles import content as function_profiles
from sleutelwerk.function_profiles.engine.inherit import steps
from sleutelwerk.function_profiles.engine.model import Kind as Part
from sleutelwerk.function_profiles.engine.model import Layer
from sleutelwerk.knowledge.engine.search.from_article import entry_of
from sleutelwerk.knowledge.engine.search.model import PROFILE, Entry
from sleutelwerk.knowledge.queries.documents import ShownDocument, documents
from sleutelwerk.knowledge.queries.library import articles
from sleutelwerk.publishing.rules import Kind

#: By what else people look for a profile.
_PROFILE_WORDS = ("functieprofiel", "profiel", "rol", "trede")


def findable(closed: frozenset[Kind]) -> Iterator[Entry]:
    """Give everything, each with what of it is for readers with access only while these kinds are closed."""
    yield from (entry_of(article) for article in articles(closed).values())
    yield from (_of_document(document) for document in documents())
    profiles = function_profiles.current().profiles
    yield from (_of_profile(layer, gated=Kind.PROFILES in closed) for layer in steps(profiles))


def _of_document(document: ShownDocument) -> Entry:
    """Give a document. Its text is not searched: title and summary tell what it is about."""
    return Entry(
        kind="document",
        key=document.slug,
        title=document.title,
        summary=document.summary,
        url_name="knowledge:document",
        url_args=(document.slug,),
        gated=True,
        theme=document.theme.value,
    )


def _of_profile(layer: Layer, *, gated: bool) -> Entry:
    lines = [text for part in Part for item in layer.of(part) for text in (item.text, item.explain) if text]
    return Entry(
        kind=PROFILE,
        key=layer.id,
        title=layer.title,
        summary=layer.tagline,
        url_name="function_profiles:profile",
        url_args=(layer.id,),
        keywords=_PROFILE_WORDS,
        body="\n".join([layer.purpose, *lines]),
        gated=gated,
        theme="kiezen",
    )
