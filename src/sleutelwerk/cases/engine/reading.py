"""Reads one content file of this room: its form, its place and its data, with every finding at its own line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """What a file holds, or None when it has errors, with everything that was found."""

    value: T | None
    findings: tuple[Finding, ...]


def load(
    path: Path, schema: str, make: Callable[[Any], T], check: Callable[[T, Document], Iterable[Finding]]
) -> Loaded[T]:
    """Read `<kind>/<slug>/<version>/<file>.yaml`: first its form, then its place, then its meaning. Never raises."""
    document = read_yaml(path)
    found = list(document.findings)
    if not has_errors(found):
        found += check_schema(document, schema)
    if not has_errors(found):
        found += _misplaced(path, document)
    if has_errors(found):
        return Loaded(None, tuple(found))
    value = make(document.data)
    found += sorted(check(value, document), key=lambda one: one.position)
    return Loaded(None if has_errors(found) else value, tuple(found))


def _misplaced(path: Path, document: Document) -> list[Finding]:
    data: Any = document.data
    folder = path.resolve().parent
    expected = {"slug": folder.parent.name, "version": folder.name}
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
