"""When content is newer than what a team knows of, and who may say that it was talked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.cases.test_team_rules import LEAD, MEMBER, PARTNER, TEAM, TODAY

from sleutelwerk.cases.rules.drift import KEEPS_ITS_OWN, Content, Drift, Stamp, drifts, may_look_at_content

SEEN = Stamp(2, "a")


def test_a_higher_number_is_newer_and_a_lower_one_is_not() -> None:
    assert Stamp(3, "a").newer_than(SEEN)
    assert not Stamp(1, "b").newer_than(SEEN)
    assert not Stamp(2, "a").newer_than(SEEN)


def test_another_text_under_the_same_number_is_newer_when_the_old_one_is_known() -> None:
    assert Stamp(2, "b").newer_than(SEEN)
    assert not Stamp(2, "b").newer_than(replace(SEEN, fingerprint=""))


def test_it_tells_what_changed_and_since_when_in_a_fixed_order() -> None:
    since = date(2027, 1, 1)
    newest = {
        Content.RETENTION: Stamp(3, since=since), Content.PROFILES: Stamp(3), Content.EVALUATION: SEEN,
        Content.METHODS: Stamp(9),
    }  # fmt: skip
    seen = dict.fromkeys((Content.RETENTION, Content.PROFILES, Content.EVALUATION, Content.AGREEMENTS), SEEN)
    assert drifts(seen, newest) == (Drift(Content.PROFILES, 2, 3, None), Drift(Content.RETENTION, 2, 3, since))
    assert {one for one in Content if Drift(one, 1, 2, None).keeps_its_own} == KEEPS_ITS_OWN


def test_the_team_of_the_own_house_says_so_while_it_runs_and_something_is_new() -> None:
    for actor in (LEAD, MEMBER):
        assert may_look_at_content(actor, TEAM, TODAY, drifted=True, ended=False)
    assert not may_look_at_content(PARTNER, TEAM, TODAY, drifted=True, ended=False)
    assert not may_look_at_content(LEAD, TEAM, TODAY, drifted=False, ended=False)
    assert not may_look_at_content(LEAD, TEAM, TODAY, drifted=True, ended=True)
