"""Finds the promises among the content files and gives them checked; an organisation may bring its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from sleutelwerk.home.engine.promises import Promises, check_promises, promises_from_data
from sleutelwerk.publishing.content import NoSuchContent, checked_data, content_roots, folder_of, versions_of

KIND = "promises"
FILE = "promises.yaml"


@lru_cache(maxsize=8)
def published_promises(roots: Sequence[Path], slug: str, version: int, cache: Path | None = None) -> Promises:
    """Give promises that passed every check, read once per process. Raises ContentError or NoSuchContent."""
    path = folder_of(roots, KIND, slug, version) / FILE
    return promises_from_data(checked_data(path, check_promises, cache=cache))


def newest_promises(roots: Sequence[Path]) -> tuple[str, int]:
    """Name the promises to show: the first of the first root that has any, in their newest version."""
    for root in roots:
        for name in sorted(folder.name for folder in (root / KIND).glob("*") if folder.is_dir()):
            if versions := versions_of((root,), KIND, name):
                return name, versions[-1]
    raise NoSuchContent(KIND)


def current_promises() -> Promises:
    """Give the promises that this installation shows."""
    from django.conf import settings  # noqa: PLC0415 - the rest is used without Django

    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    return published_promises(roots, *newest_promises(roots), settings.DATA_FOLDER / "cache")
