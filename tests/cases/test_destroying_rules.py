"""Who looks before something is destroyed, what waits until somebody looked, and who confirms terms."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.people import NOW

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.rules.destroying import (
    UNREAD_WAITS,
    Unread,
    is_listed,
    may_confirm,
    may_confirm_terms,
    may_look_afterwards,
    may_propose,
)
from sleutelwerk.cases.rules.watching import function_of, may_watch

TODAY = date(2026, 11, 28)


def somebody(*roles: Role, police: bool = False, somewhere: bool = True) -> Actor:
    """Give somebody."""
    return Actor(uuid4(), uuid4() if somewhere else None, frozenset(roles), police)


FG, CISO = somebody(Role.FG), somebody(Role.SECURITY_OFFICER)


def test_what_is_written_down_says_as_what_somebody_watched() -> None:
    assert (function_of(FG), function_of(CISO)) == (Role.FG, Role.SECURITY_OFFICER)


def test_only_who_watches_sees_what_goes() -> None:
    assert may_watch(FG)
    assert may_watch(CISO)
    for who in (
        somebody(Role.PROFESSIONAL), somebody(Role.ADMINISTRATOR), somebody(Role.SECURITY_OFFICER, police=True),
        somebody(Role.FG, somewhere=False),
    ):  # fmt: skip
        assert not may_watch(who)
        assert not may_propose(who, shown="x", now="x", free=1)
        assert not may_confirm(who, FG.id, confirmed=False)
        assert not may_look_afterwards(who, looked_before=False, seen=False)
        assert not may_confirm_terms(who, shown="b", newest="b", confirmed="a")


@pytest.mark.parametrize(("days", "listed"), [(15, False), (14, True), (0, True), (-400, True)])
def test_it_is_listed_two_weeks_before_and_while_it_waits(days: int, listed: bool) -> None:
    assert is_listed(TODAY + timedelta(days=days), TODAY) is listed


def test_who_proposes_saw_what_is_there() -> None:
    assert may_propose(FG, shown="x", now="x", free=1)
    assert "veranderd" in may_propose(FG, shown="x", now="y", free=1).reason
    assert "niets" in may_propose(FG, shown="x", now="x", free=0).reason


def test_another_confirms_once() -> None:
    assert may_confirm(CISO, FG.id, confirmed=False)
    assert may_confirm(CISO, None, confirmed=False)
    assert "zelf voor" in may_confirm(FG, FG.id, confirmed=False).reason
    assert "al bevestigd" in may_confirm(CISO, FG.id, confirmed=True).reason


def test_the_fg_looks_afterwards_where_nobody_looked_before() -> None:
    assert may_look_afterwards(FG, looked_before=False, seen=False)
    assert "de FG" in may_look_afterwards(CISO, looked_before=False, seen=False).reason
    assert "al twee" in may_look_afterwards(FG, looked_before=True, seen=False).reason
    assert "al naar" in may_look_afterwards(FG, looked_before=False, seen=True).reason


def test_terms_are_confirmed_by_who_saw_these_very_ones() -> None:
    assert may_confirm_terms(CISO, shown="b", newest="b", confirmed="a")
    assert "andere versie" in may_confirm_terms(CISO, shown="b", newest="c", confirmed="a").reason
    assert "gelden al" in may_confirm_terms(CISO, shown="a", newest="a", confirmed="a").reason


def test_unread_waits_thirty_days_and_not_a_moment_longer() -> None:
    unread = Unread(NOW, FG.id)
    assert unread.waits(NOW)
    assert unread.waits(NOW + UNREAD_WAITS - timedelta(seconds=1))
    assert not unread.waits(NOW + UNREAD_WAITS)


def test_another_looks_at_once_and_the_writer_on_another_day() -> None:
    unread = Unread(NOW, FG.id)
    assert unread.seen_by(CISO.id, TODAY, TODAY)
    assert not unread.seen_by(FG.id, TODAY, TODAY)
    assert unread.seen_by(FG.id, TODAY, TODAY + timedelta(days=1))
    assert Unread(NOW, None).seen_by(FG.id, TODAY, TODAY)
