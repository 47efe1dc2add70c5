"""What was destroyed stays destroyed when an older database comes back: real files, real processes."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from tests.audit.installations import Installation, installation
from tests.own_database import administer

from sleutelwerk.core.destroyed import FILE_NAME, destroyed_names

pytestmark = pytest.mark.django_db

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
#: Ends a case in which everything was kept that can be kept.
END = """
from tests.people import make_cast
from tests.cases.test_forgetting_ended import full
print(full(make_cast()).pk)
"""
#: Lets each part of it go on its day, and says what the certificates name.
PAST = """
from tests.cases.test_forgetting_ended import AGREEMENT_DAY, FILE_DAY, PAYMENT_DAY, at
from sleutelwerk.cases import tasks
from sleutelwerk.cases.models import Case, Certificate
for day in (FILE_DAY, PAYMENT_DAY, AGREEMENT_DAY):
    tasks.forget_ended(at(day))
print(Case.objects.count(), *sorted(kind for row in Certificate.objects.all() for kind in row.counts))
"""
#: Says whether the assignment, what was kept about him and what was agreed open, and how many cases there are.
READ = """
from sleutelwerk.cases.models import Agreement, Candidate, Case
from sleutelwerk.cases.models.vault import candidate_vault, case_vault, opened_vault, vault_of
from sleutelwerk.core.sealing import CannotOpenError
def opens(vault, column, sealed):
    try:
        vault.open(column, bytes(sealed))
    except CannotOpenError:
        return 0
    return 1
case = Case.objects.select_related("key", "candidate__key").filter(pk=sys.argv[2]).first()
if case is None:
    print(0, 0)
else:
    him = case.candidate
    paper = Agreement.objects.filter(candidate=him).first().paper
    doors = [opens(vault, "assignment", case.assignment) for vault in (vault_of(case.pk), case_vault(case))]
    for vault in (candidate_vault(him.pk), opened_vault(him)):
        doors += [opens(vault, "papers", him.papers), opens(vault, "paper", paper)]
    print(sum(doors), 1)
"""
#: Prepares a deliberation, closed in time; a later process ends it with its keys.
TALK = """
from tests.people import make_cast
from tests.deliberation.begun import begun
print(begun(make_cast()).pk)
"""
UNTALK = """
from sleutelwerk.deliberation.actions.vault import destroy_key
from sleutelwerk.deliberation.models import Deliberation, DeliberationKey
for kind in DeliberationKey.Kind:
    destroy_key(Deliberation.objects.get(pk=sys.argv[2]), kind)
