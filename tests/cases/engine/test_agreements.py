"""The agreement: what stands in it for each profile, and that its fixed clauses cannot be lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.engine.shipped import PROFILES, bibliography, path_of

from sleutelwerk.cases.engine.agreements import Agreement, compose_agreement, lacks, load_agreement
from sleutelwerk.cases.engine.clauses import (
    Choices,
    Composed,
    ComposedClause,
    Field,
    FieldKind,
    Meaning,
    ProblemKind,
    free_texts,
)

LOADED = load_agreement(path_of("agreement"), PROFILES, bibliography()).value
assert LOADED is not None
AGREEMENT: Agreement = LOADED
TYPED = {
    FieldKind.TEXT: "iets",
    FieldKind.CONTACT: "iemand",
    FieldKind.NUMBER: "3",
    FieldKind.DATE: "2027-01-04",
    FieldKind.TERMS: "Het gaat weg.",
}
CLAUSES = [(topic.id, clause) for topic in AGREEMENT.topics for clause in topic.section.clauses]
REFS = sorted(f"{topic}.{clause.id}" for topic, clause in CLAUSES)


def typed(one: Field) -> str:
    return "een ander" if one.other_than else "4" if one.after else TYPED[one.kind]


def choices_for(profile: str) -> Choices:
    clauses = [(topic.id, clause) for topic in AGREEMENT.topics_for(profile) for clause in topic.section.clauses]
    chosen = {f"{topic}.{clause.id}": clause.options[-1].id for topic, clause in clauses if clause.options}
    filled = {f"{topic}.{clause.id}.{one.id}": typed(one) for topic, clause in clauses for one in clause.fields}
    return Choices(frozenset(), chosen, filled)


def without(composed: Composed, ref: str) -> Composed:
    kept = [replace(one, clauses=tuple(it for it in one.clauses if it.ref != ref)) for one in composed.sections]
    return replace(composed, sections=tuple(kept))


def soften(clause: ComposedClause, ref: str, word: str) -> ComposedClause:
    return replace(clause, text=clause.text.replace(word, "soms")) if clause.ref == ref else clause


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_has_a_whole_agreement_with_every_fixed_clause(profile: str) -> None:
    composed = compose_agreement(AGREEMENT, profile, choices_for(profile))
    assert composed.problems == ()
    assert lacks(AGREEMENT, profile, composed) == ()
    present = {clause.ref for section in composed.sections for clause in section.clauses}
    for meaning in Meaning:
        assert any(f"{topic}.{clause.id}" in present for topic, clause in CLAUSES if clause.means is meaning)


def test_waarnemer_and_ambassadeur_have_more_and_the_last_has_all() -> None:
    topics = {profile: {one.id for one in AGREEMENT.topics_for(profile)} for profile in PROFILES}
    assert topics["vertaler"] == topics["verbinder"]
    assert topics["waarnemer"] - topics["verbinder"] == {"signalen"}
    assert topics["ambassadeur"] - topics["waarnemer"] == {"bekend-gezicht"}


def test_another_profile_is_not_there() -> None:
    with pytest.raises(KeyError, match="baas"):
        compose_agreement(AGREEMENT, "baas", Choices())


@given(st.sampled_from(PROFILES), st.sets(st.sampled_from(REFS)))
def test_leaving_out_never_takes_a_fixed_clause(profile: str, left_out: set[str]) -> None:
    composed = compose_agreement(AGREEMENT, profile, replace(choices_for(profile), left_out=frozenset(left_out)))
    assert lacks(AGREEMENT, profile, composed) == ()
    present = {f"{topic.id}.{clause.id}" for topic in AGREEMENT.topics_for(profile) for clause in topic.section.clauses}
    optional = {f"{topic}.{clause.id}" for topic, clause in CLAUSES if clause.optional}
    assert composed.whole is (left_out <= optional & present)


@pytest.mark.parametrize("ref", [f"{topic}.{clause.id}" for topic, clause in CLAUSES if clause.fixed])
def test_a_stored_text_that_lost_a_fixed_clause_is_noticed(ref: str) -> None:
    composed = compose_agreement(AGREEMENT, "ambassadeur", choices_for("ambassadeur"))
    found = lacks(AGREEMENT, "ambassadeur", without(composed, ref))
    assert [(one.ref, one.kind) for one in found] == [(ref, ProblemKind.FIXED)]


@pytest.mark.parametrize(("ref", "word"), [("stoppen.vrij", "elke"), ("stoppen.via-ander", "niet")])
def test_a_stored_text_with_a_weaker_fixed_clause_is_noticed(ref: str, word: str) -> None:
    composed = compose_agreement(AGREEMENT, "vertaler", choices_for("vertaler"))
    weaker = [replace(one, clauses=tuple(soften(it, ref, word) for it in one.clauses)) for one in composed.sections]
    found = lacks(AGREEMENT, "vertaler", replace(composed, sections=tuple(weaker)))
    assert [one.ref for one in found] == [ref]


def test_the_guard_gets_every_free_text_and_no_contact() -> None:
    choices = choices_for("vertaler")
    found = dict(free_texts((one.section for one in AGREEMENT.topics), "vertaler", choices))
    assert set(found.values()) == {"iets"}
    assert "doel.doel.doel" in found
    assert dict(free_texts((one.section for one in AGREEMENT.topics), "vertaler", Choices())) == {}
