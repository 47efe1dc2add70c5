"""Waits between two tries grow, and end."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from tests.people import NOW

from sleutelwerk.mailroom.rules import FIRST_WAIT, MOST_TRIES, next_try


def test_each_wait_is_twice_the_one_before_and_after_eight_tries_it_is_given_up() -> None:
    moments = [next_try(tries, NOW) for tries in range(1, MOST_TRIES)]
    waits = [moment - NOW for moment in moments if moment is not None]
    assert len(waits) == MOST_TRIES - 1 == 7
    assert waits[0] == FIRST_WAIT == timedelta(minutes=5)
    assert all(later == 2 * earlier for earlier, later in pairwise(waits))
    assert timedelta(hours=10) < sum(waits, timedelta()) < timedelta(hours=11)
    assert next_try(MOST_TRIES, NOW) is None
    assert next_try(MOST_TRIES + 1, NOW) is None
