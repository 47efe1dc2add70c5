"""Finds the guard's word lists among the content files and gives them ready; an organisation may bring its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.privacy.engine.guard import Guard
from sleutelwerk.privacy.engine.load import files_of, load_words, words_from_data
from sleutelwerk.publishing.content import NoSuchContent, checked_data, content_roots, folder_of, versions_of

KIND = "guard"


@lru_cache(maxsize=8)
def published_guard(roots: Sequence[Path], slug: str, version: int, cache: Path | None = None) -> Guard:
    """Give a guard with a list that passed the checks of form and meaning, made once per process.

    Its examples are tried by `sleutelwerk guard words` and by the tests: that takes seconds, and nobody should wait.
    Raises ContentError or NoSuchContent.
    """
    folder = folder_of(roots, KIND, slug, version)
    files = files_of(folder)
    rests_on = content_hash([[path.name, sha256(path.read_bytes()).hexdigest()] for path in files])

    @lru_cache(maxsize=1)
    def findings() -> tuple[Finding, ...]:
        # the files are right or wrong together
        return load_words(folder, examples=False).findings

    def data_of(path: Path) -> Any:
        return checked_data(path, lambda _: findings(), cache=cache, rests_on=rests_on)

    return Guard(words_from_data({path.name: data_of(path) for path in files}))


def newest_words(roots: Sequence[Path]) -> tuple[str, int]:
    """Name the list to use: the first of the first root that has any, in its newest version."""
    for root in roots:
        for name in sorted(folder.name for folder in (root / KIND).glob("*") if folder.is_dir()):
            if versions := versions_of((root,), KIND, name):
                return name, versions[-1]
    raise NoSuchContent(KIND)


def current_guard() -> Guard:
    """Give the guard that this installation uses."""
    from django.conf import settings  # noqa: PLC0415 - the command line uses the rest without Django

    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    return published_guard(roots, *newest_words(roots), settings.DATA_FOLDER / "cache")
