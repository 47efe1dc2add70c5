"""Finds the sets of function profiles among the content files and gives them checked, with the sources they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sleutelwerk.core.bibliography import Bibliography, bibliography_from_data
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.function_profiles.engine.load import bibliography_file, load_profiles, profiles_from_data
from sleutelwerk.function_profiles.engine.model import ProfileSet
from sleutelwerk.publishing.content import NoSuchContent, checked_data, content_roots, folder_of, versions_of

KIND = "function_profiles"


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A set that passed every check, and the list of its sources; compared by identity, as there is one of each."""

    profiles: ProfileSet
    bibliography: Bibliography


@lru_cache(maxsize=8)
def published_profiles(roots: Sequence[Path], slug: str, version: int, cache: Path | None = None) -> Published:
    """Give a set that passed every check, parsed once per content. Raises ContentError or NoSuchContent."""
    folder = folder_of(roots, KIND, slug, version)
    rests_on = _fingerprint(folder, roots)

    @lru_cache(maxsize=1)
    def findings() -> tuple[Finding, ...]:
        # the files are right or wrong together
        return load_profiles(folder).findings

    def data_of(path: Path) -> Any:
        return checked_data(path, lambda _: findings(), cache=cache, rests_on=rests_on)

    data = data_of(folder / "set.yaml")
    sources = bibliography_file(folder, data["bibliography"]["slug"], data["bibliography"]["version"])
    if sources is None:
        raise NoSuchContent(data["bibliography"]["slug"])
    profiles = profiles_from_data(data, {name: data_of(folder / f"{name}.yaml") for name in data["layers"]})
    return Published(profiles, bibliography_from_data(data_of(sources)))


def _fingerprint(folder: Path, roots: Sequence[Path]) -> str:
    """Name the state of every file that a check of this set may look at."""
    paths = [*folder.glob("*.yaml"), *(path for root in roots for path in root.glob("bibliography/*/*/sources.yaml"))]
    return content_hash([[str(path), sha256(path.read_bytes()).hexdigest()] for path in sorted(paths)])


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
    from django.conf import settings  # noqa: PLC0415 - the command line uses the rest without Django

    own = Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None
    return _newest(content_roots(own), settings.DATA_FOLDER / "cache")


@lru_cache(maxsize=8)
def _newest(roots: Sequence[Path], cache: Path) -> Published:
    """Look for it once: a page of a case asks twice, and going through the folders costs more than a question."""
    return published_profiles(roots, *newest_set(roots), cache)
