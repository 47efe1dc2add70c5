"""Why a walk ended where it did, why not in another profile, and what would have to differ for that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sleutelwerk.route_map.engine.changes import NEW, Least, LeastChanges, given_answers, least_changes
from sleutelwerk.route_map.engine.model import Fact, Option, Outcome, OutcomeKind, Part, Question
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.engine.walk import Step, Walk


@dataclass(frozen=True, slots=True)
class Decisive:
    """An answer that decided: each option in `excluding` rules the present outcome out, if the other answers stay.

    It `chooses` when one of those can still end in another profile or in none; else it only kept a stop (or something
    to do first) away.
    """

    question: Question
    option: Option
    excluding: tuple[Option, ...]
    chooses: bool = False

    @property
    def about_person(self) -> bool:
        """True when this must stay out of every document."""
        return self.question.about_person


@dataclass(frozen=True, slots=True)
class AppliedLimit:
    """A fact that limits the outcome, and the answer that established it."""

    fact: Fact
    question: Question
    option: Option

    @property
    def about_person(self) -> bool:
        """True when this must stay out of every document."""
        return self.question.about_person


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that would have to differ. With any of `needed`, and the rest of the recipe kept, it can end there.

    The first of `needed` is the one for which the recipe says what would still be asked.
    """

    question: Question
    present: Option
    needed: tuple[Option, ...]

    @property
    def about_person(self) -> bool:
        """True when this must stay out of every document."""
        return self.question.about_person


@dataclass(frozen=True, slots=True)
class Recipe:
    """What it would take to end in a profile: the fewest changes, and then as few new questions as possible.

    `answers` is one whole run that ends there; `asked` are the questions in it that the walk did not meet.
    """

    profile: str
    outcome: Outcome
    changes: tuple[Change, ...]
    asked: tuple[Question, ...]
    answers: tuple[tuple[Question, Option], ...]

    @property
    def about_person(self) -> bool:
        """True when any part of this must stay out of every document."""
        return any(question.about_person for question in (*(c.question for c in self.changes), *self.asked))


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """No set of answers at all ends in this profile, in this part of the map."""

    profile: str


WhyNot = Recipe | OutOfReach


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of a walk that leaves other ways open. `why_not` has every other profile, from low to high."""

    walk: Walk
    part: Part
    decisive: tuple[Decisive, ...]
    limits: tuple[AppliedLimit, ...]
    why_not: tuple[WhyNot, ...]


@dataclass(frozen=True, slots=True)
class ExplainedClosed:
    """The explanation of an end that is closed: which answers led to it. On purpose it has no place for a way round."""

    walk: Walk
    part: Part
    because: tuple[Step, ...]
    limits: tuple[AppliedLimit, ...]


Explanation = Explained | ExplainedClosed


class NotEnded(ValueError):
    """Only a walk that has ended can be explained."""


def explain(graph: StateGraph, walk: Walk) -> Explanation:
    """Explain a walk within the part in which it ended; a walk that ended on a person is explained as a whole.

    Raises NotEnded.
    """
    if walk.end is None:
        raise NotEnded
    part = Part.PERSON if len(walk.outcomes) > 1 else Part.ASSIGNMENT
    given = given_answers(graph, walk.answers())
    decisive = _decisive(graph, walk, given, part)
    limits = _limits(walk)
    if is_closed(walk.end, part):
        decided = {one.question.id for one in decisive}
        because = tuple(step for step in walk.steps if step.question.id in decided)
        return ExplainedClosed(walk, part, because, limits)
    return Explained(walk, part, decisive, limits, _why_not(graph, walk, part))


def is_closed(end: Outcome, part: Part) -> bool:
    """Tell whether no recipe may be given: after a stop or a 'first do this', and when a person does not fit.

    What has to change there is reality; telling which answer would do would invite to answer otherwise, or to press
    a person.
    """
    if end.kind is OutcomeKind.NONE:
        return part is Part.PERSON
    return end.kind is not OutcomeKind.PROFILE


def may_end_in(graph: StateGraph, given: Sequence[int], ends: Collection[int], through: Part) -> list[bool]:
    """Tell per state whether a run from there, given answers kept and the others free, ends in one of the nodes."""
    possible = [False] * len(graph.node)
    for state in reversed(graph.order):
        node, following = graph.node[state], graph.successors[state]
        if graph.is_end(state) and (through is Part.ASSIGNMENT or not following):
            possible[state] = node in ends
        elif given[node] == NEW:
            possible[state] = any(possible[target] for target in following)
        else:
            possible[state] = possible[following[given[node]]]
    return possible


def _decisive(graph: StateGraph, walk: Walk, given: Sequence[int], part: Part) -> tuple[Decisive, ...]:
    possible = may_end_in(graph, given, {walk.node}, part)
    elsewhere = may_end_in(graph, given, _other_choices(graph, walk.node), part)
    found: list[Decisive] = []
    for taken, state in zip(walk.steps, _states(graph, given, walk), strict=True):
        options = tuple(zip(taken.question.options, graph.successors[state], strict=True))
        excluding = tuple(option for option, target in options if not possible[target])
        if excluding:
            chooses = any(elsewhere[target] for _, target in options if not possible[target])
            found.append(Decisive(taken.question, taken.option, excluding, chooses))
    return tuple(found)


def _other_choices(graph: StateGraph, node: int) -> set[int]:
    """The ends that are a choice of profile (or of none at all), without the one given."""
    kinds = {OutcomeKind.PROFILE, OutcomeKind.NONE}
    compiled = graph.compiled
    return {compiled.node_of[o.id] for o in compiled.route_map.outcomes if o.kind in kinds} - {node}


def _states(graph: StateGraph, given: Sequence[int], walk: Walk) -> list[int]:
    """List the states in which the walk's questions were asked."""
    state = graph.start
    found: list[int] = []
    while len(found) < len(walk.steps):
        if not graph.is_end(state):
            found.append(state)
        state = graph.successors[state][given[graph.node[state]]]
    return found


