"""Small counts: none is shown, and none can be computed back from what is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.privacy.engine.small_cells import Counts, Shown, suppress, written, written_in_table

_SMALL = st.integers(0, 4)


@st.composite
def tables(draw: st.DrawFn, highest: int = 40) -> Counts:
    width = draw(st.integers(1, 5))
    row = st.lists(st.integers(0, highest), min_size=width, max_size=width)
    return Counts(
        draw(st.lists(row, min_size=1, max_size=5)), row_totals=draw(st.booleans()), column_totals=draw(st.booleans())
    )


def parts(counts: Counts, shown: Shown) -> list[tuple[int, int | None]]:
    """Pair every count and total that was asked for with what is shown of it."""
    pairs = [pair for row, seen in zip(counts.cells, shown.cells, strict=True) for pair in zip(row, seen, strict=True)]
    columns = [sum(column) for column in zip(*counts.cells, strict=True)]
    if counts.row_totals:
        pairs += zip(map(sum, counts.cells), shown.row_totals, strict=True)
    if counts.column_totals:
        pairs += zip(columns, shown.column_totals, strict=True)
    return [*pairs, (sum(columns), shown.total)]


@given(tables(), st.integers(1, 8))
def test_nothing_small_is_shown_and_what_is_shown_is_true(counts: Counts, threshold: int) -> None:
    for value, seen in parts(counts, suppress(counts, threshold)):
        assert seen in {None, value}
        assert seen is None or seen >= threshold


def fitting(shown: Shown, highest: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Give every table, with counts up to `highest`, that fits what is shown; by trying all, so for small ones only."""
    height, width = len(shown.cells), len(shown.cells[0])
    choices = [range(highest + 1) if seen is None else (seen,) for row in shown.cells for seen in row]
    for flat in product(*choices):
        rows = tuple(flat[i * width : (i + 1) * width] for i in range(height))
        if _fits(rows, shown):
            yield rows


def _fits(rows: tuple[tuple[int, ...], ...], shown: Shown) -> bool:
    totals = [
        *zip(map(sum, rows), shown.row_totals, strict=True),
        *zip(map(sum, zip(*rows, strict=True)), shown.column_totals, strict=True),
        (sum(map(sum, rows)), shown.total),
    ]
    return all(seen is None or seen == true for true, seen in totals)


@pytest.mark.exhaustive
@settings(max_examples=40, deadline=None)
@given(
    cells=st.lists(st.lists(_SMALL, min_size=2, max_size=2), min_size=2, max_size=3),
    row_totals=st.booleans(),
    column_totals=st.booleans(),
)
def test_no_count_can_be_computed_back_by_trying_every_table(
    cells: list[list[int]],
    *,
    row_totals: bool,
    column_totals: bool,
) -> None:
    threshold = 2
    counts = Counts(cells, row_totals=row_totals, column_totals=column_totals)
    shown = suppress(counts, threshold)
    possible = list(fitting(shown, highest=6))
    assert tuple(map(tuple, cells)) in possible
    for i, j in product(range(len(cells)), range(2)):
        if shown.cells[i][j] is None:
            values = {table[i][j] for table in possible}
            assert len(values) > 1
            assert max(values) >= threshold


def derived(shown: Shown) -> int:
    """Count what elimination alone finds: a sum in which just one number is missing gives that number away."""
    height, width = len(shown.cells), len(shown.cells[0])
    lines = [[(i, j) for j in range(width)] + [(i, width)] for i in range(height)]
    lines += [[(i, j) for i in range(height)] + [(height, j)] for j in range(width)]
    lines += [[(i, width) for i in range(height)] + [(height, width)]]
    lines += [[(height, j) for j in range(width)] + [(height, width)]]
    known = {(i, j) for i, row in enumerate(shown.cells) for j, seen in enumerate(row) if seen is not None}
    known |= {(i, width) for i, seen in enumerate(shown.row_totals) if seen is not None}
    known |= {(height, j) for j, seen in enumerate(shown.column_totals) if seen is not None}
    known |= {(height, width)} if shown.total is not None else set()
    found = 0
    while alone := next(
        (gaps[0] for line in lines if len(gaps := [one for one in line if one not in known]) == 1), None
    ):
        known.add(alone)
        found += 1
    return found


@given(tables())
def test_no_sum_gives_anything_away_that_is_small(counts: Counts) -> None:
    asked = Counts(counts.cells)
    assert derived(suppress(asked)) == 0


def test_one_small_count_takes_three_others_along() -> None:
    shown = suppress(Counts([[2, 20, 30], [40, 50, 60], [70, 80, 90]]))
    assert shown.cells == ((None, None, 30), (None, None, 60), (70, 80, 90))
    assert shown.row_totals == (52, 150, 240)
    assert shown.column_totals == (112, 150, 180)
    assert shown.total == 442


def test_a_single_row_with_a_total_loses_a_second_count() -> None:
    shown = suppress(Counts([[3, 9, 25]], column_totals=False))
    assert shown.cells == ((None, None, 25),)
    assert (shown.row_totals, shown.column_totals, shown.total) == ((37,), (None, None, None), 37)


def test_without_totals_only_the_small_ones_go() -> None:
    shown = suppress(Counts([[3, 9], [10, 11]], row_totals=False, column_totals=False))
    assert shown.cells == ((None, 9), (10, 11))
    assert shown.total is None


def test_a_table_with_one_count_shows_nothing_when_it_is_small() -> None:
    shown = suppress(Counts([[4]]))
    assert (shown.cells, shown.row_totals, shown.column_totals, shown.total) == (((None,),), (None,), (None,), None)


def test_nothing_is_left_out_without_need() -> None:
    shown = suppress(Counts([[5, 6], [7, 8]]))
    assert shown.cells == ((5, 6), (7, 8))
    assert shown.total == 26


def test_a_planted_table_gives_itself_away() -> None:
    """The tests above can fail: hiding the small count alone is not enough."""
    planted = Shown(((None, 20), (40, 50)), (22, 90), (42, 70), 112)
    assert derived(planted) == 1
    assert {table[0][0] for table in fitting(planted, highest=9)} == {2}


@pytest.mark.parametrize(("count", "text"), [(0, "minder dan 5"), (4, "minder dan 5"), (5, "5"), (31, "31")])
def test_a_count_by_itself(count: int, text: str) -> None:
    assert written(count) == text


def test_a_count_in_a_table() -> None:
    assert [written_in_table(None), written_in_table(12)] == ["–", "12"]


@pytest.mark.parametrize("cells", [[], [[]], [[1], [1, 2]], [[-1]]])
def test_what_is_no_table_is_refused(cells: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="count"):
        Counts(cells)


def test_a_threshold_that_hides_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="threshold"):
        suppress(Counts([[1]]), 0)
