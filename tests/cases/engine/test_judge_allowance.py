"""Whether an amount may be given: exact at each limit, summed over all that counts, and never in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.engine.shipped import bibliography, path_of

from sleutelwerk.cases.engine.allowances import Allowances, Counts, load_allowances
from sleutelwerk.cases.engine.judge_allowance import (
    Given,
    Judgement,
    Outcome,
    Reason,
    Remark,
    Threshold,
    euro,
    judge_allowance,
)

LOADED = load_allowances(path_of("allowances"), bibliography()).value
assert LOADED is not None
TABLE: Allowances = LOADED
assert TABLE.ceilings is not None
CEILINGS = TABLE.ceilings
FEE, COSTS, THANKS, TRAINING, HOURS = "vrijwilligersvergoeding", "kosten", "dank", "training", "uren-via-organisatie"
NOVEMBER = date(2026, 11, 15)
#: Long enough for any amount within the limit of a month.
LONG = 60 * 60


def judge(asked: Given, *earlier: Given, under_21: bool = False) -> Judgement:
    return judge_allowance(asked, earlier, TABLE, under_21=under_21)


def fee(cents: int, on: date = NOVEMBER, *, minutes: int = LONG, elsewhere: bool = False) -> Given:
    return Given(FEE, cents, on, minutes, elsewhere)


def reasons(found: Judgement) -> list[tuple[Reason, Threshold | None]]:
    return [(one.reason, one.threshold) for one in found.remarks]


@pytest.mark.parametrize(
    ("cents", "outcome"),
    [(1, Outcome.FINE), (19_799, Outcome.FINE), (19_800, Outcome.WARN), (22_000, Outcome.WARN), (22_001, Outcome.STOP)],
)
def test_the_limit_of_a_month_is_exact(cents: int, outcome: Outcome) -> None:
    found = judge(fee(cents))
    assert found.outcome is outcome
    assert bool(found) is (outcome is not Outcome.STOP)
    assert bool(found.refer_to) is (outcome is Outcome.STOP)


def test_what_is_close_or_passed_says_which_limit_and_how_high_it_is() -> None:
    assert judge(fee(22_000)).remarks == (Remark(Outcome.WARN, Reason.CLOSE, Threshold.MONTH, 22_000, 22_000),)
    found = judge(fee(22_001))
    assert found.remarks == (Remark(Outcome.STOP, Reason.ABOVE, Threshold.MONTH, 22_000, 22_001),)
    assert "salarisadviseur" in found.refer_to


def test_a_remark_says_in_plain_words_what_the_limit_is() -> None:
    assert "in deze maand op 220,01 euro. De grens is 220 euro." in judge(fee(22_001)).remarks[0].text
    assert "per uur op 5,75 euro" in judge(fee(575, minutes=60)).remarks[0].text
    assert {one.value for one in Reason if Remark(Outcome.WARN, one).text} == {one.value for one in Reason}


@pytest.mark.parametrize(
    ("cents", "written"), [(0, "0 euro"), (5, "0,05 euro"), (575, "5,75 euro"), (220_000, "2.200 euro")]
)
def test_an_amount_is_written_as_people_do(cents: int, written: str) -> None:
    assert euro(cents) == written


@pytest.mark.parametrize(
    "earlier",
    [
        Given(FEE, 12_000, NOVEMBER, LONG),
        Given(THANKS, 12_000, NOVEMBER),
        Given(COSTS, 12_000, NOVEMBER),
        Given(FEE, 12_000, NOVEMBER, elsewhere=True),
    ],
    ids=["fee", "in kind", "costs", "elsewhere"],
)
def test_everything_that_counts_is_summed(earlier: Given) -> None:
    assert judge(fee(10_000), earlier).outcome is Outcome.WARN
    assert judge(fee(10_001), earlier).outcome is Outcome.STOP


def test_another_month_counts_for_the_year_only() -> None:
    earlier = [fee(20_000, date(2026, month, 1)) for month in range(1, 10)]
    assert judge(fee(10_000), *earlier).left_year == 30_000
    assert judge(fee(10_000), *earlier).left_month == 12_000
    assert reasons(judge(fee(18_000), *earlier)) == [(Reason.CLOSE, Threshold.YEAR)]


def test_the_limit_of_a_year_is_exact() -> None:
    earlier = [fee(22_000, date(2026, month, 1)) for month in range(1, 10)]
    assert judge(fee(22_000), *earlier).outcome is Outcome.WARN
    above = judge(fee(1, date(2026, 12, 1)), *earlier, fee(22_000))
    assert reasons(above) == [(Reason.ABOVE, Threshold.YEAR)]
    assert (above.left_month, above.left_year) == (21_999, 0)


def test_another_year_does_not_count() -> None:
    assert judge(fee(10_000), fee(22_000, date(2025, 11, 1))).outcome is Outcome.FINE


@pytest.mark.parametrize(
    ("minutes", "under_21", "cents", "outcome"),
    [
        (60, False, 517, Outcome.FINE),
        (60, False, 518, Outcome.WARN),
        (60, False, 575, Outcome.WARN),
        (60, False, 576, Outcome.STOP),
        (60, True, 340, Outcome.WARN),
        (60, True, 341, Outcome.STOP),
        (90, False, 862, Outcome.WARN),
        (90, False, 863, Outcome.STOP),
    ],
)
def test_the_limit_of_an_hour_is_exact(minutes: int, cents: int, outcome: Outcome, *, under_21: bool) -> None:
    found = judge(fee(cents, minutes=minutes), under_21=under_21)
    assert found.outcome is outcome
    assert {one.threshold for one in found.remarks} <= {Threshold.HOUR}


def test_an_amount_of_an_hour_is_rounded_up_so_that_it_never_seems_within_the_limit() -> None:
    assert judge(fee(863, minutes=90)).remarks == (Remark(Outcome.STOP, Reason.ABOVE, Threshold.HOUR, 575, 576),)


def test_hours_of_one_month_are_taken_together() -> None:
    assert judge(fee(1_000, minutes=60), fee(1_000, minutes=60 * 9)).outcome is Outcome.FINE
    assert judge(fee(1_000, minutes=60), fee(1_000, date(2026, 10, 1), minutes=60 * 9)).outcome is Outcome.STOP


def test_hours_elsewhere_are_unknown_and_do_not_count() -> None:
    assert judge(fee(500, minutes=60), fee(15_000, minutes=0, elsewhere=True)).outcome is Outcome.FINE


def test_without_hours_it_may_be_given_with_care() -> None:
    assert reasons(judge(fee(500, minutes=0))) == [(Reason.HOURS_UNKNOWN, Threshold.HOUR)]
    assert reasons(judge(fee(500), fee(500, minutes=0))) == [(Reason.HOURS_UNKNOWN, Threshold.HOUR)]


def test_proven_costs_alone_count_for_no_limit_of_volunteering() -> None:
    found = judge(Given(COSTS, 10_000, NOVEMBER), Given(COSTS, 90_000, date(2026, 3, 1)))
    assert found == Judgement((), "", 22_000, 220_000)


@pytest.mark.parametrize(
    ("cents", "told"),
    [
        (10_000, []),
        (10_001, [(Reason.RECEIPTS, Threshold.MONTH)]),
        (110_000, [(Reason.RECEIPTS, Threshold.MONTH)]),
        (110_001, [(Reason.COSTS_CEILING, Threshold.YEAR)]),
        (99_999_900, [(Reason.COSTS_CEILING, Threshold.YEAR)]),
    ],
)
def test_costs_above_a_month_ask_for_receipts_and_above_a_year_stop(
    cents: int, told: list[tuple[Reason, Threshold]]
) -> None:
    earlier = (
        Given(COSTS, 12_000, NOVEMBER),
        Given(COSTS, 98_000, date(2026, 1, 1)),
        Given(TRAINING, 50_000, NOVEMBER),
    )
    found = judge(Given(COSTS, cents, NOVEMBER), *earlier)
    assert reasons(found) == told
    stopped = (Reason.COSTS_CEILING, Threshold.YEAR) in told
    assert bool(found) is not stopped
    assert found.refer_to == (CEILINGS.costs_refer_to if stopped else "")


@pytest.mark.parametrize(("cents", "stops"), [(60_000, False), (60_001, True), (900_000, True)])
def test_training_above_the_ceiling_of_a_year_is_bought_elsewhere(cents: int, *, stops: bool) -> None:
    earlier = (Given(TRAINING, 90_000, date(2026, 2, 1)), Given(COSTS, 20_000, NOVEMBER), fee(20_000))
    found = judge(Given(TRAINING, cents, NOVEMBER), *earlier)
    assert reasons(found) == ([(Reason.TRAINING_CEILING, Threshold.YEAR)] if stops else [])
    assert found.refer_to == (CEILINGS.training_refer_to if stops else "")


def test_who_passes_two_limits_hears_of_both_where_to_go() -> None:
    found = judge(Given(COSTS, 220_001, NOVEMBER), fee(100))
    assert TABLE.above.refer_to in found.refer_to
    assert CEILINGS.costs_refer_to in found.refer_to


def test_the_ceilings_are_those_of_the_table_in_exact_cents() -> None:
    known = CEILINGS
    assert (known.receipts_from_cents, known.costs_year_cents) == (TABLE.limits.month_cents, TABLE.limits.year_cents)
    assert known.training_year_cents == 150_000
    assert "inkoop" in known.costs_refer_to
    assert "inkoop" in known.training_refer_to


def test_a_table_of_somebodys_own_without_ceilings_goes_on_as_before() -> None:
    old, ours = replace(TABLE, ceilings=None), {Reason.COSTS_CEILING, Reason.TRAINING_CEILING, Reason.RECEIPTS}
    for kind in (COSTS, TRAINING):
        found = judge_allowance(Given(kind, 999_900, NOVEMBER), (), old, under_21=False)
        assert not ours & {one.reason for one in found.remarks}
    assert judge_allowance(fee(900_000), (), old, under_21=False).refer_to == old.above.refer_to


def test_costs_next_to_a_fee_count_and_ask_for_proof() -> None:
    assert reasons(judge(Given(COSTS, 100, NOVEMBER), fee(1_000))) == [(Reason.PROVE_COSTS, None)]
    assert judge(Given(COSTS, 12_001, NOVEMBER), fee(10_000)).outcome is Outcome.STOP


@pytest.mark.parametrize("kind", [one.id for one in TABLE.kinds if one.counts is Counts.ELSEWHERE])
def test_hours_a_contract_and_a_job_are_not_paid_here(kind: str) -> None:
    found = judge(Given(kind, 0, NOVEMBER))
    assert reasons(found) == [(Reason.NOT_HERE, None)]
    assert "niet hier" in found.refer_to


def test_what_is_paid_by_another_organisation_as_wages_does_not_count() -> None:
    assert judge(fee(10_000), Given(HOURS, 100_000, NOVEMBER)).outcome is Outcome.FINE


def test_training_and_a_word_of_thanks_cost_nothing_of_the_limit() -> None:
    full = fee(22_000)
    assert judge(Given(TRAINING, 80_000, NOVEMBER), full).remarks == ()
    assert judge(Given(THANKS, 0, NOVEMBER), full).remarks == ()
    assert judge(Given(THANKS, 1, NOVEMBER), full).outcome is Outcome.STOP


def test_there_is_no_amount_for_another_year() -> None:
    found = judge(fee(1, date(2027, 1, 1)))
    assert reasons(found) == [(Reason.NO_AMOUNTS, None)]
    assert found.refer_to


@pytest.mark.parametrize(
    ("asked", "earlier"), [(fee(-1), ()), (fee(1, minutes=-1), ()), (fee(1), (fee(-1),)), (fee(1, elsewhere=True), ())]
)
def test_what_makes_no_sense_is_refused(asked: Given, earlier: tuple[Given, ...]) -> None:
    with pytest.raises(ValueError, match="below zero"):
        judge(asked, *earlier)


def test_the_list_of_kinds_is_closed() -> None:
    with pytest.raises(KeyError, match="tip"):
        judge(Given("tip", 1, NOVEMBER))


AMOUNTS = st.builds(
    Given,
    kind=st.sampled_from([FEE, COSTS, THANKS, TRAINING, HOURS]),
    cents=st.integers(0, 30_000),
    on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    minutes=st.integers(0, 6_000),
    elsewhere=st.booleans(),
)


@given(AMOUNTS.map(lambda one: replace(one, elsewhere=False)), st.lists(AMOUNTS, max_size=12))
def test_nothing_above_a_limit_is_ever_given(asked: Given, earlier: list[Given]) -> None:
    found = judge(asked, *earlier)
    counted = [one for one in (asked, *earlier) if one.kind in {FEE, THANKS}]
    month = sum(one.cents for one in counted if one.on.month == asked.on.month)
    if found and asked.kind in {FEE, THANKS} and asked.cents:
        assert month <= 22_000
        assert sum(one.cents for one in counted) <= 220_000
    assert bool(found.refer_to) is not bool(found)


@given(AMOUNTS.map(lambda one: replace(one, elsewhere=False)), st.lists(AMOUNTS, max_size=8), AMOUNTS)
def test_more_given_earlier_never_makes_room(asked: Given, earlier: list[Given], more: Given) -> None:
    before, after = judge(asked, *earlier), judge(asked, *earlier, more)
    assert after.left_month <= before.left_month
    assert after.left_year <= before.left_year


@given(AMOUNTS.map(lambda one: replace(one, elsewhere=False)), st.lists(AMOUNTS, max_size=8))
def test_the_order_does_not_matter(asked: Given, earlier: list[Given]) -> None:
    assert judge(asked, *earlier) == judge(asked, *reversed(earlier))


@pytest.mark.parametrize(
    ("agreed", "asked", "told"),
    [
        (None, fee(9_000), []),
        (4_000, fee(3_000), []),
        (4_000, fee(3_001), [Reason.MORE_THAN_AGREED]),
        (0, fee(1), [Reason.NOT_AGREED]),
        (4_000, Given(COSTS, 9_000, NOVEMBER), [Reason.PROVE_COSTS]),
        (0, Given(THANKS, 1_000, NOVEMBER), []),
    ],
)
def test_a_fee_of_more_than_was_agreed_is_warned_of(agreed: int | None, asked: Given, told: list[Reason]) -> None:
    earlier = (fee(1_000), fee(4_000, elsewhere=True), fee(4_000, on=date(2026, 10, 1)))
    found = judge_allowance(asked, earlier, TABLE, under_21=False, agreed_cents=agreed)
    assert [one.reason for one in found.remarks] == told
    assert found.outcome is (Outcome.WARN if told else Outcome.FINE)
    if told == [Reason.MORE_THAN_AGREED]:
        assert "U sprak met hem 40 euro per maand af" in found.remarks[0].text
        assert "40,01 euro" in found.remarks[0].text
