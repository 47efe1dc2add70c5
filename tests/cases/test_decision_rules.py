"""The decisions on deciding: who may, with what reasons and conditions, when he heard it and when all of it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.cases.engine.test_retention import TERMS
from tests.cases.newer_terms import with_term

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.engine.retention import Result, Term, Unit
from sleutelwerk.cases.rules.decision import (
    Condition,
    Hands,
    Outcome,
    forgotten_on,
    may_ask,
    may_be_asked_for,
    may_be_conditions,
    may_be_decider,
    may_be_independent,
    may_be_reasons,
    may_decide,
    may_note_outcome_told,
    may_withdraw,
    stage_after,
)
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Membership, Part, Team
from sleutelwerk.core.verdict import ALLOWED, refused

HERE, ELSEWHERE = uuid4(), uuid4()
LEAD, ASKED_BY, TOLD_BY, FIRST, SECOND, BOSS = (uuid4() for _ in range(6))
TEAM = Team(HERE, [Membership(LEAD, HERE, Part.LEAD)])
HANDS = Hands(ASKED_BY, TOLD_BY, (FIRST, SECOND))
TODAY = date(2026, 11, 27)
ENDS = date(2027, 12, 31)
DECIDER = Actor(BOSS, HERE, frozenset({Role.DECISION_MAKER}))
WHOLE = Condition("Er is een coach.", "de teamleider", TODAY)


@pytest.mark.parametrize("person", [ASKED_BY, TOLD_BY, FIRST, SECOND], ids=["asked", "told", "first", "second"])
def test_who_had_a_hand_in_it_does_not_decide(person: UUID) -> None:
    assert "een hand in" in may_be_decider(person, HANDS, TEAM).reason
    assert not may_ask(person, {person}, HANDS, TEAM)
    actor = replace(DECIDER, id=person)
    assert not may_decide(actor, actor.id, HANDS, TEAM, Stage.DECISION)


def test_who_is_in_the_team_does_not_decide_whatever_his_place() -> None:
    assert "hoort bij het team" in may_be_decider(LEAD, HANDS, TEAM).reason
    over = Team(HERE, [Membership(BOSS, HERE, Part.PARTNER, date(2020, 1, 1), accepted=False)])
    assert not may_be_decider(BOSS, HANDS, over)
    assert not may_decide(DECIDER, BOSS, HANDS, over, Stage.DECISION)


def test_somebody_else_with_the_role_is_asked() -> None:
    assert may_ask(BOSS, {BOSS}, HANDS, TEAM)
    assert "uit de lijst" in may_ask(BOSS, set(), HANDS, TEAM).reason
    assert may_be_decider(BOSS, Hands(None, None, (None, None)), TEAM)


def test_a_decision_is_asked_after_he_saw_it_and_answered() -> None:
    assert may_be_asked_for(compared=ALLOWED, shown_on=TODAY, answer="Hij wilde niets zeggen.")
    assert may_be_asked_for(compared=refused("wacht"), shown_on=TODAY, answer="x").reason == "wacht"
    assert "eerst lezen" in may_be_asked_for(compared=ALLOWED, shown_on=None, answer="x").reason
    assert "antwoord" in may_be_asked_for(compared=ALLOWED, shown_on=TODAY, answer=" ").reason


def test_who_was_asked_decides_while_all_that_made_him_fit_holds() -> None:
    assert may_decide(DECIDER, BOSS, HANDS, TEAM, Stage.DECISION)
    others = [
        replace(DECIDER, roles=frozenset({Role.PROFESSIONAL})),
        replace(DECIDER, organisation=ELSEWHERE),
        replace(DECIDER, organisation=None),
        replace(DECIDER, police=True),
        replace(DECIDER, id=uuid4()),
    ]
    assert not any(may_decide(one, BOSS, HANDS, TEAM, Stage.DECISION) for one in others)
    assert not may_decide(DECIDER, None, HANDS, TEAM, Stage.DECISION)
    assert not may_decide(DECIDER, BOSS, HANDS, TEAM, Stage.AGREEMENT)


@pytest.mark.parametrize("text", ["", "Goed.", "Waarschijnlijkverantwoord, ja", "   ja   nee   ja   nee   "])
def test_reasons_are_a_real_sentence(text: str) -> None:
    assert not may_be_reasons(text)
    assert may_be_reasons("Hij kan dit werk, en wij hebben ons deel geregeld.")


def test_conditions_belong_to_a_yes_if_and_are_whole() -> None:
    def judged(outcome: Outcome, *conditions: Condition) -> str:
        return may_be_conditions(outcome, conditions, ends_on=ENDS, today=TODAY).reason

    empty = Condition("", "", None)
    assert judged(Outcome.GO, empty) == judged(Outcome.NO) == judged(Outcome.CONDITIONS, WHOLE, empty) == ""
    assert "alleen bij" in judged(Outcome.GO, WHOLE)
    assert "ten minste één" in judged(Outcome.CONDITIONS, empty)
    for half in (replace(WHOLE, what=""), replace(WHOLE, who=""), replace(WHOLE, until=None)):
        assert "wie het doet" in judged(Outcome.CONDITIONS, WHOLE, half)
    assert "uiterlijk de laatste dag" in judged(Outcome.CONDITIONS, replace(WHOLE, until=ENDS + timedelta(days=1)))
    assert judged(Outcome.CONDITIONS, replace(WHOLE, until=ENDS)) == ""
    assert may_be_conditions(Outcome.CONDITIONS, [WHOLE], ends_on=None, today=TODAY)
    assert may_be_conditions(Outcome.CONDITIONS, [WHOLE], ends_on=TODAY - timedelta(days=1), today=TODAY)
    assert "die nog komt" in judged(Outcome.CONDITIONS, replace(WHOLE, until=date(2026, 11, 26)))


def test_he_declares_that_he_stands_under_none_of_them() -> None:
    assert may_be_independent(independent=True)
    assert not may_be_independent(independent=False)


def test_a_question_is_taken_back_until_it_is_answered() -> None:
    assert may_withdraw(decided=False)
    assert not may_withdraw(decided=True)


def test_he_heard_it_once_on_a_day_that_was_after_the_decision() -> None:
    def noted(told_on: date | None, decided_on: date | None = TODAY, before: date | None = None) -> str:
        return may_note_outcome_told(told_on, decided_on=decided_on, before=before, today=TODAY).reason

    assert noted(TODAY) == ""
    assert "nog niet besloten" in noted(TODAY, None)
    assert "staat al" in noted(TODAY, before=TODAY)
    assert "Vul in" in noted(None)
    assert "eerst" in noted(date(2026, 11, 28))
    assert "nog niet besloten" in noted(date(2026, 11, 26))


def test_a_yes_goes_on_and_a_no_goes_nowhere() -> None:
    assert stage_after(Outcome.GO) is stage_after(Outcome.CONDITIONS) is Stage.AGREEMENT
    assert stage_after(Outcome.NO) is Stage.DECISION


def test_after_a_no_all_is_gone_within_four_weeks() -> None:
    assert forgotten_on(TERMS, decided_on=TODAY, told_on=None) == date(2026, 12, 25)
    assert forgotten_on(TERMS, decided_on=TODAY, told_on=date(2026, 12, 1)) == date(2026, 12, 29)


def test_the_terms_that_hold_say_when_it_is_gone_and_never_later_than_four_weeks() -> None:
    for term, day in (
        (Term(14, Unit.DAYS), date(2026, 12, 11)), (Term(29, Unit.DAYS), date(2026, 12, 25)),
        (Term(1, Unit.YEARS), date(2026, 12, 25)),
    ):  # fmt: skip
        terms = with_term(TERMS, Result.REJECTED, term)
        assert forgotten_on(terms, decided_on=TODAY, told_on=None) == day
