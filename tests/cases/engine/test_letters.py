"""Letters put together: everything that must be told, in each way in which the letter can run."""

from __future__ import annotations

import pytest
from tests.cases.engine.shipped import bibliography, path_of

from sleutelwerk.cases.engine.clauses import BLANK, Choices, FieldKind
from sleutelwerk.cases.engine.letters import MUST_TELL, Letter, compose_letter, load_letter

TYPED = {
    FieldKind.TEXT: "iets",
    FieldKind.CONTACT: "iemand",
    FieldKind.NUMBER: "28",
    FieldKind.DATE: "2027-01-04",
    FieldKind.TERMS: "Het gaat weg.",
}


def letter(name: str) -> Letter:
    found = load_letter(path_of(name), bibliography()).value
    assert found is not None
    return found


def choices_for(one: Letter, variant: str) -> Choices:
    clauses = [
        (part.section.id, clause)
        for part in one.parts
        if part.section.is_for(variant)
        for clause in part.section.clauses
    ]
    chosen = {f"{part}.{clause.id}": clause.options[0].id for part, clause in clauses if clause.options}
    filled = {
        f"{part}.{clause.id}.{field.id}": TYPED[field.kind] for part, clause in clauses for field in clause.fields
    }
    return Choices(frozenset(), chosen, filled)


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("information", "direct"),
        ("information", "via-een-ander"),
        ("outcome", "ja"),
        ("outcome", "ja-mits"),
        ("outcome", "nee"),
    ],
)
def test_every_way_is_whole_and_tells_what_it_must(name: str, variant: str) -> None:
    one = letter(name)
    composed = compose_letter(one, variant, choices_for(one, variant))
    assert composed.problems == ()
    assert BLANK not in " ".join(clause.text for section in composed.sections for clause in section.clauses)
    there = {section.id for section in composed.sections}
    assert {tells for part in one.parts if part.section.id in there for tells in part.tells} == MUST_TELL[one.kind]


def test_an_empty_letter_names_everything_to_fill_in() -> None:
    composed = compose_letter(letter("information"), "direct", Choices())
    assert "waarom.vraag.doel" in {one.ref for one in composed.problems}
    assert len(composed.problems) >= 8


def test_the_origin_is_told_when_somebody_else_named_him() -> None:
    one = letter("information")
    direct, named = (
        {section.id for section in compose_letter(one, variant, Choices()).sections}
        for variant in ("direct", "via-een-ander")
    )
    assert direct ^ named == {"van-wie", "van-een-ander"}


def test_a_no_gives_no_reason_about_his_person_and_none_can_be_typed() -> None:
    part = next(one for one in letter("outcome").parts if one.section.id == "nee")
    assert all(not clause.fields for clause in part.section.clauses)


def test_another_way_is_not_there() -> None:
    with pytest.raises(KeyError, match="misschien"):
        compose_letter(letter("outcome"), "misschien", Choices())
