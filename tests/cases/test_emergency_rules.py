"""When somebody may open alone, and how two others look back at it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.people import NOW

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.rules.sessions import FRESH_FOR
from sleutelwerk.cases.rules.emergency import (
    Alone,
    Change,
    Needed,
    Reason,
    Tried,
    look_back_by,
    may_agree,
    may_answer,
    may_look_back,
    may_note_told,
    may_open_alone,
    may_see,
)

TODAY = date(2026, 11, 27)
CALLED = (Tried.CALLED_LEAD, Tried.CALLED_COLLEAGUES)


def alone(**given: Any) -> Alone:
    """Give what is known of a colleague who wants to open alone."""
    usual: dict[str, Any] = {"leads": False, "has_others": True, "proved_at": NOW, "asked_at": NOW, "owes": False}
    return Alone(**usual | given)


def test_there_is_a_reason_and_the_others_were_called() -> None:
    assert may_open_alone(Reason.WARN_HIM, CALLED, alone())
    assert not may_open_alone("curious", CALLED, alone())
    assert not may_open_alone(Reason.WARN_HIM, (*CALLED, "nobody"), alone())
    assert not may_open_alone(Reason.WARN_HIM, (Tried.CALLED_COLLEAGUES,), alone())
    assert not may_open_alone(Reason.WARN_HIM, (Tried.CALLED_LEAD,), alone())


def test_what_was_not_tried_is_said_at_once_and_with_its_field() -> None:
    nothing = may_open_alone(Reason.WARN_HIM, (), alone())
    assert nothing.reason == "Bel eerst de trekker en de anderen in het team. Wie opneemt, kan ja zeggen."
    assert nothing.field == "tried"
    both = may_answer("yes", ("nothing", "talk"), number_changes=False)
    assert not both
    assert both.field == "changes"


def test_the_lead_calls_the_others_and_who_is_alone_calls_nobody() -> None:
    assert may_open_alone(Reason.WARN_HIM, (Tried.CALLED_COLLEAGUES,), alone(leads=True))
    assert may_open_alone(Reason.WARN_HIM, (), alone(leads=True, has_others=False))


@pytest.mark.parametrize(
    "given",
    [
        {"proved_at": None},
        {"asked_at": None},
        {"proved_at": NOW - timedelta(seconds=1)},
        {"proved_at": NOW + FRESH_FOR},
    ],
)
def test_the_factor_was_shown_for_this(given: dict[str, object]) -> None:
    assert not may_open_alone(Reason.WARN_HIM, CALLED, alone(**given))


def test_there_is_no_second_time_before_others_looked_back() -> None:
    refused = may_open_alone(Reason.WARN_HIM, CALLED, alone(owes=True))
    assert "teruggekeken" in refused.reason


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday to Thursday
        (date(2026, 11, 26), date(2026, 12, 1)),  # Thursday, over a weekend
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday
    ],
)
def test_three_working_days_leave_the_weekend_out(opened: date, due: date) -> None:
    assert look_back_by(opened) == due


def test_others_look_back_and_two_of_them() -> None:
    opener, first, second = uuid4(), uuid4(), uuid4()
    assert not may_look_back(opener, opener)
    assert may_look_back(first, opener)
    assert not may_agree(first, first, answered=True, closed=False)
    assert not may_agree(second, first, answered=False, closed=False)
    assert not may_agree(second, first, answered=True, closed=True)
    assert may_agree(second, first, answered=True, closed=False)


def test_the_answers_are_complete() -> None:
    assert may_answer(Needed.YES, [Change.TALK, Change.REACHABLE], number_changes=False)
    assert not may_answer("", [Change.TALK], number_changes=False)
    assert not may_answer(Needed.YES, [Change.TALK], number_changes=None)
    assert not may_answer(Needed.YES, [], number_changes=True)
    assert not may_answer(Needed.YES, ["else"], number_changes=True)
    assert may_answer(Needed.YES, [Change.NOTHING], number_changes=True)
    assert not may_answer(Needed.YES, [Change.NOTHING, Change.TALK], number_changes=True)


def test_he_was_told_once_and_after_it_happened() -> None:
    assert may_note_told(TODAY, TODAY, TODAY, known=False)
    assert not may_note_told(TODAY, TODAY, TODAY, known=True)
    assert not may_note_told(None, TODAY, TODAY, known=False)
    assert not may_note_told(TODAY - timedelta(days=1), TODAY, TODAY, known=False)
    assert not may_note_told(TODAY + timedelta(days=1), TODAY, TODAY, known=False)


@pytest.mark.parametrize(
    ("role", "police", "in_team", "sees"),
    [
        (Role.FG, False, False, True),
        (Role.SECURITY_OFFICER, False, False, True),
        (Role.PROFESSIONAL, False, True, True),
        (Role.PROFESSIONAL, False, False, False),
        (Role.ADMINISTRATOR, False, False, False),
        (Role.FG, True, False, False),
        (Role.PROFESSIONAL, True, True, False),
    ],
)
def test_only_the_team_and_who_watches_know_that_one_was_opened(
    role: Role, *, police: bool, in_team: bool, sees: bool
) -> None:
    who = Actor(uuid4(), uuid4(), frozenset({role}), police)
    assert bool(may_see(who, in_team=in_team)) is sees
