"""'Nog 3 tot 9 vragen': the range at every place of every run equals what brute force finds."""

from __future__ import annotations

from hypothesis import given, settings
from tests.route_map.small_maps import every_run, small_maps

from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import Part, RouteMap
from sleutelwerk.route_map.engine.remaining import Range, remaining
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.engine.walk import follow


@settings(max_examples=60, deadline=None)
@given(small_maps())
def test_range_equals_brute_force(route_map: RouteMap) -> None:
    compiled = compile_map(route_map)
    ranges = remaining(build_states(compiled))
    for part in Part:
        lengths: dict[tuple[tuple[str, str], ...], set[int]] = {}
        for answers, _ in every_run(compiled, part):
            for taken in range(len(answers) + 1):
                lengths.setdefault(answers[:taken], set()).add(len(answers) - taken)
        for start, left in list(lengths.items())[:300]:
            walk = follow(compiled, dict(start), through=part)
            assert ranges.for_walk(walk, through=part) == Range(min(left), max(left))
