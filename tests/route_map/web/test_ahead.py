"""The least number of questions to an end that one hopes for, against counting every run of a small map."""

from __future__ import annotations

from tests.route_map.web.maps import random_map, small_map

from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map, step
from sleutelwerk.route_map.engine.model import OutcomeKind, Part
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.queries.ahead import least_to_choice


def counted(compiled: CompiledMap, node: int, bits: int, through: Part) -> int | None:
    """The same by walking on in every way."""
    if node >= compiled.question_count:
        if through is Part.PERSON and node in compiled.continues:
            return counted(compiled, compiled.continues[node], bits, through)
        return 0 if compiled.outcome(node).kind in {OutcomeKind.PROFILE, OutcomeKind.NONE} else None
    ways = [step(compiled, node, bits, option)[:2] for option in range(len(compiled.edges[node]))]
    found = [count for way in ways if (count := counted(compiled, *way, through)) is not None]
    return min(found) + 1 if found else None


def test_it_equals_counting_every_run() -> None:
    compiled = compile_map(small_map())
    graph = build_states(compiled)
    for part in Part:
        least = least_to_choice(graph, part)
        for state in graph.order:
            assert least[state] == counted(compiled, graph.node[state], graph.bits[state], part)
    assert least_to_choice(graph, Part.ASSIGNMENT)[graph.start] == 4


def test_a_map_with_stops_alone_has_nothing_to_hope_for() -> None:
    graph = build_states(random_map(1, 12))
    assert set(least_to_choice(graph, Part.ASSIGNMENT)) == {None}
