"""Finds the route maps among the content files and gives them checked; from the cache when checked before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import Document
from sleutelwerk.publishing.content import checked_data, folder_of
from sleutelwerk.route_map.engine.build import from_data
from sleutelwerk.route_map.engine.check import check_document
from sleutelwerk.route_map.engine.known import KnownProfiles, KnownSources
from sleutelwerk.route_map.engine.model import RouteMap

KIND = "route_maps"
MAP_FILE = "route.yaml"
EXAMPLES_FILE = "examples.yaml"


def published_map(
    roots: Sequence[Path],
    slug: str,
    version: int,
    *,
    profiles: KnownProfiles,
    sources: KnownSources,
    cache: Path | None = None,
) -> RouteMap:
    """Give a map that passed every check. Raises ContentError with the findings, or NoSuchContent."""
    path = folder_of(roots, KIND, slug, version) / MAP_FILE

    def check(document: Document) -> tuple[Finding, ...]:
        return check_document(document, profiles=profiles, sources=sources).findings

    data = checked_data(path, check, cache=cache, rests_on=_fingerprint(profiles, sources))
    return from_data(data, profiles.profiles)


def _fingerprint(profiles: KnownProfiles, sources: KnownSources) -> str:
    required = {name: sorted(criteria) for name, criteria in profiles.required.items()}
    groups = {name: sorted(criteria) for name, criteria in profiles.groups.items()}
    return content_hash([profiles.slug, profiles.version, required, groups, sources.slug, sorted(sources.sources)])
