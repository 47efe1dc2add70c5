"""When something about a person may be written down, on each side of every line."""

from __future__ import annotations

from datetime import date, timedelta

from tests.cases.engine.test_retention import TERMS
from tests.cases.newer_terms import with_term

from sleutelwerk.cases.engine.retention import Result, Term, Unit
from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries.candidate import HOWS, PLACES, REACHES
from sleutelwerk.cases.rules.candidate import (
    Place,
    Reach,
    ToldHow,
    days_to_think,
    forgotten_on,
    may_begin_candidate,
    may_note_told,
    may_note_yes,
)

TODAY = date(2026, 11, 27)


def test_he_was_told_everything_on_a_day_that_was_and_not_long_ago() -> None:
    assert may_note_told(TODAY, TERMS, knows=True, today=TODAY)
    assert may_note_told(TODAY - timedelta(days=28), TERMS, knows=True, today=TODAY)
    assert not may_note_told(TODAY - timedelta(days=29), TERMS, knows=True, today=TODAY)
    assert not may_note_told(TODAY + timedelta(days=1), TERMS, knows=True, today=TODAY)
    assert not may_note_told(None, TERMS, knows=True, today=TODAY)
    assert not may_note_told(TODAY, TERMS, knows=False, today=TODAY)


def test_a_case_has_one_candidate_and_only_after_its_assignment_stands() -> None:
    assert may_begin_candidate(settled=True, present=False)
    assert not may_begin_candidate(settled=False, present=False)
    assert not may_begin_candidate(settled=True, present=True)


def test_he_had_a_night_to_think() -> None:
    told = TODAY - timedelta(days=2)
    assert may_note_yes(told_on=told, said_on=TODAY, today=TODAY)
    assert may_note_yes(told_on=told, said_on=told + timedelta(days=1), today=TODAY)
    assert not may_note_yes(told_on=told, said_on=told, today=TODAY)
    assert not may_note_yes(told_on=told, said_on=TODAY + timedelta(days=1), today=TODAY)
    assert not may_note_yes(told_on=told, said_on=None, today=TODAY)


def test_who_does_not_say_yes_has_four_weeks() -> None:
    assert forgotten_on(TODAY, TERMS) == date(2026, 12, 25)
    assert days_to_think(TERMS, TODAY) == 28


def test_the_terms_that_hold_say_how_long_and_never_longer_than_four_weeks() -> None:
    short = with_term(TERMS, Result.WITHDRAWN, Term(14, Unit.DAYS))
    assert forgotten_on(TODAY, short) == date(2026, 12, 11)
    assert may_note_told(TODAY - timedelta(days=14), short, knows=True, today=TODAY)
    late = may_note_told(TODAY - timedelta(days=15), short, knows=True, today=TODAY)
    assert "14 dagen geleden" in late.reason
    for term in (Term(29, Unit.DAYS), Term(1, Unit.MONTHS), Term(1, Unit.YEARS)):
        assert forgotten_on(TODAY, with_term(TERMS, Result.WITHDRAWN, term)) == date(2026, 12, 25)


def test_rows_screens_and_rules_know_the_same_choices() -> None:
    assert list(Candidate.ToldHow.values) == [how.value for how in ToldHow] == [how.value for how in HOWS]
    assert list(REACHES) == list(Reach)
    assert list(PLACES) == list(Place)
