"""Invented collaborations as data: what stands in each, with its days counted from the day on which it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sleutelwerk.cases.engine.check_texts import check_every_text, duplicates, texts
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import Document

#: What the second assessor says where the first said enough.
_SAME = "Dat bleek ook in mijn gesprek met hem."

#: Who somebody lives with, descends from or knows. The letter promises him that nobody writes that down, so an example,
#: from which people learn what to write, never does. 'Thuis' says enough, and 'ouders' may be whom a plan is for.
_OTHERS = re.compile(
    r"\b(?:nicht|neef|neven|oom|tante|opa|oma|zus|zusters?|broers?|broertjes?|vader|moeder|vrouw|echtgeno\w+|partner"
    r"|dochters?|zoon|zonen|kleinkind(?:eren)?|gezin(?:nen)?|famili\w+|verwant\w*|schoon(?:vader|moeder|zus|broer|zoon|dochter|familie)"
    r"|zwager|weduwe|weduwnaar|vriend(?:en|in|innen)?|buurman|buurvrouw|(?:zijn|haar|hun)(?: \w+)? (?:man|kind|kinderen"
    r"|ouders))"
    r"(?:tje|je)?s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What two assessors wrote at one criterion; `second_choice` is empty when both found it to be so."""

    ref: str
    first: str
    second: str = _SAME
    second_choice: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """One invented collaboration. The mappings hold what their part of the schema names, days as numbers.

    `person` and `work` are empty when it did not come that far; `ending` is when nobody takes leave.
    """

    id: str
    shows: str
    stage: str
    theme: str
    profile: str
    starts: int
    ends: int
    assignment: Mapping[str, str]
    settled: int | None = None
    person: Mapping[str, Any] = field(default_factory=dict)
    work: Mapping[str, Any] = field(default_factory=dict)
    contacts: Sequence[Mapping[str, Any]] = ()
    signals: Sequence[Mapping[str, Any]] = ()
    allowances: Sequence[Mapping[str, Any]] = ()
    looks: Sequence[Mapping[str, Any]] = ()
    ending: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Examples:
    """All of them, with what assessors wrote and what every agreement says."""

    version: int
    findings: tuple[Compared, ...]
    agreement: Choices
    all: tuple[Example, ...]


def load_examples(path: Path, bibliography: Bibliography | None = None) -> Loaded[Examples]:
    """Read and check `<content>/example_cases/<slug>/<version>/examples.yaml`. Never raises."""
    return load(path, "example-cases", _examples, partial(_check, bibliography))


def _examples(data: Any) -> Examples:
    said = data["agreement"]
    return Examples(
        version=data["version"],
        findings=tuple(Compared(**one) for one in data["findings"]),
        agreement=Choices(chosen=said["chosen"], filled=said["filled"]),
        all=tuple(Example(**one) for one in data["examples"]),
    )


def _check(bibliography: Bibliography | None, examples: Examples, document: Document) -> Iterator[Finding]:
    yield from check_every_text(document, bibliography)
    yield from _about_others(document)
    yield from duplicates(document, ("examples",), [one.id for one in examples.all])
    for place, one in enumerate(examples.all):
        if one.stage != "assignment" and not (one.person and one.work and one.settled is not None):
            message = f"In '{one.id}' is al iemand aan het werk, maar 'settled', 'person' of 'work' ontbreekt."
            mend = "Vul aan wat er gebeurde voordat het zover was."
            yield Finding("not-that-far", message, mend, document.file, document.at(("examples", place)))


def _about_others(document: Document) -> Iterator[Finding]:
    """Find what an example tells about somebody else than the person of the case."""
    mend = "Schrijf op wat hij doet of wat is afgesproken, zonder anderen."
    for path, text in texts(document.data):
        for found in _OTHERS.finditer(text):
            message = f"'{found.group()}' gaat over iemand anders. Een voorbeeld leert zo dat dit mag."
            yield Finding("about-others", message, mend, document.file, document.at(path))
