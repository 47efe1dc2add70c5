"""Measures the route-map engine against a bare dictionary, zen-engine and a MaxSAT solver, on the same random graphs.

    python benchmarks/engine.py [--rounds 5] [--quick]

Only the ratios count, and only within one run. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graphs import OUTCOMES, WINDOW, Graph, random_answers, random_graph, route_map_of, yaml_of
from peers import AS_IT_COMES, TUNED, MaxSat, solve, zen_step

from sleutelwerk.core.yaml_source import parse_yaml
from sleutelwerk.route_map.engine.analysis import runs_to_ends
from sleutelwerk.route_map.engine.changes import least_changes
from sleutelwerk.route_map.engine.check import check_map
from sleutelwerk.route_map.engine.check.texts import check_texts
from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map, step
from sleutelwerk.route_map.engine.load import load_document
from sleutelwerk.route_map.engine.remaining import remaining
from sleutelwerk.route_map.engine.review import review_set
from sleutelwerk.route_map.engine.states import StateBudgetExceeded, build_states
from sleutelwerk.route_map.engine.walk import follow

WALKS = 3
SIZES = (20, 200, 2_000)
STEPS = 4_000
RUNS = 10
REPEATS = 5


@dataclass(frozen=True)
class Row:
    """A line of the report: what, ours, the other, the ratio, and the goal where there is one."""

    what: str
    ours: str
    other: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool = True


def main() -> int:
    """Measure, print the tables, and tell by the exit code whether every goal was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="leave out 20,000 questions and the review set of 2,000")
    options = parser.parse_args()
    tables = {
        "One step, with its reason record": steps(options.rounds),
        "Graph analysis: ends, reachability, counts, least changes with witness to six outcomes": [
            *analyses(options.rounds),
            *([] if options.quick else [growth(16 * options.rounds)]),
        ],
        "Apart from the analysis": apart(2_000 if not options.quick else 200),
        "Conditions that look far back": far_back(options.rounds),
    }
    for title, rows in tables.items():
        report(title, rows)
    missed = [row.what for rows in tables.values() for row in rows if not row.met]
    print(f"\nGoals not met: {', '.join(missed)}" if missed else "\nAll goals met.")
    return 1 if missed else 0


def report(title: str, rows: list[Row]) -> None:
    """Print one table in Markdown."""
    print(f"\n### {title}\n\n| what | ours | other | ratio | goal |\n|---|---|---|---|---|")
    for row in rows:
        verdict = f"{row.goal} {'met' if row.met else 'MISSED'}" if row.goal else ""
        print(f"| {row.what} | {row.ours} | {row.other} | {row.ratio} | {verdict} |")
    sys.stdout.flush()


def seconds(call: Callable[[], object]) -> float:
    """Time one call, in time of this process's own: other work on a shared machine would else be counted too."""
    start = time.process_time()
    call()
    return time.process_time() - start


def in_turn(rounds: int, *calls: Callable[[], object]) -> list[float]:
    """Time the calls in turn, several rounds, so that other work on the machine hits all alike; give the medians.

    What stands ready by then is kept from Python's garbage collector, so that no call pays for the data of another.
    """
    gc.collect()
    gc.freeze()
    times = [[seconds(call) for call in calls] for _ in range(rounds)]
    gc.unfreeze()
    return [statistics.median(column) for column in zip(*times, strict=True)]


