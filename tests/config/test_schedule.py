"""Everything that the site does by itself can be done: each path leads to a function, and each name is its own."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string

from sleutelwerk.audit.tasks import seal
from sleutelwerk.config.schedule import SCHEDULE
from sleutelwerk.upkeep.actions import run_due
from sleutelwerk.upkeep.queries import jobs
from sleutelwerk.upkeep.rules import LEASE, Schedule

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("schedule", SCHEDULE, ids=lambda one: one.name)
def test_a_job_is_a_function_of_now_with_a_purpose(schedule: Schedule) -> None:
    function = import_string(schedule.does)
    assert list(inspect.signature(function).parameters) == ["now"]
    assert inspect.getdoc(function)
    assert schedule.every >= timedelta(seconds=20)
    assert len(schedule.name) <= 40


def test_the_heads_of_the_trail_are_sealed_every_hour() -> None:
    """What was written since is not covered by a signature, and may be taken off: an hour of it at most."""
    sealing = [one for one in SCHEDULE if import_string(one.does) is seal]
    assert [one.every for one in sealing] == [timedelta(hours=1)]
    assert not sealing[0].begins_after


def test_no_two_jobs_share_a_name() -> None:
    assert len({one.name for one in SCHEDULE}) == len(SCHEDULE)
    assert len({one.does for one in SCHEDULE}) == len(SCHEDULE)


@pytest.mark.django_db
def test_all_of_it_is_done_on_a_new_site_and_again_when_due() -> None:
    now = timezone.now()
    names = [one.name for one in SCHEDULE]
    put_off = {one.name for one in SCHEDULE if one.begins_after}
    assert run_due(SCHEDULE, now=now) == [name for name in names if name not in put_off]
    assert run_due(SCHEDULE, now=now) == []
    assert put_off <= set(run_due(SCHEDULE, now=now + max(one.begins_after for one in SCHEDULE) + MINUTE))
    assert run_due(SCHEDULE, now=now + max(one.every for one in SCHEDULE) + LEASE) == names
    assert [job.name for job in jobs() if job.failed_at] == []
