"""Finds a route map from what was typed, with the profile set and the sources that it rests on, and opens it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import ExitCode, Refused, say
from sleutelwerk.config.published import known_profiles, known_sources
from sleutelwerk.core.bibliography import load_bibliography
from sleutelwerk.core.findings import Finding, Severity, has_errors
from sleutelwerk.core.yaml_source import Document, read_yaml
from sleutelwerk.function_profiles.engine.load import load_profiles
from sleutelwerk.publishing.content import NoSuchContent, content_roots, folder_of, shipped_root, versions_of
from sleutelwerk.route_map.engine.check import Checked, check_document
from sleutelwerk.route_map.engine.compiled import ConditionTooLarge, compile_map
from sleutelwerk.route_map.engine.known import KnownProfiles, KnownSources
from sleutelwerk.route_map.engine.load import load_document
from sleutelwerk.route_map.engine.model import RouteMap
from sleutelwerk.route_map.engine.states import Cyclic, StateBudgetExceeded, StateGraph, build_states

KIND = "route_maps"
MAP_FILE = "route.yaml"
EXAMPLES_FILE = "examples.yaml"

_NAMED = re.compile(r"([a-z][a-z0-9-]*)(?:/([1-9][0-9]{0,3}))?")


@dataclass(frozen=True, slots=True)
class Around:
    """What a map rests on, as far as it was found; `findings` say what was not."""

    profiles: KnownProfiles | None
    sources: KnownSources | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OpenMap:
    """A map that can be walked."""

    path: Path
    route_map: RouteMap
    graph: StateGraph


def find_map(target: str | None) -> Path:
    """Find what is meant: a file, a folder, a name (`slug` or `slug/version`), or nothing: the shipped map."""
    if target is None:
        names = sorted(folder.name for folder in (shipped_root() / KIND).iterdir() if folder.is_dir())
        return _newest(names[0])
    path = Path(target)
    if path.is_dir():
        return _in_folder(path)
    named = _NAMED.fullmatch(target)
    if named and not path.exists():
        slug, version = named.groups()
        return named_map(slug, int(version)) if version else _newest(slug)
    return path


def named_map(slug: str, version: int) -> Path:
    """Find a version of a shipped map by its name."""
    try:
        return folder_of(content_roots(), KIND, slug, version) / MAP_FILE
    except NoSuchContent:
        message = f"De routekaart '{slug}' versie {version} is er niet. Geef het bestand van die kaart erbij."
        raise Complaint(message) from None


def _newest(slug: str) -> Path:
    found = versions_of(content_roots(), KIND, slug)
    if not found:
        raise Complaint(f"Er is geen bestand en geen routekaart met de naam '{slug}'.")
    return named_map(slug, found[-1])


def _in_folder(folder: Path) -> Path:
    if (folder / MAP_FILE).is_file():
        return folder / MAP_FILE
    versions = versions_of((folder.absolute().parent.parent,), folder.absolute().parent.name, folder.absolute().name)
    if versions and (folder / str(versions[-1]) / MAP_FILE).is_file():
        return folder / str(versions[-1]) / MAP_FILE
    raise Complaint(f"In de map '{folder}' staat geen {MAP_FILE}.")


def check_file(path: Path) -> Checked:
    """Check a map completely, with its examples and everything that it rests on. Never raises for content."""
    document = read_yaml(path)
    around = around_of(path, document)
    examples = path.parent / EXAMPLES_FILE
    checked = check_document(
        document,
        examples=read_yaml(examples) if examples.is_file() else None,
        profiles=around.profiles,
        sources=around.sources,
    )
    found = [*checked.findings, *around.findings]
    if checked.route_map is not None and not examples.is_file():
        message = f"Naast deze kaart staat geen {EXAMPLES_FILE}. Voorbeelden laten zien of de kaart doet wat u bedoelt."
        mend = "Schrijf voorbeelden die samen elk antwoord en elke uitkomst laten zien."
        found.append(Finding("no-examples", message, mend, document.file, severity=Severity.WARNING))
    found.sort(key=lambda finding: (finding.file != document.file, finding.position))
    return Checked(checked.loaded, tuple(found), checked.figures)


def open_map(target: str | None) -> OpenMap:
    """Open a map to walk, draw or compare. Raises Refused with the findings when there is nothing to walk."""
    path = find_map(target)
    return open_file(path)


def open_file(path: Path) -> OpenMap:
    """As `open_map`, when the file has been found already."""
    document = read_yaml(path)
    around = around_of(path, document)
    loaded = load_document(document, profiles=around.profiles, sources=around.sources)
    if loaded.route_map is None:
        raise Refused(loaded.findings, ExitCode.UNREADABLE if loaded.unreadable else ExitCode.FINDINGS)
    try:
        graph = build_states(compile_map(loaded.route_map))
    except (ConditionTooLarge, Cyclic, StateBudgetExceeded):
        raise Refused(check_file(path).findings) from None
    if has_errors([*loaded.findings, *around.findings]):
        say(
            f"Let op: in deze kaart zijn fouten gevonden. Bekijk ze met: sleutelwerk route-map check {path}\n", err=True
        )
    return OpenMap(path, loaded.route_map, graph)


def around_of(path: Path, document: Document) -> Around:
    """Find the profiles and the sources that a map names: in its own content folder, else the shipped ones."""
    roots = _roots_of(path)
    profiles, more = _profiles(roots, document)
    sources, and_more = _sources(roots, document)
    return Around(profiles, sources, (*more, *and_more))


def _roots_of(path: Path) -> tuple[Path, ...]:
    """The content folder in which a map lies, if it lies in one, and the shipped one."""
    parents = path.absolute().parents
    own = parents[3] if len(parents) > 3 and parents[2].name == KIND else None  # noqa: PLR2004 - root/kind/slug/version
    return content_roots(None if own == shipped_root() else own)


@dataclass(frozen=True, slots=True)
class _Pin:
    """Other content that a map names; `folder` is None when there is no such content."""

    folder: Path | None


def _pinned(roots: Sequence[Path], document: Document, key: str, kind: str) -> _Pin | None:
    """What a map names under a key; None when it names nothing in the right form, which the schema reports."""
    data: Any = document.data
    pin = data.get(key) if isinstance(data, dict) else None
    slug, version = (pin.get("slug"), pin.get("version")) if isinstance(pin, dict) else (None, None)
    if not isinstance(slug, str) or type(version) is not int or not 0 < version < 10_000:  # noqa: PLR2004
        return None
    try:
        return _Pin(folder_of(roots, kind, slug, version))
    except NoSuchContent:
        return _Pin(None)


def _profiles(roots: Sequence[Path], document: Document) -> tuple[KnownProfiles | None, list[Finding]]:
    pin = _pinned(roots, document, "profile_set", "function_profiles")
    if pin is None:
        return None, []
    if pin.folder is None:
        return None, [
            _missing(document, "profile_set", "De profielen van deze kaart zijn er niet, en dus niet nagegaan.")
        ]
    known = _read_profiles(pin.folder)
    if known is None:
        message = "In de profielen van deze kaart zijn fouten; wat ervan afhangt is niet nagegaan."
        mend = f"Kijk met: sleutelwerk profiles check {pin.folder}"
        return None, [Finding("profiles-wrong", message, mend, document.file, document.at(("profile_set",)))]
    return known, []


@lru_cache(maxsize=8)
def _read_profiles(folder: Path) -> KnownProfiles | None:
    """Read a set once, also for a command that opens several maps."""
    loaded = load_profiles(folder)
    return None if loaded.profiles is None else known_profiles(loaded.profiles)


def _sources(roots: Sequence[Path], document: Document) -> tuple[KnownSources | None, list[Finding]]:
    pin = _pinned(roots, document, "bibliography", "bibliography")
    if pin is None:
        return None, []
    if pin.folder is None:
        return None, [
            _missing(
                document, "bibliography", "De bronnenlijst van deze kaart is er niet; de bronnen zijn niet nagegaan."
            )
        ]
    loaded = _read_sources(pin.folder / "sources.yaml")
    if loaded.bibliography is None:
        return None, list(loaded.findings)
    found = loaded.bibliography
    return known_sources(found), []


_read_sources = lru_cache(maxsize=8)(load_bibliography)


def _missing(document: Document, key: str, message: str) -> Finding:
    mend = "Noem een slug en een versie die bestaan, in dezelfde map met inhoud of bij wat Sleutelwerk meelevert."
    return Finding(f"no-{key.replace('_', '-')}", message, mend, document.file, document.at((key,)))
