"""The least change to every outcome equals brute force, and its witness run is real."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.small_maps import every_run, make_map, small_maps

from sleutelwerk.route_map.engine.changes import least_changes
from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import Part, RouteMap
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.engine.walk import UnknownAnswer, follow


@settings(max_examples=100, deadline=None)
@given(small_maps(), st.sampled_from(Part), st.integers(0))
def test_least_changes_equal_brute_force(route_map: RouteMap, part: Part, pick: int) -> None:
    compiled = compile_map(route_map)
    graph = build_states(compiled)
    runs = list(every_run(compiled, part))
    present = dict(runs[pick % len(runs)][0])
    cheapest: dict[str, tuple[int, int]] = {}
    for answers, passed in runs:
        changed = sum(present[q] != o for q, o in answers if q in present)
        asked = sum(q not in present for q, _ in answers)
        cheapest[passed[-1]] = min(cheapest.get(passed[-1], (99, 99)), (changed, asked))
    found = least_changes(graph, present, through=part)
    for outcome in route_map.outcomes:
        way = found.to(compiled.node_of[outcome.id])
        assert (None if way is None else (way.changed, way.asked)) == cheapest.get(outcome.id)
        if way is not None:
            questions = [(compiled.question(graph.node[state]), option) for state, option in way.run]
            walk = follow(compiled, {q.id: q.options[option].id for q, option in questions}, through=part)
            assert walk.end == outcome
            assert len(walk.steps) == len(questions)


@pytest.mark.parametrize("answer", [("q0", "nooit"), ("nergens", "a0"), ("stop", "a0")])
def test_refuses_an_answer_that_the_map_does_not_know(answer: tuple[str, str]) -> None:
    with pytest.raises(UnknownAnswer):
        least_changes(build_states(compile_map(make_map(1))), dict([answer]))
