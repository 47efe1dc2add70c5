"""Opening and closing kinds of content: who may, what is recorded, and where every page hears of it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from pytest_django import DjangoAssertNumQueries
from tests.accounts.steps import kinds
from tests.people import NOW, Cast, make_cast

from sleutelwerk.accounts.actions.forgetting import forget_closed
from sleutelwerk.accounts.actions.people import suspend_person
from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.publishing import actions, queries
from sleutelwerk.publishing.actions import mirror_visibility, set_visibility
from sleutelwerk.publishing.models import ContentVisibility
from sleutelwerk.publishing.queries import (
    choices_for,
    chosen_closed,
    closed_kinds,
    look_anew,
    may_enter,
    may_read_gated,
    mirror_path,
)
from sleutelwerk.publishing.rules import Gated, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_mirror")]


@pytest.fixture
def mirror(own_mirror: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give where what is closed is mirrored; on PostgreSQL, which has no mirror by itself, let there be one."""
    path = own_mirror / "closed.json"
    if connection.vendor == "postgresql":
        for module in (queries, actions):
            monkeypatch.setattr(module, "mirror_path", lambda: path)
    return path


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def close(cast: Cast, kind: Kind, *, gated: bool = True) -> bool:
    """Close a kind as its owner does, or open it."""
    return set_visibility(cast.actor("content_owner"), kind, gated=gated, now=NOW)


def test_only_the_content_owner_of_the_house_opens_and_closes(cast: Cast) -> None:
    for name in ("access_reviewer", "administrator", "outside_professional", "reader"):
        with pytest.raises(NotAllowedError):
            set_visibility(cast.actor(name), Kind.PROFILES, gated=True, now=NOW)
        assert choices_for(cast.actor(name)) == []
    assert chosen_closed() == {Kind.GATED}
    assert not ContentVisibility.objects.exists()


def test_a_choice_is_kept_and_recorded_once(cast: Cast) -> None:
    assert [close(cast, Kind.PROFILES) for _ in range(2)] == [True, False]
    assert not close(cast, Kind.GATED), "it was so already"
    assert not ContentVisibility.objects.filter(kind=Kind.GATED).exists(), "so nobody chose it"
    assert chosen_closed() == {Kind.GATED, Kind.PROFILES}
    assert close(cast, Kind.PROFILES, gated=False)
    assert chosen_closed() == {Kind.GATED}
    assert kinds(cast.here.pk) == ["visibility_set", "visibility_set"]
    assert Entry.objects.filter(body__contains='"kind":"profiles"').count() == 2


def test_the_owner_sees_who_chose_and_when(cast: Cast) -> None:
    close(cast, Kind.ROUTE_MAP)
    shown = {one.kind: one for one in choices_for(cast.actor("content_owner"))}
    assert list(shown) == list(Kind)
    assert {kind for kind, one in shown.items() if one.closed} == {Kind.GATED, Kind.ROUTE_MAP}
    assert (shown[Kind.ROUTE_MAP].set_at, shown[Kind.ROUTE_MAP].set_by) == (NOW, "Content Owner")
    assert (shown[Kind.PROFILES].set_at, shown[Kind.PROFILES].set_by) == (None, "")


def test_whoever_chose_is_forgotten_and_the_choice_stays(cast: Cast) -> None:
    close(cast, Kind.ROUTE_MAP)
    suspend_person(cast.actor("administrator"), cast["content_owner"], now=NOW)
    assert forget_closed(now=NOW + timedelta(days=184)) == 1
    row = ContentVisibility.objects.select_related("set_by").get()
    assert row.set_by is not None
    assert (row.gated, row.set_by.name) == (True, "")
    row.set_by.delete()
    left = ContentVisibility.objects.get()
    assert (left.gated, left.set_by) == (True, None)


