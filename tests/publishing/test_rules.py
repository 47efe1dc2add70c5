"""Who may read what stands behind the gate, as pure decisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.publishing.rules import (
    CLOSED_AT_FIRST,
    LONGEST,
    NOTICE,
    Gated,
    Grant,
    Kind,
    Reader,
    Scope,
    ScopeKind,
    Visibility,
    closed_of,
    is_notice_due,
    may_give_access,
    may_last,
    may_read,
    may_set_visibility,
    opened_pieces,
)

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
HOUSE, ELSEWHERE = uuid4(), uuid4()
LIBRARY, ONE = Scope(), Scope(ScopeKind.DOCUMENT, "stuk")
DAY = timedelta(days=1)


def actor(*roles: Role, of: UUID | None = HOUSE, police: bool = False) -> Actor:
    """Give somebody."""
    return Actor(uuid4(), of, frozenset(roles), police=police)


def grant(
    scope: Scope = LIBRARY, *, since: datetime = NOW - DAY, until: datetime = NOW + DAY, revoked: bool = False
) -> Grant:
    """Give access."""
    return Grant(uuid4(), scope, since, until, revoked)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_who_works_at_the_house_in_any_role_reads(role: Role) -> None:
    assert may_read(Reader(actor(role), HOUSE), Visibility(), NOW)
    assert may_read(Reader(actor(role, Role.ADMINISTRATOR), HOUSE), Visibility(), NOW)
    assert not may_read(Reader(actor(role, of=ELSEWHERE), HOUSE), Visibility(), NOW)


@pytest.mark.parametrize("roles", [(), (Role.ADMINISTRATOR,)])
def test_being_there_or_administering_accounts_is_not_enough(roles: tuple[Role, ...]) -> None:
    assert not may_read(Reader(actor(*roles), HOUSE), Visibility(), NOW)


def test_without_a_house_nobody_works_there() -> None:
    assert not may_read(Reader(actor(Role.FG, of=None), None), Visibility(), NOW)


def test_a_visitor_reads_what_is_open_and_nothing_else() -> None:
    assert may_read(Reader(), Visibility(gated=False), NOW)
    verdict = may_read(Reader(), Visibility(), NOW)
    assert not verdict
    assert "Vraag eerst toegang" in verdict.reason


def test_the_police_read_the_library_with_access_like_anybody_else() -> None:
    officer = actor(Role.FACILITATOR, of=ELSEWHERE, police=True)
    assert may_read(Reader(officer, HOUSE, (grant(),)), Visibility(key="stuk"), NOW)
    assert not may_read(Reader(officer, HOUSE), Visibility(key="stuk"), NOW)


@pytest.mark.parametrize(
    ("held", "key", "reads"),
    [
        (grant(), "stuk", True),
        (grant(ONE), "stuk", True),
        (grant(ONE), "ander-stuk", False),
        (grant(Scope(ScopeKind.DOCUMENT, "")), "", False),
        (grant(revoked=True), "stuk", False),
        (grant(until=NOW), "stuk", True),
        (grant(until=NOW - timedelta(microseconds=1)), "stuk", False),
        (grant(since=NOW + timedelta(microseconds=1)), "stuk", False),
    ],
)
def test_access_is_for_what_was_asked_until_its_end(held: Grant, key: str, reads: bool) -> None:
    assert bool(may_read(Reader(actor(of=None), HOUSE, (held,)), Visibility(key=key), NOW)) is reads


def test_only_reviewers_of_the_house_give_access_and_only_content_owners_open_it() -> None:
    for role in Role:
        assert bool(may_give_access(actor(role), HOUSE)) is (role is Role.ACCESS_REVIEWER)
        assert bool(may_set_visibility(actor(role), HOUSE)) is (role is Role.CONTENT_OWNER)
    assert not may_give_access(actor(Role.ACCESS_REVIEWER, of=ELSEWHERE), HOUSE)
    assert not may_give_access(actor(Role.ACCESS_REVIEWER, of=None), None)
    assert not may_set_visibility(actor(Role.CONTENT_OWNER, of=ELSEWHERE), HOUSE)
    assert not may_set_visibility(actor(Role.CONTENT_OWNER, of=None), None)


def test_access_ends_within_a_year() -> None:
    assert may_last(NOW, NOW + LONGEST)
    assert not may_last(NOW, NOW)
    assert not may_last(NOW, NOW + LONGEST + 2 * DAY)


def test_the_notice_comes_two_weeks_before_the_end_and_not_after_it() -> None:
    end = NOW + LONGEST
    assert not is_notice_due(end, end - NOTICE - timedelta(seconds=1))
    assert is_notice_due(end, end - NOTICE)
    assert is_notice_due(end, end)
    assert not is_notice_due(end, end + timedelta(seconds=1))


def test_kinds_have_a_name_on_the_screen() -> None:
    assert {kind.label for kind in ScopeKind} == {"Alle afgeschermde stukken", "Eén stuk"}
    assert set(Gated) == {"article", "document"}
    assert all(kind.label[0].isupper() for kind in Kind)


def test_only_pieces_are_closed_until_somebody_chooses() -> None:
    assert closed_of({}) == CLOSED_AT_FIRST == {Kind.GATED}
    assert closed_of({"profiles": True, "gated": False}) == {Kind.PROFILES}
    assert closed_of({"route_map": False, "no such kind": True}) == {Kind.GATED}


def test_who_closes_all_articles_leaves_none_open_for_every_account() -> None:
    assert opened_pieces(frozenset({Kind.GATED})) == set()
    assert opened_pieces(frozenset()) == set(Gated)
    assert opened_pieces(frozenset({Kind.ARTICLES})) == {Gated.DOCUMENT}
    assert opened_pieces(frozenset({Kind.ARTICLES, Kind.GATED})) == set()


@pytest.mark.parametrize(
    ("held", "asked", "holds"),
    [
        (Scope(), Scope(), True),
        (Scope(), Scope(ScopeKind.DOCUMENT, "een"), True),
        (Scope(ScopeKind.DOCUMENT, "een"), Scope(ScopeKind.DOCUMENT, "een"), True),
        (Scope(ScopeKind.DOCUMENT, "een"), Scope(ScopeKind.DOCUMENT, "twee"), False),
        (Scope(ScopeKind.DOCUMENT, "een"), Scope(), False),
    ],
)
def test_access_to_one_piece_is_not_access_to_another_or_to_all(held: Scope, asked: Scope, holds: bool) -> None:
    assert held.holds(asked) is holds
