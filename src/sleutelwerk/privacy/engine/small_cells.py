"""Leaves small counts out of a table with totals, and so many others that nobody can compute them back (N8).

A table with totals is a circulation: every count flows from its row to its column, and on through the totals back to
the rows. Whoever wants to compute a missing count back can change it only along a circle of missing counts. So for
every count that is too small such a circle is made, along which it can be higher by the whole threshold while every
count that is shown stays the same and none becomes negative. Then both the true table and another one fit what is
shown, and in the other one the count is not small.

What this does not do: hide something from whoever knows more than the table, such as a person who is counted in it; or
protect two tables about the same people that are shown side by side. Show one table about one group of people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

#: Counts below this are not shown, zero included: that nobody is something can say as much as that one is.
DEFAULT_THRESHOLD = 5
LEFT_OUT = "–"

#: A row, a column, or where the totals of rows or of columns meet.
_Node = tuple[str, int]
_Arc = tuple[_Node, _Node]
_ALL_ROWS, _ALL_COLUMNS = ("rows", 0), ("columns", 0)


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts of people. The totals follow from the counts; say which of them will be shown."""

    cells: Sequence[Sequence[int]]
    row_totals: bool = True
    column_totals: bool = True

    def __post_init__(self) -> None:
        """Refuse what is no table of counts. Raises ValueError."""
        widths = {len(row) for row in self.cells}
        if len(widths) != 1 or 0 in widths:
            raise ValueError("every row needs equally many counts, at least one")
        if any(count < 0 for row in self.cells for count in row):
            raise ValueError("a count of people is never below zero")


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown: None is left out. Totals that were not asked for are left out as well."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def suppress(counts: Counts, threshold: int = DEFAULT_THRESHOLD) -> Shown:
    """Give what may be shown of a table. Raises ValueError for a threshold below 1.

    The grand total is shown when both kinds of totals are, or when one is and it is not small.
    """
    if threshold < 1:
        raise ValueError("a threshold below 1 would hide nothing")
    values = _values(counts)
    hidden = _not_asked(counts, values)
    small = [arc for arc, value in values.items() if value < threshold]
    hidden.update(small)
    for arc in small:
        hidden.update(_circle(arc, values, hidden, threshold))
    return _shown(counts, values, hidden)


def written(count: int, threshold: int = DEFAULT_THRESHOLD) -> str:
    """Write a count that stands by itself, without a table or a total: 'minder dan 5', or the number."""
    return f"minder dan {threshold}" if count < threshold else str(count)


def written_in_table(count: int | None) -> str:
    """Write a count of a table: a dash for what was left out, whether it is small or protects one that is."""
    return LEFT_OUT if count is None else str(count)


def _values(counts: Counts) -> dict[_Arc, int]:
    """Give every count and total as an arc of the circulation."""
    values = {(("row", i), ("column", j)): count for i, row in enumerate(counts.cells) for j, count in enumerate(row)}
    values |= {(_ALL_COLUMNS, ("row", i)): sum(row) for i, row in enumerate(counts.cells)}
    values |= {(("column", j), _ALL_ROWS): sum(column) for j, column in enumerate(zip(*counts.cells, strict=True))}
    values[_ALL_ROWS, _ALL_COLUMNS] = sum(map(sum, counts.cells))
    return values


def _not_asked(counts: Counts, values: Mapping[_Arc, int]) -> set[_Arc]:
    hidden = set()
    if not counts.row_totals:
        hidden |= {arc for arc in values if arc[0] == _ALL_COLUMNS}
    if not counts.column_totals:
        hidden |= {arc for arc in values if arc[1] == _ALL_ROWS}
    if not counts.row_totals and not counts.column_totals:
        hidden.add((_ALL_ROWS, _ALL_COLUMNS))
    return hidden


def _circle(start: _Arc, values: Mapping[_Arc, int], hidden: set[_Arc], room: int) -> list[_Arc]:
    """Give the arcs of the cheapest circle along which `start` can be higher by `room`; what is hidden costs nothing.

    Counts along the direction of a circle become higher, which is always possible; those against it become lower,
    which needs `room`. There is always the circle of a count, its totals and the grand total.
    """
    goal, begin = start
    best: dict[_Node, tuple[int, int]] = {begin: (0, 0)}
    came: dict[_Node, tuple[_Node, _Arc]] = {}
    queue = [((0, 0), begin)]
    ways = _ways({arc: value for arc, value in values.items() if arc != start}, room)
    node = begin
    while node != goal:
        cost, node = heappop(queue)
        if cost > best[node]:
            continue
        for arc, to in ways.get(node, ()):
            price = _price(arc, values[arc], hidden=arc in hidden)
            further = (cost[0] + price[0], cost[1] + price[1])
            if to not in best or further < best[to]:
                best[to], came[to] = further, (node, arc)
                heappush(queue, (further, to))
    return list(_back(goal, begin, came))


def _ways(values: Mapping[_Arc, int], room: int) -> dict[_Node, list[tuple[_Arc, _Node]]]:
    ways: dict[_Node, list[tuple[_Arc, _Node]]] = {}
    for arc, value in values.items():
        ways.setdefault(arc[0], []).append((arc, arc[1]))
        if value >= room:
            ways.setdefault(arc[1], []).append((arc, arc[0]))
    return ways


def _price(arc: _Arc, value: int, *, hidden: bool) -> tuple[int, int]:
    """Prefer what is hidden already, then counts inside the table over totals, then the smaller ones."""
    if hidden:
        return 0, 0
    is_total = arc[0][0] != "row" or arc[1][0] != "column"
    return int(is_total), value + 1


def _back(goal: _Node, begin: _Node, came: Mapping[_Node, tuple[_Node, _Arc]]) -> Iterator[_Arc]:
    node = goal
    while node != begin:
        node, arc = came[node]
        yield arc


def _shown(counts: Counts, values: Mapping[_Arc, int], hidden: set[_Arc]) -> Shown:
    def shown(arc: _Arc) -> int | None:
        return None if arc in hidden else values[arc]

    rows, columns = range(len(counts.cells)), range(len(counts.cells[0]))
    return Shown(
        cells=tuple(tuple(shown((("row", i), ("column", j))) for j in columns) for i in rows),
        row_totals=tuple(shown((_ALL_COLUMNS, ("row", i))) for i in rows),
        column_totals=tuple(shown((("column", j), _ALL_ROWS)) for j in columns),
        total=shown((_ALL_ROWS, _ALL_COLUMNS)),
    )
