"""Which line takes which lane: intervals that overlap never share one."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A line's stretch along a gutter (vertical) or a bus (horizontal), for one net."""

    net: Hashable
    low: float
    high: float


def assign_lanes(intervals: list[Interval], *, gap: float = 4.0) -> dict[Hashable, int]:
    """Give every net the lowest lane that is free along its whole stretch; short stretches come nearest to the cards.

    Two nets share a lane only if at least `gap` points lie between them.
    """
    taken: list[list[tuple[float, float]]] = []
    lane_of: dict[Hashable, int] = {}
    for interval in sorted(intervals, key=lambda i: (i.high - i.low, i.low)):
        for lane, used in enumerate(taken):  # noqa: B007 - used below, where the search stopped
            if all(interval.high + gap < low or high + gap < interval.low for low, high in used):
                break
        else:
            lane = len(taken)
            taken.append([])
        taken[lane].append((interval.low, interval.high))
        lane_of[interval.net] = lane
    return lane_of
