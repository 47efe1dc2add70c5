"""The figures of a map: how many different runs, where they end and how long they are; exact, nothing enumerated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sleutelwerk.route_map.engine.analysis import lengths_to, runs_to_ends
from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.states import StateGraph


@dataclass(frozen=True, slots=True)
class PartFigures:
    """One part. A run of part `person` counts from the start of the map, so every run before it counts too."""

    runs: int
    shortest: int
    longest: int
    ends_in: dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a map comes to; `states` is what the exact checks had to look at."""

    questions: int
    options: int
    outcomes: int
    states: int
    parts: dict[Part, PartFigures]


def figures_of(graph: StateGraph) -> Figures:
    """Count the runs of a map."""
    route_map = graph.compiled.route_map
    runs, lengths = runs_to_ends(graph), lengths_to(graph)
    ends = _ends_by_part(graph)
    return Figures(
        questions=len(route_map.questions),
        options=sum(len(question.options) for question in route_map.questions),
        outcomes=len(route_map.outcomes),
        states=len(graph.order),
        parts={part: _part_figures(graph, states, runs, lengths) for part, states in ends.items() if states},
    )


def _ends_by_part(graph: StateGraph) -> dict[Part, list[int]]:
    """The states in which runs of each part end: an outcome after the questions about a person, or one before them."""
    about: list[Part] = [Part.ASSIGNMENT] * len(graph.node)
    ends: dict[Part, list[int]] = {part: [] for part in Part}
    for state in graph.order:
        if graph.is_end(state):
            ends[about[state]].append(state)
        else:
            about[state] = graph.compiled.part_of(graph.node[state])
        for following in graph.successors[state]:
            about[following] = about[state]
    return ends


def _part_figures(
    graph: StateGraph, ends: list[int], runs: list[int], lengths: tuple[Sequence[int], Sequence[int]]
) -> PartFigures:
    ends_in: dict[str, int] = {}
    for state in ends:
        name = graph.compiled.outcome(graph.node[state]).id
        ends_in[name] = ends_in.get(name, 0) + runs[state]
    order = [outcome.id for outcome in graph.compiled.route_map.outcomes if outcome.id in ends_in]
    return PartFigures(
        runs=sum(ends_in.values()),
        shortest=min(lengths[0][state] for state in ends),
        longest=max(lengths[1][state] for state in ends),
        ends_in={name: ends_in[name] for name in order},
    )
