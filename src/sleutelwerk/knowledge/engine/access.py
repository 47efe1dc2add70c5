"""The access file: by what a request is judged, what an asker chooses from, and what mail domains say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.plain_language import banned_words
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document
from sleutelwerk.knowledge.engine.addresses import Domains


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something that a person looks at. `source` is an entry of the bibliography; empty is our own judgement."""

    id: str
    text: str
    help: str
    source: str


@dataclass(frozen=True, slots=True)
class Approach:
    """A kind of work that an asker can choose, said neutrally."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class AccessRules:
    """All that the house says about asking for access."""

    criteria: tuple[Criterion, ...]
    approaches: tuple[Approach, ...]
    domains: Domains

    def label_of(self, approach: str) -> str:
        """Give what an approach is called; one that a later version left out keeps its short name."""
        return next((one.label for one in self.approaches if one.id == approach), approach)


def check_access(document: Document) -> Sequence[Finding]:
    """Find what is wrong with an access file, all at once."""
    found = list(document.findings)
    if not has_errors(found):
        found += check_schema(document, "access")
    if not has_errors(found):
        found += [*_twice(document), *_unwanted(document), *_contradictions(document)]
    return found


def _twice(document: Document) -> list[Finding]:
    data: Any = document.data
    found = []
    for part in ("criteria", "approaches"):
        seen: set[str] = set()
        for index, one in enumerate(data[part]):
            if one["id"] in seen:
                where = document.at((part, index, "id"))
                message = f"'{one['id']}' staat er al."
                found.append(Finding("same-id", message, "Kies een andere korte naam.", document.file, where))
            seen.add(one["id"])
    return found


def _unwanted(document: Document) -> list[Finding]:
    """No choice may say what people are (N1): an approach is named after the work."""
    data: Any = document.data
    found = []
    for part, key in (("criteria", "text"), ("criteria", "help"), ("approaches", "label")):
        for index, one in enumerate(data[part]):
            for word, reason in banned_words(one.get(key, "")):
                mend = "Zeg waaraan iemand werkt, en laat weg met of tegen wie."
                where = document.at((part, index, key))
                found.append(Finding("unwanted-word", f"'{word}': {reason}", mend, document.file, where))
    return found


def _contradictions(document: Document) -> list[Finding]:
    data: Any = document.data
    found = []
    seen: dict[str, str] = {}
    for part in ("public", "free", "disposable"):
        for index, name in enumerate(data["domains"][part]):
            if name in seen:
                where = document.at(("domains", part, index))
                message = f"'{name}' staat ook bij '{seen[name]}'."
                found.append(Finding("same-domain", message, "Laat het bij een van de twee.", document.file, where))
            seen[name] = part
    return found


def access_from_data(data: Any) -> AccessRules:
    """Make the rules of plain data that passed the check."""
    domains = data["domains"]
    return AccessRules(
        tuple(
            Criterion(one["id"], one["text"], one.get("help", ""), one["rests_on"].get("source", ""))
            for one in data["criteria"]
        ),
        tuple(Approach(one["id"], one["label"]) for one in data["approaches"]),
        Domains(
            frozenset(domains["public"]),
            tuple(domains["public_patterns"]),
            frozenset(domains["free"]),
            frozenset(domains["disposable"]),
        ),
    )
