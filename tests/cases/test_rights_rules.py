"""The rules of what somebody may ask about what is kept of him: terms to the day, and what a lock stops."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sleutelwerk.cases.rules.rights import (
    Asked,
    Right,
    due_on,
    may_answer,
    may_be_why_longer,
    may_change,
    may_erase,
    may_lift,
    may_note,
    may_take_longer,
)

DAY = date(2026, 11, 27)
ANSWER = "U krijgt alles op papier."


def asked(right: Right = Right.ACCESS, **given: Any) -> Asked:
    """Give a question of today."""
    found: dict[str, Any] = {"received_on": DAY, "due_on": due_on(DAY), **given}
    return Asked(right, **found)


@pytest.mark.parametrize(
    ("received", "longer", "due"),
    [
        (date(2026, 11, 27), False, date(2026, 12, 27)),
        (date(2027, 1, 31), False, date(2027, 2, 28)),
        (date(2026, 11, 30), True, date(2027, 2, 28)),
    ],
)
def test_he_hears_within_a_month_or_three(received: date, *, longer: bool, due: date) -> None:
    assert due_on(received, longer=longer) == due


def test_it_is_late_the_day_after() -> None:
    assert not asked().overdue(date(2026, 12, 27))
    assert asked().overdue(date(2026, 12, 28))
    assert not asked(answered_on=DAY).overdue(date(2027, 12, 28))


def test_his_team_is_reminded_ten_days_before() -> None:
    assert not asked().nearly_due(date(2026, 12, 16))
    assert asked().nearly_due(date(2026, 12, 17))
    assert not asked(answered_on=DAY).nearly_due(date(2026, 12, 17))


def test_a_question_is_noted_on_a_day_that_was_and_once() -> None:
    assert may_note(Right.ACCESS, DAY, DAY, [])
    assert "wanneer" in may_note(Right.ACCESS, None, DAY, []).reason
    assert "al geweest" in may_note(Right.ACCESS, date(2026, 11, 28), DAY, []).reason
    assert "staat er al" in may_note(Right.ACCESS, DAY, DAY, [asked()]).reason
    assert may_note(Right.ERASE, DAY, DAY, [asked()])
    assert may_note(Right.ACCESS, DAY, DAY, [asked(answered_on=DAY)])
    assert not may_note(Right.RESTRICT, DAY, DAY, [asked(Right.RESTRICT, answered_on=DAY)])


def test_two_months_more_once_and_in_the_first_month() -> None:
    assert may_take_longer(asked(), date(2026, 12, 27))
    assert "eerste maand" in may_take_longer(asked(), date(2026, 12, 28)).reason
    assert "drie maanden" in may_take_longer(asked(due_on=due_on(DAY, longer=True)), DAY).reason
    assert "al beantwoord" in may_take_longer(asked(answered_on=DAY), DAY).reason
    assert may_be_why_longer("Wij wachten op een ander.")
    assert "waarom u meer tijd" in may_be_why_longer("   moeilijk   ").reason


def test_an_answer_says_something() -> None:
    assert may_answer(asked(), ANSWER, DAY)
    assert "Hij leest dit" in may_answer(asked(), "  ja  ", DAY).reason
    assert "al beantwoord" in may_answer(asked(answered_on=DAY), ANSWER, DAY).reason
    # a clock set back
    assert "nog niet gevraagd" in may_answer(asked(), ANSWER, date(2026, 11, 26)).reason


@pytest.mark.parametrize(
    ("one", "locks"),
    [
        (asked(), False),
        (asked(Right.RESTRICT), True),
        (asked(Right.RESTRICT, answered_on=DAY), True),
        (asked(Right.RESTRICT, answered_on=DAY, lifted_on=DAY), False),
        (asked(Right.OBJECT), True),
        (asked(Right.OBJECT, answered_on=DAY), False),
        (asked(Right.ERASE), False),
    ],
)
def test_a_restriction_and_an_objection_lock(one: Asked, *, locks: bool) -> None:
    assert one.locks is locks
    assert bool(may_change([asked(), one])) is not locks


def test_a_lock_ends_after_an_answer() -> None:
    assert may_lift(asked(Right.RESTRICT, answered_on=DAY))
    assert "eerst antwoord" in may_lift(asked(Right.RESTRICT)).reason
    assert "niet op slot" in may_lift(asked(Right.OBJECT)).reason
    assert "niet op slot" in may_lift(asked(Right.RESTRICT, answered_on=DAY, lifted_on=DAY)).reason


def test_all_goes_only_when_he_asked() -> None:
    assert may_erase([asked(Right.ERASE)])
    assert not may_erase([asked(Right.ERASE, answered_on=DAY), asked()])
    assert not may_erase([])
