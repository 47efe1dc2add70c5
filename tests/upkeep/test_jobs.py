"""Jobs are done when due, once, and tried again when they fail; the embedded server's thread looks after them."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from tests.people import NOW

from sleutelwerk.upkeep import actions
from sleutelwerk.upkeep.actions import run_due
from sleutelwerk.upkeep.models import Job
from sleutelwerk.upkeep.queries import jobs
from sleutelwerk.upkeep.rules import LEASE, RETRY, Schedule
from sleutelwerk.upkeep.tasks import Upkeep

HOUR = timedelta(hours=1)
done: list[tuple[str, datetime]] = []


def sweep(now: datetime) -> None:
    """Do a job."""
    done.append(("sweep", now))


def mop(now: datetime) -> None:
    """Do another."""
    done.append(("mop", now))


def stumble(now: datetime) -> None:
    """Fail, with something personal in the message."""
    done.append(("stumble", now))
    raise ValueError("noor@voorbeeld.example")


SWEEP, MOP, STUMBLE = (Schedule(one.__name__, f"{__name__}.{one.__name__}", HOUR) for one in (sweep, mop, stumble))


@pytest.fixture(autouse=True)
def _nothing_done(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin with nothing done, and let jobs be found by their names in this module."""
    done.clear()
    here = {f"{__name__}.{one.__name__}": one for one in (sweep, mop, stumble)}
    monkeypatch.setattr(actions, "import_string", here.__getitem__)
    yield
    done.clear()


@pytest.mark.django_db
def test_a_job_is_done_when_due_and_not_before() -> None:
    assert run_due([SWEEP, MOP], now=NOW) == ["sweep", "mop"]
    just_before = NOW + HOUR - timedelta(seconds=1)
    assert run_due([SWEEP, MOP], now=just_before) == []
    assert run_due([SWEEP], now=NOW + HOUR + timedelta(seconds=1)) == ["sweep"]
    assert [name for name, _ in done] == ["sweep", "mop", "sweep"]
    job = Job.objects.get(name="sweep")
    assert (job.taken_until, job.failed_at) == (None, None)
    assert str(job) == "sweep"


@pytest.mark.django_db
def test_a_job_that_somebody_has_in_hand_is_left_to_him_until_his_lease_ends() -> None:
    Job.objects.create(name="sweep", due_at=NOW, taken_until=NOW + LEASE)
    assert run_due([SWEEP], now=NOW + LEASE - timedelta(seconds=1)) == []
    assert run_due([SWEEP], now=NOW + LEASE) == ["sweep"]


@pytest.mark.django_db
def test_a_job_that_fails_is_tried_again_soon_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    assert run_due([STUMBLE, SWEEP], now=NOW) == ["sweep"]
    failed = Job.objects.get(name="stumble")
    assert (failed.done_at, failed.taken_until) == (None, None)
    assert failed.failed_at is not None
    assert failed.due_at == failed.failed_at + RETRY
    assert run_due([STUMBLE], now=failed.due_at - timedelta(seconds=1)) == []
    assert run_due([STUMBLE], now=failed.due_at) == []
    assert [name for name, _ in done] == ["stumble", "sweep", "stumble"]
    assert "The job stumble failed" in caplog.text


@pytest.mark.django_db
def test_the_lease_of_a_later_job_counts_from_its_own_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 500.0])
    monkeypatch.setattr(actions, "monotonic", clock.__next__)
    run_due([SWEEP, MOP], now=NOW)
    assert done == [("sweep", NOW), ("mop", NOW + timedelta(seconds=500))]


@pytest.mark.django_db
def test_a_job_that_outlasts_its_lease_does_not_put_away_what_another_has_in_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others = NOW + 3 * LEASE

    def dawdle(_now: datetime) -> None:
        Job.objects.filter(name="sweep").update(taken_until=others)  # as another process does when the lease is over

    monkeypatch.setattr(actions, "import_string", lambda _path: dawdle)
    run_due([SWEEP], now=NOW)
    job = Job.objects.get(name="sweep")
    assert (job.taken_until, job.done_at) == (others, None)


@pytest.mark.django_db
def test_a_path_that_leads_nowhere_is_a_failure_and_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert run_due([Schedule("gone", "sleutelwerk.no_such_module.job", HOUR)], now=NOW) == []
    assert [job.name for job in jobs() if job.failed_at] == ["gone"]


def wait_until(true: Any) -> None:
    """Wait for something that a thread does, up to ten seconds."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_the_thread_does_what_is_due_and_ends_when_told() -> None:
    upkeep = Upkeep([SWEEP], tick=0.05)
    upkeep.start()
    wait_until(lambda: done)
    upkeep.stop()
    assert not upkeep._thread.is_alive()
    assert [name for name, _ in done] == ["sweep"]
    assert abs(done[0][1] - timezone.now()) < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_the_thread_outlives_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, settings: LazySettings
) -> None:
    from sleutelwerk.upkeep import tasks  # noqa: PLC0415 - to take its way to the database away for a while

    tried = []

    def away_at_first(*args: Any, **kwargs: Any) -> Any:
        tried.append(1)
        if len(tried) < 3:
            raise ConnectionError("the database is away")
        return run_due(*args, **kwargs)

    monkeypatch.setattr(tasks, "run_due", away_at_first)
    with caplog.at_level(logging.ERROR):
        upkeep = Upkeep([SWEEP], tick=0.02)
        upkeep.start()
        wait_until(lambda: done)
        upkeep.stop()
    assert caplog.text.count("Upkeep could not look what is due") == 2
    assert settings.configured


@pytest.mark.django_db
def test_the_first_time_of_a_heavy_job_is_put_off() -> None:
    heavy = Schedule("heavy", f"{__name__}.sweep", HOUR, begins_after=2 * HOUR)
    assert run_due([heavy], now=NOW) == []
    assert run_due([heavy], now=NOW + HOUR) == []
    # the job was noted a moment after NOW, however short
    assert run_due([heavy], now=NOW + 2 * HOUR + timedelta(minutes=1)) == ["heavy"]