def test_opened_pieces_are_for_everybody_with_an_account_unless_all_articles_are_closed(cast: Cast) -> None:
    newcomer = cast.actor("newcomer")

    def read() -> list[Gated]:
        return [kind for kind in Gated if may_read_gated(newcomer, kind, "iets", now=NOW)]

    assert read() == []
    close(cast, Kind.GATED, gated=False)
    assert read() == [Gated.ARTICLE, Gated.DOCUMENT]
    assert not may_read_gated(None, Gated.DOCUMENT, "iets", now=NOW)
    close(cast, Kind.ARTICLES)
    assert read() == [Gated.DOCUMENT]
    close(cast, Kind.GATED)
    assert read() == []


def test_who_works_here_enters_a_closed_room_and_a_password_alone_does_not(cast: Cast) -> None:
    assert may_enter(cast.actor("professional"), now=NOW)
    assert not may_enter(cast.actor("professional", proved_at=None), now=NOW)
    assert not may_enter(cast.actor("administrator"), now=NOW)
    assert not may_enter(cast.actor("reader"), now=NOW)
    assert not may_enter(None, now=NOW)


def test_a_change_reaches_every_page_after_the_commit_and_not_before(
    cast: Cast, mirror: Path, django_capture_on_commit_callbacks: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    mirror_visibility()
    assert mirror.stat().st_mode & 0o077 == 0
    with django_assert_num_queries(0):
        assert closed_kinds() == {Kind.GATED}
    with django_capture_on_commit_callbacks(execute=True):
        close(cast, Kind.PROFILES)
        assert closed_kinds() == {Kind.GATED}
    with django_assert_num_queries(0):
        assert closed_kinds() == {Kind.GATED, Kind.PROFILES}


def test_what_another_process_wrote_shows_at_once(cast: Cast, mirror: Path) -> None:
    mirror_visibility()
    assert closed_kinds() == {Kind.GATED}
    before = mirror.stat()
    other = mirror.with_name("written-aside")
    other.write_text('{"closed": ["route_map", "of a later release"]}', encoding="ascii")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))  # within one tick of the clock
    other.replace(mirror)
    assert closed_kinds() == {Kind.ROUTE_MAP}


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"{}", b'{"closed": 3}', b"\xff"])
def test_a_mirror_that_cannot_be_read_closes_what_the_database_says(
    cast: Cast, mirror: Path, broken: bytes, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    close(cast, Kind.PROFILES)
    mirror.write_bytes(broken)
    with django_assert_num_queries(1):
        assert [closed_kinds() for _ in range(3)] == [{Kind.GATED, Kind.PROFILES}] * 3


def test_a_mirror_that_cannot_be_written_goes_away(cast: Cast, mirror: Path) -> None:
    mirror_visibility()
    close(cast, Kind.PROFILES)
    mirror.unlink()
    mirror.mkdir()  # nothing can be put in its place
    with pytest.raises(OSError, match=r"closed\.json"):
        mirror_visibility()
    mirror.rmdir()
    look_anew()
    assert closed_kinds() == {Kind.GATED, Kind.PROFILES}


def test_only_where_one_machine_serves_the_site_there_is_a_mirror(own_mirror: Path) -> None:
    expected = {"sqlite": own_mirror / "closed.json", "postgresql": None}
    assert mirror_path() == expected[connection.vendor]


def test_without_a_mirror_the_database_is_asked_again_after_a_while(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert [closed_kinds() for _ in range(3)] == [{Kind.GATED}] * 3
    close(cast, Kind.PROFILES)  # as another machine would: this process hears nothing of it
    assert closed_kinds() == {Kind.GATED}
    monkeypatch.setattr(queries, "REMEMBERED", 0.0)
    look_anew()
    assert closed_kinds() == {Kind.GATED, Kind.PROFILES}
    with django_assert_num_queries(2):
        assert [closed_kinds() for _ in range(2)] == [{Kind.GATED, Kind.PROFILES}] * 2


def test_while_the_database_is_away_what_was_heard_last_holds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(queries, "REMEMBERED", 0.0)
    close(cast, Kind.PROFILES)
    heard = closed_kinds()
    with connection.execute_wrapper(away):
        assert closed_kinds() == heard == {Kind.GATED, Kind.PROFILES}
        look_anew()
        with pytest.raises(DatabaseError):
            closed_kinds()
