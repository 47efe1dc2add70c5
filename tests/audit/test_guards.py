"""The database itself refuses to change or remove what is in the trail, whatever road it comes by."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from tests.audit.guards import guards_down
from tests.audit.trails import NOW, write

from sleutelwerk.audit.actions import record, sign_heads
from sleutelwerk.audit.engine.purges import marker
from sleutelwerk.audit.events import ENTRIES_PURGED
from sleutelwerk.audit.models import Chain, Entry, Seal, SigningKey
from sleutelwerk.audit.queries.chains import hash_at

pytestmark = pytest.mark.django_db

POSTGRESQL = connection.vendor == "postgresql"


def refused(query: str, values: Sequence[Any] = ()) -> bool:
    """Tell whether the database refuses a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, list(values))
    except Error:
        return True
    return False


@pytest.fixture
def filled(chain: uuid.UUID) -> uuid.UUID:
    """Three entries, a statement, one more, and a seal on them."""
    for _ in range(3):
        write(chain)
    record(chain=chain, kind=ENTRIES_PURGED, actor=None, now=NOW)
    write(chain)
    sign_heads(now=NOW)
    return chain


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "query",
    [
        'UPDATE audit_entry SET body = \'{"kind":"case_read"}\'',
        "UPDATE audit_entry SET body = '{}'",
        "UPDATE audit_entry SET body = 'x'",
        "UPDATE audit_entry SET hash = hash, body = body",
        "UPDATE audit_entry SET number = number + 100",
        "UPDATE audit_entry SET chain = '00000000000000000000000000000000'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_chain",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_signingkey",
        "UPDATE audit_seal SET at = '2030-01-01T00:00:00.000Z'",
        "UPDATE audit_seal SET number = 1",
    ],
)
def test_changing_and_removing_are_refused(query: str) -> None:
    assert refused(query)


#: Roads that one of the two databases has and the other has not.
ONLY_HERE = (
    [f"TRUNCATE {table}" for table in ("audit_entry", "audit_chain", "audit_seal", "audit_signingkey")]
    if POSTGRESQL
    else [
        f"{verb} INTO {row}"
        for verb in ("INSERT OR REPLACE", "REPLACE")
        for row in (
            "audit_entry (chain, number, body, hash) SELECT chain, 1, '{}', x'00' FROM audit_entry",
            "audit_seal SELECT chain, number, x'00', at, key_id, signature FROM audit_seal",
        )
    ]
)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", ONLY_HERE)
def test_the_back_doors_of_this_database_are_closed(query: str) -> None:
    assert refused(query)


def test_the_way_through_for_purging_is_narrow(filled: uuid.UUID) -> None:
    first = hash_at(filled, 1)
    assert first is not None
    right = marker(first, 4).decode()

    def put(body: str, number: int = 2, more: str = "") -> bool:
        key = str(filled) if POSTGRESQL else filled.hex
        query = f"UPDATE audit_entry SET body = %s{more} WHERE chain = %s AND number = %s"  # noqa: S608
        return not refused(query, [body, key, number])

    assert not put(marker(bytes(32), 4).decode()), "the hash before it must be right"
    assert not put(marker(first, 3).decode()), "what it names must be a statement"
    assert not put(marker(first, 99).decode()), "what it names must be there"
    assert not put(right.replace(":", ": ")), "it must be right letter for letter"
    assert not put(right[:-1] + ',"note":"x"}'), "nothing may come along"
    assert not put(right, number=3), "it must stand in its own place"
    assert not put(marker(hash_at(filled, 3) or b"", 4).decode(), number=4), "a statement stays"
    assert not put(marker(hash_at(filled, 4) or b"", 4).decode(), number=5), "a statement comes after what it is about"
    assert not put(right, more=", hash = hash || hash"), "nothing else may change"
    assert put(right)
    assert not put(right), "once is enough"
    entry = Entry.objects.get(chain=filled, number=2)
    assert (entry.at, entry.kind, entry.actor, entry.subject) == (None, None, None, None)


def test_the_very_first_entry_can_be_purged_too(filled: uuid.UUID) -> None:
    Entry.objects.filter(chain=filled, number=1).update(body=marker(bytes(32), 4).decode())
    assert Entry.objects.get(chain=filled, number=1).kind is None


def test_django_meets_the_same_refusal(filled: uuid.UUID) -> None:
    for table in (Entry, Chain, Seal, SigningKey):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.all()._raw_delete(using="default")
    with guards_down():
        Entry.objects.filter(chain=filled)._raw_delete(using="default")
    assert not Entry.objects.filter(chain=filled).exists()
    write(filled)
    assert refused("DELETE FROM audit_entry"), "the guards are back"
