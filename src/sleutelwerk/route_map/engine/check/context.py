"""What the checks of one map share: the map, its states, where everything stands in the file, and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.route_map.engine.analysis import ExampleWalk, Gains, Wanted, example_walk
from sleutelwerk.route_map.engine.compiled import CompiledMap
from sleutelwerk.route_map.engine.model import Option, Question, RouteMap
from sleutelwerk.route_map.engine.states import StateGraph, targets

#: An example walk costs a pass over all states; after this many, or this many states looked at, findings go without.
MAX_EXAMPLES = 20
_MOST_STATES = 2_000_000


@dataclass
class Context:
    """Handed to every check; without `graph` (the states could not be built) the exact checks do not run."""

    document: Document
    compiled: CompiledMap
    graph: StateGraph | None
    found: list[Finding] = field(default_factory=list)
    _examples: int = 0

    @property
    def route_map(self) -> RouteMap:
        """The map under check."""
        return self.compiled.route_map

    def add(self, code: str, message: str, mend: str, path: DataPath, severity: Severity = Severity.ERROR) -> None:
        """Report something at a path in the data."""
        position = self.document.at(path)
        self.found.append(Finding(code, message, mend, self.document.file, position, severity))

    def path(self, node: int) -> DataPath:
        """The path of the question or outcome at a node."""
        count = self.compiled.question_count
        return ("questions", node) if node < count else ("outcomes", node - count)

    def name(self, node: int) -> str:
        """The id of the question or outcome at a node."""
        count = self.compiled.question_count
        return self.compiled.question(node).id if node < count else self.compiled.outcome(node).id

    def options(self) -> Iterator[tuple[int, Question, int, Option, DataPath]]:
        """Every option: the node and its question, the index and the option, and the path."""
        for node, question in enumerate(self.route_map.questions):
            for index, option in enumerate(question.options):
                yield node, question, index, option, ("questions", node, "options", index)

    @cached_property
    def reached(self) -> frozenset[int]:
        """The nodes that some run reaches: exact with the states, otherwise whatever the conditions."""
        if self.graph is not None:
            return self.graph.nodes()
        seen, waiting = {self.compiled.start}, [self.compiled.start]
        while waiting:
            for target in targets(self.compiled, waiting.pop()) - seen:
                seen.add(target)
                waiting.append(target)
        return frozenset(seen)

    def example(self, graph: StateGraph, state: int, gained: Gains, wanted: Wanted) -> str:
        """A Dutch sentence with an example walk to a state; empty when enough have been given."""
        return spell(self.walk(graph, state, gained, wanted))

    def walk(self, graph: StateGraph, state: int, gained: Gains, wanted: Wanted) -> ExampleWalk | None:
        """An example walk to a state; None when enough have been given."""
        self._examples += 1
        if self._examples > MAX_EXAMPLES or self._examples * len(graph.order) > _MOST_STATES:
            return None
        return example_walk(graph, state, gained, wanted)


def spell(walk: ExampleWalk | None, last: tuple[str, str] | None = None) -> str:
    """Write an example walk as a Dutch sentence."""
    if walk is None:
        return ""
    steps = [*walk, *([last] if last else [])]
    return "Voorbeeld: " + ", ".join(f"{question}: {option}" for question, option in steps) + "." if steps else ""
