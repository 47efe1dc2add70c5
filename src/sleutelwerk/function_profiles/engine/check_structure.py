"""The staircase itself: every layer in its own file, on the right step, complete, and with its card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sleutelwerk.core.findings import Finding
from sleutelwerk.function_profiles.engine.draft import Draft, DraftLayer
from sleutelwerk.function_profiles.engine.model import BASIS, CRITERIA, Kind

#: What the lowest layer must say, and what every step above it must say; other lists may be empty.
_IN_BASIS = (*CRITERIA, Kind.AGREEMENTS, Kind.NEVER, Kind.RISKS, Kind.REWARDS)
_IN_STEP = (
    Kind.CHARACTERISTICS,
    Kind.TASKS,
    Kind.NEVER,
    Kind.RISKS,
    Kind.REWARDS,
    Kind.FITS_WHEN,
    Kind.FITS_NOT_WHEN,
    Kind.EXPECT,
    Kind.START,
)


def check_structure(draft: Draft) -> Iterator[Finding]:
    """Check the order of the layers and what each of them must hold."""
    yield from _order(draft)
    for layer in draft.in_order:
        yield from _place(draft, layer)
        yield from _card(layer)
        yield from _lists(layer)


def _order(draft: Draft) -> Iterator[Finding]:
    if draft.order[0] != BASIS:
        message = f"De onderste laag heet '{draft.order[0]}', maar moet '{BASIS}' zijn."
        yield _in_set(draft, "no-basis", message, f"Zet '{BASIS}' vooraan.", 0)
    for index, name in enumerate(draft.order):
        if name in draft.order[:index]:
            message = f"De laag '{name}' staat er twee keer in."
            yield _in_set(draft, "duplicate-layer", message, "Haal er een weg.", index)


def _in_set(draft: Draft, code: str, message: str, mend: str, index: int) -> Finding:
    document = draft.document
    return Finding(code, message, mend, document.file, document.at(("layers", index)))


def _place(draft: Draft, layer: DraftLayer) -> Iterator[Finding]:
    data: Any = layer.document.data
    name = layer.layer.id
    if data["id"] != name:
        message = f"Deze laag heet '{data['id']}', maar het bestand heet '{name}.yaml'."
        yield layer.finding("wrong-place", message, "Maak ze gelijk.", ("id",))
    height = draft.order.index(name)
    expected = draft.order[height - 1] if height else None
    if layer.layer.builds_on != expected:
        mend = f"Schrijf 'builds_on: {expected}'." if expected else "Haal 'builds_on' weg."
        message = f"Deze laag moet op '{expected}' bouwen." if expected else "De onderste laag bouwt nergens op."
        yield layer.finding("wrong-step", message, mend, ("builds_on",))


def _card(layer: DraftLayer) -> Iterator[Finding]:
    basis = layer.layer.id == BASIS
    if basis and layer.layer.card:
        mend = "Haal de kaart weg; ieder profiel heeft er zelf een."
        yield layer.finding("card-not-here", "De basis is geen profiel en heeft geen kaart.", mend, ("card",))
    if not basis and not layer.layer.card:
        mend = "Voeg 'card:' toe, in heel gewone taal."
        yield layer.finding("no-card", "De kaart voor de sleutelfiguur zelf ontbreekt.", mend)


def _lists(layer: DraftLayer) -> Iterator[Finding]:
    for kind in _IN_BASIS if layer.layer.id == BASIS else _IN_STEP:
        if not layer.layer.of(kind):
            mend = f"Voeg '{kind}:' toe, met minstens een item."
            yield layer.finding("empty-list", f"De lijst '{kind}' is leeg.", mend)
