"""Where everything stands on one sheet: columns of cards, lanes between them, the staircase along the bottom."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from sleutelwerk.route_map.engine.draw.blocks import (
    CARD_WIDTH,
    CHIP_WIDTH,
    HEADING,
    HEADING_LINE,
    Block,
    Row,
)
from sleutelwerk.route_map.engine.draw.lanes import Interval, assign_lanes
from sleutelwerk.route_map.engine.draw.measure import wrap

MARGIN = 8.0
TITLE_HEIGHT = 34.0
BLOCK_GAP = 18.0
RETURN_LANE = 9.0
CHIP_GAP = 9.0
LEFT = RETURN_LANE + CHIP_WIDTH + CHIP_GAP
LANE = 5.5
TRACK = 6.0
ROAD = 18.0
ROAD_INSET = 11.0
STEP_RISE = 22.0
STEP_MIN = 190.0
#: Lines that are not one keep at least this distance, in points.
CLEAR = 3.0

Point = tuple[float, float]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Stair:
    """A profile outcome: a step of the staircase."""

    outcome: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A card at its place; (x, y) is the card's own top left corner, below its section heading."""

    block: Block
    column: int
    x: float
    y: float

    def row_tops(self) -> tuple[float, ...]:
        """The top of every row."""
        tops, top = [], self.y + self.block.header_height
        for row in self.block.rows:
            tops.append(top)
            top += row.height
        return tuple(tops)

    @property
    def bottom(self) -> float:
        """The bottom edge of the card."""
        return self.y + self.block.card_height

    @property
    def road_x(self) -> float:
        """Where the road runs through the card."""
        return self.x + ROAD_INSET


