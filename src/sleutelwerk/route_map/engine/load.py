"""Reading route.yaml: the map, where everything stands in the file, and what is wrong with it so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml
from sleutelwerk.route_map.engine.build import from_data
from sleutelwerk.route_map.engine.elements import Element, options
from sleutelwerk.route_map.engine.known import KnownProfiles, KnownSources
from sleutelwerk.route_map.engine.model import RouteMap
from sleutelwerk.route_map.engine.references import check_references

#: Findings after which there is no map to walk. Others (a missing text, an unknown source) leave the ways intact.
_NO_MAP = frozenset(
    {
        "wrong-type",
        "duplicate-id",
        "unknown-question",
        "unknown-option",
        "unknown-fact",
        "unknown-signal",
        "unknown-outcome",
        "unknown-target",
        "unknown-profile",
        "not-first",
        "conditional-last",
        "unconditional-early",
    }
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A read map; None when the findings leave nothing to walk. Only a map without errors may be served."""

    route_map: RouteMap | None
    findings: tuple[Finding, ...]
    document: Document

    @property
    def unreadable(self) -> bool:
        """True when the file could not even be read as YAML."""
        return self.document.data is None


def load(path: Path, *, profiles: KnownProfiles | None = None, sources: KnownSources | None = None) -> Loaded:
    """Read and check a file: form, names and references. `check` does the rest. Never raises, never enumerates."""
    return load_document(read_yaml(path), profiles=profiles, sources=sources)


def load_document(
    document: Document, *, profiles: KnownProfiles | None = None, sources: KnownSources | None = None
) -> Loaded:
    """As `load`, of a document that has been read already.

    Without `profiles` the map has the profiles that it names itself, in the order of its outcomes.
    """
    if document.data is None:
        return Loaded(None, document.findings, document)
    formal = check_schema(document, "route-map")
    found = (*document.findings, *formal, *check_references(document, profiles, sources))
    return Loaded(_build(document.data, found, profiles), found, document)


def _build(data: Any, found: tuple[Finding, ...], profiles: KnownProfiles | None) -> RouteMap | None:
    if any(finding.code in _NO_MAP for finding in found):
        return None
    try:
        return from_data(data, profiles.profiles if profiles else profiles_named(data))
    except (KeyError, TypeError, ValueError):
        # the schema has reported the missing or malformed part
        return None


def profiles_named(data: Any) -> tuple[str, ...]:
    """The profiles that a map names, in the order of its outcomes; for a map without a profile set at hand."""
    named = [outcome.get("profile") for outcome in data["outcomes"]]
    named += [fact.get("limit") for fact in data.get("facts", ())]
    for _, option in options(data):
        for branch in option.each("to"):
            named += _allowed(branch.inner("when"))
    return tuple(dict.fromkeys(profile for profile in named if profile))


def _allowed(condition: Element) -> list[str | None]:
    """The profiles that a condition names."""
    parts = [*condition.each("all"), *condition.each("any")]
    if "not" in condition.data:
        parts.append(condition.inner("not"))
    return [condition.word("limit_allows"), *(name for part in parts for name in _allowed(part))]
