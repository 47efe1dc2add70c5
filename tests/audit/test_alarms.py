"""What stands out: looking at odd hours, reading many files at once, being refused again and again (N44)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.audit.rules.alarms import (
    Alarm,
    AlarmKind,
    Limits,
    Look,
    is_odd_hour,
    mass_reading,
    odd_hours,
    refusal_peaks,
)

FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
LIMITS = Limits(subjects_an_hour=3, refusals_a_quarter=3)


@pytest.mark.parametrize(
    ("moment", "odd"),
    [
        ("2026-11-27T04:59:59+00:00", True),  # 5:59 in Amsterdam, winter
        ("2026-11-27T05:00:00+00:00", False),
        ("2026-11-27T20:59:59+00:00", False),
        ("2026-11-27T21:00:00+00:00", True),  # 22:00
        ("2026-07-03T04:00:00+00:00", False),  # 6:00 in summer
        ("2026-07-03T03:59:59+00:00", True),
        ("2026-11-28T11:00:00+00:00", True),  # Saturday
        ("2026-11-29T11:00:00+00:00", True),
        ("2026-11-29T23:30:00+00:00", True),  # Monday 0:30
        ("2026-11-30T11:00:00+00:00", False),
    ],
)
def test_odd_is_night_or_weekend_by_the_clock_in_amsterdam(moment: str, odd: bool) -> None:
    assert is_odd_hour(datetime.fromisoformat(moment)) is odd


def test_a_night_of_looking_is_one_alarm_per_person() -> None:
    night = FRIDAY.replace(hour=1)
    looks = [Look(night + timedelta(minutes=m), actor) for m in range(3) for actor in ("a", "b")]
    looks += [Look(FRIDAY, "a"), Look(night, None)]
    assert list(odd_hours(looks)) == [
        Alarm(night, night + timedelta(minutes=2), AlarmKind.ODD_HOURS, 3, "a"),
        Alarm(night, night + timedelta(minutes=2), AlarmKind.ODD_HOURS, 3, "b"),
    ]


def reading(minutes: list[float], actor: str = "a") -> list[Look]:
    return [Look(FRIDAY + timedelta(minutes=m), actor, f"case:{place}") for place, m in enumerate(minutes)]


def test_more_subjects_than_the_limit_within_an_hour_stands_out() -> None:
    (alarm,) = mass_reading(reading([0, 10, 20, 30]), LIMITS)
    assert alarm == Alarm(FRIDAY, FRIDAY + timedelta(minutes=30), AlarmKind.MASS_READING, 4, "a")
    assert list(mass_reading(reading([0, 10, 20]), LIMITS)) == []
    assert list(mass_reading(reading([0, 20, 40, 60]), LIMITS)) == []


def test_the_same_subject_again_and_again_does_not_stand_out() -> None:
    looks = [Look(FRIDAY + timedelta(minutes=m), "a", "case:1") for m in range(30)]
    looks += [Look(FRIDAY, "a", None), Look(FRIDAY, None, "case:2")]
    assert list(mass_reading(looks, LIMITS)) == []


def test_two_stretches_are_two_alarms_and_each_person_has_his_own() -> None:
    looks = reading([0, 1, 2, 3, 200, 201, 202, 203]) + reading([0, 1, 2, 3, 4], "b")
    found = sorted((alarm.actor, alarm.count) for alarm in mass_reading(looks, LIMITS))
    assert found == [("a", 4), ("a", 4), ("b", 5)]


def test_a_long_stretch_is_one_alarm() -> None:
    (alarm,) = mass_reading(reading([place * 5.0 for place in range(100)]), LIMITS)
    assert alarm.count == 12
    assert alarm.until - alarm.since == timedelta(minutes=495)


def test_refusals_in_a_quarter_stand_out_also_of_strangers_together() -> None:
    refusals = [Look(FRIDAY + timedelta(minutes=m), None) for m in (0, 1, 2, 3)]
    refusals += [Look(FRIDAY + timedelta(minutes=m), "a") for m in (0, 10, 20, 30)]
    assert list(refusal_peaks(refusals, LIMITS)) == [
        Alarm(FRIDAY, FRIDAY + timedelta(minutes=3), AlarmKind.REFUSAL_PEAK, 4, None)
    ]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 8)), max_size=60))
def test_an_alarm_means_a_window_with_more_than_the_limit(given_looks: list[tuple[int, int]]) -> None:
    looks = [Look(FRIDAY + timedelta(minutes=m), "a", str(subject)) for m, subject in sorted(given_looks)]
    most = max(
        (len({one.subject for one in looks if look.at <= one.at < look.at + timedelta(hours=1)}) for look in looks),
        default=0,
    )
    found = list(mass_reading(looks, LIMITS))
    assert bool(found) == (most > 3)
    assert max((alarm.count for alarm in found), default=0) == (most if most > 3 else 0)
    for earlier, later in pairwise(found):
        assert earlier.until < later.since
