"""The review set: as few walks as possible that together show every option and every outcome, for proofreading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sleutelwerk.route_map.engine.cover import Arc, cover_by_paths, fewest_paths
from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.engine.walk import Walk, follow

#: An option as (node, option index); an outcome as (node, ITSELF).
Item = tuple[int, int]
ITSELF = -1

#: A run as its (state, option index) pairs, the passing from outcome to person included.
Run = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ReviewSet:
    """Walks through both parts that show all there is. No set of fewer than `bound` walks can do that."""

    walks: tuple[Walk, ...]
    bound: int

    @property
    def proven(self) -> bool:
        """True when it is proved that fewer walks cannot do."""
        return len(self.walks) == self.bound

    @property
    def verdict(self) -> str:
        """Say how good the set is, in Dutch."""
        if self.proven:
            return "bewezen minimaal"
        return f"minder dan {self.bound} kan zeker niet"


def review_set(graph: StateGraph) -> ReviewSet:
    """Find the review set. Where conditions matter it may hold a few walks too many; `bound` says how many at most."""
    runs = _fewest_runs(graph)
    walks = [follow(graph.compiled, _answers(graph, run), through=Part.PERSON) for run in sorted(runs)]
    return ReviewSet(tuple(walks), _bound(graph))


def _fewest_runs(graph: StateGraph) -> list[Run]:
    """Choose where to show each item, find the fewest runs for that, and choose anew from these while it helps."""
    where = _only_places(graph) or _places(graph, _greedy_runs(graph))
    runs = _without_spare(graph, _runs_through(graph, where))
    while len(again := _without_spare(graph, _runs_through(graph, _places(graph, runs)))) < len(runs):
        runs = again
    return runs


def _items(graph: StateGraph, state: int, option: int) -> Iterator[Item]:
    """What a step shows: its option, and the outcome to which it leads."""
    if not graph.is_end(state):
        yield graph.node[state], option
    target = graph.successors[state][option]
    if graph.is_end(target):
        yield graph.node[target], ITSELF


def _only_places(graph: StateGraph) -> set[Arc] | None:
    """The step that shows each item, if no question has more than one state; otherwise there is a choice to make."""
    if len(graph.order) > len(graph.nodes()):
        return None
    return {(state, option) for state in graph.order for option in range(len(graph.successors[state]))}


def _places(graph: StateGraph, runs: list[Run]) -> set[Arc]:
    """For each item the first step in these runs that shows it."""
    where: dict[Item, tuple[int, int]] = {}
    for run in runs:
        for step in run:
            for item in _items(graph, *step):
                where.setdefault(item, step)
    return set(where.values())


def _greedy_runs(graph: StateGraph) -> list[Run]:
    """Take, time and again, a run that shows the most that no run before it showed."""
    steps = ((state, option) for state in graph.order for option in range(len(graph.successors[state])))
    left = {item for step in steps for item in _items(graph, *step)}
    runs: list[Run] = []
    while left:
        run = _best_run(graph, left)
        left.difference_update(item for step in run for item in _items(graph, *step))
        runs.append(run)
    return runs


def _best_run(graph: StateGraph, left: set[Item]) -> Run:
    node, ends = graph.node, graph.compiled.question_count
    worth, choice = [0] * len(node), [0] * len(node)
    for state in reversed(graph.order):
        here, most = node[state], -1
        for option, target in enumerate(graph.successors[state]):
            gain = worth[target] + ((here, option) in left) + (node[target] >= ends and (node[target], ITSELF) in left)
            if gain > most:
                most, choice[state] = gain, option
        worth[state] = max(most, 0)
    run, state = [], graph.start
    while graph.successors[state]:
        run.append((state, choice[state]))
        state = graph.successors[state][choice[state]]
    return run


def _runs_through(graph: StateGraph, where: set[Arc]) -> list[Run]:
    """The fewest runs that take all these steps."""
    required = [(state, graph.successors[state][option]) for state, option in where if not graph.is_end(state)]
    arcs = [tuple(dict.fromkeys(following)) for following in graph.successors]
    due: dict[Arc, list[int]] = {}
    for state, option in where:
        due.setdefault((state, graph.successors[state][option]), []).append(option)
    paths = cover_by_paths(arcs, required, graph.start)
    return [_with_options(graph, path, due) for path in paths]


def _with_options(graph: StateGraph, path: list[int], due: dict[Arc, list[int]]) -> Run:
    """Choose the options along a path of states, those that have not been shown yet first."""
    run: Run = []
    for state, target in pairwise(path):
        waiting = due.get((state, target))
        run.append((state, waiting.pop() if waiting else graph.successors[state].index(target)))
    return run


def _without_spare(graph: StateGraph, runs: list[Run]) -> list[Run]:
    """Leave out every run that shows nothing that the others do not show."""
    shown = [{item for step in run for item in _items(graph, *step)} for run in runs]
    times: dict[Item, int] = {}
    for items in shown:
        for item in items:
            times[item] = times.get(item, 0) + 1
    kept: list[Run] = []
    for run, items in zip(runs, shown, strict=True):
        if all(times[item] > 1 for item in items):
            for item in items:
                times[item] -= 1
        else:
            kept.append(run)
    return kept


def _answers(graph: StateGraph, run: Run) -> dict[str, str]:
    questions = [(graph.compiled.question(graph.node[s]), option) for s, option in run if not graph.is_end(s)]
    return {question.id: question.options[option].id for question, option in questions}


def _bound(graph: StateGraph) -> int:
    """Forget the past: every run is then a path through the questions, so fewer paths than this cannot do.

    An option gets a node of its own, and an outcome a second one, so that showing either is taking an arc.
    """
    targets: dict[Item, set[int]] = {}
    for state in graph.order:
        for option, target in enumerate(graph.successors[state]):
            targets.setdefault((graph.node[state], option), set()).add(graph.node[target])
    nodes, ends = len(graph.compiled.node_of), graph.compiled.question_count
    arcs: list[list[int]] = [[] for _ in range(2 * nodes)]
    required: list[Arc] = [(node + nodes, node) for node in graph.nodes() if node >= ends]
    for node, _ in required:
        arcs[node].append(node - nodes)
    for (node, _), reached in targets.items():
        entries = [target + nodes if target >= ends else target for target in reached]
        arcs[node].extend(entries)
        if node < ends:
            arcs.append(entries)
            required.append((node, len(arcs) - 1))
    return fewest_paths(arcs, required)
