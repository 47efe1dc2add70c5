"""Hands each room the published content of the others: profiles and sources meet the route map here, without Django."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.function_profiles.content import KIND as PROFILES
from sleutelwerk.function_profiles.content import published_profiles
from sleutelwerk.function_profiles.engine.inherit import criteria, profile, steps
from sleutelwerk.function_profiles.engine.model import CRITERIA, ProfileSet
from sleutelwerk.publishing.content import NoSuchContent, content_roots, versions_of
from sleutelwerk.route_map.content import KIND, published_map
from sleutelwerk.route_map.engine.known import KnownProfiles, KnownSources
from sleutelwerk.route_map.engine.model import RouteMap


def known_profiles(profiles: ProfileSet) -> KnownProfiles:
    """Give a profile set as the route map sees it: names, and the criteria that each profile asks for."""
    names = tuple(layer.id for layer in steps(profiles))
    required = {
        name: frozenset(item.ref for kind in CRITERIA for item in profile(profiles, name).of(kind)) for name in names
    }
    groups = {
        f"{layer}.{kind}": frozenset(refs)
        for layer, kinds in criteria(profiles).items()
        for kind, refs in kinds.items()
        if refs
    }
    return KnownProfiles(profiles.slug, profiles.version, names, required, groups)


def known_sources(bibliography: Bibliography) -> KnownSources:
    """Give a list of sources as the route map sees it."""
    return KnownSources(bibliography.slug, bibliography.version, frozenset(bibliography.by_id))


def newest(roots: Sequence[Path], kind: str) -> tuple[str, int]:
    """Name what to serve of a kind: the first slug of the first root that has one, in its newest version."""
    for root in roots:
        for name in sorted(folder.name for folder in (root / kind).glob("*") if folder.is_dir()):
            versions = versions_of((root,), kind, name)
            if versions:
                return name, versions[-1]
    raise NoSuchContent(kind)


def route_map() -> tuple[RouteMap, Bibliography]:
    """Give the map that this installation serves, and its sources. Raises ContentError or NoSuchContent."""
    from django.conf import settings  # noqa: PLC0415 - the command line uses the rest without Django

    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    cache = settings.DATA_FOLDER / "cache"
    profiles = published_profiles(roots, *newest(roots, PROFILES), cache)
    found = published_map(
        roots,
        *newest(roots, KIND),
        profiles=known_profiles(profiles.profiles),
        sources=known_sources(profiles.bibliography),
        cache=cache,
    )
    return found, profiles.bibliography


def dilemmas_named(roots: Sequence[Path]) -> frozenset[str]:
    """Name the dilemmas that the route map of these roots sends people to. Raises ContentError or NoSuchContent."""
    profiles = published_profiles(roots, *newest(roots, PROFILES))
    found = published_map(
        roots,
        *newest(roots, KIND),
        profiles=known_profiles(profiles.profiles),
        sources=known_sources(profiles.bibliography),
    )
    return frozenset(signal.dilemma for signal in found.signals if signal.dilemma)
