"""How it ends and on which day what is kept goes, on each side of every line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.engine.shipped import bibliography, path_of
from tests.people import Cast, make_cast

from sleutelwerk.cases.engine.retention import Retention, load_retention
from sleutelwerk.cases.forms.ending import STATES
from sleutelwerk.cases.models import Ending
from sleutelwerk.cases.queries.ending import STEPS, WHYS
from sleutelwerk.cases.rules.ending import (
    NEVER_SKIPPED,
    State,
    Step,
    Why,
    file_gone_on,
    latest_aftercare,
    may_begin_ending,
    may_finish,
    may_read_about_him,
    may_save_steps,
    open_steps,
)
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Membership, Part, Team

LOADED = load_retention(path_of("retention"), bibliography()).value
assert LOADED is not None
TERMS: Retention = LOADED
TODAY = date(2026, 11, 27)
LATEST = date(2028, 11, 27)
DAYS = (TODAY, LATEST)
DONE = {step.value: State.DONE.value for step in Step}


@pytest.mark.parametrize("why", [Why.DONE, Why.TERM, Why.HE_STOPS])
def test_nobody_keeps_a_reason_but_when_we_stop(why: Why) -> None:
    assert may_begin_ending(Stage.CARRYING_OUT, why, " ", TODAY, today=TODAY)
    refusal = may_begin_ending(Stage.CARRYING_OUT, why, "omdat hij verhuist", TODAY, today=TODAY)
    assert "reden hoort hier niet" in refusal.reason
    assert may_begin_ending(Stage.CARRYING_OUT, Why.WE_STOP, "het geld is op", TODAY, today=TODAY)
    assert not may_begin_ending(Stage.CARRYING_OUT, Why.WE_STOP, " ", TODAY, today=TODAY)
    assert not may_begin_ending(Stage.CARRYING_OUT, "anders", "", TODAY, today=TODAY)


@pytest.mark.parametrize(("days", "allowed"), [(-29, False), (-28, True), (0, True), (92, True), (93, False)])
def test_the_last_day_is_near(days: int, allowed: bool) -> None:
    day = TODAY + timedelta(days=days)
    assert bool(may_begin_ending(Stage.REWARD, Why.DONE, "", day, today=TODAY)) is allowed
    assert not may_begin_ending(Stage.REWARD, Why.DONE, "", None, today=TODAY)


def test_it_ends_from_the_moment_that_an_agreement_holds_and_once() -> None:
    at_work = {Stage.REWARD, Stage.CARRYING_OUT, Stage.EVALUATION}
    for stage in Stage:
        assert bool(may_begin_ending(stage, Why.DONE, "", TODAY, today=TODAY)) is (stage in at_work)


def test_steps_are_kept_half_done_but_some_never_skipped() -> None:
    def may(until: date | None = TODAY, who: str = "de adviseur", **changed: str) -> bool:
        return bool(may_save_steps(Stage.ENDING, DONE | changed, until, who, DAYS, over=False))

    assert may()
    assert may(thanks=State.NOT_NEEDED)
    assert may(None, "", aftercare=State.OPEN)
    assert may(None, "", aftercare=State.NOT_NEEDED)
    for step in NEVER_SKIPPED:
        skipped = DONE | {step.value: State.NOT_NEEDED.value}
        assert not may_save_steps(Stage.ENDING, skipped, TODAY, "de adviseur", DAYS, over=False)
    assert not may(None)
    assert not may(who=" ")
    assert may(LATEST)
    assert not may(LATEST + timedelta(days=1))
    assert may(LATEST + timedelta(days=1), aftercare=State.NOT_NEEDED)
    assert not may_save_steps(Stage.ENDING, DONE, TODAY, "x", DAYS, over=True)
    assert not may_save_steps(Stage.CARRYING_OUT, DONE, TODAY, "x", DAYS, over=False)
    assert may_save_steps(Stage.ENDING, {}, None, "", DAYS, over=False)


def test_aftercare_comes_after_the_last_day() -> None:
    before = TODAY - timedelta(days=1)
    refusal = may_save_steps(Stage.ENDING, DONE, before, "de adviseur", DAYS, over=False)
    assert "Nazorg komt na de laatste dag" in refusal.reason
    none = DONE | {"aftercare": State.NOT_NEEDED.value}
    assert may_save_steps(Stage.ENDING, none, before, "", DAYS, over=False)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"stage": Stage.EVALUATION}, "volgende stap"),
        ({"over": True}, "al afgerond"),
        ({"steps": DONE | {"thanks": "open"}}, "Nog niet alles"),
        ({"steps": {}}, "Nog niet alles"),
        ({"open_allowances": True}, "vergoeding open"),
        ({"ends_on": TODAY + timedelta(days=1)}, "laatste dag"),
    ],
)
def test_it_is_over_when_all_is_done(changed: dict[str, Any], reason: str) -> None:
    said: dict[str, Any] = {
        "stage": Stage.ENDING, "steps": DONE, "ends_on": TODAY, "open_allowances": False, "over": False, "today": TODAY
    }  # fmt: skip
    verdict = may_finish(**{**said, **changed})
    assert bool(verdict) is not bool(reason)
    assert reason in verdict.reason


def test_what_is_left_to_do_is_named() -> None:
    assert open_steps(DONE) == ()
    assert open_steps({}) == tuple(Step)
    assert open_steps(DONE | {"papers": "open", "thanks": "not_needed"}) == (Step.PAPERS,)


@pytest.mark.parametrize(
    ("aftercare", "gone"),
    [
        (None, date(2027, 11, 27)),
        (TODAY - timedelta(days=5), date(2027, 11, 27)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2027, 11, 27), date(2028, 11, 27)),
        (date(2028, 11, 27), date(2028, 11, 27)),
    ],
)
def test_the_file_goes_a_year_after_the_end_or_after_aftercare(aftercare: date | None, gone: date) -> None:
    assert file_gone_on(TERMS, TODAY, aftercare) == gone


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.none() | st.integers(-100, 5_000))
def test_nothing_stays_beyond_the_longest_term(ends_on: date, aftercare: int | None) -> None:
    until = None if aftercare is None else ends_on + timedelta(days=aftercare)
    gone = file_gone_on(TERMS, ends_on, until)
    assert file_gone_on(TERMS, ends_on) <= gone <= latest_aftercare(TERMS, ends_on)


@pytest.mark.django_db
def test_once_it_is_over_only_its_lead_reads_about_him() -> None:
    cast: Cast = make_cast()
    members = [
        Membership(cast["professional"].pk, cast.here.pk, Part.LEAD),
        Membership(cast["colleague"].pk, cast.here.pk, Part.MEMBER),
        Membership(cast["outside_professional"].pk, cast.elsewhere.pk, Part.PARTNER, TODAY),
    ]
    team = Team(cast.here.pk, members)
    reads = {
        name: [bool(may_read_about_him(cast.actor(name), team, TODAY, over=over)) for over in (False, True)]
        for name in ("professional", "colleague", "outside_professional", "decision_maker")
    }
    assert reads == {
        "professional": [True, True], "colleague": [True, False], "outside_professional": [False, False],
        "decision_maker": [False, False],
    }  # fmt: skip


def test_rows_screens_and_rules_know_the_same_choices() -> None:
    assert list(Ending.Why.values) == [one.value for one in Why] == [one.value for one in WHYS]
    assert list(STEPS) == list(Step)
    assert list(STATES) == list(State)
