"""Letters to a key figure as data: what a letter must tell, who fills in what, and the letter put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sleutelwerk.cases.engine.check_clauses import check_sections
from sleutelwerk.cases.engine.check_texts import check_every_text, check_plain
from sleutelwerk.cases.engine.clauses import About, Choices, Composed, Section, compose, section_from_data, with_terms
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import Document


class LetterKind(StrEnum):
    """What a letter is for."""

    INFORMATION = "information"
    OUTCOME = "outcome"


class Tells(StrEnum):
    """What a part of a letter tells, whatever its words."""

    PURPOSE = "purpose"
    BASIS = "basis"
    WHAT = "what"
    ORIGIN = "origin"
    WHO_SEES = "who_sees"
    RETENTION = "retention"
    RIGHTS = "rights"
    CONTROLLER = "controller"
    FG = "fg"
    COMPLAINT = "complaint"
    FREE = "free"
    PEOPLE_DECIDE = "people_decide"
    OUTCOME = "outcome"
    ANSWER = "answer"


#: What each kind of letter always tells: N26 with art. 13 and 14 AVG, and for the card N19 and N24.
MUST_TELL = MappingProxyType(
    {
        LetterKind.INFORMATION: frozenset(Tells) - {Tells.OUTCOME, Tells.ANSWER},
        LetterKind.OUTCOME: frozenset(
            {Tells.OUTCOME, Tells.ANSWER, Tells.RETENTION, Tells.PEOPLE_DECIDE, Tells.CONTROLLER}
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which a letter can run, as the professional chooses it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of a letter with its sentences, and what it tells."""

    section: Section
    tells: tuple[Tells, ...]
    sources: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One version of a letter. `handing_over` tells the professional how to give it."""

    slug: str
    version: int
    kind: LetterKind
    title: str
    summary: str
    checked: str
    handing_over: tuple[str, ...]
    variants: tuple[Variant, ...]
    words: tuple[str, ...]
    parts: tuple[Part, ...]
    content_hash: str


def compose_letter(letter: Letter, variant: str, choices: Choices) -> Composed:
    """Put a letter together, with everything still to fill in. KeyError when there is no such variant."""
    if variant not in {one.id for one in letter.variants}:
        raise KeyError(variant)
    return compose((one.section for one in letter.parts), variant, choices)


def letter_with_terms(letter: Letter, said: Mapping[About, str]) -> Letter:
    """Give the letter with how long things stay in its words."""
    return replace(letter, parts=tuple(replace(one, section=with_terms(one.section, said)) for one in letter.parts))


def load_letter(path: Path, bibliography: Bibliography | None = None) -> Loaded[Letter]:
    """Read and check `<content>/letters/<slug>/<version>/letter.yaml`. Never raises."""
    return load(path, "letter", letter_from_data, partial(_check, bibliography))


def letter_from_data(data: Any) -> Letter:
    """Make a letter of plain data that follows the schema."""
    return Letter(
        **{name: data[name] for name in ("slug", "version", "title", "summary", "checked")},
        kind=LetterKind(data["kind"]),
        handing_over=tuple(data["handing_over"]),
        variants=tuple(Variant(**one) for one in data["variants"]),
        words=tuple(data.get("words", ())),
        parts=tuple(_part(one) for one in data["parts"]),
        content_hash=content_hash(data),
    )


def _part(data: Any) -> Part:
    tells = tuple(Tells(one) for one in data["tells"])
    return Part(section_from_data(data, "variants"), tells, tuple(data["sources"]), data.get("checked", ""))


def _check(bibliography: Bibliography | None, letter: Letter, document: Document) -> Iterator[Finding]:
    words = frozenset(one.casefold() for one in letter.words)
    yield from check_every_text(document, bibliography)
    yield from check_sections(
        document, "parts", [one.section for one in letter.parts], [one.id for one in letter.variants], words
    )
    whole = " ".join(clause.text for part in letter.parts for clause in part.section.clauses)
    yield from check_plain(document, [(("parts",), whole)], words)
    yield from _tells(letter, document)


def _tells(letter: Letter, document: Document) -> Iterator[Finding]:
    for variant in letter.variants:
        told = {
            tells
            for part in letter.parts
            if part.section.is_for(variant.id) and any(clause.fixed for clause in part.section.clauses)
            for tells in part.tells
        }
        for tells in sorted(MUST_TELL[letter.kind] - told):
            message = f"In '{variant.id}' vertelt geen enkel deel met een vaste zin '{tells.value}'."
            mend = "Schrijf dat deel, met ten minste één zin met 'fixed: true'."
            yield Finding("missing-part", message, mend, document.file, document.at(("parts",)))
