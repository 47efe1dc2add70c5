"""The table has every run exactly once: its sums equal brute force, and its rows are real."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.small_maps import Run, every_run, make_map, small_maps

from sleutelwerk.route_map.engine.check import figures_of
from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import Part, RouteMap
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.engine.table import RouteTable, route_table
from sleutelwerk.route_map.engine.walk import follow


def _runs_of(route_map: RouteMap, part: Part) -> list[Run]:
    """The runs that the table of this part counts: a run on a person has passed two outcomes."""
    least = 2 if part is Part.PERSON else 1
    return [run for run in every_run(compile_map(route_map), part) if len(run[1]) >= least]


@settings(max_examples=80, deadline=None)
@given(small_maps(), st.sampled_from(Part))
def test_rows_are_the_runs_and_the_sums_are_exact(route_map: RouteMap, part: Part) -> None:
    compiled = compile_map(route_map)
    table = route_table(build_states(compiled), part=part, max_rows=10**6)
    runs = _runs_of(route_map, part)
    ends = Counter(passed[-1] for _, passed in runs)
    assert _counted_by_check(route_map, part) == ends
    assert table.complete
    assert table.remark == ""
    assert table.decisions == ()
    assert {group.outcome.id: group.runs for group in table.groups} == ends
    assert table.runs == len(runs)
    assert sum(len(group.rows) for group in table.groups) == table.row_count
    for group in table.groups:
        assert sum(row.runs for row in group.rows) == group.runs
        assert all(row.outcome == group.outcome for row in group.rows)
    assert _spelled_out(table) == Counter(_inside(route_map, part, run) for run in runs)


def _counted_by_check(route_map: RouteMap, part: Part) -> dict[str, int]:
    figures = figures_of(build_states(compile_map(route_map))).parts.get(part)
    return {} if figures is None else {end: runs for end, runs in figures.ends_in.items() if runs}


def _inside(route_map: RouteMap, part: Part, run: Run) -> tuple[tuple[tuple[str, str], ...], str]:
    about = {question.id: question.about_person for question in route_map.questions}
    return tuple((q, o) for q, o in run[0] if about[q] is (part is Part.PERSON)), run[1][-1]


def _spelled_out(table: RouteTable) -> Counter[tuple[tuple[tuple[str, str], ...], str]]:
    """Every run of every row, as often as the row says that it occurs."""
    found: Counter[tuple[tuple[tuple[str, str], ...], str]] = Counter()
    for group in table.groups:
        for row in group.rows:
            ways = list(product(*([(step.question.id, o.id) for o in step.options] for step in row.steps)))
            for way in ways:
                found[way, group.outcome.id] += row.runs // len(ways)
    return found


@settings(max_examples=80, deadline=None)
@given(small_maps(), st.sampled_from(Part))
def test_too_many_rows_give_exact_decisions_instead(route_map: RouteMap, part: Part) -> None:
    table = route_table(build_states(compile_map(route_map)), part=part, max_rows=0)
    runs = _runs_of(route_map, part)
    assert table.complete is (not runs)
    taken = Counter(answer for answers, _ in (_inside(route_map, part, run) for run in runs) for answer in answers)
    if runs:
        assert f"{table.row_count} regels" in table.remark
        assert all(group.rows == () for group in table.groups)
        assert {(d.question.id, d.option.id): sum(n for _, n in d.ways) for d in table.decisions} == taken
        ways = {(d.question.id, d.option.id, to.id): n for d in table.decisions for to, n in d.ways}
        assert ways == _ways(route_map, part, runs)


def _ways(route_map: RouteMap, part: Part, runs: list[Run]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for run in runs:
        answers, end = _inside(route_map, part, run)
        stops = [*(question for question, _ in answers[1:]), end]
        found.update((question, option, to) for (question, option), to in zip(answers, stops, strict=True))
    return found


def test_marks_what_only_some_options_of_a_step_bring() -> None:
    marked: set[object] = set()
    for seed in range(60):
        compiled = compile_map(make_map(seed))
        for group in route_table(build_states(compiled)).groups:
            for step in (step for row in group.rows for step in row.steps):
                brought = {(o.first, o.sets, o.signals) for o in step.options}
                plain = [o for o in step.options if (o.first, o.sets, o.signals) == (None, (), ())]
                assert set(step.marked) == (set(step.options) - set(plain) if len(brought) > 1 else set())
                marked.update(step.marked)
    assert marked


def test_says_after_which_outcome_of_the_assignment_a_row_on_a_person_comes() -> None:
    graph = build_states(compile_map(make_map(7)))
    rows = [row for group in route_table(graph, part=Part.PERSON).groups for row in group.rows]
    assert rows
    assert {outcome.id for row in rows for outcome in row.after} <= {"zoek-laag", "zoek-midden"}
    assert all(row.after for row in rows)
    assert all(row.after == () for group in route_table(graph).groups for row in group.rows)


def test_the_table_and_the_walk_agree() -> None:
    compiled = compile_map(make_map(11))
    for group in route_table(build_states(compiled)).groups:
        for row in group.rows:
            end = follow(compiled, {step.question.id: step.options[-1].id for step in row.steps}).end
            assert end == group.outcome
