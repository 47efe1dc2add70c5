"""When a case may be held, how long, and who lets it go."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.begun import TODAY

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.rules.holding import (
    BEFORE_HIM,
    LONGEST,
    NEARLY_OVER,
    RETAINS,
    Reason,
    is_nearly_over,
    may_have_part,
    may_lift,
    may_put_on,
)

SOON = TODAY + timedelta(days=60)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_case_is_held_for_a_reason_from_the_list(reason: Reason) -> None:
    assert may_put_on(reason, SOON, TODAY, runs=[], example=False, leads=True)


@pytest.mark.parametrize("reason", ["", "because"])
def test_there_is_no_other_reason(reason: str) -> None:
    assert "Kies waarom" in may_put_on(reason, SOON, TODAY, runs=[], example=False, leads=True).reason


def test_it_lasts_a_year_at_most_and_never_ends_before_it_begins() -> None:
    for until in (None, TODAY, TODAY - timedelta(days=1)):
        assert "nog komt" in may_put_on("complaint", until, TODAY, runs=[], example=False, leads=True).reason
    assert may_put_on("complaint", TODAY + LONGEST, TODAY, runs=[], example=False, leads=True)
    late = may_put_on("complaint", TODAY + LONGEST + timedelta(days=1), TODAY, runs=[], example=False, leads=True)
    assert "Langer dan een jaar" in late.reason


def test_it_is_asked_anew_only_when_it_is_nearly_over() -> None:
    long, short = TODAY + NEARLY_OVER + timedelta(days=1), TODAY + NEARLY_OVER
    runs = [(Reason.COMPLAINT, long)]
    assert "al vastgehouden" in may_put_on("complaint", SOON, TODAY, runs=runs, example=False, leads=True).reason
    assert may_put_on("archive", SOON, TODAY, runs=runs, example=False, leads=True)
    assert may_put_on("complaint", SOON, TODAY, runs=[(Reason.COMPLAINT, short)], example=False, leads=True)


def test_an_example_holds_nothing() -> None:
    assert "voorbeeld" in may_put_on("complaint", SOON, TODAY, runs=[], example=True, leads=True).reason


def test_nobody_lifts_his_own_and_nothing_is_lifted_twice() -> None:
    me, other = uuid4(), uuid4()
    assert may_lift(me, other, runs=True)
    assert may_lift(me, None, runs=True)
    assert "zelf" in may_lift(me, me, runs=True).reason
    assert "voorbij" in may_lift(me, other, runs=False).reason


def test_only_a_legal_claim_goes_before_him() -> None:
    assert {Reason.LEGAL_CLAIM} == BEFORE_HIM


def test_the_last_four_weeks_show() -> None:
    assert not is_nearly_over(None, TODAY)
    assert not is_nearly_over(TODAY - timedelta(days=1), TODAY)
    assert is_nearly_over(TODAY, TODAY)
    assert is_nearly_over(TODAY + NEARLY_OVER, TODAY)
    assert not is_nearly_over(TODAY + NEARLY_OVER + timedelta(days=1), TODAY)


@pytest.mark.parametrize("reason", sorted(RETAINS))
def test_only_the_lead_says_that_an_assignment_stays(reason: Reason) -> None:
    refusal = may_put_on(reason, SOON, TODAY, runs=[], example=False, leads=False)
    assert "Alleen de trekker" in refusal.reason
    assert may_put_on("complaint", SOON, TODAY, runs=[], example=False, leads=False)


@pytest.mark.parametrize(
    ("role", "police", "leads", "there"),
    [
        (Role.FG, False, False, True),
        (Role.FG, True, False, False),
        (Role.PROFESSIONAL, False, True, True),
        (Role.PROFESSIONAL, False, False, False),
        (Role.PROFESSIONAL, True, True, False),
    ],
)
def test_a_hold_is_there_for_who_leads_the_case_and_who_watches(
    role: Role, *, police: bool, leads: bool, there: bool
) -> None:
    house = uuid4()
    who = Actor(uuid4(), house, frozenset({role}), police)
    assert bool(may_have_part(who, house, leads=leads)) is there
    assert not may_have_part(who, uuid4(), leads=leads)
