"""The state graph of a map: every question together with what of the past still matters there.

A run of the map is a path through this graph and the other way round, so one pass over it is exact for every run, however many
there are. A bit of the past is dropped after its last use; what remains at once decides the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from sleutelwerk.route_map.engine.compiled import CONDITIONAL, CompiledMap, decide

#: More states than this are not built; `check` then names the conditions that cost most.
STATE_BUDGET = 200_000


class Cyclic(ValueError):
    """Questions lead back to each other; `nodes` is one such circle."""

    def __init__(self, nodes: tuple[int, ...]) -> None:
        super().__init__(nodes)
        self.nodes = nodes


class StateBudgetExceeded(ValueError):
    """Too much of the past matters at once. `cost` gives, per bit, how many states would go without it."""

    def __init__(self, node: int, cost: tuple[tuple[int, int], ...]) -> None:
        super().__init__(node)
        self.node = node
        self.cost = cost


@dataclass(frozen=True, slots=True)
class StateGraph:
    """States in topological order: `order` lists their numbers; `successors[s]` has one state per option.

    An outcome state has no successors, or one where the map goes on with the questions about a person.
    """

    compiled: CompiledMap
    live: tuple[int, ...]
    start: int
    order: tuple[int, ...]
    node: list[int]
    bits: list[int]
    successors: list[tuple[int, ...]]
    numbers: list[dict[int, int]]

    def at(self, node: int, bits: int) -> int:
        """The state of a walk that stands at a node with these bits."""
        return self.numbers[node][bits & self.live[node]]

    def is_end(self, state: int) -> bool:
        """Tell whether a run of some part ends in this state."""
        return self.node[state] >= self.compiled.question_count


def targets(compiled: CompiledMap, node: int) -> set[int]:
    """All nodes to which a node may lead, whatever the conditions."""
    if node >= compiled.question_count:
        return {compiled.continues[node]} if node in compiled.continues else set()
    found: set[int] = set()
    for edge in compiled.edges[node]:
        if edge.target == CONDITIONAL:
            found.update(target for _, target in edge.branches)
        else:
            found.add(edge.target)
    return found


def topological_order(compiled: CompiledMap) -> list[int]:
    """All nodes, each before those that it leads to. Raises Cyclic with one circle."""
    count = len(compiled.node_of)
    sorter = TopologicalSorter({node: targets(compiled, node) for node in range(count)})
    try:
        return list(sorter.static_order())[::-1]
    except CycleError as error:
        raise Cyclic(tuple(error.args[1])[::-1]) from None


def live_bits(compiled: CompiledMap, order: list[int]) -> tuple[int, ...]:
    """Per node, the bits that some condition there or further on may still read."""
    live = [0] * len(order)
    for node in reversed(order):
        mask = compiled.reads[node] if node < compiled.question_count else 0
        for target in targets(compiled, node):
            mask |= live[target]
        live[node] = mask
    return tuple(live)


def build_states(compiled: CompiledMap, *, budget: int = STATE_BUDGET) -> StateGraph:
    """Build the state graph. Raises Cyclic or StateBudgetExceeded."""
    order = topological_order(compiled)
    live = live_bits(compiled, order)
    numbers: list[dict[int, int]] = [{} for _ in order]
    numbers[compiled.start][0] = 0
    graph = StateGraph(compiled, live, 0, (), [compiled.start], [0], [()], numbers)
    visited: list[int] = []
    for node in order:
        here = numbers[node]
        for bits, state in here.items():
            graph.successors[state] = _successors(graph, node, bits)
            visited.append(state)
        if len(graph.node) > budget:
            raise StateBudgetExceeded(node, _cost_per_bit(graph, numbers))
    return StateGraph(compiled, live, 0, tuple(visited), graph.node, graph.bits, graph.successors, numbers)


def _successors(graph: StateGraph, node: int, bits: int) -> tuple[int, ...]:
    """The states after each option, made where they do not exist yet."""
    compiled, live, numbers = graph.compiled, graph.live, graph.numbers
    reached: list[int] = []
    if node >= compiled.question_count:
        following = [(compiled.continues[node], bits)] if node in compiled.continues else []
    else:
        following = []
        for edge in compiled.edges[node]:
            after = bits | edge.sets
            following.append((edge.target if edge.target != CONDITIONAL else decide(edge, after), after))
    for target, after in following:
        kept = after & live[target]
        state = numbers[target].get(kept)
        if state is None:
            state = numbers[target][kept] = len(graph.node)
            graph.node.append(target)
            graph.bits.append(kept)
            graph.successors.append(())
        reached.append(state)
    return tuple(reached)


def _cost_per_bit(graph: StateGraph, numbers: list[dict[int, int]]) -> tuple[tuple[int, int], ...]:
    """Per bit, how many states would fall together without it, the dearest first."""
    cost: dict[int, int] = {}
    for here in numbers:
        if len(here) < 2:  # noqa: PLR2004 - one state at a node costs nothing
            continue
        for index in range(len(graph.compiled.atoms)):
            merged = len({bits & ~(1 << index) for bits in here})
            if merged < len(here):
                cost[index] = cost.get(index, 0) + len(here) - merged
    return tuple(sorted(cost.items(), key=lambda pair: -pair[1]))