def _limits(walk: Walk) -> tuple[AppliedLimit, ...]:
    """List the limiting facts, each at the first answer that established it."""
    setters: dict[str, Step] = {}
    for taken in walk.steps:
        for fact in taken.option.sets:
            setters.setdefault(fact, taken)
    limiting = [fact for fact in walk.facts if fact.limit is not None]
    return tuple(AppliedLimit(fact, setters[fact.id].question, setters[fact.id].option) for fact in limiting)


def _why_not(graph: StateGraph, walk: Walk, part: Part) -> tuple[WhyNot, ...]:
    least = least_changes(graph, walk.answers(), through=part)
    present = walk.outcomes[-1].profile
    others = [profile for profile in graph.compiled.route_map.profiles if profile != present]
    return tuple(_why_not_this(least, profile, part) for profile in others)


def _why_not_this(least: LeastChanges, profile: str, part: Part) -> WhyNot:
    compiled = least.graph.compiled
    outcomes = compiled.route_map.outcomes
    ends = [compiled.node_of[outcome.id] for outcome in outcomes if outcome.profile == profile]
    ways = [way for way in (least.to(end) for end in ends) if way is not None]
    if not ways:
        return OutOfReach(profile)
    way = min(ways, key=lambda way: (way.changed, way.asked))
    return _recipe(least, profile, way, may_end_in(least.graph, _changed(least, way), ends, part))


def _changed(least: LeastChanges, way: Least) -> list[int]:
    """Give the walk's answers with the changes of the recipe; questions that are new to it stay free."""
    given = list(least.given)
    for state, option in way.run:
        node = least.graph.node[state]
        if given[node] != NEW:
            given[node] = option
    return given


def _recipe(least: LeastChanges, profile: str, way: Least, possible: Sequence[bool]) -> Recipe:
    graph, compiled = least.graph, least.graph.compiled
    changes: list[Change] = []
    asked: list[Question] = []
    answers: list[tuple[Question, Option]] = []
    for state, option in way.run:
        question, given = compiled.question(graph.node[state]), least.given[graph.node[state]]
        answers.append((question, question.options[option]))
        if given == NEW:
            asked.append(question)
        elif given != option:
            following = graph.successors[state]
            also = [o for o, target in enumerate(following) if possible[target] and o not in {given, option}]
            needed = tuple(question.options[o] for o in (option, *also))
            changes.append(Change(question, question.options[given], needed))
    end = compiled.outcome(graph.node[way.end])
    return Recipe(profile, end, tuple(changes), tuple(asked), tuple(answers))