@dataclass(frozen=True, slots=True)
class PlacedStair:
    """A step at its place."""

    stair: Stair
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Way:
    """The line of one row to where it leads. `road` is true when it follows the road."""

    block: str
    row: Row
    line: Line
    road: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything of one sheet, in points from its top left corner."""

    width: float
    height: float
    blocks: tuple[PlacedBlock, ...]
    stairs: tuple[PlacedStair, ...]
    road: tuple[Line, ...]
    ways: tuple[Way, ...]
    returns: tuple[Line, ...]


def stair_of(outcome_id: str, title: str, width: float) -> Stair:
    """Set a profile outcome as a step of a given width."""
    return Stair(outcome_id, title, wrap(title, width - 24, HEADING + 1.5, bold=True))


def columns_of(blocks: tuple[Block, ...], count: int) -> tuple[tuple[Block, ...], ...]:
    """Spread the blocks over at most `count` columns, in order, with the tallest as low as possible."""
    low = max((block.height for block in blocks), default=0.0)
    high = sum(block.height + BLOCK_GAP for block in blocks)
    while high - low > 1:
        middle = (low + high) / 2
        if len(_pack(blocks, middle)) <= count:
            high = middle
        else:
            low = middle
    return _pack(blocks, high)


def _pack(blocks: tuple[Block, ...], height: float) -> tuple[tuple[Block, ...], ...]:
    columns: list[tuple[Block, ...]] = []
    column: tuple[Block, ...] = ()
    filled = 0.0
    for block in blocks:
        if column and filled + BLOCK_GAP + block.height > height:
            columns.append(column)
            column, filled = (), 0.0
        filled += block.height + (BLOCK_GAP if column else 0.0)
        column = (*column, block)
    return (*columns, column) if column else tuple(columns)


def lay_out(columns: tuple[tuple[Block, ...], ...], outcomes: tuple[tuple[str, str], ...]) -> Layout:
    """Place the columns and the staircase of `outcomes` (id, title) and lead every answer to where it goes."""
    return _Sheet(columns, outcomes).finish()


class _Sheet:
    """Works one sheet out: first which lines there are, then the lanes, then the places."""

    def __init__(self, columns: tuple[tuple[Block, ...], ...], outcomes: tuple[tuple[str, str], ...]) -> None:
        self.columns = columns
        self.outcomes = outcomes
        self.order = [block.id for column in columns for block in column]
        self.column_of = {block.id: c for c, column in enumerate(columns) for block in column}
        self.stair_ids = {outcome for outcome, _ in outcomes}
        self.bus = self._bus_lanes()
        self.top = MARGIN + TITLE_HEIGHT + (max(self.bus.values(), default=-1) + 1) * TRACK + ROAD
        self.y = self._heights()
        self.floor = max((self._bottom(column) for column in columns), default=self.top) + ROAD
        self.entry: dict[tuple[str, int], float] = {}
        self.lanes = [self._gutter_lanes(gutter) for gutter in range(len(columns))]
        self.x = self._column_lefts()

    # Which lines there are -------------------------------------------------------------------------------------

    def _next_of(self, block_id: str) -> str | None:
        index = self.order.index(block_id) + 1
        return self.order[index] if index < len(self.order) else None

    def _on_road(self, block: Block, row: Row) -> bool:
        return row.target is not None and row.target == self._next_of(block.id)

    def _rows(self, column: int) -> list[tuple[Block, int, Row]]:
        return [(b, i, row) for b in self.columns[column] for i, row in enumerate(b.rows) if row.target is not None]

    def _off_road(self, column: int) -> list[tuple[Block, int, Row, str]]:
        """The rows of a column whose line takes a lane, with their target."""
        found = []
        for block, index, row in self._rows(column):
            if row.target is not None and not self._on_road(block, row):
                found.append((block, index, row, row.target))
        return found

    def _bus_lanes(self) -> dict[Hashable, int]:
        """Tracks above the columns, for lines that skip a whole column."""
        reach: dict[str, list[int]] = {}
        for column in range(len(self.columns)):
            for _, _, _, target in self._off_road(column):
                if target in self.column_of and self.column_of[target] > column + 1:
                    reach.setdefault(target, []).extend((column, self.column_of[target] - 1))
        return assign_lanes([Interval(t, min(c), max(c)) for t, c in reach.items()], gap=0.5)

    # Heights ---------------------------------------------------------------------------------------------------

    def _heights(self) -> dict[str, float]:
        """The top of every card (below its section heading)."""
        tops: dict[str, float] = {}
        for column in self.columns:
            y = self.top
            for block in column:
                tops[block.id] = y + block.section_height
                y += block.height + BLOCK_GAP
        return tops

    def _bottom(self, column: tuple[Block, ...]) -> float:
        return self.y[column[-1].id] + column[-1].card_height if column else self.top

    def _row_y(self, block: Block, index: int) -> float:
        top = self.y[block.id] + block.header_height + sum(row.height for row in block.rows[:index])
        return top + block.rows[index].height / 2

    def _bus_y(self, target: str) -> float:
        return MARGIN + TITLE_HEIGHT + self.bus[target] * TRACK

    def _stair_track(self, outcome: str) -> float:
        """The track above the staircase along which lines reach a step; the nearest steps lie lowest."""
        index = [o for o, _ in self.outcomes].index(outcome)
        return self.floor + (len(self.outcomes) - 1 - index) * TRACK

    # Lanes -----------------------------------------------------------------------------------------------------

    def _gutter_lanes(self, gutter: int) -> dict[Hashable, int]:
        """Lanes in the space to the right of a column, one per target that passes there."""
        stretch: dict[str, list[float]] = {}
        leaving = [self._row_y(block, index) for block, index, _, _ in self._off_road(gutter)]
        for block, index, _, target in self._off_road(gutter):
            stretch.setdefault(target, []).append(self._row_y(block, index))
        for target in self._passing(gutter):
            stretch.setdefault(target, []).append(self._bus_y(target))
        for target, ys in stretch.items():
            ys.extend(self._far_ends(gutter, target, leaving))
        intervals = [Interval(target, min(ys), max(ys)) for target, ys in stretch.items()]
        return assign_lanes(intervals, gap=6.0)

    def _passing(self, gutter: int) -> list[str]:
        """Targets in the next column that are reached over the bus."""
        return [t for t in self.bus if isinstance(t, str) and self.column_of[t] == gutter + 1]

    def _far_ends(self, gutter: int, target: str, leaving: list[float]) -> list[float]:
        if target in self.stair_ids:
            return [self._stair_track(target)]
        column = self.column_of[target]
        if column > gutter + 1:
            return [self._bus_y(target)]
        side = 0 if column == gutter + 1 else 1
        y = self.y[target] + 8
        while side == 0 and any(abs(y - other) < CLEAR for other in leaving):
            y += 1.5
        self.entry[target, side] = y
        return [y]

    def _column_lefts(self) -> list[float]:
        x, lefts = MARGIN, []
        for gutter in range(len(self.columns)):
            lefts.append(x)
            x += LEFT + CARD_WIDTH + self._gutter_width(gutter)
        lefts.append(x)
        return lefts

    def _gutter_width(self, gutter: int) -> float:
        lanes = max(self.lanes[gutter].values(), default=-1) + 1
        return 9 + lanes * LANE + (ROAD - 2 if gutter + 1 < len(self.columns) else 0)

    def _card_x(self, column: int) -> float:
        return self.x[column] + LEFT

    def _lane_x(self, gutter: int, target: str) -> float:
        return self._card_x(gutter) + CARD_WIDTH + 8 + self.lanes[gutter][target] * LANE

    # Lines -----------------------------------------------------------------------------------------------------

    def _way(self, block: Block, index: int, target: str, stairs: dict[str, PlacedStair]) -> Way:
        row = block.rows[index]
        if self._on_road(block, row):
            line = self._along_road(block, index, target)
            return Way(block.id, row, line, road=True)
        column = self.column_of[block.id]
        y = self._row_y(block, index)
        lane = self._lane_x(column, target)
        start = ((self._card_x(column) + CARD_WIDTH, y), (lane, y))
        return Way(block.id, row, (*start, *self._onward(column, lane, target, stairs)), road=False)

    def _onward(self, column: int, lane: float, target: str, stairs: dict[str, PlacedStair]) -> Line:
        """From a lane beside a column to the target."""
        if target in stairs:
            track = self._stair_track(target)
            drop = self._drop_x(stairs[target])
            return ((lane, track), (drop, track), (drop, stairs[target].y))
        there = self.column_of[target]
        if there == column:
            y = self.entry[target, 1]
            return ((lane, y), (self._card_x(there) + CARD_WIDTH, y))
        y = self.entry[target, 0]
        into = (self._card_x(there), y)
        if there == column + 1:
            return ((lane, y), into)
        last = self._lane_x(there - 1, target)
        bus = self._bus_y(target)
        return ((lane, bus), (last, bus), (last, y), into)

    def _drop_x(self, step: PlacedStair) -> float:
        """Where a line comes down on a step: in its middle, or the nearest place to the right clear of every lane."""
        lanes = [self._lane_x(gutter, str(net)) for gutter, of_gutter in enumerate(self.lanes) for net in of_gutter]
        x = step.x + step.width / 2
        while any(abs(x - lane) < CLEAR for lane in lanes):
            x += CLEAR
        return x

    def _along_road(self, block: Block, index: int, target: str) -> Line:
        x = self._card_x(self.column_of[block.id]) + ROAD_INSET
        row = (x, self._row_y(block, index))
        return (row, *self._road_between(block.id, target))

    def _road_between(self, here: str, there: str) -> Line:
        """The road from the foot of one card to the head of the next, round the corner if need be."""
        column, onward = self.column_of[here], self.column_of[there]
        x = self._card_x(column) + ROAD_INSET
        foot = self.y[here] + self._block(here).card_height
        head = self.y[there]
        if column == onward:
            return ((x, foot), (x, head))
        lane = self.x[onward] - ROAD / 2 - 2
        below, above = foot + ROAD / 2, self.top - ROAD / 2
        to = self._card_x(onward) + ROAD_INSET
        return ((x, foot), (x, below), (lane, below), (lane, above), (to, above), (to, head))

    def _block(self, block_id: str) -> Block:
        return next(b for column in self.columns for b in column if b.id == block_id)

    def _return_line(self, block: Block, index: int) -> Line:
        """From something to do first back to the question that led to it."""
        column = self.column_of[block.id]
        left = self.x[column] + RETURN_LANE
        y = self._row_y(block, index)
        back = self.y[block.id] + block.header_height - 5
        return ((left, y), (left - 5, y), (left - 5, back), (self._card_x(column), back))

    # The whole -------------------------------------------------------------------------------------------------

    def _stairs(self, width: float) -> dict[str, PlacedStair]:
        """Steps that rise to the right, over the full width."""
        if not self.outcomes:
            return {}
        each = (width - 2 * MARGIN) / len(self.outcomes)
        steps = [stair_of(outcome, title, each) for outcome, title in self.outcomes]
        tallest = max(len(step.lines) for step in steps) * (HEADING_LINE + 3) + 12
        base = self.floor + len(steps) * TRACK + 8 + STEP_RISE * (len(steps) - 1) + tallest
        placed = {}
        for index, step in enumerate(steps):
            top = base - tallest - STEP_RISE * index
            placed[step.outcome] = PlacedStair(step, MARGIN + each * index, top, each, base - top)
        return placed

    def finish(self) -> Layout:
        """Place everything."""
        width = max(self.x[-1] + MARGIN - 6, STEP_MIN * len(self.outcomes) + 2 * MARGIN)
        stairs = self._stairs(width)
        blocks = tuple(
            PlacedBlock(block, c, self._card_x(c), self.y[block.id])
            for c, column in enumerate(self.columns)
            for block in column
        )
        rows = [(p.block, i, row) for p in blocks for i, row in enumerate(p.block.rows)]
        ways = tuple(self._way(b, i, row.target, stairs) for b, i, row in rows if row.target is not None)
        used = {(way.block) for way in ways if way.road}
        road = tuple(
            self._road_between(here, there)
            for here, there in zip(self.order, self.order[1:], strict=False)
            if here in used
        )
        returns = tuple(self._return_line(b, i) for b, i, row in rows if row.chip and row.chip.returns)
        bottom = max((s.y + s.height for s in stairs.values()), default=self.floor)
        return Layout(width, bottom + MARGIN, blocks, tuple(stairs.values()), road, ways, returns)
