"""Everything that must hold in a set of profiles and that a schema cannot say; all findings at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.function_profiles.engine.check_structure import check_structure
from sleutelwerk.function_profiles.engine.check_texts import check_texts
from sleutelwerk.function_profiles.engine.draft import Draft, DraftLayer, Entry
from sleutelwerk.function_profiles.engine.model import CRITERIA, Kind

#: These steps have characteristics of their own, but ask no more of a person than the base does.
NO_CRITERIA_OF_THEIR_OWN = frozenset({"vertaler", "verbinder"})

_WHAT_HE_BRINGS = (Kind.PRECONDITIONS, Kind.COMPETENCES)
_DETAIL = {
    Kind.COMPETENCES: "waaraan u dit herkent",
    Kind.RISKS: "wat dit risico kleiner maakt",
    Kind.REWARDS: "wanneer deze beloning past",
}


def check_draft(draft: Draft) -> list[Finding]:
    """Check everything; findings in the order of the layers and of the places in each file."""
    checks: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
        check_structure,
        _unique_ids,
        _known_sources,
        _criteria_allowed,
        _complete_items,
        _needs,
        _drops,
        _needed_but_gone,
        check_texts,
    )
    found = [finding for check in checks for finding in check(draft)]
    files = [draft.document.file, *(layer.document.file for layer in draft.in_order)]
    return sorted(found, key=lambda finding: (files.index(finding.file), finding.position))


def _unique_ids(draft: Draft) -> Iterator[Finding]:
    seen: set[str] = set()
    for entry in draft.entries():
        if entry.item.ref in seen:
            message = f"Het kenmerk '{entry.item.ref}' staat er twee keer in."
            yield entry.finding("duplicate-id", message, "Geef een van de twee een andere naam.", "id")
        seen.add(entry.item.ref)


def _known_sources(draft: Draft) -> Iterator[Finding]:
    bibliography = draft.bibliography
    if bibliography is None:
        return
    for entry in draft.entries():
        for index, source in enumerate(entry.item.sources):
            if not bibliography.knows(source):
                mend = did_you_mean(source, bibliography.by_id) or "Zet de bron in de bronnenlijst, of noem een andere."
                message = f"De bron '{source}' staat niet in de bronnenlijst."
                yield entry.finding("unknown-source", message, mend, "sources", index)


def _criteria_allowed(draft: Draft) -> Iterator[Finding]:
    for entry in draft.entries():
        if entry.item.layer in NO_CRITERIA_OF_THEIR_OWN and entry.item.kind in _WHAT_HE_BRINGS:
            yield entry.finding(
                "criteria-not-here",
                f"De laag '{entry.item.layer}' mag geen eigen eisen aan de persoon stellen.",
                "Maak er een kenmerk (characteristics) van, of iets dat u regelt (arrangements).",
            )


def _complete_items(draft: Draft) -> Iterator[Finding]:
    for entry in draft.entries():
        wanted = _DETAIL.get(entry.item.kind)
        if wanted and not entry.item.detail:
            yield entry.finding("no-detail", f"Hier ontbreekt {wanted}.", f"Schrijf bij 'detail:' {wanted}.")
        if not entry.item.checked:
            mend = "Geef dit item 'checked:', of zet 'checked:' bovenaan het bestand."
            yield entry.finding("no-date", "Hier ontbreekt de dag van nakijken.", mend)


def _needs(draft: Draft) -> Iterator[Finding]:
    for entry in draft.entries():
        for index, ref in enumerate(entry.item.needs):
            problem = _need_problem(draft, entry, ref)
            if problem:
                yield entry.finding(*problem, "needs", index)


def _need_problem(draft: Draft, entry: Entry, ref: str) -> tuple[str, str, str] | None:
    if ref == entry.item.ref:
        return "needs-itself", "Dit item heeft zichzelf nodig.", "Haal het weg bij 'needs'."
    unknown = _unknown(draft, ref)
    if unknown:
        return unknown
    if _height(draft, ref) > _height(draft, entry.item.ref):
        message = f"'{ref}' hoort bij een hogere laag, en die bouwt juist op deze."
        return "needs-higher", message, "Noem iets van deze laag of van een lagere."
    return None


def _drops(draft: Draft) -> Iterator[Finding]:
    for layer in draft.in_order:
        for index, ref in enumerate(layer.layer.drops):
            problem = _drop_problem(draft, layer, index, ref)
            if problem:
                yield layer.finding(*problem, ("drops", index))


def _drop_problem(draft: Draft, layer: DraftLayer, index: int, ref: str) -> tuple[str, str, str] | None:
    unknown = _unknown(draft, ref)
    if unknown:
        return unknown
    if _height(draft, ref) >= draft.order.index(layer.layer.id):
        mend = "Een laag laat alleen iets van een lagere laag vervallen."
        return "drop-not-lower", f"'{ref}' is niet van een lagere laag.", mend
    if _kind_of(draft, ref) in CRITERIA:
        message = f"'{ref}' is een eis, en eisen stapelen. Een hoger profiel laat er geen vervallen."
        return "drop-criterion", message, "Haal deze regel weg, of haal de eis uit de lagere laag."
    if ref in layer.layer.drops[:index] or ref in _dropped_below(draft, layer.layer.id):
        return "drop-twice", f"'{ref}' was al vervallen.", "Haal deze regel weg."
    return None


def _needed_but_gone(draft: Draft) -> Iterator[Finding]:
    """An item that still holds may not rest on one that was dropped, in this layer or in any above it."""
    for layer in draft.in_order:
        for index, ref in enumerate(layer.layer.drops):
            for entry in draft.entries():
                if ref in entry.item.needs and _still_holds_above(draft, entry, layer.layer.id):
                    message = f"'{ref}' vervalt hier, maar '{entry.item.ref}' heeft het nodig."
                    mend = "Laat het staan, of pas 'needs' van dat item aan."
                    yield layer.finding("dropped-but-needed", message, mend, ("drops", index))


def _still_holds_above(draft: Draft, entry: Entry, layer: str) -> bool:
    """Tell whether an item holds in this layer or comes in above it."""
    own = _height(draft, entry.item.ref) >= draft.order.index(layer)
    return own or entry.item.ref not in {*_dropped_below(draft, layer), *draft.layers[layer].layer.drops}


def _dropped_below(draft: Draft, layer: str) -> set[str]:
    below = draft.order[: draft.order.index(layer)]
    return {ref for name in below if name in draft.layers for ref in draft.layers[name].layer.drops}


def _unknown(draft: Draft, ref: str) -> tuple[str, str, str] | None:
    """Why a reference leads nowhere; None when it does, or when its layer could not be read at all."""
    layer = ref.split(".", 1)[0]
    if layer in draft.order and layer not in draft.layers:
        return None
    known = {entry.item.ref for entry in draft.entries()}
    if ref in known:
        return None
    mend = did_you_mean(ref, known) or "Schrijf laag.naam, zoals basis.volwassen."
    return "unknown-item", f"'{ref}' is er niet.", mend


def _height(draft: Draft, ref: str) -> int:
    layer = ref.split(".", 1)[0]
    return draft.order.index(layer)


def _kind_of(draft: Draft, ref: str) -> Kind | None:
    return next((entry.item.kind for entry in draft.entries() if entry.item.ref == ref), None)
