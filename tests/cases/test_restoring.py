"""What was destroyed stays destroyed when an older database comes back: real files, real processes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import connection
from tests.audit.installations import Installation, installation

from sleutelwerk.core.destroyed import destroyed_names

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(connection.vendor != "sqlite", reason="copies a file")]

#: Begins two cases with a candidate each, of whom the first has an envelope.
FILL = """
from tests.people import NOW, make_cast
from tests.cases.test_candidate import with_candidate
from sleutelwerk.vault.actions import put_in
from sleutelwerk.vault.rules import Field, Keepers
cast = make_cast()
first, second = with_candidate(cast), with_candidate(cast)
first.envelope = put_in(
    actor=cast.actor("professional"), organisation=cast.here.pk, keepers=Keepers(frozenset({cast["professional"].pk})),
    texts={Field.NAME: "Verzonnen Naam", Field.REACH: "", Field.NEVER: ""}, now=NOW,
)
first.save()
print(first.case_id, second.case_id)
"""
#: Lets the first one go, and throws nothing else away.
STOP = """
from tests.people import NOW
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.cases.actions.candidate import stop_candidate
actor = actor_for(User.objects.get(email="professional@voorbeeld.example"), [])
stop_candidate(actor, uuid.UUID(sys.argv[2]), now=NOW)
"""
#: Lets somebody go in a transaction that is taken back.
UNDO = """
from contextlib import suppress
def undo(*given, **named):
    with suppress(ZeroDivisionError), transaction.atomic():
        stop_candidate(*given, **named)
        1 / 0
"""
#: Says of how many people the papers open, and how many rows, keys and envelopes there are.
LOOK = """
from sleutelwerk.cases.models import Candidate, CandidateKey
from sleutelwerk.cases.queries.candidate import papers_of
from sleutelwerk.vault.models import Envelope, EnvelopeKey
opens = sum(bool(papers_of(row)["reach"]) for row in Candidate.objects.all())
print(opens, *(table.objects.count() for table in (Candidate, CandidateKey, Envelope, EnvelopeKey)))
"""
#: Brings all that was written into the one file.
WRITTEN = "connection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
#: What the site does by itself.
TASKS = """
from sleutelwerk.cases import tasks as cases
from sleutelwerk.vault import tasks as vault
now = datetime.now(UTC)
vault.destroy_again(now)
cases.remove_keyless(now)
vault.sweep(now)
from sleutelwerk.audit.models import Entry
print(*Entry.objects.order_by("at").values_list("kind", flat=True)[Entry.objects.count() - 3:])
"""


@pytest.fixture
def site(tmp_path: Path) -> Installation:
    """Give an installation with all its tables."""
    with installation(tmp_path / "data") as made:
        done = made.command("manage", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        return made


def counts(site: Installation) -> list[int]:
    """Give what opens and what is there."""
    return [int(one) for one in site.run(LOOK, uuid()).split()]


def uuid() -> str:
    """Give a chain that these processes do not use."""
    return "00000000-0000-4000-8000-00000000000a"


def test_who_stopped_does_not_come_back_with_an_older_database(site: Installation, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first, _second = site.run(FILL, uuid()).split()
    (database,) = data.glob("*.sqlite3")
    site.run(WRITTEN, uuid())
    shutil.copy(database, tmp_path / "backup")
    assert counts(site) == [2, 2, 2, 1, 1]
    site.run(STOP, uuid(), first)
    assert counts(site) == [1, 1, 1, 0, 0]
    names = destroyed_names(data / "keys")
    assert {one.split()[0] for one in names} == {"cases.CandidateKey", "vault.EnvelopeKey"}
    for left in data.glob(f"{database.name}-*"):
        left.unlink()
    shutil.copy(tmp_path / "backup", database)
    # the danger is real: an older database brings him back
    assert counts(site) == [2, 2, 2, 1, 1]
    said = site.run(TASKS, uuid()).split()
    assert "keys_destroyed_again" in said
    assert counts(site) == [1, 1, 1, 0, 0]
    # and again: nothing more happens
    assert site.run(TASKS, uuid()).split().count("keys_destroyed_again") <= 1
    assert counts(site) == [1, 1, 1, 0, 0]


def test_what_was_taken_back_is_not_remembered(site: Installation, tmp_path: Path) -> None:
    first, _second = site.run(FILL, uuid()).split()
    undone = STOP.replace("stop_candidate(actor, ", "undo(actor, ").replace(
        "actor = actor_for", UNDO + "actor = actor_for"
    )
    site.run(undone, uuid(), first)
    assert counts(site) == [2, 2, 2, 1, 1]
    assert destroyed_names(tmp_path / "data" / "keys") == frozenset()
