"""A visitor's answers as plain numbers: where they lead on the map, and what each action makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sleutelwerk.route_map.engine.compiled import CompiledMap, step


class Refusal(ValueError):
    """An answer that cannot be taken; the subclass says why."""


class OutOfOrder(Refusal):
    """The position lies beyond the question at which the route stands."""


class OtherQuestion(Refusal):
    """Another question stands at this position by now, for instance because of a second tab."""


class UnknownOption(Refusal):
    """The question does not have this option."""


class NoCandidateHere(Refusal):
    """The route does not stand at a result from which a candidate can be tested."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was chosen, by question number, the oldest first; kept answers that the route no longer meets included.

    `candidate` is the node of the result from which the questions about a person were begun, or None.
    """

    chosen: dict[int, int] = field(default_factory=dict)
    candidate: int | None = None


class Taken(NamedTuple):
    """One answered question on the route: its node and the number of the option."""

    node: int
    option: int


@dataclass(frozen=True, slots=True)
class Route:
    """Where the answers lead: the steps, the node at which they stand and the results that were met on the way.

    `assignment_steps` counts the steps before the questions about a person; `pasts` has the bits before each step.
    """

    steps: tuple[Taken, ...]
    pasts: tuple[int, ...]
    node: int
    bits: int
    outcomes: tuple[int, ...]
    assignment_steps: int
    question_count: int

    @property
    def ended(self) -> bool:
        """Tell whether there is no question left to answer."""
        return self.node >= self.question_count

    @property
    def about_person(self) -> bool:
        """Tell whether the route went on into the questions about a person."""
        return len(self.outcomes) > 1 or (bool(self.outcomes) and not self.ended)

    @property
    def length(self) -> int:
        """How many positions can be visited: the answered questions and the open one."""
        return len(self.steps) + (not self.ended)

    def node_at(self, position: int) -> int:
        """The question at a position, counting from 1. Raises OutOfOrder beyond the route."""
        if not 1 <= position <= self.length:
            raise OutOfOrder(position)
        return self.steps[position - 1].node if position <= len(self.steps) else self.node

    def bits_at(self, position: int) -> int:
        """The relevant past on arriving at a position that `node_at` accepts."""
        return self.pasts[position - 1] if position <= len(self.pasts) else self.bits


def route_of(compiled: CompiledMap, answers: Answers) -> Route:
    """Follow the answers as far as they reach.

    The route enters the questions about a person only from the very result for which the candidate was begun: when an
    earlier answer changes that result, testing this candidate makes no sense any more.
    """
    node, bits = compiled.start, 0
    count = compiled.question_count
    steps: list[Taken] = []
    pasts: list[int] = []
    outcomes: list[int] = []
    assignment_steps = -1
    while True:
        if node >= count:
            outcomes.append(node)
            if len(outcomes) == 1:
                assignment_steps = len(steps)
            if answers.candidate != node or node not in compiled.continues:
                break
            node = compiled.continues[node]
        elif (option := answers.chosen.get(node)) is None:
            break
        else:
            steps.append(Taken(node, option))
            pasts.append(bits)
            node, bits, _ = step(compiled, node, bits, option)
    reached = assignment_steps if outcomes else len(steps)
    return Route(tuple(steps), tuple(pasts), node, bits, tuple(outcomes), reached, count)


def answered(
    compiled: CompiledMap, answers: Answers, route: Route, *, position: int, question: int, option: int
) -> Answers:
    """Answer the question at a position of the route and keep all other answers, met or not.

    Raises OutOfOrder, OtherQuestion or UnknownOption; the answers then stay as they were.
    """
    if route.node_at(position) != question:
        raise OtherQuestion(position)
    if not 0 <= option < len(compiled.edges[question]):
        raise UnknownOption(option)
    kept = {node: chosen for node, chosen in answers.chosen.items() if node != question}
    return Answers(kept | {question: option}, answers.candidate)


def candidate_begun(compiled: CompiledMap, answers: Answers) -> Answers:
    """Begin the questions about a person from the result of the assignment.

    Answers about a person are kept only when it is the same test going on. Raises NoCandidateHere.
    """
    outcome = may_test_candidate(compiled, answers)
    if outcome is None:
        raise NoCandidateHere
    if answers.candidate == outcome:
        return answers
    return Answers(_about_assignment(compiled, answers), outcome)


def may_test_candidate(compiled: CompiledMap, answers: Answers) -> int | None:
    """The result from which a candidate can be tested, or None."""
    outcomes = route_of(compiled, answers).outcomes
    return outcomes[0] if outcomes and outcomes[0] in compiled.continues else None


def next_candidate(compiled: CompiledMap, answers: Answers) -> Answers:
    """Forget what was answered about a person and stay ready for the next one."""
    return Answers(_about_assignment(compiled, answers), answers.candidate)


def candidate_finished(compiled: CompiledMap, answers: Answers) -> Answers:
    """Forget what was answered about a person and return to the result of the assignment."""
    return Answers(_about_assignment(compiled, answers))


def set_aside(answers: Answers, route: Route) -> list[Taken]:
    """The kept answers that the route does not meet now, in the order in which they were given."""
    on_route = {taken.node for taken in route.steps}
    return [Taken(node, option) for node, option in answers.chosen.items() if node not in on_route]


def _about_assignment(compiled: CompiledMap, answers: Answers) -> dict[int, int]:
    questions = compiled.route_map.questions
    return {node: option for node, option in answers.chosen.items() if not questions[node].about_person}
