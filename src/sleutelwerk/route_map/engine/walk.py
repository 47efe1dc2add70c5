"""Walking a map: a set of answers in, the route that they give out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sleutelwerk.route_map.engine.compiled import CompiledMap, step
from sleutelwerk.route_map.engine.model import Fact, Option, Outcome, Part, Question, Signal


class UnknownAnswer(ValueError):
    """An answer names a question that the map does not have, or an option that the question does not have."""

    def __init__(self, question: str, option: str) -> None:
        super().__init__(f"{question}: {option}")
        self.question = question
        self.option = option


@dataclass(frozen=True, slots=True)
class Step:
    """One answered question; `bits` is the relevant past after the answer (see `compiled`)."""

    question: Question
    option: Option
    node: int
    bits: int


@dataclass(frozen=True, slots=True)
class Collected:
    """Something to do first, and the question to which one then comes back."""

    question: Question
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Walk:
    """A route: the steps taken, the question at which it stands (if it has not ended) and what it met.

    `outcomes` holds the outcome of the assignment and, in a walk through part `person`, that of the person.
    `node` and `bits` are where the walk stands, for `states.StateGraph.at`.
    """

    steps: tuple[Step, ...]
    at: Question | None
    outcomes: tuple[Outcome, ...]
    facts: tuple[Fact, ...]
    firsts: tuple[Collected, ...]
    signals: tuple[Signal, ...]
    node: int
    bits: int

    @property
    def end(self) -> Outcome | None:
        """The outcome in which the walk ended, or None while there is a question to answer."""
        return self.outcomes[-1] if self.at is None else None

    @property
    def provisional(self) -> bool:
        """True when something has to be done first: the result is then 'voorlopig'."""
        return bool(self.firsts)

    def answers(self) -> dict[str, str]:
        """The answers that this walk used, by question."""
        return {taken.question.id: taken.option.id for taken in self.steps}


def follow(compiled: CompiledMap, answers: Mapping[str, str], *, through: Part = Part.ASSIGNMENT) -> Walk:
    """Follow the answers from the start until a question without an answer, or an outcome.

    Answers to questions that the route does not meet are left alone. With `through=Part.PERSON` the walk goes on from a
    profile outcome of the assignment into the questions about a person.
    Raises UnknownAnswer for an answer that the map does not know, on the route or not.
    """
    chosen = _indices(compiled, answers)
    node, bits = compiled.start, 0
    steps: list[Step] = []
    outcomes: list[Outcome] = []
    while True:
        if node >= compiled.question_count:
            outcomes.append(compiled.outcome(node))
            if through is Part.ASSIGNMENT or node not in compiled.continues:
                return _finish(compiled, steps, None, outcomes, (node, bits))
            node = compiled.continues[node]
        elif node not in chosen:
            return _finish(compiled, steps, compiled.question(node), outcomes, (node, bits))
        else:
            question, option = compiled.question(node), chosen[node]
            taken = node
            node, bits, _ = step(compiled, node, bits, option)
            steps.append(Step(question, question.options[option], taken, bits))


def _indices(compiled: CompiledMap, answers: Mapping[str, str]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    for question, option in answers.items():
        node = compiled.node_of.get(question, compiled.question_count)
        if node >= compiled.question_count or option not in compiled.option_of[node]:
            raise UnknownAnswer(question, option)
        chosen[node] = compiled.option_of[node][option]
    return chosen


def _finish(
    compiled: CompiledMap,
    steps: list[Step],
    at: Question | None,
    outcomes: list[Outcome],
    position: tuple[int, int],
) -> Walk:
    """Gather what the steps met. A run whose last step *is* a `first` outcome collects nothing by that step."""
    route_map = compiled.route_map
    facts = dict.fromkeys(fact for taken in steps for fact in taken.option.sets)
    signals = dict.fromkeys(signal for taken in steps for signal in taken.option.signals)
    by_fact = {fact.id: fact for fact in route_map.facts}
    by_signal = {signal.id: signal for signal in route_map.signals}
    by_outcome = {outcome.id: outcome for outcome in route_map.outcomes}
    firsts = [(t.question, by_outcome[t.option.first]) for t in steps if t.option.first is not None]
    return Walk(
        steps=tuple(steps),
        at=at,
        outcomes=tuple(outcomes),
        facts=tuple(by_fact[fact] for fact in facts),
        firsts=tuple(Collected(question, outcome) for question, outcome in firsts),
        signals=tuple(by_signal[signal] for signal in signals),
        node=position[0],
        bits=position[1],
    )
