"""Recording: inside the caller's transaction or not at all, one place after the other, without a gap."""

from __future__ import annotations

import json
import sys
import uuid
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.audit.trails import CASE_CHANGED, CASE_READ, NOW, fill, write

from sleutelwerk.audit.actions import OutsideTransaction, record, record_many
from sleutelwerk.audit.engine.body import Details, Happening, NotForTheTrail
from sleutelwerk.audit.engine.chain import GENESIS, SITE_CHAIN
from sleutelwerk.audit.models import Chain, Entry, FromBody
from sleutelwerk.audit.queries import pseudonym, verify_chain
from sleutelwerk.audit.queries.chains import head_of

pytestmark = pytest.mark.django_db

POSTGRESQL = connection.vendor == "postgresql"


def test_each_hash_follows_from_the_one_before_and_the_exact_bytes(chain: uuid.UUID) -> None:
    assert [write(chain), write(chain), write(chain, CASE_CHANGED)] == [1, 2, 3]
    head = GENESIS
    for entry in Entry.objects.filter(chain=chain).order_by("number"):
        head = sha256(head + entry.body.encode()).digest()
        assert bytes(entry.hash) == head
    assert head_of(chain) == (3, head)
    assert verify_chain(chain).ok


def test_what_is_searched_comes_from_the_body_itself(chain: uuid.UUID) -> None:
    actor, subject = uuid.uuid4(), pseudonym("case", 1)
    record(chain=chain, kind=CASE_READ, actor=actor, subject=subject, now=NOW)
    record(chain=chain, kind=CASE_READ, actor=None, now=NOW)
    first, second = Entry.objects.filter(chain=chain).order_by("number")
    assert (first.at, first.kind, first.actor, first.subject) == (
        "2026-11-27T10:00:00.000Z",
        "case_read",
        str(actor),
        subject,
    )
    assert (second.actor, second.subject) == (None, None)


def test_chains_know_nothing_of_each_other(chain: uuid.UUID) -> None:
    other = uuid.uuid4()
    assert [write(chain), write(other), write(chain), write(SITE_CHAIN)] == [1, 1, 2, 1]


def test_many_at_once_give_the_same_chain_as_one_by_one(chain: uuid.UUID) -> None:
    write(chain)
    fill(chain, 250)
    assert record_many(chain=chain, happenings=[]) == 251
    assert write(chain) == 252
    report = verify_chain(chain)
    assert report.ok
    assert report.length == 252


def test_a_roll_back_leaves_no_gap(chain: uuid.UUID) -> None:
    write(chain)

    def fail() -> None:
        with transaction.atomic():
            write(chain)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert write(chain) == 2
    assert verify_chain(chain).ok


def test_what_does_not_fit_is_refused_before_anything_is_written(chain: uuid.UUID) -> None:
    with pytest.raises(NotForTheTrail):
        record(chain=chain, kind=CASE_READ, actor=None, now=NOW, details=Details(fields=("Noor de Vries",)))
    assert not Chain.objects.filter(id=chain).exists()


def test_secrets_in_values_never_show(chain: uuid.UUID) -> None:
    secret = "Noor de Vries, Kerkstraat 1, 0612345678, 192.0.2.44"
    details = Details(fields=("note",), values={"note": secret, "phone": secret.encode()})
    happening = Happening(kind=CASE_CHANGED, at=NOW, subject=pseudonym("case", secret), details=details)
    record_many(chain=chain, happenings=[happening])
    record(chain=chain, kind=CASE_CHANGED, actor=None, subject=pseudonym("case", secret), now=NOW, details=details)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry")
        everything = repr(cursor.fetchall())
    for part in ("Noor", "Vries", "Kerkstraat", "0612345678", "192.0.2"):
        assert part not in everything
    bodies = [json.loads(entry.body) for entry in Entry.objects.filter(chain=chain)]
    assert bodies[0]["values"].keys() == {"note", "phone"}
    assert bodies[0]["values"]["note"] != bodies[1]["values"]["note"]


def test_a_pseudonym_is_the_same_every_time_and_different_for_every_thing() -> None:
    case = uuid.uuid4()
    assert pseudonym("case", case) == pseudonym("case", str(case))
    assert len({pseudonym("case", case), pseudonym("user", case), pseudonym("case", uuid.uuid4())}) == 3
    assert str(case) not in pseudonym("case", case)


def test_an_entry_costs_few_questions(
    chain: uuid.UUID, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(chain)
    asked: list[Any] = []
    if POSTGRESQL:
        cursor = connection.connection.cursor_factory
        execute = cursor.execute

        def counting(self: Any, query: Any, *more: Any, **options: Any) -> Any:
            asked.append(query)
            return execute(self, query, *more, **options)

        monkeypatch.setattr(cursor, "execute", counting)
    with django_assert_num_queries(0):  # past what counts them, on both
        record(chain=chain, kind=CASE_READ, actor=None, now=NOW)
    assert len(asked) == POSTGRESQL


@pytest.mark.parametrize("length", [0, 5])
def test_an_entry_comes_right_behind_the_head_or_not_at_all(
    chain: uuid.UUID, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(chain)
    happening = Happening(kind=CASE_READ, at=NOW)
    module = sys.modules["sleutelwerk.audit.actions.record"]  # the function of that name hides it
    monkeypatch.setattr(module, "_hold", lambda *_: (length, GENESIS))
    if POSTGRESQL and length:  # there the row lock sees to it, and verifying would tell
        record_many(chain=chain, happenings=[happening])
        assert not verify_chain(chain).ok
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            record_many(chain=chain, happenings=[happening])


def test_texts_of_rows_tell_a_place_and_nothing_else(chain: uuid.UUID) -> None:
    write(chain)
    assert str(Entry.objects.get(chain=chain)) == f"{chain} 1"
    assert str(Chain.objects.get(id=chain)) == str(chain)


def test_a_key_of_the_body_can_be_asked_for(chain: uuid.UUID) -> None:
    write(chain)
    with CaptureQueriesContext(connection):
        assert Entry.objects.filter(chain=chain).values_list(FromBody("via"), flat=True).get() == "page"


def test_the_table_is_stored_as_the_migration_says() -> None:
    with connection.cursor() as cursor:
        if POSTGRESQL:
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = 'audit_entry'::regclass AND attgenerated = 's'"
            )
            assert {name for (name,) in cursor.fetchall()} == {"at", "kind", "actor", "subject"}
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_entry'")
            (sql,) = cursor.fetchone()
            assert "WITHOUT ROWID" in sql, "entries lie in the order of the chain"
            assert sql.count("VIRTUAL") == 4, "and hold nothing twice"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(chain: uuid.UUID) -> None:
    with pytest.raises(OutsideTransaction):
        record(chain=chain, kind=CASE_READ, actor=None, now=NOW)
    with pytest.raises(OutsideTransaction):
        record_many(chain=chain, happenings=[])
    assert not Chain.objects.filter(id=chain).exists()
