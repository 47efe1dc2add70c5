"""The fewest paths through a graph without circles that take every required arc, and proof that fewer cannot.

Take every required arc as a path of its own. The end of one path and the beginning of another can be joined when a way
leads from the first to the second; joining as many as possible is a maximum flow, and what is left is the least number.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Arc = tuple[int, int]


@dataclass(slots=True)
class _Joining:
    """Loose ends, loose beginnings and what is carried from the one to the other, per arc."""

    arcs: Sequence[Iterable[int]]
    ends: Counter[int]
    beginnings: Counter[int]
    carried: Counter[Arc] = field(default_factory=Counter)
    into: dict[int, set[int]] = field(default_factory=dict)
    hopeless: set[int] = field(default_factory=set)

    def join(self) -> None:
        """Join every end that can be joined, each to the nearest beginning."""
        for node in list(self.ends):
            while self.ends[node] and (way := self._way_to_beginning(node)):
                self._carry(way)

    def _way_to_beginning(self, node: int) -> list[int]:
        """Search outward; places from which nothing was found never become useful again."""
        came_from = {node: node}
        waiting = deque((node,))
        while waiting:
            here = waiting.popleft()
            if self.beginnings[here] > 0:
                return _traced(came_from, here)
            for following in (*self.arcs[here], *self.into.get(here, ())):
                if following not in came_from and following not in self.hopeless:
                    came_from[following] = here
                    waiting.append(following)
        self.hopeless.update(came_from)
        return []

    def _carry(self, way: list[int]) -> None:
        """Carry one along the way; going against an arc takes back what an earlier join carried there."""
        self.ends[way[0]] -= 1
        self.beginnings[way[-1]] -= 1
        for here, following in pairwise(way):
            back = (following, here)
            if self.carried[back]:
                self.carried[back] -= 1
                if not self.carried[back]:
                    self.into[here].discard(following)
            else:
                self.carried[here, following] += 1
                self.into.setdefault(following, set()).add(here)


def _traced(came_from: dict[int, int], node: int) -> list[int]:
    way = [node]
    while came_from[node] != node:
        node = came_from[node]
        way.append(node)
    return way[::-1]


def _joined(arcs: Sequence[Iterable[int]], required: Iterable[Arc]) -> _Joining:
    surplus: Counter[int] = Counter()
    for here, following in required:
        surplus[following] += 1
        surplus[here] -= 1
    joining = _Joining(arcs, +surplus, +Counter({node: -count for node, count in surplus.items()}))
    joining.join()
    return joining


def fewest_paths(arcs: Sequence[Iterable[int]], required: Iterable[Arc]) -> int:
    """Give the least number of paths that take every required arc as often as it is listed."""
    return _joined(arcs, required).beginnings.total()


def cover_by_paths(arcs: Sequence[Iterable[int]], required: Sequence[Arc], start: int) -> list[list[int]]:
    """Give the fewest paths, each from `start` (which leads everywhere) to a node without arcs."""
    joining = _joined(arcs, required)
    flow = Counter(required) + joining.carried
    home = _first_ways(arcs, start)
    for beginning, count in joining.beginnings.items():
        node = beginning
        while count and node != start:
            flow[home[node], node] += count
            node = home[node]
    for end, count in joining.ends.items():
        node = end
        while count and (following := next(iter(arcs[node]), None)) is not None:
            flow[node, following] += count
            node = following
    return _taken_apart(arcs, flow, start)


def _first_ways(arcs: Sequence[Iterable[int]], start: int) -> dict[int, int]:
    """Per node, the node before it on a shortest way from the start."""
    came_from = {start: start}
    waiting = deque((start,))
    while waiting:
        here = waiting.popleft()
        for following in arcs[here]:
            if following not in came_from:
                came_from[following] = here
                waiting.append(following)
    return came_from


def _taken_apart(arcs: Sequence[Iterable[int]], flow: Counter[Arc], start: int) -> list[list[int]]:
    paths: list[list[int]] = []
    while True:
        path = [start]
        while (following := next((to for to in arcs[path[-1]] if flow[path[-1], to]), None)) is not None:
            flow[path[-1], following] -= 1
            path.append(following)
        if len(path) == 1:
            return paths
        paths.append(path)
