"""A small set of profiles that is right in every way, to be spoiled by tests in one place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sleutelwerk.core.findings import Finding
from sleutelwerk.function_profiles.engine.load import load_profiles
from sleutelwerk.function_profiles.engine.model import Kind

Files = dict[str, Any]

SOURCES = """\
schema: sleutelwerk/bibliography/1
slug: sleutelwerk
version: 1
sources:
  - {id: C1, title: Eerste bron, publisher: Uitgever, year: 2020, url: "https://example.nl/", checked: 2026-11-01}
  - {id: C2, title: Tweede bron, publisher: Uitgever, checked: 2026-11-01, note: Deels gelezen.}
"""

_DATE = "2026-11-24"
_WITH_DETAIL = {Kind.COMPETENCES, Kind.RISKS, Kind.REWARDS}
_IN_BASIS = (Kind.PRECONDITIONS, Kind.COMPETENCES, Kind.ARRANGEMENTS, Kind.AGREEMENTS, Kind.NEVER, Kind.RISKS)
_IN_STEP = tuple(kind for kind in Kind if kind not in {Kind.PRECONDITIONS, Kind.COMPETENCES, Kind.ARRANGEMENTS})
_ORDER = ("basis", "vertaler", "verbinder", "waarnemer")


def item(layer: str, kind: Kind, name: str = "een", **more: Any) -> dict[str, Any]:
    """An item whose words no other item has."""
    made = {"id": f"{kind.value.replace('_', '-')}-{name}", "text": f"Tekst {kind.value} {layer} {name}."}
    if kind in _WITH_DETAIL:
        made["detail"] = f"Meer {kind.value} {layer} {name}."
    return made | more


def small_set() -> Files:
    """The files of the set, as data; each may be changed before it is written."""
    files: Files = {
        "set": {
            "schema": "sleutelwerk/function-profiles/1",
            "slug": "klein",
            "version": 1,
            "title": "Kleine set",
            "summary": "Een kleine set.",
            "summary_en": "A small set.",
            "label": "Onze eigen woorden.",
            "checked": _DATE,
            "bibliography": {"slug": "sleutelwerk", "version": 1},
            "layers": list(_ORDER),
        }
    }
    for below, name in zip((None, *_ORDER), _ORDER, strict=False):
        files[name] = _layer(name, below)
    return files


def _layer(name: str, below: str | None) -> dict[str, Any]:
    kinds = (*_IN_BASIS, Kind.REWARDS) if below is None else _IN_STEP
    made: dict[str, Any] = {
        "id": name,
        "title": name.title(),
        "tagline": f"Zo is de {name}.",
        "purpose": f"Daarvoor is de {name}.",
        "checked": _DATE,
        **{kind.value: [item(name, kind)] for kind in kinds},
    }
    if below is not None:
        made["builds_on"] = below
        made["card"] = {
            "title": "U helpt",
            "intro": "Fijn dat u er bent.",
            **{key: ["U doet iets."] for key in ("you_do", "you_never", "we_do", "you_get", "ask_us")},
            "stopping": "U mag stoppen.",
        }
    return made


def write(root: Path, files: Files) -> Path:
    """Write the files where a set of that name belongs, and give the folder. JSON is YAML too."""
    folder = root / "function_profiles" / "klein" / "1"
    folder.mkdir(parents=True)
    sources = root / "bibliography" / "sleutelwerk" / "1" / "sources.yaml"
    if not sources.exists():
        sources.parent.mkdir(parents=True)
        sources.write_text(SOURCES, encoding="utf-8")
    for name, data in files.items():
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=1)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def findings(root: Path, files: Files) -> list[Finding]:
    """Write a set and give what loading it finds."""
    return list(load_profiles(write(root, files)).findings)


def codes(root: Path, files: Files) -> list[str]:
    """As `findings`, but only what kind each is."""
    return [finding.code for finding in findings(root, files)]
