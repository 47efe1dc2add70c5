"""Checks what a word list means: kinds, names and forms that cannot work, and examples that do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.privacy.engine.detectors import DETECTORS
from sleutelwerk.privacy.engine.guard import Guard
from sleutelwerk.privacy.engine.model import Kind, WordList
from sleutelwerk.privacy.engine.wording import parts_of

_NATION = ("country", "adjective", "people")
#: A star between letters, which the look-up has no way for.
_INSIDE = re.compile(r"\w\*\w")


def check_meaning(head: Document, others: Sequence[Document], folder: Path) -> list[Finding]:
    """Give what is wrong in files that have the right form."""
    found = [*_head(head, folder), *_every_detector(head, others)]
    seen: dict[str, str] = {}
    for one in others:
        found += _twice(one, seen)
        found += _terms(one)
        found += _patterns(one)
    return found


def _head(head: Document, folder: Path) -> Iterator[Finding]:
    data: Any = head.data
    if (data["slug"], str(data["version"])) != (folder.parent.name, folder.name):
        message = f"De lijst heet {data['slug']}/{data['version']}, maar ligt in {folder.parent.name}/{folder.name}."
        yield _at(head, ("slug",), "wrong-folder", message, "Geef de map en de lijst dezelfde naam en versie.")
    kinds = [one["id"] for one in data["kinds"]]
    for kind in Kind:
        if kinds.count(kind) != 1:
            message = f"De soort '{kind}' staat er {kinds.count(kind)} keer in."
            yield _at(head, ("kinds",), "kind-count", message, "Beschrijf elke soort één keer.")


def _every_detector(head: Document, others: Sequence[Document]) -> Iterator[Finding]:
    """A list that leaves a detector out would silently guard less than the screens promise."""
    present = {pattern["id"] for one in others for pattern in _data(one).get("patterns", ())}
    for missing in sorted(DETECTORS.keys() - present):
        message = f"De vorm '{missing}' ontbreekt."
        yield _at(head, (), "missing-pattern", message, "Neem hem over uit de lijst die Sleutelwerk meelevert.")


def _twice(document: Document, seen: dict[str, str]) -> Iterator[Finding]:
    for part in ("terms", "patterns"):
        for index, one in enumerate(_data(document).get(part, ())):
            if one["id"] in seen:
                message = f"'{one['id']}' staat ook in {Path(seen[one['id']]).name}."
                yield _at(
                    document, (part, index, "id"), "duplicate-id", message, "Geef een van de twee een andere naam."
                )
            seen.setdefault(one["id"], document.file)


def _terms(document: Document) -> Iterator[Finding]:
    for index, term in enumerate(_data(document).get("terms", ())):
        path = ("terms", index)
        if not term.get("forms") and not term.get("nation"):
            message = f"'{term['id']}' heeft geen woorden."
            yield _at(document, (*path, "id"), "no-words", message, "Voeg 'forms' of 'nation' toe.")
        for name in ("forms", "passes_in"):
            for number, form in enumerate(term.get(name, ())):
                yield from _form(document, (*path, name, number), form)
        for name in _NATION:
            for number, form in enumerate(term.get("nation", {}).get(name, ())):
                yield from _form(document, (*path, "nation", name, number), form)


def _form(document: Document, path: DataPath, form: str) -> Iterator[Finding]:
    parts = parts_of(form)
    stars = sum(part.count("*") for part in parts)
    if not parts or stars != form.count("*") or _INSIDE.search(form):
        mend = "Zet een * alleen aan het begin of het eind van een woord."
        yield _at(document, path, "bad-form", f"'{form}' is geen woord dat gezocht kan worden.", mend)
    elif len(parts) > 1 and any(part.startswith("*") for part in parts):
        mend = "Zet de * aan het eind, of schrijf de woorden uit."
        yield _at(document, path, "bad-star", f"In '{form}' kan geen woord met * beginnen.", mend)
    elif len(parts) > 1 and parts[0].endswith("*"):
        mend = "Schrijf het eerste woord uit; achter de andere mag wel een *."
        yield _at(document, path, "bad-star", f"In '{form}' kan het eerste woord geen * hebben.", mend)


def _patterns(document: Document) -> Iterator[Finding]:
    for index, pattern in enumerate(_data(document).get("patterns", ())):
        path = ("patterns", index)
        known = DETECTORS.get(pattern["id"])
        if known is None:
            mend = did_you_mean(pattern["id"], DETECTORS) or "Kies uit: " + ", ".join(sorted(DETECTORS)) + "."
            message = f"De vorm '{pattern['id']}' bestaat niet."
            yield _at(document, (*path, "id"), "unknown-pattern", message, mend)
            continue
        if pattern["kind"] != known.kind:
            message = f"De vorm '{pattern['id']}' hoort bij de soort '{known.kind}'."
            yield _at(document, (*path, "kind"), "wrong-kind", message, f"Schrijf 'kind: {known.kind}'.")
        for name in sorted(known.needs - pattern["lists"].keys()):
            message, mend = f"De lijst '{name}' ontbreekt.", "Neem haar over uit de lijst die Sleutelwerk meelevert."
            yield _at(document, (*path, "lists"), "missing-list", message, mend)
        for name in sorted(pattern["lists"].keys() - known.needs):
            mend = did_you_mean(name, known.needs) or "Haal haar weg."
            yield _at(document, (*path, "lists", name), "unknown-list", f"De lijst '{name}' doet hier niets.", mend)


def check_examples(words: WordList, documents: Sequence[Document]) -> list[Finding]:
    """Try every example on the list itself: what must be found is found under its kind, and what may pass passes."""
    guard = Guard(words)
    return [finding for one in documents for finding in _examples(one, guard)]


def _examples(document: Document, guard: Guard) -> Iterator[Finding]:
    data = _data(document)
    for part in ("terms", "patterns"):
        for index, one in enumerate(data.get(part, ())):
            kind = Kind(one.get("kind") or data["kind"])
            for name, wanted in (("finds", True), ("passes", False)):
                for number, text in enumerate(one[name]):
                    if _finds(guard, text, kind) is not wanted:
                        yield _example(document, (part, index, name, number), text, kind)


def _finds(guard: Guard, text: str, kind: Kind) -> bool:
    return any(remark.kind is kind for remark in guard.examine(text))


def _example(document: Document, path: DataPath, text: str, kind: Kind) -> Finding:
    if path[2] == "finds":
        message = f"In dit voorbeeld wordt niets gevonden van de soort '{kind}': '{text}'"
        return _at(document, path, "example-missed", message, "Voeg de vorm toe, of haal het voorbeeld weg.")
    message = f"Dit voorbeeld moet mogen, maar er wordt iets gevonden van de soort '{kind}': '{text}'"
    return _at(document, path, "example-found", message, "Zet de uitdrukking bij 'passes_in', of maak de vorm nauwer.")


def _data(document: Document) -> dict[str, Any]:
    data: Any = document.data
    return dict(data)


def _at(document: Document, path: DataPath, code: str, message: str, mend: str) -> Finding:
    return Finding(code, message, mend, document.file, document.at(path))
