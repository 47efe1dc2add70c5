"""Looks up what the handreiking is made of now, and whom a reader can ask."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.deliberation import content as deliberation
from sleutelwerk.function_profiles import content as function_profiles
from sleutelwerk.handbook.engine.compose import Material
from sleutelwerk.knowledge import content as knowledge
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.queries.library import articles
from sleutelwerk.route_map.engine.model import RouteMap


def material() -> Material:
    """Give the content that this site shows, gated articles included. Raises ContentError or NoSuchContent."""
    return material_with(tuple(articles().values()))


def material_with(found: Sequence[Article]) -> Material:
    """Give these articles with all else that this site shows; asks nothing of the database."""
    library, published = knowledge.current(), function_profiles.current()
    source: tuple[RouteMap, Bibliography] = import_string(settings.ROUTE_MAP_SOURCE)()
    return Material(
        articles=tuple(found),
        terms=library.terms,
        article_sources=library.bibliography,
        profiles=published.profiles,
        profile_sources=published.bibliography,
        route_map=source[0],
        route_sources=source[1],
        methods=tuple(deliberation.current().methods.values()),
    )


def contact_lines() -> tuple[str, ...]:
    """Tell whom a reader can ask, as far as the organisation said so."""
    found = (settings.CONTACT_NAME, settings.ORGANISATION_NAME, settings.CONTACT_EMAIL, settings.CONTACT_PHONE)
    return tuple(line for line in found if line)
