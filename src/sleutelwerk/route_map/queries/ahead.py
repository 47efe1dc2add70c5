"""How many questions a visitor may still expect at least, when what he hopes for is an answer and not a stop."""

from __future__ import annotations

from sleutelwerk.route_map.engine.model import OutcomeKind, Part
from sleutelwerk.route_map.engine.states import StateGraph

_CHOICES = frozenset({OutcomeKind.PROFILE, OutcomeKind.NONE})


def least_to_choice(graph: StateGraph, through: Part) -> tuple[int | None, ...]:
    """The least number of questions to a profile, or to none that fits, per state; None where no run leads there.

    A stop may follow on any question. Counting it would make nearly every page say 'at least one more'.
    """
    found: list[int | None] = [None] * len(graph.node)
    for state in reversed(graph.order):
        following = graph.successors[state]
        if graph.is_end(state) and (through is Part.ASSIGNMENT or not following):
            found[state] = 0 if graph.compiled.outcome(graph.node[state]).kind in _CHOICES else None
            continue
        known = [count for target in following if (count := found[target]) is not None]
        if known:
            found[state] = min(known) + (not graph.is_end(state))
    return tuple(found)
