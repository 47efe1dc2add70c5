"""Sentences that are read aloud to a key figure: some fixed, some chosen, some with a place to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sleutelwerk.core.canonical import content_hash

#: What stands where nothing was filled in yet.
BLANK = "…………"

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")
#: Controls, and marks that make a text look different from what it is.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ARTICLES = {"de", "het", "een", "onze", "uw"}
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


class FieldKind(StrEnum):
    """What is filled in. A `contact` is one of us (name, role or number): the guard lets names and offices be there.

    `terms` is how long something stays: nobody types that, `with_terms` puts there what the site itself keeps to.
    """

    TEXT = "text"
    CONTACT = "contact"
    NUMBER = "number"
    DATE = "date"
    TERMS = "terms"


class About(StrEnum):
    """What a field for terms is about: once we stopped, when it does not go on, or how long one thing stays at most."""

    ENDED = "ended"
    NOT_GOING_ON = "not_going_on"
    NO_YES = "no_yes"
    AT_MOST = "at_most"
    SIGNALS = "signals"


class Meaning(StrEnum):
    """What a clause sees to, whatever words it uses: no agreement is whole without each of these, fixed (N16)."""

    NO_REPORTS = "no_reports"
    NO_INFORMANT = "no_informant"
    FREE_EXIT = "free_exit"
    CONFIDANT = "confidant"
    ORDER = "order"
    RECORD = "record"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. `limit` is in characters for a text, and the highest number for a number.

    A number is not lower than `least`, and higher than what stands in the field of the same clause that it comes
    `after`. One that `sets_sum` is how many euro he gets each month. Of us a field may ask for somebody `other_than`
    who stands in another field of the same clause. Terms are `about` something.
    """

    id: str
    label: str
    help: str
    kind: FieldKind
    limit: int = 0
    least: int = 0
    after: str = ""
    sets_sum: bool = False
    other_than: str = ""
    about: About = About.ENDED


@dataclass(frozen=True, slots=True)
class Option:
    """One of the ways in which a clause can run; `label` is for the professional, `text` is what is agreed."""

    id: str
    label: str
    text: str
    #: Days between two contacts at most, where the clause sets that; 0 elsewhere.
    days: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One agreed thing. It has either a text or options. What is fixed is never left out and never changed.

    One that `sets_rhythm` is where both agree how often they speak: each of its options says after how many days.
    """

    id: str
    text: str = ""
    fixed: bool = False
    optional: bool = False
    means: Meaning | None = None
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    sets_rhythm: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Clauses under one heading; `only_for` names profiles or variants, and is empty when it is for all."""

    id: str
    title: str
    clauses: tuple[Clause, ...]
    only_for: tuple[str, ...] = ()

    def is_for(self, name: str) -> bool:
        """Tell whether this belongs in the paper for a profile or variant."""
        return not self.only_for or name in self.only_for


@dataclass(frozen=True, slots=True)
class Choices:
    """What the professional and the key figure settled; names are `section.clause` and `section.clause.field`."""

    left_out: frozenset[str] = frozenset()
    chosen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    filled: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class ProblemKind(StrEnum):
    """What can stand in the way of a whole paper."""

    UNKNOWN = "unknown"
    FIXED = "fixed"
    NEEDED = "needed"
    NOT_CHOSEN = "not_chosen"
    NO_SUCH_OPTION = "no_such_option"
    NOT_FILLED = "not_filled"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    NO_DATE = "no_date"
    SAME = "same"
    BAD_CHARACTER = "bad_character"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend before the paper is whole; `ref` names what, `message` is Dutch, for the professional."""

    ref: str
    kind: ProblemKind
    message: str


@dataclass(frozen=True, slots=True)
class ComposedClause:
    """A clause as it will be read aloud."""

    ref: str
    text: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class ComposedSection:
    """A heading with what stands under it."""

    id: str
    title: str
    clauses: tuple[ComposedClause, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper put together, with what still has to be mended; a draft may be printed with blanks in it."""

    sections: tuple[ComposedSection, ...]
    problems: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """Tell whether nothing has to be mended: only then can both say yes to it."""
        return not self.problems

    @property
    def fingerprint(self) -> str:
        """Give the hash of the words themselves, so that both are known to have said yes to the same text."""
        return content_hash([[one.title, [clause.text for clause in one.clauses]] for one in self.sections])


