"""Real processes on a real database: a job is done by one of them, and one that is killed loses it in time."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.audit.installations import Installation, installation

from sleutelwerk.config.schedule import SCHEDULE

pytestmark = pytest.mark.django_db

#: Writes a line to a file for each time that a job is done; 'slow' says so and then waits for a line of its own.
JOBS = """
from datetime import timedelta
from pathlib import Path
from sleutelwerk.upkeep import actions
from sleutelwerk.upkeep.models import Job
from sleutelwerk.upkeep.rules import LEASE, Schedule
book = Path(sys.argv[2])
def quick(now):
    with book.open("a") as lines:
        lines.write("done\\n")
def slow(now):
    print("busy", flush=True)
    sys.stdin.readline()
    quick(now)
def broken(now):
    print("tried", flush=True)
    raise RuntimeError
actions.import_string = globals().__getitem__
def due(job, *, later=timedelta()):
    return actions.run_due([Schedule("a-job", job, timedelta(hours=1))], now=datetime.now(UTC) + later)
"""
ONCE_TOLD = "sys.stdin.readline()\nprint(due('quick'))\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own."""
    with installation(tmp_path_factory.mktemp("site") / "data") as made:
        done = made.command("manage", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture
def book(site: Installation, tmp_path: Path) -> Path:
    """The file in which jobs write that they were done; no job was ever done."""
    path = tmp_path / "book.txt"
    path.touch()
    site.run(JOBS + "Job.objects.all().delete()", uuid.uuid4(), path)
    return path


def test_of_several_processes_at_once_one_does_the_job(site: Installation, book: Path) -> None:
    started = [site.start(JOBS + ONCE_TOLD, uuid.uuid4(), book) for _ in range(4)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * 4, said
    assert sorted(out for out, _ in said) == ["['a-job']\n", "[]\n", "[]\n", "[]\n"]
    assert book.read_text() == "done\n"


def test_a_job_in_hand_is_left_alone_and_that_of_a_killed_process_is_done_after_its_lease(
    site: Installation, book: Path
) -> None:
    with site.start(JOBS + "due('slow')", uuid.uuid4(), book) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "busy\n"
        assert site.run(JOBS + "print(due('quick'))", uuid.uuid4(), book) == "[]\n"
        victim.send_signal(signal.SIGKILL)
        victim.communicate(timeout=60)
        assert victim.returncode == -signal.SIGKILL
    before = "print(due('quick', later=LEASE - timedelta(minutes=1)))"
    assert site.run(JOBS + before, uuid.uuid4(), book) == "[]\n", "nobody knows yet that it died"
    assert book.read_text() == ""
    assert site.run(JOBS + "print(due('quick', later=LEASE))", uuid.uuid4(), book) == "['a-job']\n"
    assert book.read_text() == "done\n"


def test_a_job_that_failed_in_one_process_is_tried_again_by_another(site: Installation, book: Path) -> None:
    assert site.run(JOBS + "print(due('broken'))", uuid.uuid4(), book) == "tried\n[]\n"
    assert site.run(JOBS + "print(due('quick'))", uuid.uuid4(), book) == "[]\n"
    later = "print(due('quick', later=timedelta(minutes=5)))"
    assert site.run(JOBS + later, uuid.uuid4(), book) == "['a-job']\n"


def test_an_operators_own_clock_does_all_of_it_and_sees_how_it_stands(site: Installation, book: Path) -> None:
    assert book.exists()
    assert site.command("upkeep", "list").stdout == ""
    ran = site.command("upkeep", "run")
    at_once = [one.name for one in SCHEDULE if not one.begins_after]
    assert (ran.returncode, ran.stdout.split()) == (0, at_once), ran.stderr
    assert site.command("upkeep", "run").stdout in {"Er was niets te doen.\n", "deliver-mail\n"}
    listed = site.command("upkeep", "list")
    assert listed.returncode == 0
    assert len(listed.stdout.splitlines()) == len(SCHEDULE)
    assert "deliver-mail: gelukt 20" in listed.stdout


def test_what_went_wrong_is_listed_with_code_1(site: Installation, book: Path) -> None:
    site.run(JOBS + "due('broken')", uuid.uuid4(), book)
    listed = site.command("upkeep", "list")
    assert listed.returncode == 1
    assert "a-job: MISGEGAAN; nog niet gelukt; weer op 20" in listed.stdout
