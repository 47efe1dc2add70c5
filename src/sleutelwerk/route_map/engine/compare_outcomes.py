"""Where the same answers lead in two versions of a map: a walk through both at once, with the answers shared by id.

A question that both ask, at whatever moment, must get the same answer. The new version waits for the old one wherever
the old one may still ask what the new one asks now, so answers are only ever kept pending for the new version, and only
for as long as it may still ask for them. Places from which both versions go on alike are not looked into.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from sleutelwerk.route_map.engine.model import Outcome, Part
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.engine.walk import Walk, follow

#: More pairs of places than this are not looked at; the comparison then says that it is not complete.
COMPARE_BUDGET = 200_000

#: (question id, option id)
Answer = tuple[str, str]

#: A place in both versions: old state, new state, and the answers for which the new one may still ask.
_Place = tuple[int, int, frozenset[Answer]]

#: How a place was reached first: the place before it and the answer that was given there.
_Origins = dict[_Place, tuple[_Place, Answer] | None]


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """Answers that end elsewhere than they did: a shortest example, with the walk in both versions."""

    part: Part
    before: Outcome
    after: Outcome
    answers: tuple[Answer, ...]
    old_walk: Walk
    new_walk: Walk


def outcome_changes(
    old: StateGraph, new: StateGraph, *, budget: int = COMPARE_BUDGET
) -> tuple[tuple[OutcomeChange, ...], bool]:
    """Give an example per pair of outcomes that differs, first of the assignment alone, then of whole runs.

    The second value tells whether everything was compared within the budget.
    """
    found: dict[tuple[str, str], OutcomeChange] = {}
    complete = True
    for part in Part:
        if part is Part.ASSIGNMENT or old.compiled.continues or new.compiled.continues:
            search = _Search(old, new, part, budget)
            for pair, answers in search.run().items():
                found.setdefault(pair, _example(old, new, part, answers))
            complete = complete and search.complete
    return tuple(found.values()), complete


def _example(old: StateGraph, new: StateGraph, part: Part, answers: tuple[Answer, ...]) -> OutcomeChange:
    walks = [follow(graph.compiled, _known(graph, answers), through=part) for graph in (old, new)]
    return OutcomeChange(part, walks[0].outcomes[-1], walks[1].outcomes[-1], answers, *walks)


def _known(graph: StateGraph, answers: tuple[Answer, ...]) -> dict[str, str]:
    """The answers that this version knows; it does not meet the others."""
    options = {
        question.id: {option.id for option in question.options} for question in graph.compiled.route_map.questions
    }
    return {question: option for question, option in answers if option in options.get(question, ())}


class _Side:
    """One version as the search sees it, per state: the question asked there, what may still be asked, and a likeness.

    States of either version with the same likeness lead the same answers to the same outcomes.
    """

    def __init__(self, graph: StateGraph, part: Part, bits: dict[str, int], likenesses: dict[object, int]) -> None:
        self.graph, self.part = graph, part
        count = len(graph.node)
        self.asks, self.may_ask, self.likeness = [""] * count, [0] * count, [0] * count
        for state in reversed(graph.order):
            following = graph.successors[state]
            if self.ended(state):
                look: object = self.outcome(state)
            elif graph.is_end(state):
                continue  # never stood at: see `settled`
            else:
                question = graph.compiled.question(graph.node[state])
                self.asks[state] = question.id
                after = [self.settled(to) for to in following]
                names = (option.id for option in question.options)
                look = (question.id, frozenset(zip(names, (self.likeness[to] for to in after), strict=True)))
                self.may_ask[state] = bits.setdefault(question.id, 1 << len(bits))
                for to in after:
                    self.may_ask[state] |= self.may_ask[to]
            self.likeness[state] = likenesses.setdefault(look, len(likenesses))

    def ended(self, state: int) -> bool:
        """Tell whether a run of the part ends here."""
        return self.graph.is_end(state) and (self.part is Part.ASSIGNMENT or not self.graph.successors[state])

    def settled(self, state: int) -> int:
        """Pass an outcome from which the run goes on."""
        return self.graph.successors[state][0] if self.graph.is_end(state) and not self.ended(state) else state

    def options(self, state: int) -> dict[str, int]:
        """The options of the question asked here, by id."""
        return self.graph.compiled.option_of[self.graph.node[state]]

    def outcome(self, state: int) -> str:
        """The id of the outcome in which the run ended."""
        return self.graph.compiled.outcome(self.graph.node[state]).id

    def after(self, state: int, option: str) -> int | None:
        """The state after an answer; None when this version does not have the option."""
        index = self.options(state).get(option)
        return None if index is None else self.graph.successors[state][index]


class _Search:
    """Breadth first through pairs of places, so that the first example of a change is a shortest one."""

    def __init__(self, old: StateGraph, new: StateGraph, part: Part, budget: int) -> None:
        self.bits: dict[str, int] = {}
        likenesses: dict[object, int] = {}
        self.old = _Side(old, part, self.bits, likenesses)
        self.new = _Side(new, part, self.bits, likenesses)
        self.budget, self.complete = budget, True
        self.origins: _Origins = {}
        self.found: dict[tuple[str, str], tuple[Answer, ...]] = {}

    def run(self) -> dict[tuple[str, str], tuple[Answer, ...]]:
        """Give a shortest set of shared answers per pair of outcomes that differs."""
        waiting: deque[_Place] = deque()
        self._reach(self._place(self.old.graph.start, self.new.graph.start, frozenset()), None, waiting)
        while waiting:
            if len(self.origins) > self.budget:
                self.complete = False
                break
            place = waiting.popleft()
            for answer, following in self._following(place):
                self._reach(following, (place, answer), waiting)
        return self.found

    def _reach(self, place: _Place | None, origin: tuple[_Place, Answer] | None, waiting: deque[_Place]) -> None:
        if place is None or place in self.origins:
            return
        self.origins[place] = origin
        old, new, _ = place
        if self.old.ended(old) and self.new.ended(new):
            self.found.setdefault((self.old.outcome(old), self.new.outcome(new)), self._answers(place))
        else:
            waiting.append(place)

    def _answers(self, place: _Place) -> tuple[Answer, ...]:
        answers: list[Answer] = []
        while (origin := self.origins[place]) is not None:
            place, answer = origin
            answers.append(answer)
        return tuple(reversed(answers))

    def _place(self, old: int | None, new: int | None, pending: frozenset[Answer]) -> _Place | None:
        """Give the answers that are known already; None where the versions go on alike or cannot share the answers."""
        known = dict(pending)
        while old is not None and new is not None:
            old, new = self.old.settled(old), self.new.settled(new)
            if self.new.asks[new] in known:
                new = self.new.after(new, known[self.new.asks[new]])
            elif self.old.likeness[old] == self.new.likeness[new]:
                return None
            else:
                still = self.new.may_ask[new]
                return old, new, frozenset(answer for answer in pending if self.bits[answer[0]] & still)
        return None

    def _following(self, place: _Place) -> Iterator[tuple[Answer, _Place | None]]:
        """Answer what both ask, or what the new one asks and the old one never will, or else what the old one asks."""
        old, new, pending = place
        was, is_now = self.old.asks[old], self.new.asks[new]
        if was == is_now:
            for option in self.old.options(old):
                yield (was, option), self._place(self.old.after(old, option), self.new.after(new, option), pending)
        elif not was or (is_now and not self.bits[is_now] & self.old.may_ask[old]):
            for option in self.new.options(new):
                yield (is_now, option), self._place(old, self.new.after(new, option), pending)
        else:
            for option in self.old.options(old):
                answer = (was, option)
                yield answer, self._place(self.old.after(old, option), new, pending | {answer})
