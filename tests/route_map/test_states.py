"""The states of a map are what trying every answer meets: no more, no fewer, each before those that it leads to."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.small_maps import make_map, small_maps

from sleutelwerk.route_map.engine.check.figures import figures_of
from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map, step
from sleutelwerk.route_map.engine.model import AllOf, Branch, FactIsSet, Not, RouteMap
from sleutelwerk.route_map.engine.states import StateBudgetExceeded, build_states

#: Where a walk can stand: a node, and all bits that it has switched on.
Place = tuple[int, int]


def _following(compiled: CompiledMap, place: Place) -> list[Place]:
    node, bits = place
    if node >= compiled.question_count:
        return [(compiled.continues[node], bits)] if node in compiled.continues else []
    return [step(compiled, node, bits, option)[:2] for option in range(len(compiled.edges[node]))]


def _places(compiled: CompiledMap) -> set[Place]:
    """Every place to which some walk comes; knows nothing of states."""
    met, waiting = {(compiled.start, 0)}, [(compiled.start, 0)]
    while waiting:
        for place in _following(compiled, waiting.pop()):
            if place not in met:
                met.add(place)
                waiting.append(place)
    return met


def _shuffled(route_map: RouteMap, seed: int) -> RouteMap:
    """The same map whose file does not read in walking order."""
    questions = list(route_map.questions)
    random.Random(seed).shuffle(questions)
    return replace(route_map, questions=tuple(questions))


def _some_order(route_map: RouteMap, seed: int | None) -> CompiledMap:
    return compile_map(route_map if seed is None else _shuffled(route_map, seed))


@settings(max_examples=80, deadline=None)
@given(small_maps(), st.none() | st.integers(0, 99))
def test_every_place_of_every_walk_has_its_state_and_nothing_else_has_one(
    route_map: RouteMap, seed: int | None
) -> None:
    compiled = _some_order(route_map, seed)
    graph, places = build_states(compiled), _places(compiled)
    expected = {(node, bits & graph.live[node]) for node, bits in places}
    assert sorted((graph.node[state], graph.bits[state]) for state in graph.order) == sorted(expected)
    assert figures_of(graph).states == len(expected)
    assert graph.nodes() == {node for node, _ in expected}
    for node in range(len(compiled.node_of)):
        kept = {bits for reached, bits in expected if reached == node}
        assert sorted(graph.bits[state] for state in graph.states_at(node)) == sorted(kept)
        for bits in {0, graph.live[node], *(bits for _, bits in places)}:
            if bits & graph.live[node] in kept:
                state = graph.at(node, bits)
                assert (graph.node[state], graph.bits[state]) == (node, bits & graph.live[node])
            else:
                with pytest.raises(KeyError):
                    graph.at(node, bits)


@settings(max_examples=80, deadline=None)
@given(small_maps(), st.none() | st.integers(0, 99))
def test_a_state_leads_where_each_answer_leads_and_comes_before_it(route_map: RouteMap, seed: int | None) -> None:
    compiled = _some_order(route_map, seed)
    graph = build_states(compiled)
    turn = {state: number for number, state in enumerate(graph.order)}
    assert graph.start == graph.at(compiled.start, 0)
    for place in _places(compiled):
        state = graph.at(*place)
        assert list(graph.successors[state]) == [graph.at(*following) for following in _following(compiled, place)]
        assert all(turn[state] < turn[following] for following in graph.successors[state])


def test_a_condition_that_never_holds_reads_nothing_and_leads_nowhere() -> None:
    drawn = make_map(3, 2, 0)
    never = AllOf((FactIsSet("los"), Not(FactIsSet("los"))))
    ways = (Branch("stop", never), Branch("niets"))
    questions = tuple(
        replace(question, options=tuple(replace(option, branches=ways) for option in question.options))
        for question in drawn.questions
    )
    compiled = compile_map(replace(drawn, questions=questions))
    graph, (none, stop) = build_states(compiled), (compiled.node_of[name] for name in ("niets", "stop"))
    assert not any(graph.live)
    assert graph.successors[graph.start] == (graph.at(none, 0),) * len(questions[0].options)
    assert not graph.states_at(stop)


def test_the_budget_counts_states_that_runs_reach_and_no_others() -> None:
    compiled = compile_map(make_map(7, 6, 3))
    states = len(build_states(compiled).order)
    assert len(build_states(compiled, budget=states).order) == states
    with pytest.raises(StateBudgetExceeded):
        build_states(compiled, budget=states - 1)
