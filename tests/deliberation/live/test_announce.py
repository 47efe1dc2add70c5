"""Announcing: it goes out with the commit or not at all, and knows nothing but an id."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from sleutelwerk.deliberation.actions.announce import CHANNEL, announce, start_hearing, stop_hearing
from sleutelwerk.deliberation.live.ear import parameters

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@contextmanager
def hearing() -> Iterator[list[str]]:
    heard: list[str] = []
    start_hearing(heard.append)
    try:
        yield heard
    finally:
        stop_hearing(heard.append)


def announce_in_vain() -> None:
    """Announce a change that is undone."""
    with transaction.atomic():
        announce(uuid.uuid4())
        transaction.set_rollback(True)


def test_it_goes_out_when_the_change_is_committed() -> None:
    deliberation = uuid.uuid4()
    with hearing() as heard:
        with transaction.atomic():
            announce(deliberation)
            assert heard == []
        assert heard == [str(deliberation)]


def test_a_change_that_is_undone_is_not_announced() -> None:
    with hearing() as heard:
        announce_in_vain()
        announce("daarna")
        assert heard == ["daarna"]


def test_nobody_hears_it_after_he_stopped() -> None:
    with hearing() as heard:
        pass
    announce(uuid.uuid4())
    assert heard == []


def test_other_processes_hear_the_id_and_nothing_else() -> None:
    """PostgreSQL carries it; SQLite has no such thing, and then announcing asks nothing of the database."""
    deliberation = uuid.uuid4()
    if connection.vendor != "postgresql":
        with connection.execute_wrapper(_refuse):
            announce(deliberation)
        return
    import psycopg  # noqa: PLC0415 - only there with this database

    with psycopg.connect(autocommit=True, **parameters()) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        announce_in_vain()
        with transaction.atomic():
            announce(deliberation)
            announce(deliberation)
        calls = list(ear.notifies(timeout=5, stop_after=1)) + list(ear.notifies(timeout=0.2))
    assert [(call.channel, call.payload) for call in calls] == [(CHANNEL, str(deliberation))]


def _refuse(*_: object) -> None:
    raise AssertionError("the database was asked")
