"""Reading a set of profiles from its folder: a frozen set when it is right, and always everything that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sleutelwerk.core.bibliography import Bibliography, load_bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding, Severity, has_errors
from sleutelwerk.core.quotes import curly
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml
from sleutelwerk.function_profiles.engine.check import check_draft
from sleutelwerk.function_profiles.engine.draft import Draft, DraftLayer, draft_layer
from sleutelwerk.function_profiles.engine.model import ProfileSet


@dataclass(frozen=True, slots=True)
class LoadedProfiles:
    """A set with its sources, or None when it has errors, and all findings in the order of the files."""

    profiles: ProfileSet | None
    bibliography: Bibliography | None
    findings: tuple[Finding, ...]


def load_profiles(folder: Path) -> LoadedProfiles:
    """Read and check the set in `<content>/function_profiles/<slug>/<version>/`. Never raises."""
    document, found = _read(folder / "set.yaml", "function-profiles")
    data: Any = document.data
    if has_errors(found):
        return LoadedProfiles(None, None, tuple(found))
    found += _misplaced(folder, document)
    bibliography, more = _bibliography(folder, document)
    found += more
    layers: dict[str, DraftLayer] = {}
    for name in dict.fromkeys(data["layers"]):
        read, more = _read(folder / f"{name}.yaml", "function-profile-layer")
        found += more
        if not has_errors(more):
            layers[name] = draft_layer(read, name)
    found += _strays(folder, data["layers"])
    draft = Draft(document, tuple(data["layers"]), layers, bibliography)
    found += check_draft(draft)
    profiles = None
    if not has_errors(found):
        profiles = profiles_from_data(data, {name: part.document.data for name, part in layers.items()})
    return LoadedProfiles(profiles, bibliography, tuple(found))


def _read(path: Path, schema: str) -> tuple[Document, list[Finding]]:
    document = read_yaml(path)
    found = list(document.findings)
    if not has_errors(found):
        found += check_schema(document, schema)
    return document, found


def _misplaced(folder: Path, document: Document) -> list[Finding]:
    data: Any = document.data
    expected = {"slug": folder.resolve().parent.name, "version": folder.resolve().name}
    return [
        Finding(
            "wrong-place",
            f"Hier staat {key} '{data[key]}', maar de map heet '{name}'.",
            "Maak ze gelijk.",
            document.file,
            document.at((key,)),
        )
        for key, name in expected.items()
        if str(data[key]) != name
    ]


def bibliography_file(folder: Path, slug: str, version: int) -> Path | None:
    """Find the list of sources that a set names: in its own content folder, else among what ships with the package."""
    inside = Path("bibliography", slug, str(version), "sources.yaml")
    shipped = Path(str(files("sleutelwerk"))) / "content"
    found = (root / inside for root in (folder.resolve() / "../../..", shipped) if (root / inside).is_file())
    return next(found, None)


def profiles_from_data(data: Any, layers: Mapping[str, Any]) -> ProfileSet:
    """Make a set of plain data that passed every check; `layers` has the data of each layer by its name."""
    drafts = tuple(draft_layer(Document(name, curly(layers[name]), ()), name).layer for name in data["layers"])
    return ProfileSet(
        slug=data["slug"],
        version=data["version"],
        title=curly(data["title"]),
        summary=curly(data["summary"]),
        summary_en=data["summary_en"],
        label=curly(data["label"]),
        checked=data["checked"],
        bibliography=(data["bibliography"]["slug"], data["bibliography"]["version"]),
        layers=drafts,
        content_hash=content_hash({"set": data, "layers": [layers[name] for name in data["layers"]]}),
        by_id={layer.id: layer for layer in drafts},
    )


def _bibliography(folder: Path, document: Document) -> tuple[Bibliography | None, list[Finding]]:
    data: Any = document.data
    pin = data["bibliography"]
    path = bibliography_file(folder, pin["slug"], pin["version"])
    if path is not None:
        loaded = load_bibliography(path)
        return loaded.bibliography, list(loaded.findings)
    message = f"De bronnenlijst {pin['slug']}/{pin['version']} is er niet."
    mend = "Zet hem in de map met inhoud, of noem een lijst die er is."
    return None, [Finding("no-bibliography", message, mend, document.file, document.at(("bibliography",)))]


def _strays(folder: Path, listed: list[str]) -> list[Finding]:
    known = {"set.yaml", *(f"{name}.yaml" for name in listed)}
    return [
        Finding(
            "stray-file",
            "Dit bestand hoort bij geen laag van set.yaml en telt niet mee.",
            "Zet de laag in set.yaml, of haal het bestand weg.",
            str(path),
            severity=Severity.WARNING,
        )
        for path in sorted(folder.glob("*.yaml"))
        if path.name not in known
    ]
