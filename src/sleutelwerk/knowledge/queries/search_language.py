"""Looks up what search knows of Dutch on this site; read once per process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sleutelwerk.knowledge.engine.search.language import Language, language_of, load_language
from sleutelwerk.publishing.content import checked_data, content_roots, folder_of, versions_of

_KIND, _SLUG, _FILE = "search", "sleutelwerk", "synonyms.yaml"


def search_language() -> Language:
    """Give the newest words of this installation. Raises ContentError when their file has errors."""
    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    newest = versions_of(roots, _KIND, _SLUG)[-1]
    return _loaded(folder_of(roots, _KIND, _SLUG, newest) / _FILE)


@lru_cache(maxsize=4)
def _loaded(path: Path) -> Language:
    """Read and check the words once per content: checking takes seconds, of which a search must not wait."""
    cache: Path = settings.DATA_FOLDER / "cache"
    return language_of(checked_data(path, lambda _: load_language(path).findings, cache=cache))