"""
HEAR = """
from sleutelwerk.deliberation.models import DeliberationKey
from sleutelwerk.deliberation.models.vault import vault_of, vaults_of
talk = uuid.UUID(sys.argv[2])
doors = [vault_of(talk), vaults_of([talk])[talk]]
print(sum(vault.holds(kind) for vault in doors for kind in DeliberationKey.Kind), DeliberationKey.objects.count())
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
def site(tmp_path: Path) -> Iterator[Installation]:
    """Give an installation with all its tables."""
    with installation(tmp_path / "data") as made:
        done = made.command("manage", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield made


def counts(site: Installation) -> list[int]:
    """Give what opens and what is there."""
    return [int(one) for one in site.run(LOOK, uuid()).split()]


def uuid() -> str:
    """Give a chain that these processes do not use."""
    return "00000000-0000-4000-8000-00000000000a"


@contextmanager
def backup(site: Installation, folder: Path) -> Iterator[Callable[[], None]]:
    """Keep the database as it is now; give what puts it back, and nothing else of the site."""
    if "SLEUTELWERK_DATABASE_URL" in site.environment:
        with copied(site.environment["SLEUTELWERK_DATABASE_URL"].partition("?")[0].rpartition("/")[2]) as put_back:
            yield put_back
        return
    (database,) = (folder / "data").glob("*.sqlite3")
    site.run(WRITTEN, uuid())
    shutil.copy(database, folder / "backup")

    def restore() -> None:
        for left in database.parent.glob(f"{database.name}-*"):
            left.unlink()
        shutil.copy(folder / "backup", database)

    yield restore


@contextmanager
def copied(name: str) -> Iterator[Callable[[], None]]:
    """Keep a database of PostgreSQL under another name."""
    kept = f"backup_{uuid4().hex}"
    administer(f'CREATE DATABASE "{kept}" TEMPLATE "{name}"')

    def restore() -> None:
        administer(f'DROP DATABASE "{name}" WITH (FORCE)')
        administer(f'CREATE DATABASE "{name}" TEMPLATE "{kept}"')

    try:
        yield restore
    finally:
        administer(f'DROP DATABASE "{kept}" WITH (FORCE)')


def served(site: Installation) -> None:
    """Start the real server, and stop it as soon as it says where it is."""
    command = [sys.executable, "-m", "sleutelwerk", "start", "--port", "0"]
    with subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "http://localhost" in server.stdout.readline()
        server.send_signal(signal.SIGTERM)


def test_who_stopped_does_not_come_back_with_an_older_database(site: Installation, tmp_path: Path) -> None:
    first, _second = site.run(FILL, uuid()).split()
    with backup(site, tmp_path) as restore:
        assert counts(site) == [2, 2, 2, 1, 1]
        site.run(STOP, uuid(), first)
        assert counts(site) == [1, 1, 1, 0, 0]
        keys = tmp_path / "data" / "keys"
        assert {one.split()[0] for one in destroyed_names(keys)} == {"cases.CandidateKey", "vault.EnvelopeKey"}
        restore()
        # his rows and his keys are back, and open nothing: the other one is read as before
        assert counts(site) == [1, 2, 2, 1, 1]
        # the danger is real: without the list the older database brings him back
        (keys / FILE_NAME).rename(keys / "elsewhere")
        assert counts(site) == [2, 2, 2, 1, 1]
        (keys / "elsewhere").rename(keys / FILE_NAME)
        said = site.run(TASKS, uuid()).split()
        assert "keys_destroyed_again" in said
        assert counts(site) == [1, 1, 1, 0, 0]
        # and again: nothing more happens
        assert site.run(TASKS, uuid()).split().count("keys_destroyed_again") <= 1
        assert counts(site) == [1, 1, 1, 0, 0]


def test_the_server_destroys_again_before_it_serves(site: Installation, tmp_path: Path) -> None:
    first, _second = site.run(FILL, uuid()).split()
    with backup(site, tmp_path) as restore:
        site.run(STOP, uuid(), first)
        restore()
        assert counts(site) == [1, 2, 2, 1, 1]
        served(site)
        # the keys are gone; what nothing opens any more is removed by the jobs
        assert counts(site) == [1, 2, 1, 1, 0]


def test_a_case_that_was_destroyed_on_its_day_stays_unreadable(site: Installation, tmp_path: Path) -> None:
    case = site.run(END, uuid()).strip()
    assert site.run(READ, uuid(), case).split() == ["6", "1"]
    with backup(site, tmp_path) as restore:
        assert site.run(PAST, uuid()).split() == ["0", "agreement", "case", "file", "payment"]
        assert site.run(READ, uuid(), case).split() == ["0", "0"]
        names = {one.split()[0] for one in destroyed_names(tmp_path / "data" / "keys")}
        assert names == {"cases.CaseKey", "cases.CandidateKey", "vault.EnvelopeKey"}
        restore()
        assert site.run(READ, uuid(), case).split() == ["0", "1"]
        assert site.run(TASKS, uuid()).split().count("keys_destroyed_again") == 1
        assert site.run(READ, uuid(), case).split() == ["0", "0"]


def test_a_deliberation_whose_keys_were_destroyed_stays_unreadable(site: Installation, tmp_path: Path) -> None:
    talk = site.run(TALK, uuid()).strip()
    with backup(site, tmp_path) as restore:
        assert site.run(HEAR, uuid(), talk).split() == ["4", "2"]
        site.run(UNTALK, uuid(), talk)
        restore()
        assert site.run(HEAR, uuid(), talk).split() == ["0", "2"]


def test_what_was_taken_back_is_not_remembered(site: Installation, tmp_path: Path) -> None:
    first, _second = site.run(FILL, uuid()).split()
    undone = STOP.replace("stop_candidate(actor, ", "undo(actor, ").replace(
        "actor = actor_for", UNDO + "actor = actor_for"
    )
    site.run(undone, uuid(), first)
    assert counts(site) == [2, 2, 2, 1, 1]
    assert destroyed_names(tmp_path / "data" / "keys") == frozenset()
