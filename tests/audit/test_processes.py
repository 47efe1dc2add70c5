"""Real processes on a real database: many write at once, some are killed, and the chain has no gap and no double."""

from __future__ import annotations

import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.audit.installations import Installation, installation

pytestmark = pytest.mark.django_db

WRITE_MANY = """
print("ready", flush=True)
for _ in range(int(sys.argv[2])):
    write()
"""
WRITE_ON = """
print("ready", flush=True)
while True:
    print(write(), flush=True)
"""
WRITE_UNTIL = """
from pathlib import Path
print("ready", flush=True)
count = 1
while not Path(sys.argv[2]).exists():
    count, _ = count + 1, write()
print(count, write(), flush=True)
"""
#: So many writes in a row without anybody else's: then the others do not write.
AT_LEAST, MOST_WRITES = 5, 2_000
VERIFY = """
report = verify_chain(chain, processes=int(sys.argv[2]))
print(report.ok, report.length, report.problem)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation in which each test has a chain of its own."""
    with installation(tmp_path_factory.mktemp("site") / "data") as made:
        yield made


def test_two_processes_write_at_once_without_gap_or_double(site: Installation) -> None:
    chain = uuid.uuid4()
    writers = [site.start(WRITE_MANY, chain, 250) for _ in range(2)]
    for writer in writers:
        _, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
    assert site.run(VERIFY, chain, 1).split() == ["True", "500", "None"]


def told_until_others_come_between(victim: subprocess.Popen[str]) -> list[int]:
    """Read the numbers that a process tells of, until one is skipped: somebody else wrote that one meanwhile."""
    assert victim.stdout is not None
    told = [int(victim.stdout.readline())]
    while len(told) < AT_LEAST or (told[-1] - told[0] < len(told) and len(told) < MOST_WRITES):
        told.append(int(victim.stdout.readline()))
    return told


def test_a_killed_process_leaves_an_unbroken_chain(site: Installation, tmp_path: Path) -> None:
    """While two others write on: they do so from before the first is killed until after the last."""
    chain, stop = uuid.uuid4(), tmp_path / "stop"
    steady = [site.start(WRITE_UNTIL, chain, stop) for _ in range(2)]
    for writer in steady:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    told: list[int] = []
    for _ in range(3):
        victim = site.start(WRITE_ON, chain)
        assert victim.stdout is not None
        assert victim.stdout.readline() == "ready\n"
        numbers = told_until_others_come_between(victim)
        assert numbers[-1] - numbers[0] > len(numbers) - 1, "others wrote between what it wrote"
        time.sleep(0.02)  # somewhere in the middle of a write
        victim.send_signal(signal.SIGKILL)
        victim.communicate(timeout=30)
        assert victim.returncode == -signal.SIGKILL
        assert [writer.poll() for writer in steady] == [None, None], "both wrote on when it was killed"
        told += numbers
    stop.touch()
    wrote = len(told)
    for writer in steady:
        said, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
        count, last = map(int, said.split())
        assert last > max(told), "it wrote after the last was killed"
        wrote += count
    assert site.run("write()", chain) == ""
    ok, length, problem = site.run(VERIFY, chain, 1).split()
    assert (ok, problem) == ("True", "None")
    assert len(set(told)) == len(told), "no number was given twice"
    assert int(length) >= wrote + 1, "what a process told to be written is there"


FILL = """
from sleutelwerk.audit.engine.body import Happening
with transaction.atomic():
    record_many(chain=chain, happenings=(Happening(kind=TRAIL_EXPORTED, at=datetime.now(UTC)) for _ in range(2_000)))
"""
PURGE_ACROSS = """
from dataclasses import replace
from datetime import timedelta
from sleutelwerk.audit.actions import Selection, purge
from sleutelwerk.core.events import Retention
later = datetime.now(UTC) + timedelta(days=1)
print(purge(chain=chain, now=later, selection=Selection(terms={Retention.CHANGE: 0})).count)
"""
TAMPER = """
from importlib import import_module
guards = import_module("sleutelwerk.audit.migrations.0002_guards")
guards.lower_guards(connection)
from sleutelwerk.audit.models import Entry
number = int(sys.argv[2])
body = Entry.objects.get(chain=chain, number=number).body
Entry.objects.filter(chain=chain, number=number).update(body=body.replace("page", "task"))
guards.raise_guards(connection)
"""


@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_verify_and_find_what_one_finds(site: Installation, processes: int) -> None:
    chain = uuid.uuid4()
    site.run(FILL, chain)
    assert site.run(VERIFY, chain, processes).split() == ["True", "2000", "None"]
    assert site.run(PURGE_ACROSS, chain) == "2000\n"
    site.run(FILL, chain)
    assert site.run(VERIFY, chain, processes).split() == ["True", "4001", "None"]
    site.run(TAMPER, chain, 3_700)
    said = site.run(VERIFY, chain, processes)
    assert said.startswith("False 3699 Problem(number=3700, ")


def test_a_process_that_dies_while_verifying_is_made_up_for(site: Installation) -> None:
    chain = uuid.uuid4()
    site.run(FILL, chain)
    dying = """
import os
from sleutelwerk.audit.queries import verification
def die(sending, chain, begin, end):
    os._exit(9)
verification._stretch = die
"""
    assert site.run(dying + VERIFY, chain, 2).split() == ["True", "2000", "None"]


def test_a_process_with_threads_is_not_split(site: Installation) -> None:
    chain = uuid.uuid4()
    site.run(FILL, chain)
    threaded = """
import multiprocessing, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
def refuse(*_):
    raise AssertionError("split")
multiprocessing.get_context = refuse
"""
    assert site.run(threaded + VERIFY, chain, 2).split() == ["True", "2000", "None"]


def test_a_chain_is_begun_once_by_many_at_once(site: Installation) -> None:
    chain = uuid.uuid4()
    writers = [site.start("write()", chain) for _ in range(4)]
    for writer in writers:
        _, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
    assert site.run(VERIFY, chain, 1).split() == ["True", "4", "None"]


def test_two_first_starts_agree_on_the_keys(site: Installation, tmp_path: Path) -> None:
    chain = uuid.uuid4()
    folder = tmp_path / "keys"
    code = """
from sleutelwerk.audit.engine import keys
from pathlib import Path
folder = Path(sys.argv[2])
print(keys.pseudonym_key(folder), keys.signer(folder).key_id)
"""
    first, second = (site.start(code, chain, folder) for _ in range(2))
    said = [process.communicate(timeout=120) for process in (first, second)]
    assert said[0][0] == said[1][0] != "", said
    assert (first.returncode, second.returncode) == (0, 0), said


def test_verifying_does_not_hold_up_who_writes(site: Installation) -> None:
    chain = uuid.uuid4()
    site.run(FILL, chain)
    inside = """
from sleutelwerk.audit.queries.streams import bundles_of, one_moment
with one_moment():
    reading = bundles_of(chain)
    first = next(reading)
    print("reading", flush=True)
    sys.stdin.readline()
    print(sum(len(bundle.pieces) - 1 for bundle in [first, *reading]))
"""
    with site.start(inside, chain) as reader:
        assert reader.stdout is not None
        assert reader.stdin is not None
        assert reader.stdout.readline() == "reading\n"
        assert site.run("print(write())", chain) == "2001\n"
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "2000\n", "and sees none of it"
