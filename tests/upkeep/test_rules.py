"""When a job is due again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.people import NOW

from sleutelwerk.upkeep.rules import RETRY, next_due


@pytest.mark.parametrize("every", [timedelta(seconds=20), timedelta(hours=6), timedelta(days=1)])
def test_a_job_is_due_again_at_its_own_time_and_a_failed_one_soon(every: timedelta) -> None:
    assert next_due(every, NOW, failed=False) == NOW + every
    assert next_due(every, NOW, failed=True) == NOW + min(every, RETRY)
    assert timedelta(minutes=5) == RETRY
