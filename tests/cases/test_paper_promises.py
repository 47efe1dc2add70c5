"""What his papers promise is what the rules and the terms do: each such sentence is held against its rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.cases.engine.shipped import PROFILES, bibliography, path_of

from sleutelwerk.cases.engine.agreements import agreement_with_terms, compose_agreement, load_agreement
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.letters import compose_letter, letter_with_terms, load_letter
from sleutelwerk.cases.engine.retention import Result, Retention, load_retention, told
from sleutelwerk.cases.rules.assessment import ASSESSORS
from sleutelwerk.cases.rules.candidate import forgotten_on
from sleutelwerk.cases.rules.decision import Hands, may_be_decider
from sleutelwerk.cases.rules.envelope import may_have_envelope
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Team
from sleutelwerk.cases.rules.undecided import Undecided, gone_on

TOLD_ON = date(2026, 3, 2)


def terms() -> Retention:
    found = load_retention(path_of("retention"), bibliography()).value
    assert found is not None
    return found


def letter_of(name: str, variant: str) -> dict[str, str]:
    """Give the sentences of a letter with the terms in it, by their reference."""
    found = load_letter(path_of(name), bibliography()).value
    assert found is not None
    composed = compose_letter(letter_with_terms(found, told(terms())), variant, Choices())
    return {clause.ref: clause.text for section in composed.sections for clause in section.clauses}


def agreement_of(profile: str) -> dict[str, str]:
    """Give the sentences of the agreement with the terms in it, by their reference."""
    found = load_agreement(path_of("agreement"), PROFILES, bibliography()).value
    assert found is not None
    composed = compose_agreement(agreement_with_terms(found, told(terms())), profile, Choices())
    return {clause.ref: clause.text for section in composed.sections for clause in section.clauses}


def test_his_name_is_written_down_only_once_he_said_yes() -> None:
    assert not may_have_envelope(agreed=False)
    assert may_have_envelope(agreed=True)
    promised = [
        text for text in letter_of("information", "direct").values() if "schrijven wij" in text and "uw nummer" in text
    ]
    assert len(promised) == 2
    for text in promised:
        before = "Uw naam en uw nummer schrijven wij dan niet op." in text
        after = text.startswith("Zegt u ja? Dan schrijven wij uw naam en uw nummer op.")
        assert before != after


@pytest.mark.parametrize(
    ("sentences", "ref"),
    [
        (lambda: letter_of("information", "direct"), "wie-ziet.mensen"),
        (lambda: letter_of("outcome", "nee"), "wie-besloot.twee"),
        (lambda: agreement_of("verbinder"), "beoordeling.eerst-lezen"),
    ],
)
def test_two_look_and_somebody_else_decides(sentences: Callable[[], dict[str, str]], ref: str) -> None:
    looks = [uuid4() for _place in range(ASSESSORS)]
    others = Hands(asked_by=None, told_by=None, assessors=tuple(looks))
    team = Team(uuid4(), ())
    assert not any(may_be_decider(one, others, team) for one in looks)
    assert may_be_decider(uuid4(), others, team)
    said = sentences()[ref]
    assert len(("een", "twee")) == ASSESSORS
    assert "wee mensen ke" in said.replace("kijken", "keken")
    assert "elk eerst alleen" in said
    assert "een ander" in said
    assert "Dat doen altijd twee mensen" not in said


def test_a_letter_names_each_term_that_can_hold_before_they_work_together() -> None:
    said, kept = letter_of("information", "direct"), terms()
    for result in (Result.WITHDRAWN, Result.REJECTED, Result.UNDECIDED):
        assert kept.rule(result).plain in said["hoelang.nee"]
    days = (forgotten_on(TOLD_ON, kept) - TOLD_ON).days
    assert f"binnen {days} dagen na dit gesprek" in said["hoelang.geen-ja"]
    longest = kept.rule(Result.UNDECIDED).longest
    assert longest is not None
    assert f"hooguit {longest.words}" in said["hoelang.hooguit"]


def test_no_step_keeps_an_undecided_candidate_longer_than_the_letter_says() -> None:
    kept, agreed = terms(), TOLD_ON + timedelta(days=7)
    longest = kept.rule(Result.UNDECIDED).longest
    assert longest is not None
    late = Undecided(Stage.ASSESSMENT, agreed, agreed + timedelta(days=170), rejected=False, worked=False)
    assert gone_on(late, kept) == longest.after(agreed)


def test_the_agreement_says_how_long_a_signal_stays_as_the_terms_do() -> None:
    term = terms().rule(Result.SIGNALS).term
    assert term is not None
    assert f"Na {term.words} gooien wij het weg." in agreement_of("waarnemer")["signalen.nalezen"]
