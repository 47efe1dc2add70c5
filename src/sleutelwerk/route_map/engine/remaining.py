"""How many questions are still to come: the least and the most, for every place where a walk can stand."""

from __future__ import annotations

from dataclasses import dataclass

from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.engine.walk import Walk


@dataclass(frozen=True, slots=True)
class Range:
    """At least and at most so many questions, the present one included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Remaining:
    """The ranges of one map, computed once; looking one up costs the same for every map."""

    graph: StateGraph
    ranges: dict[Part, tuple[Range, ...]]

    def for_walk(self, walk: Walk, *, through: Part = Part.ASSIGNMENT) -> Range:
        """Tell how many questions are still to come until the end of the part. The walk followed the same map."""
        return self.ranges[through][self.graph.at(walk.node, walk.bits)]


def remaining(graph: StateGraph) -> Remaining:
    """Count, for every state and part, the questions that are still to come."""
    return Remaining(graph, {part: _ranges(graph, part) for part in Part})


def _ranges(graph: StateGraph, through: Part) -> tuple[Range, ...]:
    """Go from the ends back to the start. An outcome is not a question: going on from it costs nothing."""
    least, most = [0] * len(graph.node), [0] * len(graph.node)
    for state in reversed(graph.order):
        following, ended = graph.successors[state], graph.is_end(state)
        if following and not (ended and through is Part.ASSIGNMENT):
            own = 0 if ended else 1
            least[state] = own + min(least[target] for target in following)
            most[state] = own + max(most[target] for target in following)
    return tuple(Range(*pair) for pair in zip(least, most, strict=True))