def shown(duration: float) -> str:
    """Write a duration with the unit that fits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if duration >= size:
            return f"{duration / size:.3g} {unit}"
    return f"{duration * 1e9:.3g} ns"


# --- one step ---------------------------------------------------------------------------------------------------------


def steps(rounds: int) -> list[Row]:
    """Answer single questions: ours, a bare dictionary, zen-engine; all sizes in turn."""
    calls, rows = [], []
    for count in SIZES:
        calls += step_calls(random_graph(count))
    times = [duration / STEPS for duration in in_turn(rounds * 3, *calls)]
    for place, count in enumerate(SIZES):
        ours, bare, zen = times[3 * place : 3 * place + 3]
        slower, faster = f"{ours / bare:.1f}x slower", f"{zen / ours:.0f}x faster"
        rows.append(
            Row(f"{count} questions, to a dictionary", shown(ours), shown(bare), slower, "≤ 15x", ours <= 15 * bare)
        )
        rows.append(
            Row(f"{count} questions, to zen-engine", shown(ours), shown(zen), faster, "≥ 10x", zen >= 10 * ours)
        )
    own = times[::3]
    spread = max(own) / min(own)
    what = f"flat from {SIZES[0]} to {SIZES[-1]} questions"
    rows.append(Row(what, shown(max(own)), shown(min(own)), f"{spread:.2f}", "≤ 1.25", spread <= 1.25))
    return rows


def step_calls(graph: Graph) -> list[Callable[[], object]]:
    """The same steps for each of the three: those of a few whole runs, time and again."""
    compiled, zen = compile_map(route_map_of(graph)), zen_step(graph)
    table = {f"q{n}": {f"a{o}": to for o, to in enumerate(ways)} for n, ways in enumerate(graph.ways)}
    walked = [taken for seed in range(RUNS) for taken in run_of(compiled, random_answers(graph, seed))]
    numbered = [walked[place % len(walked)] for place in range(STEPS)]
    named = [(f"q{node}", f"a{option}") for node, option in numbered]
    _check_same_ways(compiled, table, zen, numbered)

    def ours() -> None:
        for node, option in numbered:
            step(compiled, node, 0, option)

    def bare() -> None:
        for question, answer in named:
            table[question][answer]

    def with_zen() -> None:
        for question, answer in named:
            zen(question, answer)

    return [ours, bare, with_zen]


def _check_same_ways(
    compiled: CompiledMap,
    table: dict[str, dict[str, str]],
    zen: Callable[[str, str], str],
    asked: list[tuple[int, int]],
) -> None:
    places = (*compiled.route_map.questions, *compiled.route_map.outcomes)
    for node, option in set(asked):
        ours = places[step(compiled, node, 0, option)[0]].id
        if not ours == table[f"q{node}"][f"a{option}"] == zen(f"q{node}", f"a{option}"):
            raise AssertionError("the engines went different ways")


def run_of(compiled: CompiledMap, answers: list[int]) -> list[tuple[int, int]]:
    """The questions that these answers meet, each with its answer."""
    node, bits, taken = compiled.start, 0, []
    while node < compiled.question_count:
        taken.append((node, answers[node]))
        node, bits, _ = step(compiled, node, bits, answers[node])
    return taken


# --- graph analysis ---------------------------------------------------------------------------------------------------


#: The number of runs to each outcome, and the least (changed, asked) for each.
Findings = tuple[list[int], list[tuple[int, int] | None]]


def analyse(compiled: CompiledMap, answers: dict[str, str]) -> Findings:
    """The whole analysis of a loaded map: an exception where runs do not end, runs and least change per outcome."""
    graph = build_states(compiled)
    runs, least = runs_to_ends(graph), least_changes(graph, answers)
    ends = range(compiled.question_count, compiled.question_count + OUTCOMES)
    ways = [least.to(end) for end in ends]
    counts = [sum(runs[state] for state in graph.states_at(end)) for end in ends]
    return counts, [None if way is None else (way.changed, way.asked) for way in ways]


def analyses(rounds: int) -> list[Row]:
    """Compare with RC2, which finds only the least changes; it is given the formulas ready made."""
    rows: list[Row] = []
    for guards in (0, 500):
        graph = random_graph(2_000, guards=guards)
        compiled, maxsat = compile_map(route_map_of(graph)), MaxSat(graph)
        totals = [0.0, 0.0, 0.0]
        for seed in range(WALKS):
            named = {f"q{n}": f"a{o}" for n, o in enumerate(random_answers(graph, seed))}
            answers = follow(compiled, named).answers()
            times = against_solver(compiled, maxsat, answers, rounds)
            totals = [total + duration / WALKS for total, duration in zip(totals, times, strict=True)]
        ours, plain, tuned = totals
        what = f"2,000 questions, {guards} conditions that look back up to {WINDOW}"
        rows.append(
            Row(
                f"{what}, to RC2", shown(ours), shown(plain), f"{plain / ours:.0f}x faster", "≥ 20x", plain >= 20 * ours
            )
        )
        rows.append(
            Row(
                f"{what}, to RC2 with the best of {len(TUNED)} settings",
                shown(ours),
                shown(tuned),
                f"{tuned / ours:.0f}x faster",
            )
        )
    return rows


def against_solver(
    compiled: CompiledMap, maxsat: MaxSat, answers: dict[str, str], rounds: int
) -> tuple[float, float, float]:
    """Time ours, the solver as it comes, and the quickest of its tuned settings. Their answers must be the same."""
    given = {compiled.node_of[q]: compiled.option_of[compiled.node_of[q]][o] for q, o in answers.items()}
    formulas = [maxsat.formula(given, outcome) for outcome in range(OUTCOMES)]
    expected = analyse(compiled, answers)[1]
    for settings in (AS_IT_COMES, *TUNED):
        if [solve(formula, settings) for formula in formulas] != expected:
            raise AssertionError("the solver found other least changes")
    own, plain, *tuned = in_turn(
        rounds,
        lambda: [analyse(compiled, answers) for _ in range(REPEATS)],
        *(lambda s=settings: [solve(formula, s) for formula in formulas] for settings in (AS_IT_COMES, *TUNED)),
    )
    return own / REPEATS, plain, min(tuned)


def growth(rounds: int) -> Row:
    """Ten times the questions. More rounds than elsewhere: the two lie close to the goal, and single rounds scatter."""
    maps = [compile_map(route_map_of(random_graph(count))) for count in (20_000, 2_000)]
    large, small = in_turn(rounds, *(lambda m=m: [analyse(m, {"q0": "a0"}) for _ in range(REPEATS)] for m in maps))
    large, small = large / REPEATS, small / REPEATS
    return Row(
        "20,000 questions, to 2,000",
        shown(large),
        shown(small),
        f"{large / small:.1f}x slower",
        "≤ 12x",
        large <= 12 * small,
    )


# --- the rest ---------------------------------------------------------------------------------------------------------


def apart(count: int) -> list[Row]:
    """Loading, texts, the other checks, remaining questions and the review set, each once."""
    graph = random_graph(count, guards=count // 20)
    text = yaml_of(graph).encode()
    document = parse_yaml(text, Path("route.yaml"))
    loaded = load_document(document)
    if loaded.route_map is None:
        raise AssertionError(loaded.findings[:3])
    route_map = loaded.route_map
    compiled = compile_map(route_map)
    states = build_states(compiled)
    found = review_set(states)
    rows = [
        Row(
            f"reading {len(text) // 1024} kB of YAML with positions",
            shown(seconds(lambda: parse_yaml(text, Path("route.yaml")))),
        ),
        Row("schema, references, building the map", shown(seconds(lambda: load_document(document)))),
        Row("checking the texts", shown(seconds(lambda: check_texts(document, date(2026, 11, 24))))),
        Row("checking every run", shown(seconds(lambda: check_map(route_map, document)))),
        Row("compiling", shown(seconds(lambda: compile_map(route_map)))),
        Row("remaining questions for every place", shown(seconds(lambda: remaining(states)))),
        Row(f"review set: {len(found.walks)} walks, bound {found.bound}", shown(seconds(lambda: review_set(states)))),
    ]
    return [Row(f"{count} questions: {row.what}", row.ours) for row in rows]


def far_back(rounds: int) -> list[Row]:
    """Conditions multiply states by what must be remembered at once; over the budget the analysis says so and stops."""
    rows: list[Row] = []
    for reach in (8, 16, 32, 64):
        compiled = compile_map(route_map_of(random_graph(200, guards=50, reach=reach)))
        states = len(build_states(compiled).order)
        (own,) = in_turn(rounds, lambda c=compiled: analyse(c, {"q0": "a0"}))
        rows.append(Row(f"200 questions, 50 conditions that look back up to {reach}: {states} states", shown(own)))
    compiled = compile_map(route_map_of(random_graph(2_000, guards=60, reach=2_000)))
    costly: list[int] = []

    def over_budget() -> None:
        try:
            build_states(compiled)
        except StateBudgetExceeded as error:
            costly[:] = [bit for bit, _ in error.cost]

    taken = seconds(over_budget)
    rows.append(
        Row(
            f"2,000 questions, 60 conditions that look back any distance: {len(costly)} named as costly",
            shown(taken),
            goal="stops and says so",
            met=bool(costly),
        )
    )
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
