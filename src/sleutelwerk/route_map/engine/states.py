"""The state graph of a map: every question together with what of the past still matters there.

A run of the map is a path through this graph and the other way round, so one pass over it is exact for every run,
however many there are. A bit of the past is dropped after its last use; what remains at once decides the size.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from operator import lt

from sleutelwerk.route_map.engine.compiled import CompiledMap, Edge, decide

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

    An outcome state has no successors, or one where the map goes on with the questions about a person. A state without
    bits has the number of its node, others are numbered after all nodes; what is not in `reached` is no state. Where
    something of the past matters, `numbers` has the states of a node by their bits, in the order in which runs come.
    """

    compiled: CompiledMap
    live: tuple[int, ...]
    start: int
    order: tuple[int, ...]
    node: list[int]
    bits: list[int]
    successors: list[tuple[int, ...]]
    reached: set[int]
    numbers: dict[int, dict[int, int]]

    def at(self, node: int, bits: int) -> int:
        """The state of a walk that stands at a node with these bits. KeyError when no run comes there like that."""
        if self.live[node]:
            return self.numbers[node][bits & self.live[node]]
        if node not in self.reached:
            raise KeyError(node)
        return node

    def states_at(self, node: int) -> Collection[int]:
        """All states of a node that some run reaches, in the order of the answers that lead there."""
        if self.live[node]:
            return self.numbers[node].values()
        return (node,) if node in self.reached else ()

    def nodes(self) -> frozenset[int]:
        """All nodes that some run reaches."""
        return frozenset(self.node[state] for state in self.order)

    def is_end(self, state: int) -> bool:
        """Tell whether a run of some part ends in this state."""
        return self.node[state] >= self.compiled.question_count


def targets(compiled: CompiledMap, node: int) -> set[int]:
    """All nodes to which a node may lead, whatever the conditions."""
    return set(compiled.ways[node])


def topological_order(compiled: CompiledMap) -> list[int]:
    """All nodes, each before those that it leads to. Raises Cyclic with one circle.

    A map whose file reads in walking order keeps that order, which is quickest to find and to go through. Otherwise it
    takes, time and again, a node to which no node that is left leads.
    """
    ways, questions, nodes = compiled.ways, compiled.question_count, list(compiled.node_of.values())
    if all(map(lt, nodes, map(min, ways[:questions]))) and not any(ways[questions:]):
        return nodes
    waiting = [0] * len(ways)
    for reached in ways:
        for target in reached:
            waiting[target] += 1
    order = [node for node, count in enumerate(waiting) if not count]
    for node in order:  # grows while it is read
        for target in ways[node]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    if len(order) < len(ways):
        raise Cyclic(_circle(compiled))
    return order


def _circle(compiled: CompiledMap) -> tuple[int, ...]:
    """One circle, in a map that has one."""
    sorter = TopologicalSorter(dict(enumerate(compiled.ways)))
    try:
        sorter.prepare()
    except CycleError as error:
        return tuple(error.args[1])[::-1]
    raise AssertionError("no circle")  # pragma: no cover - the caller has seen one


def live_bits(compiled: CompiledMap, order: list[int]) -> tuple[int, ...]:
    """Per node, the bits that some condition there or further on may still read."""
    live = [*compiled.reads, *[0] * (len(order) - compiled.question_count)]
    if any(live):
        for node in reversed(order):
            mask = live[node]
            for target in compiled.ways[node]:
                mask |= live[target]
            live[node] = mask
    return tuple(live)


def build_states(compiled: CompiledMap, *, budget: int = STATE_BUDGET) -> StateGraph:
    """Build the state graph. Raises Cyclic or StateBudgetExceeded."""
    order = topological_order(compiled)
    graph = _only_start(compiled, live_bits(compiled, order))
    visited: list[int] = []
    for node in order:
        _list_without_bits(graph, node)
        for state in graph.states_at(node):
            if node in compiled.eventful:
                following = _eventful_successors(graph, compiled.edges[node], graph.bits[state])
            elif state == node:
                following = compiled.ways[node]  # no bits before, none after: the nodes themselves are the states
            else:
                following = _successors(graph, compiled.ways[node], graph.bits[state])
            graph.successors[state] = following
            graph.reached.update(following)
            visited.append(state)
        if len(graph.reached) > budget:
            raise StateBudgetExceeded(node, _cost_per_bit(graph))
    return replace(graph, order=tuple(visited))


def _only_start(compiled: CompiledMap, live: tuple[int, ...]) -> StateGraph:
    """The graph before any step: every node has its number, and only the start is reached."""
    nodes, start = list(compiled.node_of.values()), compiled.start
    numbers: dict[int, dict[int, int]] = {node: {} for node in nodes if live[node]}
    return StateGraph(compiled, live, start, (), nodes, [0] * len(nodes), [()] * len(nodes), {start}, numbers)


def _successors(graph: StateGraph, ways: tuple[int, ...], bits: int) -> tuple[int, ...]:
    """The states after each option where the past stays as it is. The inner loop where conditions look back: lean."""
    live, numbers = graph.live, graph.numbers
    reached: list[int] = []
    for target in ways:
        if kept := bits & live[target]:
            there = numbers[target]
            reached.append(there[kept] if kept in there else _new_state(graph, target, kept))
        else:
            reached.append(target)
    return tuple(reached)


def _eventful_successors(graph: StateGraph, edges: tuple[Edge, ...], bits: int) -> tuple[int, ...]:
    """The same where an option reads or changes the past."""
    live, numbers = graph.live, graph.numbers
    reached: list[int] = []
    for edge in edges:
        sets, target, branches, _ = edge
        after = bits | sets
        if branches:
            target = decide(edge, after)
        if kept := after and after & live[target]:
            there = numbers[target]
            reached.append(there[kept] if kept in there else _new_state(graph, target, kept))
        else:
            graph.reached.add(target)  # at once: another option may come there with bits
            reached.append(target)
    return tuple(reached)


def _new_state(graph: StateGraph, node: int, bits: int) -> int:
    """Number one more state with bits."""
    _list_without_bits(graph, node)
    state = graph.numbers[node][bits] = len(graph.node)
    graph.node.append(node)
    graph.bits.append(bits)
    graph.successors.append(())
    return state


def _list_without_bits(graph: StateGraph, node: int) -> None:
    """List the state without bits among those of its node, once reached: before any that runs come to later."""
    if graph.live[node] and node in graph.reached:
        graph.numbers[node].setdefault(0, node)


def _cost_per_bit(graph: StateGraph) -> tuple[tuple[int, int], ...]:
    """Per bit, how many states would fall together without it, the dearest first.

    Bits that always go together save nothing one by one; when only such are left, what counts is how many states they
    tell apart.
    """
    saved, apart = [0] * len(graph.compiled.atoms), [0] * len(graph.compiled.atoms)
    for node, here in graph.numbers.items():
        _list_without_bits(graph, node)
        if len(here) > 1:
            for index in range(len(saved)):
                saved[index] += len(here) - len({bits & ~(1 << index) for bits in here})
                on = sum(bits >> index & 1 for bits in here)
                apart[index] += min(on, len(here) - on)
    cost = saved if any(saved) else apart
    return tuple(sorted(((i, c) for i, c in enumerate(cost) if c), key=lambda pair: -pair[1]))
