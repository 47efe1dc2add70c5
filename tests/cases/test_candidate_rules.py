"""When something about a person may be written down, on each side of every line."""

from __future__ import annotations

from datetime import date, timedelta

from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries.candidate import HOWS, PLACES, REACHES
from sleutelwerk.cases.rules.candidate import (
    Place,
    Reach,
    ToldHow,
    forgotten_on,
    may_begin_candidate,
    may_note_told,
    may_note_yes,
)

TODAY = date(2026, 11, 27)


def test_he_was_told_everything_on_a_day_that_was_and_not_long_ago() -> None:
    assert may_note_told(TODAY, knows=True, today=TODAY)
    assert may_note_told(TODAY - timedelta(days=28), knows=True, today=TODAY)
    assert not may_note_told(TODAY - timedelta(days=29), knows=True, today=TODAY)
    assert not may_note_told(TODAY + timedelta(days=1), knows=True, today=TODAY)
    assert not may_note_told(None, knows=True, today=TODAY)
    assert not may_note_told(TODAY, knows=False, today=TODAY)


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
    assert forgotten_on(TODAY) == date(2026, 12, 25)


def test_rows_screens_and_rules_know_the_same_choices() -> None:
    assert list(Candidate.ToldHow.values) == [how.value for how in ToldHow] == [how.value for how in HOWS]
    assert list(REACHES) == list(Reach)
    assert list(PLACES) == list(Place)
