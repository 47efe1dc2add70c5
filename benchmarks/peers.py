"""The strongest other ways to do the same: zen-engine for one step, a MaxSAT solver (RC2) for least changes."""

from __future__ import annotations

import json
from collections.abc import Callable

import zen
from graphs import OUTCOMES, Graph
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

#: One changed answer outweighs any number of new questions.
CHANGED = 100_000


def zen_step(graph: Graph) -> Callable[[str, str], str]:
    """Prepare zen-engine's fastest call: a decision table per question, compiled beforehand, behind a loader."""
    contents = {f"q{n}": zen.ZenDecisionContent(_table(ways)) for n, ways in enumerate(graph.ways)}
    engine = zen.ZenEngine({"loader": contents.__getitem__})

    def step(question: str, option: str) -> str:
        return str(engine.evaluate(question, {"a": option})["result"]["to"])

    return step


def _table(ways: list[str]) -> str:
    rules = [{"_id": f"r{n}", "i": f'"a{n}"', "o": f'"{to}"'} for n, to in enumerate(ways)]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": "a", "type": "expression", "field": "a"}],
        "outputs": [{"id": "o", "name": "to", "type": "expression", "field": "to"}],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "e1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "e2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


class MaxSat:
    """Runs of a graph as clauses: a variable per question or outcome that is met and per option that is taken."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.count = graph, 0
        names = [*(f"q{n}" for n in range(len(graph.ways))), *(f"o{n}" for n in range(OUTCOMES))]
        self.met = {name: self._variable() for name in names}
        self.taken = [[self._variable() for _ in ways] for ways in graph.ways]
        self.clauses: list[list[int]] = [[self.met["q0"]]]
        self._encode()

    def _variable(self) -> int:
        self.count += 1
        return self.count

    def _encode(self) -> None:
        into: dict[str, list[int]] = {name: [] for name in self.met}
        for number, ways in enumerate(self.graph.ways):
            met, taken = self.met[f"q{number}"], self.taken[number]
            self.clauses.append([-met, *taken])
            self.clauses += [[-option, met] for option in taken]
            self.clauses += [[-a, -b] for n, a in enumerate(taken) for b in taken[:n]]
            for option, to in enumerate(ways):
                self._lead(number, option, to, into)
        self.clauses += [[-self.met[name], *ways] for name, ways in into.items() if name != "q0"]

    def _lead(self, number: int, option: int, to: str, into: dict[str, list[int]]) -> None:
        taken, guard = self.taken[number][option], self.graph.guards.get((number, option))
        if guard is None:
            self.clauses.append([-taken, self.met[to]])
            into[to].append(taken)
            return
        holds, goes, stays = self.taken[guard.question][guard.option], self._variable(), self._variable()
        self.clauses += [[-goes, taken], [-goes, holds], [-stays, taken], [-stays, -holds]]
        self.clauses += [[-taken, -holds, goes], [-taken, holds, stays]]
        self.clauses += [[-goes, self.met[guard.elsewhere]], [-stays, self.met[to]]]
        into[guard.elsewhere].append(goes)
        into[to].append(stays)

    def formula(self, given: dict[int, int], outcome: int) -> WCNF:
        """The formula for one outcome: what changes or is asked anew has its price."""
        formula = WCNF()
        formula.extend(self.clauses)
        formula.append([self.met[f"o{outcome}"]])
        for number, taken in enumerate(self.taken):
            if number in given:
                others = [option for index, option in enumerate(taken) if index != given[number]]
                formula.extend([[-option] for option in others], weights=[CHANGED] * len(others))
            else:
                formula.append([-self.met[f"q{number}"]], weight=1)
        return formula


#: RC2 as it comes, and the settings that were quickest on some of these graphs: solver, incremental use of it.
AS_IT_COMES = ("g3", False)
TUNED: tuple[tuple[str, bool], ...] = (("m22", False), ("mc", False), ("g4", True))


def solve(formula: WCNF, settings: tuple[str, bool]) -> tuple[int, int] | None:
    """The least (changed, asked), or None when the outcome cannot be reached."""
    name, incremental = settings
    with RC2(formula, solver=name, incr=incremental) as solver:
        return divmod(int(solver.cost), CHANGED) if solver.compute() is not None else None
