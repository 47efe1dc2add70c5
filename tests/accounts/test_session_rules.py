"""The clock of a session: idle and absolute limits, and how long a shown factor is fresh, at the exact moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.people import NOW

from sleutelwerk.accounts.rules.sessions import (
    FRESH_FOR,
    Factor,
    Limits,
    SessionState,
    is_fresh,
    proved_at,
    session_state,
)

LIMITS = Limits(timedelta(minutes=15), timedelta(hours=8))
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("began_ago", "seen_ago", "state"),
    [
        (timedelta(), timedelta(), SessionState.LIVE),
        (timedelta(minutes=15), timedelta(minutes=15) - MOMENT, SessionState.LIVE),
        (timedelta(minutes=15), timedelta(minutes=15), SessionState.IDLE_TOO_LONG),
        (timedelta(hours=8) - MOMENT, timedelta(), SessionState.LIVE),
        (timedelta(hours=8), timedelta(), SessionState.LASTED_TOO_LONG),
        (timedelta(hours=9), timedelta(hours=1), SessionState.LASTED_TOO_LONG),
    ],
)
def test_a_session_ends_at_its_limits(began_ago: timedelta, seen_ago: timedelta, state: SessionState) -> None:
    assert session_state(NOW - began_ago, NOW - seen_ago, NOW, LIMITS) is state


@pytest.mark.parametrize(
    ("proved", "fresh"),
    [
        (None, False),
        (NOW, True),
        (NOW - FRESH_FOR + MOMENT, True),
        (NOW - FRESH_FOR, False),
        (NOW + MOMENT, False),
    ],
)
def test_a_shown_factor_is_fresh_for_five_minutes(proved: datetime | None, fresh: bool) -> None:
    assert timedelta(minutes=5) == FRESH_FOR
    assert is_fresh(proved, NOW) is fresh


def test_a_password_or_a_link_proves_nothing() -> None:
    at = NOW.timestamp()
    weak = [{"method": method, "at": at} for method in ("password", "link", "password_reset", "code", "socialaccount")]
    assert proved_at(weak) is None
    assert proved_at([]) is None
    assert proved_at([{"method": "mfa"}]) is None


def test_the_last_shown_factor_counts() -> None:
    at = NOW.timestamp()
    records = [{"method": "mfa", "at": at - 60}, {"method": "sso", "at": at}, {"method": "password", "at": at + 60}]
    assert proved_at(records) == NOW


def test_a_factor_that_is_not_known_gets_no_name_of_its_own() -> None:
    assert Factor.of("totp") is Factor.TOTP
    assert Factor.of("noor@gemeente.example") is Factor.OTHER
