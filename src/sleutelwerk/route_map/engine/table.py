"""All routes of a part in one table, grouped by outcome, for a content owner to sign off; every number is exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sleutelwerk.route_map.engine.analysis import runs_to
from sleutelwerk.route_map.engine.model import Option, Outcome, Part, Question
from sleutelwerk.route_map.engine.states import StateGraph

#: Nobody signs more rows than this; above it the table gives the decisions per question instead.
MAX_ROWS = 2_000

#: A way from an origin as (the way before, state, next state); None at the origin.
_Trail = tuple["_Trail", int, int] | None


@dataclass(frozen=True, slots=True)
class RowStep:
    """A question, and the options with the same consequence: the same next question with the same past."""

    question: Question
    options: tuple[Option, ...]

    @property
    def marked(self) -> tuple[Option, ...]:
        """The options that bring something (a first, a fact, a signal) that not all options of this step bring."""
        brought = [(option.first, option.sets, option.signals) for option in self.options]
        if len(set(brought)) == 1:
            return ()
        return tuple(option for option, what in zip(self.options, brought, strict=True) if what != (None, (), ()))


@dataclass(frozen=True, slots=True)
class Row:
    """Runs that differ only in options with the same consequence. In part `person` each comes after one of `after`."""

    after: tuple[Outcome, ...]
    steps: tuple[RowStep, ...]
    outcome: Outcome
    runs: int


@dataclass(frozen=True, slots=True)
class Group:
    """An outcome, the number of runs that end in it, and its rows (none when there are too many)."""

    outcome: Outcome
    runs: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """An option, where it may lead, and how many runs take each of these ways."""

    question: Question
    option: Option
    ways: tuple[tuple[Question | Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class RouteTable:
    """The table of one part. `row_count` is exact also when that many rows are not given."""

    part: Part
    runs: int
    row_count: int
    max_rows: int
    groups: tuple[Group, ...]
    decisions: tuple[Decision, ...]

    @property
    def complete(self) -> bool:
        """True when every route has its row; otherwise `decisions` has the options one by one."""
        return self.row_count <= self.max_rows

    @property
    def remark(self) -> str:
        """Say in Dutch when the routes are too many for rows; empty otherwise."""
        if self.complete:
            return ""
        return (
            f"Alle routes samen zijn {self.row_count} regels: te veel om na te lezen (hooguit {self.max_rows}). "
            "Daarom staat hier per vraag waar elk antwoord heen leidt."
        )


def route_table(graph: StateGraph, *, part: Part = Part.ASSIGNMENT, max_rows: int = MAX_ROWS) -> RouteTable:
    """Make the table. Part `person` counts whole runs: each way to a first question about the person counts."""
    view = _View(graph, part)
    row_count = sum(view.completions(merged=True)[origin] for origin in view.origins)
    complete = row_count <= max_rows
    rows = list(view.rows()) if complete else []
    ends = view.ends()
    outcomes = [outcome for outcome in graph.compiled.route_map.outcomes if outcome.id in ends]
    groups = tuple(
        Group(outcome, ends[outcome.id], tuple(row for row in rows if row.outcome.id == outcome.id))
        for outcome in outcomes
    )
    decisions = () if complete else tuple(view.decisions())
    return RouteTable(part, sum(ends.values()), row_count, max_rows, groups, decisions)


class _View:
    """The states of one part, with the number of runs to each."""

    def __init__(self, graph: StateGraph, part: Part) -> None:
        self.graph, self.part = graph, part
        self.arrivals = runs_to(graph)
        self.origins, self.after = self._origins()
        self.inside = self._inside()

    def _origins(self) -> tuple[list[int], dict[int, tuple[Outcome, ...]]]:
        """The states in which the part begins, and the outcomes that come just before each."""
        if self.part is Part.ASSIGNMENT:
            return [self.graph.start], {self.graph.start: ()}
        after: dict[int, dict[int, None]] = {}
        for state in self.graph.order:
            if self.graph.is_end(state):
                for following in self.graph.successors[state]:
                    after.setdefault(following, {})[self.graph.node[state]] = None
        outcome = self.graph.compiled.outcome
        return list(after), {origin: tuple(outcome(node) for node in nodes) for origin, nodes in after.items()}

    def _inside(self) -> list[int]:
        """The states of the part, its ends included, in topological order."""
        seen = set(self.origins)
        for state in self.graph.order:
            if state in seen and not self.graph.is_end(state):
                seen.update(self.graph.successors[state])
        return [state for state in self.graph.order if state in seen]

    def completions(self, *, merged: bool = False) -> dict[int, int]:
        """Per state the ways to an end; merged: options with the same consequence count once."""
        count: dict[int, int] = {}
        for state in reversed(self.inside):
            following = self.graph.successors[state]
            ways = set(following) if merged else following
            count[state] = 1 if self.graph.is_end(state) else sum(count[target] for target in ways)
        return count

    def ends(self) -> dict[str, int]:
        """Per outcome id of this part, the number of runs that end in it."""
        found: dict[str, int] = {}
        for state in self.inside:
            if self.graph.is_end(state):
                outcome = self.graph.compiled.outcome(self.graph.node[state])
                found[outcome.id] = found.get(outcome.id, 0) + self.arrivals[state]
        return found

    def rows(self) -> Iterator[Row]:
        """Every merged way from an origin to an end, in the order of the options."""
        waiting: list[tuple[int, int, _Trail]] = [(origin, origin, None) for origin in reversed(self.origins)]
        while waiting:
            origin, state, trail = waiting.pop()
            if self.graph.is_end(state):
                yield self._row(origin, state, trail)
            else:
                targets = dict.fromkeys(self.graph.successors[state])
                waiting.extend((origin, target, (trail, state, target)) for target in reversed(targets))

    def _row(self, origin: int, end: int, trail: _Trail) -> Row:
        steps: list[RowStep] = []
        runs = self.arrivals[origin]
        while trail is not None:
            trail, state, target = trail
            question = self.graph.compiled.question(self.graph.node[state])
            options = zip(question.options, self.graph.successors[state], strict=True)
            steps.append(RowStep(question, tuple(option for option, following in options if following == target)))
            runs *= len(steps[-1].options)
        return Row(self.after[origin], tuple(reversed(steps)), self.graph.compiled.outcome(self.graph.node[end]), runs)

    def decisions(self) -> Iterator[Decision]:
        """Every option with its ways on and the number of runs that take each."""
        compiled, completions = self.graph.compiled, self.completions()
        places: tuple[Question | Outcome, ...] = (*compiled.route_map.questions, *compiled.route_map.outcomes)
        ways: dict[tuple[int, int], dict[int, int]] = {}
        for state in self.inside:
            if not self.graph.is_end(state):
                for option, target in enumerate(self.graph.successors[state]):
                    found = ways.setdefault((self.graph.node[state], option), {})
                    runs = self.arrivals[state] * completions[target]
                    found[self.graph.node[target]] = found.get(self.graph.node[target], 0) + runs
        for (node, option), found in ways.items():
            question = compiled.question(node)
            yield Decision(question, question.options[option], tuple((places[to], runs) for to, runs in found.items()))
