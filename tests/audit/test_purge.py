"""Purging: what had its time goes, what it was cannot be guessed, and the chain can still be verified."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from tests.audit.trails import CASE_DESTROYED, CASE_READ, EVENTS, NOW, SIGNED_IN, fill, write

from sleutelwerk.audit import tasks
from sleutelwerk.audit.actions import Purged, Selection, purge, record
from sleutelwerk.audit.engine.purges import COUNT, DIGEST, Tally, previous_in, statement_of
from sleutelwerk.audit.events import ENTRIES_PURGED, TRAIL_VERIFIED
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries import entries_of, pseudonym, verify_chain
from sleutelwerk.audit.queries.chains import hash_at
from sleutelwerk.core.events import Retention

pytestmark = pytest.mark.django_db

HALF_YEAR = timedelta(days=183)
OLD = NOW - timedelta(days=20 * 365)
SELECTION = Selection(events=EVENTS)


def kinds(chain: uuid.UUID) -> list[str | None]:
    return list(Entry.objects.filter(chain=chain).order_by("number").values_list("kind", flat=True))


def test_each_class_goes_after_its_own_term(chain: uuid.UUID) -> None:
    write(chain, SIGNED_IN, NOW - HALF_YEAR - timedelta(seconds=1))
    write(chain, SIGNED_IN, NOW - HALF_YEAR)
    write(chain, CASE_READ, NOW - HALF_YEAR - timedelta(seconds=1))
    write(chain, CASE_READ, NOW - timedelta(days=5 * 365 + 1))
    write(chain, CASE_DESTROYED, OLD)
    done = purge(chain=chain, now=NOW, selection=SELECTION)
    assert done == Purged(2, {"signed_in": 1, "case_read": 1}, 6)
    assert kinds(chain) == [None, "signed_in", "case_read", None, "case_destroyed", "entries_purged"]


def test_nothing_due_writes_nothing(chain: uuid.UUID) -> None:
    write(chain)
    assert purge(chain=chain, now=NOW, selection=SELECTION) == Purged()
    assert purge(chain=chain, now=NOW, selection=Selection(events={})) == Purged()
    assert kinds(chain) == ["case_read"]


def test_a_dry_run_only_tells(chain: uuid.UUID) -> None:
    write(chain, SIGNED_IN, OLD)
    assert purge(chain=chain, now=NOW, selection=SELECTION, dry_run=True) == Purged(1, {"signed_in": 1})
    assert kinds(chain) == ["signed_in"]


def test_proof_of_destruction_statements_and_unknown_kinds_stay(chain: uuid.UUID) -> None:
    write(chain, CASE_DESTROYED, OLD)
    record(chain=chain, kind=ENTRIES_PURGED, actor=None, now=OLD)
    write(chain, TRAIL_VERIFIED, OLD)  # not among the events that this test knows
    never = Selection(events=EVENTS, terms=dict.fromkeys(Retention, 0))
    assert purge(chain=chain, now=NOW + timedelta(days=99_999), selection=never).count == 0


def test_purge_then_verify_again_and_again(chain: uuid.UUID) -> None:
    fill(chain, 300)
    for step, retention in enumerate((Retention.SIGN_IN, Retention.ACCESS, Retention.CHANGE), start=1):
        write(chain)
        done = purge(chain=chain, now=NOW, selection=Selection(events=EVENTS, terms={retention: 0}))
        assert done.count > 50
        report = verify_chain(chain)
        assert report.ok
        assert report.length == 300 + 2 * step
    assert kinds(chain).count("entries_purged") == 3


def test_the_statement_accounts_for_every_entry(chain: uuid.UUID) -> None:
    fill(chain, 40)
    done = purge(chain=chain, now=NOW, selection=Selection(events=EVENTS, terms={Retention.ACCESS: 0}))
    assert done.statement == 41
    tally = Tally()
    for one in Entry.objects.filter(chain=chain, kind=None).order_by("number"):
        previous = hash_at(chain, one.number - 1) or bytes(32)
        assert previous_in(one.body.encode()) == previous
        assert statement_of(one.body.encode(), previous) == 41
        tally.add(one.number, previous, bytes(one.hash))
    body = json.loads(Entry.objects.get(chain=chain, number=41).body)
    assert body["counts"] == {COUNT: done.count, "case_read": done.count}
    assert body["hashes"] == {DIGEST: tally.digest}


def test_nothing_of_a_purged_entry_is_left_to_find(chain: uuid.UUID) -> None:
    subject = pseudonym("case", 1)
    actor = uuid.uuid4()
    record(chain=chain, kind=SIGNED_IN, actor=actor, subject=subject, now=OLD)
    salt = json.loads(Entry.objects.get(chain=chain).body)["salt"]
    purge(chain=chain, now=NOW, selection=SELECTION)
    entry = Entry.objects.get(chain=chain, number=1)
    for secret in (salt, str(actor), subject, "signed_in", OLD.isoformat()[:10]):
        assert secret not in entry.body
    assert (entry.at, entry.kind, entry.actor, entry.subject) == (None, None, None, None)
    seen = entries_of(chain).entries[-1]
    assert (seen.number, seen.purged_by, seen.kind) == (1, 2, "")


def test_who_looked_goes_with_the_file_that_was_looked_at(chain: uuid.UUID) -> None:
    ended, living = pseudonym("case", 1), pseudonym("case", 2)
    for subject in (ended, living):
        record(chain=chain, kind=CASE_READ, actor=None, subject=subject, now=NOW)
    record(chain=chain, kind=CASE_DESTROYED, actor=None, subject=ended, now=NOW)
    done = purge(chain=chain, now=NOW, selection=Selection(events=EVENTS, ended=[ended]))
    assert done.by_kind == {"case_read": 1}
    assert kinds(chain) == [None, "case_read", "case_destroyed", "entries_purged"]


def test_one_chain_is_purged_at_a_time(chain: uuid.UUID) -> None:
    other = uuid.uuid4()
    write(chain, SIGNED_IN, OLD)
    write(other, SIGNED_IN, OLD)
    purge(chain=chain, now=NOW, selection=SELECTION)
    assert kinds(other) == ["signed_in"]


def test_every_day_what_is_due_in_any_chain_goes(chain: uuid.UUID) -> None:
    write(chain, TRAIL_VERIFIED, OLD)
    tasks.purge(NOW)
    assert kinds(chain) == [None, "entries_purged"]
    seen = entries_of(chain).entries[0]
    assert (seen.actor, seen.more["via"]) == (None, "task")