def compose(sections: Iterable[Section], name: str, choices: Choices) -> Composed:
    """Put the paper for one profile or variant together. Nothing that the choices say can drop what is fixed."""
    fitting = tuple(one for one in sections if one.is_for(name))
    problems = list(_unknown(fitting, choices))
    made = []
    for section in fitting:
        clauses = []
        for clause in section.clauses:
            text, found = _clause(f"{section.id}.{clause.id}", clause, choices)
            problems += found
            if text:
                clauses.append(ComposedClause(f"{section.id}.{clause.id}", text, clause.fixed))
        if clauses:
            made.append(ComposedSection(section.id, section.title, tuple(clauses)))
    return Composed(tuple(made), tuple(problems))


def contact_days(sections: Iterable[Section], name: str, choices: Choices) -> int | None:
    """Give after how many days at most they agreed to speak again; None when nothing of it was agreed."""
    fitting = [(one.id, clause) for one in sections if one.is_for(name) for clause in one.clauses if clause.sets_rhythm]
    agreed = (
        option.days
        for section, clause in fitting
        for option in clause.options
        if option.id == choices.chosen.get(f"{section}.{clause.id}")
    )
    return min(agreed, default=None)


def month_sum(sections: Iterable[Section], name: str, choices: Choices) -> int | None:
    """Give how many euro a month they agreed on, 0 when they agreed on none; None when nothing of it was agreed."""
    for section in (one for one in sections if one.is_for(name)):
        for clause in section.clauses:
            ref = f"{section.id}.{clause.id}"
            for one in (its for its in clause.fields if its.sets_sum and ref not in choices.left_out):
                said = next((opt.text for opt in clause.options if opt.id == choices.chosen.get(ref)), clause.text)
                filled = choices.filled.get(f"{ref}.{one.id}", "")
                if said and one.id not in PLACEHOLDER.findall(said):
                    return 0
                if said and _number(one, filled)[1] is None:
                    return int(filled)
    return None


