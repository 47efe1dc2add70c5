"""Deals journeys over the processes that walk them, so that nobody waits at the end for one that began late."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pytest

#: Files with a journey of a quarter of a minute or more, mostly of waiting for what a clock does on a real site.
LONG = frozenset(
    {
        "test_agreements.py", "test_allowance.py", "test_asking_access.py", "test_beraad.py", "test_cases.py",
        "test_desk_and_screens.py", "test_desk_controls.py", "test_envelope.py", "test_held_back.py",
        "test_nine_stages.py", "test_phone_writes.py", "test_pictures.py", "test_sso.py",
    }
)  # fmt: skip


def dealt(journeys: Sequence[pytest.Item], hands: int) -> list[pytest.Item]:
    """Give the same journeys in an order that, cut in as many parts as there are hands, begins each with long ones.

    Those of a file stay together: they share a site, which takes seconds to begin.
    """
    files = [list(group) for _, group in groupby(journeys, lambda one: one.path)]
    long = [file for file in files if file[0].path.name in LONG]
    short = [one for file in files if file[0].path.name not in LONG for one in file]
    order: list[pytest.Item] = []
    for hand in range(hands):
        order += [one for file in long[hand::hands] for one in file]
        room = len(journeys) * (hand + 1) // hands - len(order)
        order += short[: max(room, 0)]
        del short[: max(room, 0)]
    return order + short
