"""When an envelope belongs in a case, who keeps it and what comes next: every branch of the decisions."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.people import NOW

from sleutelwerk.cases.rules.envelope import (
    LASTINGS,
    Next,
    Standing,
    keepers_of,
    may_change,
    may_put_in,
    next_with,
    standing_for,
)
from sleutelwerk.cases.rules.team import Membership, Part, Team
from sleutelwerk.vault.rules import LONGEST, SHORTEST, WAITS, Asked

HERE, ELSEWHERE = uuid4(), uuid4()
LEAD, COLLEAGUE, PARTNER = uuid4(), uuid4(), uuid4()
TEAM = Team(
    HERE,
    [
        Membership(LEAD, HERE, Part.LEAD),
        Membership(COLLEAGUE, HERE, Part.MEMBER),
        Membership(PARTNER, ELSEWHERE, Part.PARTNER, date(2027, 6, 30)),
    ],
)
HOUR = timedelta(hours=1)


def test_keepers_are_who_counts_and_is_of_the_own_organisation() -> None:
    assert keepers_of(TEAM, [LEAD, COLLEAGUE, PARTNER]).people == {LEAD, COLLEAGUE}
    assert keepers_of(TEAM, [LEAD, PARTNER]).people == {LEAD}
    assert keepers_of(TEAM, [uuid4()]).people == frozenset()


@pytest.mark.parametrize(
    ("agreed", "present", "ended", "why"),
    [
        (True, False, False, ""),
        (False, False, False, "ja heeft gezegd"),
        (True, True, False, "al een envelop"),
        (True, False, True, "afgerond"),
    ],
)
def test_it_is_put_in_once_after_his_yes_and_before_the_end(
    agreed: bool,
    present: bool,
    ended: bool,
    why: str,
) -> None:
    verdict = may_put_in(agreed=agreed, present=present, ended=ended)
    assert bool(verdict) is not bool(why)
    assert why in verdict.reason


def test_it_is_changed_while_it_is_there_and_the_file_runs() -> None:
    assert may_change(present=True, ended=False)
    assert "nog geen envelop" in may_change(present=False, ended=False).reason
    assert "afgerond" in may_change(present=True, ended=True).reason


def test_it_is_told_what_waits_and_runs_for_whom() -> None:
    openings = [
        Asked(LEAD, NOW),
        Asked(COLLEAGUE, NOW, until=NOW + HOUR),
        Asked(COLLEAGUE, NOW - WAITS),
        Asked(LEAD, NOW - 2 * HOUR, until=NOW),
        Asked(LEAD, NOW, ended=True),
    ]
    assert standing_for(LEAD, openings, NOW) == Standing(waits=True, others=True)
    assert standing_for(COLLEAGUE, openings, NOW) == Standing(to_answer=1, until=NOW + HOUR)
    assert standing_for(LEAD, [], NOW) == Standing()


@pytest.mark.parametrize(
    ("standing", "present", "alone", "step"),
    [
        (Standing(), False, True, Next.PUT_IN),
        (Standing(to_answer=1, until=NOW), True, False, Next.ANSWER),
        (Standing(until=NOW), True, True, Next.READ),
        (Standing(waits=True), True, True, Next.WAIT),
        (Standing(), True, True, Next.FIND_COLLEAGUE),
        (Standing(others=True), True, False, Next.ASK),
    ],
)
def test_one_thing_comes_next(standing: Standing, present: bool, alone: bool, step: Next) -> None:
    assert next_with(standing, present=present, alone=alone) is step


def test_every_time_that_can_be_chosen_is_one_that_the_vault_allows() -> None:
    assert all(SHORTEST <= one <= LONGEST for one in LASTINGS)
    assert len(set(LASTINGS)) == 4
