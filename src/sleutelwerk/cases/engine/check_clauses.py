"""Checks on clauses in a file: what is fixed stays fixed, every place has its field, and choices are real choices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from sleutelwerk.cases.engine.check_texts import check_plain, duplicates
from sleutelwerk.cases.engine.clauses import PLACEHOLDER, About, Clause, FieldKind, Section
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.yaml_source import DataPath, Document

_Found = tuple[str, str, str]


def check_sections(
    document: Document, key: str, sections: Sequence[Section], known: Sequence[str], words: frozenset[str]
) -> Iterator[Finding]:
    """Check the sections under a key of the file. `known` are the names that they may be for; `words` are explained."""
    yield from duplicates(document, (key,), [one.id for one in sections])
    for index, section in enumerate(sections):
        path: DataPath = (key, index)
        yield from duplicates(document, (*path, "clauses"), [one.id for one in section.clauses])
        yield from _only_for(document, path, section, known)
        yield from check_plain(document, _spoken(section, path), words)
        for number, clause in enumerate(section.clauses):
            where = (*path, "clauses", number)
            yield from duplicates(document, (*where, "options"), [one.id for one in clause.options])
            yield from duplicates(document, (*where, "fields"), [one.id for one in clause.fields])
            for code, message, mend in chain(
                _shape(clause), _rhythm(clause), _places(clause), _limits(clause), _numbers(clause), _others(clause)
            ):
                yield Finding(code, message, mend, document.file, document.at(where))


def _spoken(section: Section, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    """Give what is read aloud: each clause for long sentences, and the whole section for how hard it is."""
    yield (*path, "title"), section.title
    for number, clause in enumerate(section.clauses):
        where = (*path, "clauses", number)
        if clause.text:
            yield (*where, "text"), clause.text
        yield from (((*where, "options", at, "text"), one.text) for at, one in enumerate(clause.options))


def _only_for(document: Document, path: DataPath, section: Section, known: Sequence[str]) -> Iterator[Finding]:
    for name in section.only_for:
        if name not in known:
            mend = did_you_mean(name, known) or "Kies uit: " + ", ".join(known) + "."
            yield Finding("unknown-name", f"'{name}' is er niet.", mend, document.file, document.at(path))


def _shape(clause: Clause) -> Iterator[_Found]:
    if bool(clause.text) == bool(clause.options):
        yield (
            "text-or-options",
            "Een afspraak heeft een tekst of keuzes, en nooit allebei.",
            "Haal een van de twee weg.",
        )
    if clause.fixed and (clause.options or clause.optional):
        message = "Een vaste afspraak heeft geen keuzes en kan niet worden weggelaten."
        yield "fixed-is-fixed", message, "Haal 'options' en 'optional' weg, of maak de afspraak niet vast."
    if clause.means and not clause.fixed:
        yield "means-is-fixed", "Een afspraak met 'means' moet vast zijn.", "Voeg 'fixed: true' toe."


def _rhythm(clause: Clause) -> Iterator[_Found]:
    without = [one.id for one in clause.options if not one.days]
    if clause.sets_rhythm and (not clause.options or clause.optional or without):
        message = "Een afspraak met 'sets_rhythm' heeft keuzes met elk een 'days', en kan niet worden weggelaten."
        yield "rhythm", message, "Geef elke keuze 'days', het aantal dagen tot het volgende contact."
    elif not clause.sets_rhythm and any(one.days for one in clause.options):
        yield (
            "rhythm",
            "Een keuze met 'days' hoort bij een afspraak met 'sets_rhythm'.",
            "Voeg 'sets_rhythm: true' toe.",
        )


def _places(clause: Clause) -> Iterator[_Found]:
    told = [clause.text, *(one.text for one in clause.options)]
    places = {name for text in told for name in PLACEHOLDER.findall(text)}
    fields = {one.id for one in clause.fields}
    for name in sorted(places - fields):
        mend = did_you_mean(name, fields) or "Zet het veld onder 'fields:'."
        yield "no-field", f"Voor '{{{name}}}' is er geen veld.", mend
    for name in sorted(fields - places):
        yield (
            "no-place",
            f"Het veld '{name}' staat nergens in de tekst.",
            f"Zet '{{{name}}}' in de tekst, of haal het weg.",
        )


def _limits(clause: Clause) -> Iterator[_Found]:
    for one in clause.fields:
        if (one.kind in {FieldKind.DATE, FieldKind.TERMS}) == bool(one.limit):
            message = f"Het veld '{one.id}' heeft geen passende grens."
            yield "limit", message, "Geef elk veld een 'limit', behalve een datum en 'terms'."
        if one.kind is FieldKind.TERMS and clause.options:
            message = f"Het veld '{one.id}' staat in een keuze."
            yield "terms", message, "Zet 'terms' in een zin die geen keuzes heeft."
        if one.about is not About.ENDED and one.kind is not FieldKind.TERMS:
            message = f"Het veld '{one.id}' is geen termijn."
            yield "terms", message, "Haal 'about' weg, of kies 'kind: terms'."


def _numbers(clause: Clause) -> Iterator[_Found]:
    numbers = {one.id for one in clause.fields if one.kind is FieldKind.NUMBER}
    for one in clause.fields:
        if (one.least or one.after or one.sets_sum) and one.id not in numbers:
            message = f"Het veld '{one.id}' is geen getal."
            yield "number", message, "Haal 'least', 'after' en 'sets_sum' weg, of kies 'kind: number'."
        elif one.least > one.limit:
            yield "number", f"Het veld '{one.id}' heeft geen getal dat past.", "Maak 'least' lager dan 'limit'."
        elif one.after and one.after not in numbers - {one.id}:
            mend = did_you_mean(one.after, numbers) or "Noem een ander getal van dezelfde afspraak."
            yield "number", f"Bij 'after' van '{one.id}' staat geen ander getal.", mend


def _others(clause: Clause) -> Iterator[_Found]:
    ours = {one.id for one in clause.fields if one.kind is FieldKind.CONTACT}
    for one in (its for its in clause.fields if its.other_than):
        if one.id not in ours or one.other_than not in ours - {one.id}:
            mend = did_you_mean(one.other_than, ours) or "Noem een ander veld met 'kind: contact' daarvan."
            yield "other", f"Bij 'other_than' van '{one.id}' staat niemand anders van ons.", mend
