"""A set of profiles as read, before it is known to be right: what each file held and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sleutelwerk.core.bibliography import OWN_JUDGEMENT, Bibliography
from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.function_profiles.engine.model import Card, Item, Kind, Layer


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with the place where it is written."""

    item: Item
    document: Document
    path: DataPath

    def finding(self, code: str, message: str, mend: str, *inner: str | int) -> Finding:
        """Make a finding at this item, or at something inside it."""
        return Finding(code, message, mend, self.document.file, self.document.at((*self.path, *inner)))


@dataclass(frozen=True, slots=True)
class DraftLayer:
    """One layer file that follows the schema, with its items and their places."""

    layer: Layer
    document: Document
    entries: tuple[Entry, ...]

    def finding(
        self, code: str, message: str, mend: str, path: DataPath = (), severity: Severity = Severity.ERROR
    ) -> Finding:
        """Make a finding somewhere in this file."""
        return Finding(code, message, mend, self.document.file, self.document.at(path), severity)


@dataclass(frozen=True, slots=True)
class Draft:
    """All files of a set. `order` is what set.yaml lists; `layers` holds those of them that could be read."""

    document: Document
    order: tuple[str, ...]
    layers: dict[str, DraftLayer]
    bibliography: Bibliography | None

    @property
    def in_order(self) -> tuple[DraftLayer, ...]:
        """The layers that could be read, from low to high."""
        return tuple(self.layers[name] for name in dict.fromkeys(self.order) if name in self.layers)

    def entries(self) -> Iterator[Entry]:
        """Every item of every layer, from low to high."""
        for layer in self.in_order:
            yield from layer.entries


def draft_layer(document: Document, name: str) -> DraftLayer:
    """Make the layer `name` of a document that follows the schema; an `id` that differs is for the check to report."""
    data: Any = document.data
    entries = tuple(_entries(document, data, name))
    layer = Layer(
        id=name,
        title=data["title"],
        tagline=data["tagline"],
        purpose=data["purpose"],
        items=tuple(entry.item for entry in entries),
        builds_on=data.get("builds_on"),
        drops=tuple(data.get("drops", ())),
        card=_card(data["card"]) if "card" in data else None,
    )
    return DraftLayer(layer, document, entries)


def _entries(document: Document, data: Any, layer: str) -> Iterator[Entry]:
    for kind in Kind:
        for index, item in enumerate(data.get(kind.value, ())):
            yield Entry(
                _item(f"{layer}.{item['id']}", kind, item, data.get("checked", "")), document, (kind.value, index)
            )


def _item(ref: str, kind: Kind, data: Any, checked: str) -> Item:
    return Item(
        ref=ref,
        kind=kind,
        text=data["text"],
        sources=tuple(data.get("sources", (OWN_JUDGEMENT,))),
        checked=data.get("checked", checked),
        explain=data.get("explain", ""),
        detail=data.get("detail", ""),
        needs=tuple(data.get("needs", ())),
    )


def _card(data: Any) -> Card:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Card(**fields)