def is_same(one: str, other: str) -> bool:
    """Tell whether two texts name the same one of us, however they are written."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in _ARTICLES]


def free_texts(sections: Iterable[Section], name: str, choices: Choices) -> Iterator[tuple[str, str]]:
    """Give what was typed in the fields for free text, with its name: this is what the guard looks through (N3)."""
    for section in sections:
        if section.is_for(name):
            for clause in section.clauses:
                refs = [f"{section.id}.{clause.id}.{one.id}" for one in clause.fields if one.kind is FieldKind.TEXT]
                yield from ((ref, choices.filled[ref]) for ref in refs if ref in choices.filled)


def section_from_data(data: Any, only_for: str) -> Section:
    """Make a section of plain data that follows the schema; `only_for` is the key that holds the names."""
    clauses = tuple(_clause_from_data(one) for one in data["clauses"])
    return Section(data["id"], data["title"], clauses, tuple(data.get(only_for, ())))


def with_terms(section: Section, said: Mapping[About, str]) -> Section:
    """Put how long things stay at their places in each clause, so that it is a text like any other (N52)."""

    def told(clause: Clause) -> Clause:
        text = clause.text
        for one in (its for its in clause.fields if its.kind is FieldKind.TERMS):
            text = text.replace(f"{{{one.id}}}", re.sub(r"[{}]", "", said[one.about]))
        return replace(clause, text=text, fields=tuple(one for one in clause.fields if one.kind is not FieldKind.TERMS))

    return replace(section, clauses=tuple(told(one) for one in section.clauses))


def _clause_from_data(data: Any) -> Clause:
    return Clause(
        data["id"],
        data.get("text", ""),
        data.get("fixed", False),
        data.get("optional", False),
        Meaning(data["means"]) if "means" in data else None,
        tuple(Option(**one) for one in data.get("options", ())),
        tuple(_field_from_data(one) for one in data.get("fields", ())),
        data.get("sets_rhythm", False),
    )


def _field_from_data(data: Any) -> Field:
    return Field(**{**data, "kind": FieldKind(data["kind"]), "about": About(data.get("about", About.ENDED))})


def _unknown(sections: Iterable[Section], choices: Choices) -> Iterator[Problem]:
    clauses = {f"{section.id}.{clause.id}": clause for section in sections for clause in section.clauses}
    fields = {f"{ref}.{one.id}" for ref, clause in clauses.items() for one in clause.fields}
    unknown = (choices.left_out | set(choices.chosen)) - set(clauses) | (set(choices.filled) - fields)
    message = "Dit onderdeel hoort niet bij deze tekst."
    yield from (Problem(ref, ProblemKind.UNKNOWN, message) for ref in sorted(unknown))


def _clause(ref: str, clause: Clause, choices: Choices) -> tuple[str, list[Problem]]:
    problems = []
    if ref in choices.left_out:
        if clause.optional:
            return "", []
        kind = ProblemKind.FIXED if clause.fixed else ProblemKind.NEEDED
        problems.append(Problem(ref, kind, "Deze afspraak hoort er altijd bij. U kunt haar niet weglaten."))
    text = clause.text
    if clause.options:
        option = next((one for one in clause.options if one.id == choices.chosen.get(ref)), None)
        if option is None:
            return BLANK, [*problems, _not_chosen(ref, choices)]
        text = option.text
    elif ref in choices.chosen:
        problems.append(Problem(ref, ProblemKind.NO_SUCH_OPTION, "Bij deze afspraak valt niets te kiezen."))
    text, found = fill(text, clause.fields, choices.filled, ref)
    return text, problems + found


def _not_chosen(ref: str, choices: Choices) -> Problem:
    if ref in choices.chosen:
        return Problem(ref, ProblemKind.NO_SUCH_OPTION, "Die mogelijkheid is er niet. Kies er een die er staat.")
    return Problem(ref, ProblemKind.NOT_CHOSEN, "Kies wat u samen afspreekt.")


def fill(text: str, fields: Iterable[Field], filled: Mapping[str, str], ref: str) -> tuple[str, list[Problem]]:
    """Put what was filled in at its place, in one pass: what somebody typed is never read as a place of its own."""
    by_id = {one.id: one for one in fields}
    problems: list[Problem] = []

    def value_of(match: re.Match[str]) -> str:
        one = by_id[match[1]]
        shown, problem = _value(one, filled.get(f"{ref}.{match[1]}", ""))
        if problem is None and one.after:
            problem = _order(by_id[one.after], filled.get(f"{ref}.{one.after}", ""), int(shown))
        if problem is None and one.other_than and is_same(shown, filled.get(f"{ref}.{one.other_than}", "")):
            problem = ProblemKind.SAME, f"Dit is dezelfde als bij ‘{by_id[one.other_than].label}’. Kies iemand anders."
        if problem:
            problems.append(Problem(f"{ref}.{match[1]}", *problem))
        return shown

    return PLACEHOLDER.sub(value_of, text), problems


def _value(one: Field, typed: str) -> tuple[str, tuple[ProblemKind, str] | None]:
    value = " ".join(typed.split())
    if one.kind is FieldKind.TEXT:
        value = value.rstrip(" .")  # the sentence around it ends by itself
    if not value:
        return BLANK, (ProblemKind.NOT_FILLED, f"Vul in: {one.label}.")
    if _INVISIBLE.search(value):
        return BLANK, (ProblemKind.BAD_CHARACTER, "Hier staat een onzichtbaar teken. Typ de tekst opnieuw.")
    if one.kind is FieldKind.NUMBER:
        return _number(one, value)
    if one.kind is FieldKind.DATE:
        return _date(value)
    if one.kind is not FieldKind.TERMS and len(value) > one.limit:
        return value, (ProblemKind.TOO_LONG, f"Dit zijn {len(value)} tekens. Er mogen er {one.limit}.")
    return value, None


def _number(one: Field, value: str) -> tuple[str, tuple[ProblemKind, str] | None]:
    digits = value.isascii() and value.isdigit() and len(value) <= len(str(one.limit))
    if digits and one.least <= int(value) <= one.limit:
        return str(int(value)), None
    return value, (ProblemKind.NO_NUMBER, f"Vul een heel getal in, van {one.least} tot en met {one.limit}.")


def _order(before: Field, typed: str, number: int) -> tuple[ProblemKind, str] | None:
    """Tell that a number must be higher than the one that it comes after; what is wrong there is told there."""
    value, problem = _value(before, typed)
    if problem is not None or int(value) < number:
        return None
    return ProblemKind.NO_NUMBER, f"Vul een hoger getal in dan bij ‘{before.label}’."


def _date(value: str) -> tuple[str, tuple[ProblemKind, str] | None]:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return value, (ProblemKind.NO_DATE, "Vul een datum in die bestaat, zoals 2026-12-31.")
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}", None
