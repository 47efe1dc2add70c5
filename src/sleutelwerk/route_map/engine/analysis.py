"""What holds for all runs at once: how many, how long, what certainly and what possibly happened; a pass for each.

A run of the map is a path of the state graph and the other way round, so every answer here is exact and none
enumerates runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sleutelwerk.route_map.engine.model import Option, Question
from sleutelwerk.route_map.engine.states import StateGraph

#: Per question node and option, the bits that giving this answer yields.
Gains = Sequence[Sequence[int]]

_FAR = 1 << 60


def runs_to(graph: StateGraph) -> list[int]:
    """Per state, the exact number of different runs from the start to it."""
    runs = [0] * len(graph.node)
    runs[graph.start] = 1
    successors = graph.successors
    for state in graph.order:
        ways = runs[state]
        for following in successors[state]:
            # these numbers have thousands of digits in a large map: adding to nothing would copy one
            runs[following] = runs[following] + ways if runs[following] else ways
    return runs


def runs_to_ends(graph: StateGraph) -> list[int]:
    """The same for the ends only: what came to a question is let go as soon as it was handed on.

    In a large map the numbers on the way take more room than the rest of the analysis together.
    """
    runs = [0] * len(graph.node)
    runs[graph.start] = 1
    successors, node, questions = graph.successors, graph.node, graph.compiled.question_count
    for state in graph.order:
        ways = runs[state]
        if node[state] < questions:
            runs[state] = 0
        for following in successors[state]:
            if so_far := runs[following]:
                runs[following] = so_far + ways
            else:
                runs[following] = ways
    return runs


def lengths_to(graph: StateGraph) -> tuple[list[int], list[int]]:
    """Per state, the fewest and the most questions answered on a run to it."""
    fewest, most = [_FAR] * len(graph.node), [0] * len(graph.node)
    fewest[graph.start] = 0
    for state in graph.order:
        asked = 0 if graph.is_end(state) else 1
        for following in graph.successors[state]:
            fewest[following] = min(fewest[following], fewest[state] + asked)
            most[following] = max(most[following], most[state] + asked)
    return fewest, most


def gains(graph: StateGraph, of_option: Callable[[Question, Option], int]) -> Gains:
    """Prepare the bits per node and option for `certain` and `possible`."""
    questions = graph.compiled.route_map.questions
    return [[of_option(question, option) for option in question.options] for question in questions]


def certain(graph: StateGraph, gained: Gains) -> list[int]:
    """Per state, the bits that every run to it has gained."""
    held = [-1] * len(graph.node)
    held[graph.start] = 0
    for state in graph.order:
        bits, followings = held[state], graph.successors[state]
        if graph.is_end(state):
            for following in followings:
                held[following] &= bits
        else:
            for following, gain in zip(followings, gained[graph.node[state]], strict=True):
                held[following] &= bits | gain
    return held


def possible(graph: StateGraph, gained: Gains) -> list[int]:
    """Per state, the bits that some run to it has gained. Exact per bit, not for combinations of bits."""
    held = [0] * len(graph.node)
    for state in graph.order:
        bits, followings = held[state], graph.successors[state]
        if graph.is_end(state):
            for following in followings:
                held[following] |= bits
        else:
            for following, gain in zip(followings, gained[graph.node[state]], strict=True):
                held[following] |= bits | gain
    return held


#: Question and option ids in the order in which they are answered.
ExampleWalk = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an example walk must show: gain `through` somewhere (0: anything will do) and never gain `avoid`."""

    through: int = 0
    avoid: int = 0


def example_walk(graph: StateGraph, goal: int, gained: Gains, wanted: Wanted) -> ExampleWalk | None:
    """A shortest run from the start to a state that shows what is wanted, or None when there is none."""
    # two copies of every state: 2s before anything of `through` was gained, 2s + 1 after
    start = 2 * graph.start + (wanted.through == 0)
    parents: dict[int, tuple[int, int]] = {}
    distance = {start: 0}
    for state in graph.order:
        for copy in (2 * state, 2 * state + 1):
            if copy in distance:
                _extend(graph, copy, _gained_at(graph, state, gained, wanted), distance, parents)
    end = 2 * goal + 1
    return _spell(graph, end, parents) if end in distance else None


def _gained_at(graph: StateGraph, state: int, gained: Gains, wanted: Wanted) -> list[tuple[int, bool]]:
    """Per option that may be taken: its number, and whether it shows what must be gone through."""
    if graph.is_end(state):
        return [(option, False) for option in range(len(graph.successors[state]))]
    gains_here = gained[graph.node[state]]
    return [(o, bool(gain & wanted.through)) for o, gain in enumerate(gains_here) if not gain & wanted.avoid]


def _extend(
    graph: StateGraph,
    copy: int,
    allowed: list[tuple[int, bool]],
    distance: dict[int, int],
    parents: dict[int, tuple[int, int]],
) -> None:
    state, seen = divmod(copy, 2)
    length = distance[copy] + (not graph.is_end(state))
    for option, shows in allowed:
        following = 2 * graph.successors[state][option] + (seen or shows)
        if length < distance.get(following, _FAR):
            distance[following] = length
            parents[following] = (copy, option)


def _spell(graph: StateGraph, end: int, parents: dict[int, tuple[int, int]]) -> ExampleWalk:
    steps: list[tuple[str, str]] = []
    copy = end
    while copy in parents:
        copy, option = parents[copy]
        if not graph.is_end(copy // 2):
            question = graph.compiled.question(graph.node[copy // 2])
            steps.append((question.id, question.options[option].id))
    return tuple(reversed(steps))
