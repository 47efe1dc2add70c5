"""The table kept at hand: renewed by what was committed, never brought back, and equal to what lies in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.deliberation.deliberations import Room
from tests.people import make_cast

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_by, actor_for
from sleutelwerk.deliberation.actions.announce import announce, is_echo, start_hearing, stop_hearing
from sleutelwerk.deliberation.actions.taking_part import strike
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.entries import Entry
from sleutelwerk.deliberation.models import Deliberation, table
from sleutelwerk.deliberation.models.vault import Vault
from sleutelwerk.deliberation.queries.live import live_row, standing_of, table_of
from sleutelwerk.sql.queries import rows_of

pytestmark = pytest.mark.django_db(transaction=True)
READS_THE_TABLE = ("FROM deliberation_liveentry", "FROM deliberation_livehappening", "SELECT id, called")


@pytest.fixture
def room(on_disk: None) -> Room:
    """Give a room of two who write, in a database where transactions end."""
    room = Room(make_cast())
    room.comes("Anna")
    room.comes("Bram")
    room.goes_to("start", "preparing")
    return room


def reads(room: Room) -> list[str]:
    """Give what the table is read with when somebody asks how the session stands."""
    with CaptureQueriesContext(connection) as asked:
        standing_of(str(room.row.pk))
    return [one["sql"] for one in asked.captured_queries if any(words in one["sql"] for words in READS_THE_TABLE)]


def equals_a_fresh_reading(room: Room) -> bool:
    """Tell whether the table at hand says what the database says."""
    at_hand = table_of(room.fresh())
    table.forget(room.row.pk)
    return table_of(room.fresh()) == at_hand


def test_what_was_done_here_is_not_read_anew_and_is_what_lies_there(room: Room) -> None:
    draft = room.writes("Anna", "start", "hoop", hoop="gespannen")
    assert reads(room) == []
    room.does(Verb.PAUSE)
    assert strike(room.seats["Anna"], uuid4(), draft).done
    assert reads(room) == []
    assert equals_a_fresh_reading(room)


def test_who_came_in_is_read(room: Room) -> None:
    room.comes("Cato", admit=False)
    assert reads(room) != []
    assert "Cato" in table_of(room.fresh()).names.values()
    assert equals_a_fresh_reading(room)


def test_what_another_process_changed_is_read_and_only_that_is_opened(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = room.writes("Anna", "start", "hoop", hoop="gespannen")
    before = table_of(room.fresh())
    room.writes("Bram", "start", "hoop", hoop="rustig")
    assert strike(room.seats["Anna"], uuid4(), draft).done
    room.writes("Bram", "start", "hoop", hoop="moe")
    table.remember(room.row.pk, before)  # as a process has it that heard of nothing yet
    opened: list[str] = []
    open_entry = table.entry_in

    def counted(vault: Vault, key: UUID, body: bytes) -> Entry:
        opened.append(str(key))
        return open_entry(vault, key, body)

    monkeypatch.setattr(table, "entry_in", counted)
    after = table_of(room.fresh())
    unchanged = set(before.entries) - {str(draft.entry)}
    assert sorted(opened) == sorted(set(after.entries) - unchanged)
    assert after.entries[str(draft.entry)].struck
    assert equals_a_fresh_reading(room)


def test_what_was_undone_is_not_kept(room: Room) -> None:
    before = table_of(room.fresh())
    with transaction.atomic():
        room.does(Verb.PAUSE)
        transaction.set_rollback(True)
    assert table_of(room.fresh()) is before


def test_a_table_that_was_forgotten_or_is_newer_is_not_replaced(room: Room) -> None:
    known = table_of(room.fresh())
    table.renew(room.row.pk, replace(known, version=known.version - 1))
    assert table_of(room.fresh()) is known
    table.forget(room.row.pk)
    table.renew(room.row.pk, replace(known, version=known.version + 1))
    assert room.row.pk not in table._tables


def test_a_row_is_the_same_as_django_reads_it(room: Room) -> None:
    plain, through = live_row(room.row.pk), room.fresh()
    assert plain is not None
    names = [field.attname for field in Deliberation._meta.concrete_fields]
    assert [getattr(plain, name) for name in names] == [getattr(through, name) for name in names]
    assert rows_of(Deliberation, "FROM deliberation_deliberation one WHERE one.live_version < %s", 0) == []


def test_an_actor_by_his_key_is_the_actor_of_his_account(room: Room) -> None:
    for user in User.objects.all():
        assert actor_by(user.pk) == (actor_for(user) if user.is_active else None)
    leader = room.row.facilitator_id
    assert leader is not None
    User.objects.filter(pk=leader).update(is_active=False)
    assert actor_by(leader) is None
    assert actor_by(uuid4()) is None


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Listen in this process."""
    heard: list[str] = []
    start_hearing(heard.append)
    yield heard
    stop_hearing(heard.append)


@pytest.mark.postgres
def test_an_echo_counts_once_and_of_the_connection_that_called(heard: list[str], db: None) -> None:
    name = str(uuid4())
    announce(name)
    assert heard == [name]
    if connection.vendor != "postgresql":
        assert not is_echo(name, 0)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        sender = cursor.fetchone()[0]
    assert [is_echo(name, sender + 1), is_echo(str(uuid4()), sender)] == [False, False]
    assert [is_echo(name, sender), is_echo(name, sender)] == [True, False]
