"""The table of a year: its kinds, what a month gives over a year, and what a bank statement shows."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cases.engine.shipped import bibliography, path_of

from sleutelwerk.cases.engine.allowances import Allowances, load_allowances

LOADED = load_allowances(path_of("allowances"), bibliography()).value
assert LOADED is not None
TABLE: Allowances = LOADED


def test_the_version_is_the_year() -> None:
    assert TABLE.year == 2026


@pytest.mark.parametrize(
    ("cents", "months"), [(0, 12), (18_333, 12), (18_334, 11), (20_000, 11), (22_000, 10), (22_001, 0)]
)
def test_an_equal_amount_a_month_lasts_so_many_months(cents: int, months: int) -> None:
    assert TABLE.months_at(cents) == months


def test_a_bank_statement_shows_the_month_and_nothing_else() -> None:
    assert TABLE.bank_statement.of(date(2026, 11, 30)) == "vergoeding november"


def test_a_kind_is_found_by_its_name_only() -> None:
    assert TABLE.kind("dank").title == "Dank en waardering"
    with pytest.raises(KeyError):
        TABLE.kind("per-tip")


def test_an_hour_pays_less_below_twenty_one() -> None:
    assert (TABLE.limits.hour(under_21=False), TABLE.limits.hour(under_21=True)) == (575, 340)
