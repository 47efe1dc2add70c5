"""Every decision of the vault, in every way that it can go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.vault.rules import (
    LONGEST,
    LONGEST_REASON,
    LONGEST_TEXTS,
    NO_ENVELOPE,
    SHORTEST,
    USUAL,
    WAITS,
    Asked,
    Ended,
    Field,
    Keepers,
    how_it_ended,
    may_agree,
    may_ask_to_open,
    may_close,
    may_hold,
    may_keep,
    may_read,
    may_refuse,
    may_write,
)

NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
ME, YOU, OTHER = (UUID(int=number) for number in (1, 2, 3))
TEAM = Keepers(frozenset({ME, YOU}))
MINUTE = timedelta(minutes=1)


def actor(person: UUID = ME, *, police: bool = False, proved: datetime | None = NOW) -> Actor:
    """Give somebody as the one who asks."""
    return Actor(id=person, organisation=None, roles=frozenset({Role.PROFESSIONAL}), police=police, proved_at=proved)


WAITING = Asked(by=ME, at=NOW)
RUNNING = Asked(by=ME, at=NOW, until=NOW + USUAL)
OVER = Asked(by=ME, at=NOW, until=NOW)
ENDED = Asked(by=ME, at=NOW, until=NOW + USUAL, ended=True)


def test_only_the_team_and_never_the_police_know_of_an_envelope() -> None:
    assert may_keep(actor(), TEAM)
    assert may_keep(actor(OTHER), TEAM) == NO_ENVELOPE
    assert may_keep(actor(police=True), TEAM) == NO_ENVELOPE, "not even when somebody put him in the team"
    assert may_keep(actor(), Keepers(frozenset())) == NO_ENVELOPE


@pytest.mark.parametrize("proved", [None, NOW - timedelta(minutes=5), NOW + MINUTE])
def test_without_a_fresh_factor_nobody_writes_reads_or_agrees(proved: datetime | None) -> None:
    stale = actor(proved=proved)
    assert not may_write(stale, TEAM, NOW)
    assert not may_read(stale, TEAM, RUNNING, NOW)
    assert not may_agree(actor(YOU, proved=proved), TEAM, WAITING, USUAL, NOW)
    assert may_write(actor(proved=NOW - 4 * MINUTE), TEAM, NOW)


def test_writing_is_for_the_team() -> None:
    assert not may_write(actor(OTHER), TEAM, NOW)
    assert not may_write(actor(police=True), TEAM, NOW)


def test_asking_takes_a_reason_and_goes_once_at_a_time() -> None:
    assert may_ask_to_open(actor(proved=None), TEAM, "x" * 10, has_one=False), "asking shows nothing"
    assert not may_ask_to_open(actor(), TEAM, "x" * 9, has_one=False)
    assert not may_ask_to_open(actor(), TEAM, f"  {'x' * 9}  ", has_one=False)
    assert may_ask_to_open(actor(), TEAM, "x" * LONGEST_REASON, has_one=False)
    assert not may_ask_to_open(actor(), TEAM, "x" * (LONGEST_REASON + 1), has_one=False)
    assert not may_ask_to_open(actor(), TEAM, "x" * 10, has_one=True)
    assert not may_ask_to_open(actor(OTHER), TEAM, "x" * 10, has_one=False)


def test_another_person_of_the_team_agrees() -> None:
    assert may_agree(actor(YOU), TEAM, WAITING, USUAL, NOW)
    assert not may_agree(actor(ME), TEAM, WAITING, USUAL, NOW), "nobody agrees with himself"
    assert not may_agree(actor(OTHER), TEAM, WAITING, USUAL, NOW)
    assert not may_agree(actor(YOU, police=True), TEAM, WAITING, USUAL, NOW)
    assert not may_agree(actor(YOU), TEAM, Asked(by=OTHER, at=NOW), USUAL, NOW), "who asked has left the team"
    assert not may_agree(actor(YOU), TEAM, Asked(by=None, at=NOW), USUAL, NOW)


@pytest.mark.parametrize(
    ("lasting", "fine"),
    [(SHORTEST, True), (LONGEST, True), (SHORTEST - MINUTE, False), (LONGEST + MINUTE, False), (-USUAL, False)],
)
def test_an_opening_lasts_neither_too_short_nor_too_long(lasting: timedelta, *, fine: bool) -> None:
    assert bool(may_agree(actor(YOU), TEAM, WAITING, lasting, NOW)) is fine


@pytest.mark.parametrize("asked", [RUNNING, ENDED, Asked(by=ME, at=NOW - WAITS), Asked(by=ME, at=NOW, ended=True)])
def test_what_is_decided_or_over_time_is_not_decided_again(asked: Asked) -> None:
    assert not may_agree(actor(YOU), TEAM, asked, USUAL, NOW)
    assert not may_refuse(actor(YOU), TEAM, asked, NOW)


def test_saying_no_needs_no_factor_but_another_person() -> None:
    assert may_refuse(actor(YOU, proved=None), TEAM, WAITING, NOW)
    assert not may_refuse(actor(ME), TEAM, WAITING, NOW)
    assert not may_refuse(actor(OTHER), TEAM, WAITING, NOW)


def test_reading_takes_an_opening_of_ones_own_that_runs() -> None:
    assert may_read(actor(), TEAM, RUNNING, NOW)
    assert may_read(actor(proved=NOW + USUAL - MINUTE), TEAM, RUNNING, NOW + USUAL - MINUTE)
    assert not may_read(actor(proved=NOW + USUAL), TEAM, RUNNING, NOW + USUAL)
    for asked in (None, WAITING, OVER, ENDED, Asked(by=YOU, at=NOW, until=NOW + USUAL)):
        assert not may_read(actor(), TEAM, asked, NOW)
    late = Asked(by=ME, at=NOW - MINUTE, until=NOW + USUAL, agreed_at=NOW)
    assert may_read(actor(), TEAM, late, NOW)
    assert not may_read(actor(proved=NOW - MINUTE), TEAM, late, NOW - MINUTE), "before somebody agreed"
    assert how_it_ended(late, NOW - MINUTE) is None, "a clock that was set back ends nothing"
    assert not may_read(actor(), Keepers(frozenset({YOU})), RUNNING, NOW), "he left the team"
    assert not may_read(actor(police=True), TEAM, RUNNING, NOW)


def test_everybody_in_the_team_closes_what_is_open_and_only_who_asked_takes_it_back() -> None:
    assert may_close(actor(YOU), TEAM, RUNNING)
    assert may_close(actor(ME), TEAM, WAITING)
    assert not may_close(actor(YOU), TEAM, WAITING)
    assert not may_close(actor(ME), TEAM, ENDED)
    assert not may_close(actor(OTHER), TEAM, RUNNING)


@pytest.mark.parametrize(
    ("asked", "how"),
    [
        (WAITING, None), (RUNNING, None), (ENDED, None), (OVER, Ended.OVER),
        (Asked(by=ME, at=NOW - WAITS), Ended.UNANSWERED), (Asked(by=ME, at=NOW - WAITS + MINUTE), None),
    ],
)  # fmt: skip
def test_what_is_over_time_ends_by_itself(asked: Asked, how: Ended | None) -> None:
    assert how_it_ended(asked, NOW) is how


@pytest.mark.parametrize("field", Field)
def test_texts_have_a_limit(field: Field) -> None:
    assert may_hold({field: "x" * LONGEST_TEXTS[field]})
    assert not may_hold({field: "x" * (LONGEST_TEXTS[field] + 1)})


def test_a_name_is_needed_where_one_is_given() -> None:
    assert may_hold({})
    assert may_hold({Field.NEVER: ""})
    assert not may_hold({Field.NAME: "  "})
