"""Finds the sets of function profiles among the content files and gives them checked, with the sources they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.function_profiles.engine.load import load_profiles
from sleutelwerk.function_profiles.engine.model import ProfileSet
from sleutelwerk.publishing.content import ContentError, NoSuchContent, content_roots, folder_of, versions_of

KIND = "function_profiles"


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A set that passed every check, and the list of its sources. There is one of each, so it can stand for itself in a cache."""

    profiles: ProfileSet
    bibliography: Bibliography


@lru_cache(maxsize=8)
def published_profiles(roots: Sequence[Path], slug: str, version: int) -> Published:
    """Give a set that passed every check. Raises ContentError with the findings, or NoSuchContent."""
    loaded = load_profiles(folder_of(roots, KIND, slug, version))
    if loaded.profiles is None or loaded.bibliography is None:
        raise ContentError(loaded.findings)
    return Published(loaded.profiles, loaded.bibliography)


def newest_set(roots: Sequence[Path]) -> tuple[str, int]:
    """Name the set to show: the first set of the first root that has one, in its newest version."""
    for root in roots:
        names = sorted(folder.name for folder in (root / KIND).glob("*") if folder.is_dir())
        for name in names:
            versions = versions_of((root,), KIND, name)
            if versions:
                return name, versions[-1]
    raise NoSuchContent(KIND)


def current() -> Published:
    """Give the set that this installation shows; read once per process."""
    own = Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None
    roots = content_roots(own)
    return published_profiles(roots, *newest_set(roots))
