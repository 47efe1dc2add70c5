"""What decides on an allowance: amounts and times as people write them, months, three hands, and never for a tip."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.engine.shipped import bibliography, path_of

from sleutelwerk.cases.content import pay_words
from sleutelwerk.cases.engine.allowances import Allowances, load_allowances
from sleutelwerk.cases.engine.judge_allowance import Given, Outcome, Sums
from sleutelwerk.cases.rules.allowance import (
    Beside,
    Hands,
    State,
    cents_of,
    declared_kind,
    judge,
    may_approve,
    may_ask_removal,
    may_be_for,
    may_be_month,
    may_give,
    may_handle,
    may_keep_elsewhere,
    may_record_paid,
    may_refuse,
    may_remove_elsewhere,
    may_settle_reward,
    minutes_of,
    months_for,
    people_short,
    state_of,
    sums,
)
from sleutelwerk.cases.rules.stages import Stage

LOADED = load_allowances(path_of("allowances"), bibliography()).value
assert LOADED is not None
TABLE: Allowances = LOADED
FEE, COSTS, THANKS = "vrijwilligersvergoeding", "kosten", "dank"
NOVEMBER = date(2026, 11, 1)
LONG = 60 * 60
ONE, OTHER, THIRD = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("45", 4500), ("45,50", 4550), ("45.50", 4550), (" 45,5 ", None), ("€ 45", 4500), ("€45,00", 4500),
        ("45,-", 4500), ("45 euro", 4500), ("0,01", 1), ("220,01", 22_001), ("1000", 100_000), ("1.000", None),
        ("1,000", None), ("1.000,00", None), ("0", None), ("0,00", None), ("-5", None), ("", None), ("vijf", None),
        ("٤٥", None), ("1e3", None), ("45,505", None), ("9999999", None), ("€\u00a012,30", 1230), ("12 30", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(text: str, cents: int | None) -> None:
    assert cents_of(text) == cents


@given(st.integers(1, 99_999_999), st.sampled_from(",."))
def test_every_amount_of_whole_cents_is_read_exactly(cents: int, comma: str) -> None:
    assert cents_of(f"{cents // 100}{comma}{cents % 100:02}") == cents


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8", 480), ("8,5", 510), ("8.25", 495), ("8,75 uur", 525), ("8:15", 495), ("0:30", 30), ("8,0", 480),
        ("0", None), ("8,33", None), ("8:60", None), ("-1", None), ("", None), ("acht", None), ("744", 44_640),
        ("744:01", None), ("745", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "what",
    [
        "voor de tip van maandag",
        "per gesprek",
        "Signaal doorgegeven",
        "goed resultaat",
        "bonus",
        "informatie",
        "TIPS",
        "voor het doorgeven van namen",
        "extra dank omdat de inval lukte",
        "succesbonus",
        "per aanwijzing",
        "omdat hij vertelde wie het deed",
        "informatievergoeding",
        "sùccesbonus",
    ],
)
def test_money_is_never_for_a_tip_a_talk_or_a_result(what: str) -> None:
    assert "Geld is nooit voor een tip" in may_be_for(what, pay_words()).reason


@pytest.mark.parametrize(
    "what",
    [
        "reiskosten bus",
        "acht uur bij de informatiebijeenkomst",
        "koffie bij een gesprek",
        "tiptoe",
        "",
        "training gesprekken voeren",
        "vergoeding voor vier middagen buurtkoffie",
        "kosten van een telefoonabonnement",
        "namens de gemeente een bos bloemen",
    ],
)
def test_costs_and_time_may_be_paid(what: str) -> None:
    assert may_be_for(what, pay_words())


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, State.PROPOSED),
        ({"approved": True}, State.APPROVED),
        ({"approved": True, "recorded": True}, State.RECORDED),
        ({"approved": True, "refused": True}, State.REFUSED),
        ({"elsewhere": True}, State.DECLARED),
        ({"elsewhere": True, "leaving": True}, State.LEAVING),
        ({"elsewhere": True, "refused": True, "leaving": True}, State.REMOVED),
    ],
)
def test_how_far_it_is_follows_from_what_happened(given: dict[str, bool], state: State) -> None:
    assert state_of(**{"elsewhere": False, "approved": False, "recorded": False, "refused": False, **given}) is state


@pytest.mark.parametrize("stage", list(Stage))
def test_it_is_talked_through_once(stage: Stage) -> None:
    assert bool(may_settle_reward(stage)) is (stage is Stage.REWARD)


@pytest.mark.parametrize("stage", list(Stage))
def test_it_is_given_from_the_talk_until_the_end(stage: Stage) -> None:
    at_work = {Stage.CARRYING_OUT, Stage.EVALUATION, Stage.ENDING}
    assert bool(may_handle(stage, ended=False)) is (stage in at_work)
    assert "afgerond" in may_handle(stage, ended=True).reason
    assert "Bespreek eerst" in may_handle(Stage.REWARD, ended=False).reason


def test_three_people_are_the_three_hands() -> None:
    proposed, approved = Hands(State.PROPOSED, ONE), Hands(State.APPROVED, ONE, OTHER)
    assert not may_approve(ONE, proposed)
    assert may_approve(OTHER, proposed)
    assert not may_record_paid(OTHER, proposed)
    assert not may_approve(THIRD, approved)
    assert [bool(may_record_paid(one, approved)) for one in (ONE, OTHER, THIRD)] == [False, False, True]


def test_an_account_that_is_gone_was_nobody_who_is_still_there() -> None:
    assert may_approve(ONE, Hands(State.PROPOSED))
    assert may_record_paid(ONE, Hands(State.APPROVED))


@pytest.mark.parametrize("state", list(State))
def test_what_is_over_stays_so(state: State) -> None:
    assert bool(may_refuse(Hands(state, ONE))) is (state in {State.PROPOSED, State.APPROVED})
    assert bool(may_ask_removal(Hands(state, ONE))) is (state is State.DECLARED)


def test_a_team_of_two_lacks_one() -> None:
    assert [people_short(own) for own in (1, 2, 3, 8)] == [2, 1, 0, 0]


def test_months_run_from_his_yes_to_the_coming_one() -> None:
    found = months_for(date(2025, 11, 26), date(2026, 1, 31))
    assert found == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)]
    assert all(may_be_month(one, date(2025, 11, 26), date(2026, 1, 31)) for one in found)
    assert "te ver weg" in may_be_month(date(2026, 3, 1), date(2025, 11, 26), date(2026, 1, 31)).reason
    assert "nog niet met u" in may_be_month(date(2025, 10, 1), date(2025, 11, 26), date(2026, 1, 31)).reason


def test_a_clock_that_was_set_back_offers_no_month_that_has_not_come() -> None:
    assert months_for(date(2026, 11, 26), date(2025, 1, 31)) == [date(2026, 11, 1)]
    assert not may_be_month(date(2026, 11, 1), date(2026, 11, 26), date(2025, 1, 31))


def fee(cents: int, on: date = NOVEMBER) -> Given:
    return Given(FEE, cents, on, LONG)


def test_what_waits_does_not_stop_and_asks_for_care() -> None:
    found = judge(fee(12_000), Beside(waiting=[fee(12_000)]), TABLE, under_21=False)
    assert (found.outcome, found.crowded, found.alone.outcome) == (Outcome.WARN, True, Outcome.FINE)
    assert not may_give(found, seen=False, receipts=False)
    assert may_give(found, seen=True, receipts=False)
    assert judge(fee(12_000), Beside(waiting=[fee(5_000)]), TABLE, under_21=False).outcome is Outcome.FINE


def test_what_is_sure_stops_and_says_where_to_go() -> None:
    found = judge(fee(12_000), Beside(sure=[fee(12_000)], waiting=[fee(12_000)]), TABLE, under_21=False)
    assert (found.outcome, found.crowded, found.before) == (Outcome.STOP, False, Sums(12_000, 12_000))
    verdict = may_give(found, seen=True, receipts=False)
    assert "240 euro" in verdict.reason
    assert "salarisadviseur" in verdict.reason


def test_a_warning_must_be_read() -> None:
    close = judge(fee(22_000), Beside(), TABLE, under_21=False)
    assert close.outcome is Outcome.WARN
    assert "vink aan" in may_give(close, seen=False, receipts=False).reason
    assert may_give(close, seen=True, receipts=False)
    assert may_give(judge(fee(100), Beside(), TABLE, under_21=False), seen=False, receipts=False)


def test_what_was_shown_is_told_apart_from_what_is_so_now() -> None:
    before = judge(fee(100), Beside(), TABLE, under_21=False)
    assert before.same == judge(fee(100), Beside(), TABLE, under_21=False).same
    assert before.same != judge(fee(100), Beside(sure=[fee(1)]), TABLE, under_21=False).same
    assert before.same != judge(fee(100), Beside(waiting=[fee(22_000)]), TABLE, under_21=False).same


def test_a_kind_that_left_the_list_counts_in_full() -> None:
    old = Given("oude-soort", 22_000, NOVEMBER)
    assert judge(fee(1), Beside(sure=[old]), TABLE, under_21=False).outcome is Outcome.STOP
    assert sums([old, fee(500)], NOVEMBER, TABLE) == Sums(22_500, 22_500)
    assert TABLE.kind(declared_kind(TABLE)).id == FEE


def test_below_twenty_one_an_hour_has_a_lower_limit() -> None:
    asked = Given(FEE, 341, NOVEMBER, 60)
    assert judge(asked, Beside(), TABLE, under_21=True).outcome is Outcome.STOP
    assert judge(asked, Beside(), TABLE, under_21=False).outcome is Outcome.FINE
    assert judge(replace(asked, cents=340), Beside(), TABLE, under_21=True).outcome is Outcome.WARN


def test_high_costs_go_on_only_to_who_saw_the_receipts() -> None:
    found = judge(Given(COSTS, 22_001, NOVEMBER), Beside(), TABLE, under_21=False)
    assert found.receipts
    assert "bonnen" in may_give(found, seen=True, receipts=False).reason
    assert may_give(found, seen=True, receipts=True)
    assert not judge(Given(COSTS, 22_000, NOVEMBER), Beside(), TABLE, under_21=False).receipts


def test_an_amount_from_elsewhere_is_taken_away_by_two() -> None:
    asked = Hands(State.LEAVING, ONE, removal_asked_by=ONE)
    assert "U vroeg dit zelf" in may_remove_elsewhere(ONE, asked).reason
    assert may_remove_elsewhere(OTHER, asked)
    assert may_remove_elsewhere(ONE, Hands(State.LEAVING, ONE))  # whoever asked has no account any more
    assert may_keep_elsewhere(asked)
    assert "al" in may_ask_removal(asked).reason
    for state in set(State) - {State.LEAVING}:
        assert not may_remove_elsewhere(OTHER, Hands(state, ONE))
        assert not may_keep_elsewhere(Hands(state, ONE))
