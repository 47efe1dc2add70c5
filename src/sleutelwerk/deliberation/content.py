"""Finds the methods and dilemmas among the content files and gives them checked; read once per process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sleutelwerk.core.findings import Finding
from sleutelwerk.deliberation.engine.check_dilemmas import Known
from sleutelwerk.deliberation.engine.load import LoadedDilemmas, load_dilemmas, load_method
from sleutelwerk.deliberation.engine.model import DilemmaSet, Method
from sleutelwerk.publishing.content import NoSuchContent, content_roots, folder_of, versions_of

METHODS = "deliberation_methods"
DILEMMAS = "dilemmas"


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The methods by their slugs, blocks last and the longest first, and the dilemmas; compared by identity."""

    methods: Mapping[str, Method]
    dilemmas: DilemmaSet | None
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> tuple[Method, ...]:
        """The methods that are a deliberation by themselves."""
        return tuple(one for one in self.methods.values() if not one.addon)


def newest_files(roots: Sequence[Path], kind: str, name: str) -> dict[str, Path]:
    """Give the file of the newest version of everything of a kind, by slug; an organisation's own wins from ours."""
    found: dict[str, Path] = {}
    for root in roots:
        for slug in sorted(folder.name for folder in (root / kind).glob("*") if folder.is_dir()):
            versions = versions_of((root,), kind, slug)
            if versions and slug not in found:
                found[slug] = root / kind / slug / str(versions[-1]) / name
    return found


@lru_cache(maxsize=8)
def collection(roots: Sequence[Path], named: frozenset[str] = frozenset()) -> Collection:
    """Give what these roots have. `named` are the dilemmas that a route map names.

    A method with errors is left out, and its findings are kept: one bad file must not close the room.
    """
    files = newest_files(roots, METHODS, "method.yaml")
    loaded = [load_method(path) for path in files.values()]
    found = [finding for one in loaded for finding in one.findings]
    methods = sorted((one.method for one in loaded if one.method), key=lambda one: (one.addon, -one.minutes))
    dilemmas = _dilemmas(roots, Known(frozenset(files), named))
    return Collection({one.slug: one for one in methods}, dilemmas.dilemmas, (*found, *dilemmas.findings))


def _dilemmas(roots: Sequence[Path], known: Known) -> LoadedDilemmas:
    for root in roots:
        for path in newest_files((root,), DILEMMAS, "dilemmas.yaml").values():
            return load_dilemmas(path, known)
    return LoadedDilemmas(None, ())


def current() -> Collection:
    """Give what this installation shows, its own content folder included."""
    return collection(_roots())


def _roots() -> tuple[Path, ...]:
    from django.conf import settings  # noqa: PLC0415 - the command line uses the rest without Django

    return content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)


def method_at(slug: str, version: int) -> Method | None:
    """Give one version of a method, the newest or an older one; None when this installation no longer has it."""
    newest = current().methods.get(slug)
    return newest if newest and newest.version == version else _older(_roots(), slug, version)


@lru_cache(maxsize=32)
def _older(roots: Sequence[Path], slug: str, version: int) -> Method | None:
    try:
        return load_method(folder_of(roots, METHODS, slug, version) / "method.yaml").method
    except NoSuchContent:
        return None
