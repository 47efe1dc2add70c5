"""The sources that content rests on: what each is, where it stands and when it was last checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml

OWN_JUDGEMENT = "eigen-oordeel"


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `note` says when it is partisan or was read only in part."""

    id: str
    title: str
    publisher: str
    checked: str
    year: int | None = None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A published list of sources."""

    slug: str
    version: int
    sources: tuple[Source, ...]
    content_hash: str = ""
    by_id: dict[str, Source] = field(default_factory=dict, compare=False, repr=False)

    def knows(self, source: str) -> bool:
        """Tell whether content may name this source; 'eigen-oordeel' always may."""
        return source == OWN_JUDGEMENT or source in self.by_id


@dataclass(frozen=True, slots=True)
class LoadedBibliography:
    """A bibliography, or None when it has errors, with what was found."""

    bibliography: Bibliography | None
    findings: tuple[Finding, ...]


def load_bibliography(path: Path) -> LoadedBibliography:
    """Read and check `sources.yaml`."""
    document = read_yaml(path)
    found = list(document.findings)
    if document.data is not None:
        found += check_schema(document, "bibliography") + _duplicates(document)
    if has_errors(found):
        return LoadedBibliography(None, tuple(found))
    return LoadedBibliography(bibliography_from_data(document.data), tuple(found))


def bibliography_from_data(data: Any) -> Bibliography:
    """Make a bibliography of plain data that follows the schema."""
    sources = tuple(Source(**source) for source in data["sources"])
    by_id = {source.id: source for source in sources}
    return Bibliography(data["slug"], data["version"], sources, content_hash(data), by_id)


def _duplicates(document: Document) -> list[Finding]:
    data: Any = document.data
    sources = data.get("sources") if isinstance(data, dict) else None
    seen: set[str] = set()
    found: list[Finding] = []
    for index, source in enumerate(sources if isinstance(sources, list) else []):
        name = source.get("id") if isinstance(source, dict) else None
        if isinstance(name, str) and name in seen:
            position = document.at(("sources", index, "id"))
            message = f"De bron '{name}' staat er twee keer in."
            mend = "Geef een van de twee een andere naam."
            found.append(Finding("duplicate-id", message, mend, document.file, position))
        elif isinstance(name, str):
            seen.add(name)
    return found
