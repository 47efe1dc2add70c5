"""Least changes: from one walk, the fewest answers that must differ to end in each other outcome, exact for every run.

The cost of a run is (answers that differ from the walk, questions that the walk did not meet), compared in that order.
Both are sums over the steps of the run, so one forward pass over the state graph gives the least cost of every state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.engine.walk import UnknownAnswer

#: Given answers by node: an option index, or NEW where the walk gave no answer.
NEW = -1


@dataclass(frozen=True, slots=True)
class Least:
    """The least change that leads to an outcome, and one run that shows it: its states, each with the option taken.

    `run` leaves out the outcome of the assignment at which a run through both parts only passes.
    """

    changed: int
    asked: int
    end: int
    run: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LeastChanges:
    """The pass over the whole graph: per state the least cost and the state before it; runs are read off on demand.

    Both counts of a cost travel in one integer, small enough to be quick: one change weighs more than all questions.
    """

    graph: StateGraph
    given: tuple[int, ...]
    cost: list[int]
    before: list[int]
    ends: Mapping[int, int]

    def to(self, outcome: int) -> Least | None:
        """Give the least change that ends in the outcome at this node, or None when no run does."""
        end = self.ends.get(outcome)
        if end is None:
            return None
        changed, asked = divmod(self.cost[end], _weight(self.graph))
        return Least(changed, asked, end, self._run(end))

    def _run(self, end: int) -> tuple[tuple[int, int], ...]:
        graph, taken = self.graph, []
        state = end
        while (earlier := self.before[state]) >= 0:
            if not graph.is_end(earlier):
                taken.append((earlier, self._option(earlier, state)))
            state = earlier
        return tuple(reversed(taken))

    def _option(self, state: int, following: int) -> int:
        """Name the option of a least step: the given answer where that leads on, otherwise the first that does."""
        successors, given = self.graph.successors[state], self.given[self.graph.node[state]]
        if given != NEW and successors[given] == following:
            return given
        return successors.index(following)


def _weight(graph: StateGraph) -> int:
    return graph.compiled.question_count + 1


def given_answers(graph: StateGraph, answers: Mapping[str, str]) -> tuple[int, ...]:
    """Per node the index of the option that was given, or NEW. Raises UnknownAnswer."""
    compiled = graph.compiled
    node_of, option_of, count = compiled.node_of, compiled.option_of, compiled.question_count
    given = [NEW] * count + [0] * (len(node_of) - count)
    for question, option in answers.items():
        node = node_of.get(question, count)
        chosen = option_of[node].get(option, NEW) if node < count else NEW
        if chosen == NEW:
            raise UnknownAnswer(question, option)
        given[node] = chosen
    return tuple(given)


def least_changes(graph: StateGraph, answers: Mapping[str, str], *, through: Part = Part.ASSIGNMENT) -> LeastChanges:
    """Find the least change to every outcome, for a walk that gave these answers. Raises UnknownAnswer.

    With `through=Part.ASSIGNMENT` runs end in the first outcome that they meet, otherwise where nothing follows.
    """
    given = given_answers(graph, answers)
    nodes, successors, first_end = graph.node, graph.successors, graph.compiled.question_count
    weight = _weight(graph)
    never = weight * weight
    cost, before = [never] * len(nodes), [-1] * len(nodes)
    cost[graph.start] = 0
    ends: dict[int, int] = {}
    for state in graph.order:
        here, following, node = cost[state], successors[state], nodes[state]
        if node >= first_end and (through is Part.ASSIGNMENT or not following):
            if here < cost[ends[node]] if node in ends else here < never:
                ends[node] = state
            continue
        extra = here + 1
        if (option := given[node]) != NEW:
            extra = here + weight
            kept = following[option]
            if here < cost[kept]:
                cost[kept], before[kept] = here, state
        for target in following:
            if extra < cost[target]:
                cost[target], before[target] = extra, state
    return LeastChanges(graph, given, cost, before, ends)
