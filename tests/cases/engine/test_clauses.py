"""Putting a paper together: what is fixed stays, what is missing is named, and what is typed is only ever text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.cases.engine.clauses import (
    BLANK,
    Choices,
    Clause,
    Field,
    FieldKind,
    Option,
    ProblemKind,
    Section,
    compose,
    fill,
    is_same,
    month_sum,
)

NAME = Field("wie", "Wie", "De functie van wie het doet.", FieldKind.CONTACT, 10)
WORDS = Field("doel", "Doel", "Wat er beter wordt.", FieldKind.TEXT, 10)
NUMBER = Field("uren", "Uren", "Een heel getal, hooguit veertig.", FieldKind.NUMBER, 40)
DAY = Field("dag", "De dag", "De dag waarop u begint.", FieldKind.DATE)
WAYS = (Option("a", "A", "Wij bellen."), Option("b", "B", "Wij gebruiken {wie}."))
SECTION = Section(
    "deel",
    "Een deel",
    (
        Clause("vast", "U mag stoppen.", fixed=True),
        Clause("los", "U leert iets.", optional=True),
        Clause("gewoon", "Wij bellen terug."),
        Clause("keuze", options=WAYS, fields=(NAME,)),
        Clause("invullen", "{uren} uur vanaf {dag}.", fields=(NUMBER, DAY)),
    ),
)
EXTRA = Section("extra", "Extra", (Clause("meer", "Meer.", optional=True),), ("waarnemer",))
FILLED = {"deel.invullen.uren": "4", "deel.invullen.dag": "2026-12-01"}


def kinds(choices: Choices, name: str = "vertaler") -> list[tuple[str, ProblemKind]]:
    return [(one.ref, one.kind) for one in compose((SECTION, EXTRA), name, choices).problems]


def texts(choices: Choices, name: str = "vertaler") -> list[str]:
    return [clause.text for one in compose((SECTION, EXTRA), name, choices).sections for clause in one.clauses]


def test_a_whole_paper() -> None:
    choices = Choices(frozenset({"deel.los"}), {"deel.keuze": "a"}, FILLED)
    found = compose((SECTION, EXTRA), "vertaler", choices)
    assert found.whole
    assert texts(choices) == ["U mag stoppen.", "Wij bellen terug.", "Wij bellen.", "4 uur vanaf 1 december 2026."]
    assert [one.fixed for one in found.sections[0].clauses] == [True, False, False, False]


def test_a_draft_shows_where_something_is_missing() -> None:
    found = compose((SECTION, EXTRA), "vertaler", Choices())
    assert not found.whole
    assert texts(Choices())[-2:] == [BLANK, f"{BLANK} uur vanaf {BLANK}."]
    assert kinds(Choices()) == [
        ("deel.keuze", ProblemKind.NOT_CHOSEN),
        ("deel.invullen.uren", ProblemKind.NOT_FILLED),
        ("deel.invullen.dag", ProblemKind.NOT_FILLED),
    ]


def test_a_section_for_some_is_there_for_them_only_and_gone_when_it_is_empty() -> None:
    assert texts(Choices(), "waarnemer")[-1] == "Meer."
    left_out = Choices(frozenset({"extra.meer"}))
    assert [one.id for one in compose((SECTION, EXTRA), "waarnemer", left_out).sections] == ["deel"]
    assert ("extra.meer", ProblemKind.UNKNOWN) in kinds(left_out)


@pytest.mark.parametrize(
    ("ref", "kind", "text"),
    [
        ("deel.vast", ProblemKind.FIXED, "U mag stoppen."),
        ("deel.gewoon", ProblemKind.NEEDED, "Wij bellen terug."),
        ("deel.keuze", ProblemKind.NEEDED, "Wij bellen."),
    ],
)
def test_what_belongs_stays_when_somebody_leaves_it_out(ref: str, kind: ProblemKind, text: str) -> None:
    choices = Choices(frozenset({ref}), {"deel.keuze": "a"}, FILLED)
    assert kinds(choices) == [(ref, kind)]
    assert text in texts(choices)


@pytest.mark.parametrize(
    ("choices", "ref", "kind"),
    [
        (Choices(chosen={"deel.keuze": "c"}), "deel.keuze", ProblemKind.NO_SUCH_OPTION),
        (Choices(chosen={"deel.vast": "a"}), "deel.vast", ProblemKind.NO_SUCH_OPTION),
        (Choices(chosen={"deel.niets": "a"}), "deel.niets", ProblemKind.UNKNOWN),
        (Choices(left_out=frozenset({"niets.niets"})), "niets.niets", ProblemKind.UNKNOWN),
        (Choices(filled={"deel.vast": "x"}), "deel.vast", ProblemKind.UNKNOWN),
        (Choices(chosen={"deel.keuze": "b"}), "deel.keuze.wie", ProblemKind.NOT_FILLED),
    ],
)
def test_what_does_not_fit_is_named(choices: Choices, ref: str, kind: ProblemKind) -> None:
    assert (ref, kind) in kinds(choices)


@pytest.mark.parametrize(
    ("one", "typed", "shown", "kind"),
    [
        (NAME, "  de\n coach ", "de coach", None),
        (NAME, "0123456789", "0123456789", None),
        (NAME, "01234567890", "01234567890", ProblemKind.TOO_LONG),
        (WORDS, "beter. ", "beter", None),
        (WORDS, ".", BLANK, ProblemKind.NOT_FILLED),
        (NAME, "b.v.", "b.v.", None),
        (NAME, " \n ", BLANK, ProblemKind.NOT_FILLED),
        (NAME, "a\x00b", BLANK, ProblemKind.BAD_CHARACTER),
        (NAME, "a\u202eb", BLANK, ProblemKind.BAD_CHARACTER),
        (NAME, "{wie}", "{wie}", None),
        (NUMBER, "40", "40", None),
        (NUMBER, "07", "7", None),
        (NUMBER, "0", "0", None),
        (NUMBER, "41", "41", ProblemKind.NO_NUMBER),
        (NUMBER, "007", "007", ProblemKind.NO_NUMBER),
        (NUMBER, "-1", "-1", ProblemKind.NO_NUMBER),
        (NUMBER, "4,5", "4,5", ProblemKind.NO_NUMBER),
        (NUMBER, "²", "²", ProblemKind.NO_NUMBER),
        (DAY, "2028-02-29", "29 februari 2028", None),
        (DAY, "2026-02-29", "2026-02-29", ProblemKind.NO_DATE),
        (DAY, "morgen", "morgen", ProblemKind.NO_DATE),
    ],
)
def test_what_is_typed_is_checked(one: Field, typed: str, shown: str, kind: ProblemKind | None) -> None:
    text, problems = fill(f"{{{one.id}}}", [one], {f"x.{one.id}": typed}, "x")
    assert text == shown
    assert [problem.kind for problem in problems] == ([] if kind is None else [kind])


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("9", "17", set()), ("0", "1", set()), ("17", "9", {"x.tot"}), ("9", "9", {"x.tot"}),
        ("25", "24", {"x.van"}), ("", "17", {"x.van"}), ("9", "0", {"x.tot"}), ("9", "25", {"x.tot"}),
    ],
)  # fmt: skip
def test_a_number_that_comes_after_another_is_higher(first: str, second: str, wrong: set[str]) -> None:
    hours = [
        Field("van", "Vanaf welk uur", "Een uur.", FieldKind.NUMBER, 24),
        Field("tot", "Tot welk uur", "Een uur.", FieldKind.NUMBER, 24, least=1, after="van"),
    ]
    text, problems = fill("van {van} tot {tot} uur", hours, {"x.van": first, "x.tot": second}, "x")
    assert {one.ref for one in problems} == wrong
    assert wrong or text == f"van {first} tot {second} uur"


def test_what_a_number_must_be_is_told() -> None:
    least = Field("uren", "Uren", "Een getal.", FieldKind.NUMBER, 40, least=1)
    (problem,) = fill("{uren}", [least], {"x.uren": "0"}, "x")[1]
    assert "van 1 tot en met 40" in problem.message
    hours = [replace(least, id="van", label="Vanaf"), replace(least, after="van")]
    (problem,) = fill("{van} {uren}", hours, {"x.uren": "3", "x.van": "4"}, "x")[1]
    assert "hoger getal in dan bij ‘Vanaf’" in problem.message


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("de jongerenwerker", "de jongerenwerker", True), ("de jongerenwerker", " Jongerenwerker. ", True),
        ("Kim, adviseur", "kim adviseur", True), ("Kim, adviseur", "Robin, adviseur", False),
        ("de wijkadviseur", "de adviseur veiligheid", False),
    ],
)  # fmt: skip
def test_who_stands_in_is_somebody_else(first: str, second: str, same: bool) -> None:
    assert is_same(first, second) is same
    who = Field("wie", "De contactpersoon", "Wie.", FieldKind.CONTACT, 40)
    two = [who, replace(who, id="ander", label="De vervanger", other_than="wie")]
    _text, problems = fill("{wie} of {ander}", two, {"x.wie": first, "x.ander": second}, "x")
    assert [(one.ref, one.kind) for one in problems] == ([("x.ander", ProblemKind.SAME)] if same else [])
    assert not same or "dezelfde als bij ‘De contactpersoon’" in problems[0].message


SUM = Clause(
    "vorm", options=(Option("geen", "Geen", "Geen geld."), Option("vast", "Vast", "Elke maand {euro} euro.")),
    fields=(Field("euro", "Euro", "Een getal.", FieldKind.NUMBER, 999, least=1, sets_sum=True),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "filled", "found"),
    [
        ("vast", "40", 40),
        ("geen", "40", 0),
        ("", "40", None),
        ("vast", "", None),
        ("vast", "0", None),
        ("x", "9", None),
    ],
)
def test_the_sum_of_a_month_is_what_was_chosen(chosen: str, filled: str, found: int | None) -> None:
    choices = Choices(chosen={"geld.vorm": chosen}, filled={"geld.vorm.euro": filled})
    section = Section("geld", "Geld", (Clause("kosten", "Uw kosten betalen wij."), SUM))
    assert month_sum([section], "verbinder", choices) == found
    assert month_sum([replace(section, only_for=("waarnemer",))], "verbinder", choices) is None
    plain = Clause("vorm", "Elke maand {euro} euro.", optional=True, fields=SUM.fields)
    section = replace(section, clauses=(plain,))
    assert month_sum([section], "verbinder", choices) == {"40": 40, "9": 9}.get(filled)
    assert month_sum([section], "verbinder", replace(choices, left_out=frozenset({"geld.vorm"}))) is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=3))
def test_no_input_takes_out_or_changes_what_is_fixed(name: str, number: str, choice: str) -> None:
    filled = {"deel.invullen.uren": number, "deel.keuze.wie": name, "deel.invullen.dag": name}
    choices = Choices(frozenset({"deel.vast", name}), {"deel.keuze": choice, number: name}, filled)
    found = compose((SECTION, EXTRA), "waarnemer", choices)
    assert found.sections[0].clauses[0].text == "U mag stoppen."
    assert not found.whole


def test_a_fingerprint_is_of_the_words() -> None:
    one = compose((SECTION,), "vertaler", Choices(chosen={"deel.keuze": "a"}, filled=FILLED))
    same = compose((SECTION,), "waarnemer", Choices(chosen={"deel.keuze": "a"}, filled=FILLED))
    other = compose(
        (SECTION,), "vertaler", Choices(chosen={"deel.keuze": "a"}, filled=FILLED | {"deel.invullen.uren": "5"})
    )
    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != other.fingerprint
