"""Looking back: side by side and never counted, one side is enough to stop, and on days agreed beforehand."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.engine.shipped import PROFILES, bibliography, path_of

from sleutelwerk.cases.engine.evaluation import (
    Evaluation,
    Layer,
    Level,
    Look,
    Side,
    load_evaluation,
    look_back,
    review_dates,
)

LOADED = load_evaluation(path_of("evaluation"), bibliography()).value
assert LOADED is not None
EVALUATION: Evaluation = LOADED
NAMES = st.sets(st.sampled_from([one.id for one in EVALUATION.signals]))


def ids(found: tuple[object, ...]) -> list[str]:
    return [str(getattr(one, "id", "")) for one in found]


def test_what_both_and_what_one_recognised_stand_side_by_side() -> None:
    look = look_back(EVALUATION, {"wil-nog", "meer-uren"}, {"wil-nog", "geen-antwoord"})
    assert (ids(look.both), ids(look.only_us), ids(look.only_him)) == (["wil-nog"], ["meer-uren"], ["geen-antwoord"])
    assert (look.stop, look.first) == ((), ())


@pytest.mark.parametrize(("us", "him"), [({"dreiging"}, set()), (set(), {"dreiging"}), ({"dreiging"}, {"dreiging"})])
def test_one_of_the_two_is_enough_to_stop(us: set[str], him: set[str]) -> None:
    look = look_back(EVALUATION, us, him)
    assert ids(look.stop) == ["dreiging"]
    assert look.first[0].startswith("Bel 112")


def test_what_to_do_first_is_said_once() -> None:
    look = look_back(EVALUATION, {one.id for one in EVALUATION.of(Level.STOP)}, set())
    assert len(look.first) == len(set(look.first))


@given(NAMES, NAMES)
def test_nothing_is_lost_or_invented(us: set[str], him: set[str]) -> None:
    look = look_back(EVALUATION, us, him)
    assert sorted(ids((*look.both, *look.only_us, *look.only_him))) == sorted(us | him)
    assert all(one.noted for one in look.may_be_noted)
    assert not {"over-personen", "verdenking", "politie-stuurt", "wil-niet-meer"} & set(ids(look.may_be_noted))


def test_nothing_is_counted() -> None:
    assert {one.type for one in fields(Look)} == {"tuple[Signal, ...]"}


def test_an_unknown_signal_is_not_there() -> None:
    with pytest.raises(KeyError, match="cijfer"):
        look_back(EVALUATION, set(), {"cijfer"})


@pytest.mark.parametrize(
    ("profile", "days"),
    [
        ("verbinder", ["2027-01-31", "2027-03-31", "2027-09-30", "2027-12-31"]),
        ("waarnemer", ["2027-01-31", "2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]),
    ],
)
def test_the_days_to_look_back(profile: str, days: list[str]) -> None:
    found = review_dates(EVALUATION, profile, date(2026, 12, 31), date(2027, 12, 31))
    assert [one.isoformat() for one in found] == days


@given(st.sampled_from(PROFILES), st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 2_000))
def test_the_end_is_always_a_day_to_look_back(profile: str, start: date, length: int) -> None:
    until = date.fromordinal(start.toordinal() + length)
    found = review_dates(EVALUATION, profile, start, until)
    assert found[-1] == until
    assert list(found) == sorted(set(found))


def test_every_side_is_asked_about_all_three() -> None:
    for side in Side:
        assert EVALUATION.asked(side) == tuple(one for layer in Layer for one in EVALUATION.asked(side, layer))
    assert all(one.plain for one in EVALUATION.asked(Side.HIM))
