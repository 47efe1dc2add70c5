"""Counts of attempts by network address do not linger: what has expired goes within minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from sleutelwerk.upkeep.tasks import tidy_cache


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM upkeep_cache")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_counts_of_attempts_go_when_they_have_expired() -> None:
    cache.clear()  # what other tests left expires on its own day
    cache.set("count:192.0.2.7", [1, 2], timeout=300)
    before = rows()
    now = timezone.now()
    tidy_cache(now + timedelta(seconds=290))
    assert rows() == before
    tidy_cache(now + timedelta(seconds=310))
    assert rows() < before
    assert cache.get("count:192.0.2.7") is None
