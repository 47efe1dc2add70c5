"""A route map compiled to integers: what a step costs is one look-up and, at a condition, a few bit tests.

Every condition reads *atoms*: 'question q was answered with one of S', 'fact f is set', 'a limit below profile p is
set'. An atom is one bit; bits are only ever switched on along a run, because no question is asked twice and facts are
never unset. The whole relevant past of a run is therefore one integer, which `states` exploits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Condition,
    FactIsSet,
    Not,
    Option,
    Outcome,
    Part,
    Question,
    RouteMap,
)

#: One way for a condition to hold: all bits of the first mask are on, all bits of the second are off.
Term = tuple[int, int]

#: A condition that needs more ways to be written out than this is refused: nobody can proofread it.
MAX_TERMS = 256

CONDITIONAL = -1

#: What an impossible condition is written out as: one bit both on and off.
_NEVER: tuple[Term, ...] = ((1, 1),)


class ConditionTooLarge(ValueError):
    """A condition has too many alternatives to be checked exactly or to be read by a person."""


class Reason(NamedTuple):
    """Why the run went on: the question, the answer, what it established and what it brought along."""

    question: str
    option: str
    because: str
    facts: tuple[str, ...]
    first: str | None
    signals: tuple[str, ...]


class Edge(NamedTuple):
    """One compiled option. `target` is CONDITIONAL when `branches` must be looked at."""

    sets: int
    target: int
    branches: tuple[tuple[tuple[Term, ...], int], ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Atom:
    """What one bit stands for: exactly one of the three is given."""

    answered: Answered | None = None
    fact: str | None = None
    limit_below: str | None = None


@dataclass(frozen=True, slots=True)
class CompiledMap:
    """A map ready to walk and analyse. Nodes 0..n-1 are the questions, n.. the outcomes, in the map's order.

    `ways` has, per node, where it may lead: one node per option, or more for an option that a condition decides. Such
    nodes are `eventful`, and so are those with an option that switches bits on; at all others the past stays as it is.
    """

    route_map: RouteMap
    start: int
    edges: tuple[tuple[Edge, ...], ...]
    reads: tuple[int, ...]
    atoms: tuple[Atom, ...]
    node_of: dict[str, int]
    option_of: tuple[dict[str, int], ...]
    continues: dict[int, int]
    ways: tuple[tuple[int, ...], ...]
    eventful: frozenset[int]

    @property
    def question_count(self) -> int:
        """How many of the nodes are questions; the rest are outcomes."""
        return len(self.edges)

    def question(self, node: int) -> Question:
        """The question at a node."""
        return self.route_map.questions[node]

    def outcome(self, node: int) -> Outcome:
        """The outcome at a node."""
        return self.route_map.outcomes[node - len(self.edges)]

    def part_of(self, node: int) -> Part:
        """The part to which a question belongs."""
        return Part.PERSON if self.route_map.questions[node].about_person else Part.ASSIGNMENT


class _Atoms:
    """Hands out one bit per distinct atom and says which bits an option switches on."""

    def __init__(self, route_map: RouteMap) -> None:
        self.bits: dict[Atom, int] = {}
        self.rank = {profile: rank for rank, profile in enumerate(route_map.profiles)}
        self.limit = {fact.id: fact.limit for fact in route_map.facts}
        self._of_question: dict[str, list[tuple[frozenset[str], int]]] = {}
        self._of_fact: dict[str, int] = {}

    def bit(self, atom: Atom) -> int:
        """The bit of an atom, handed out at first sight."""
        if atom not in self.bits:
            self.bits[atom] = 1 << len(self.bits)
        return self.bits[atom]

    def index(self) -> None:
        """Prepare `switched_on_by`, once all conditions have been seen."""
        for atom, bit in self.bits.items():
            if atom.answered is not None:
                self._of_question.setdefault(atom.answered.question, []).append((atom.answered.options, bit))
            elif atom.fact is not None:
                self._of_fact[atom.fact] = self._of_fact.get(atom.fact, 0) | bit
        below = [(self.rank[a.limit_below], bit) for a, bit in self.bits.items() if a.limit_below is not None]
        for fact, limit in self.limit.items():
            for rank, bit in below:
                if limit is not None and self.rank[limit] < rank:
                    self._of_fact[fact] = self._of_fact.get(fact, 0) | bit

    def switched_on_by(self, question: str, option: Option) -> int:
        """The bits that answering the question with the option switches on."""
        mask = 0
        for options, bit in self._of_question.get(question, ()):
            if option.id in options:
                mask |= bit
        for fact in option.sets:
            mask |= self._of_fact.get(fact, 0)
        return mask

    def terms(self, condition: Condition, *, negate: bool = False) -> tuple[Term, ...]:
        """Write a condition out as alternatives of (bits on, bits off); impossible ones are left out."""
        match condition:
            case Not(part):
                return self.terms(part, negate=not negate)
            case AllOf(parts) | AnyOf(parts):
                alternatives = [self.terms(part, negate=negate) for part in parts]
                if isinstance(condition, AnyOf) is not negate:
                    return _limited(dict.fromkeys(term for terms in alternatives for term in terms))
                return _joined(alternatives)
            case Answered():
                atom, positive = Atom(answered=condition), True
            case FactIsSet(fact):
                atom, positive = Atom(fact=fact), True
            case _:
                atom, positive = Atom(limit_below=condition.profile), False
        bit = self.bit(atom)
        return ((bit, 0),) if positive is not negate else ((0, bit),)


def condition_terms(route_map: RouteMap, condition: Condition) -> tuple[Term, ...]:
    """Write one condition out by itself. Raises ConditionTooLarge."""
    return _Atoms(route_map).terms(condition)


def _limited(terms: dict[Term, None]) -> tuple[Term, ...]:
    if len(terms) > MAX_TERMS:
        raise ConditionTooLarge(len(terms))
    return tuple(terms)


def _joined(alternatives: list[tuple[Term, ...]]) -> tuple[Term, ...]:
    """Every combination of one alternative per part, without those that contradict themselves."""
    joined: dict[Term, None] = {(0, 0): None}
    for terms in alternatives:
        pairs = product(joined, terms)
        combined = ((a | c, b | d) for (a, b), (c, d) in pairs)
        joined = _as_dict(term for term in combined if not term[0] & term[1])
    return tuple(joined)


def _as_dict(terms: Iterable[Term]) -> dict[Term, None]:
    found: dict[Term, None] = {}
    for term in terms:
        found[term] = None
        if len(found) > MAX_TERMS:
            raise ConditionTooLarge(len(found))
    return found


def holds(terms: tuple[Term, ...], bits: int) -> bool:
    """Tell whether a condition, written out as terms, holds for these bits."""
    for on, off in terms:  # noqa: SIM110 - any(...) is twice as slow, and every analysis comes here
        if bits & on == on and not bits & off:
            return True
    return False


def decide(edge: Edge, bits: int) -> int:
    """The node to which a conditional edge leads, given the bits (the option's own included).

    Raises LookupError when no branch applies; `check` reports such an option, so a published map never does.
    """
    for terms, target in edge.branches:
        if not terms or holds(terms, bits):
            return target
    raise LookupError(edge.reason.question)


def step(compiled: CompiledMap, node: int, bits: int, option: int) -> tuple[int, int, Reason]:
    """Answer the question at a node; give the next node, the new bits and the reason record."""
    edge = compiled.edges[node][option]
    bits |= edge.sets
    target = edge.target
    if target == CONDITIONAL:
        target = decide(edge, bits)
    return target, bits, edge.reason


def compile_map(route_map: RouteMap) -> CompiledMap:
    """Compile a map whose references all resolve (see `check`).

    Raises KeyError on an unknown reference and ConditionTooLarge on a condition of more than MAX_TERMS alternatives.
    """
    nodes = {q.id: node for node, q in enumerate(route_map.questions)}
    nodes |= {o.id: node for node, o in enumerate(route_map.outcomes, start=len(nodes))}
    atoms = _Atoms(route_map)
    branches = [[_compile_branches(option, atoms, nodes) for option in q.options] for q in route_map.questions]
    atoms.index()
    edges = tuple(
        tuple(_compile_edge(q, o, compiled, atoms) for o, compiled in zip(q.options, of_question, strict=True))
        for q, of_question in zip(route_map.questions, branches, strict=True)
    )
    continues = {nodes[o.id]: nodes[o.continue_with] for o in route_map.outcomes if o.continue_with}
    outcomes = range(len(edges), len(nodes))
    return CompiledMap(
        route_map=route_map,
        start=nodes[route_map.start],
        edges=edges,
        reads=tuple(_bits_read(of_question) for of_question in edges),
        atoms=tuple(atoms.bits),
        node_of=nodes,
        option_of=tuple({o.id: i for i, o in enumerate(q.options)} for q in route_map.questions),
        continues=continues,
        ways=(*map(_ways, edges), *((continues[node],) if node in continues else () for node in outcomes)),
        eventful=frozenset(node for node, leads in enumerate(edges) if any(e.branches or e.sets for e in leads)),
    )


def _ways(edges: tuple[Edge, ...]) -> tuple[int, ...]:
    decided = [[target for _, target in edge.branches] or [edge.target] for edge in edges]
    return tuple(target for targets in decided for target in targets)


def _compile_branches(option: Option, atoms: _Atoms, nodes: dict[str, int]) -> tuple[tuple[tuple[Term, ...], int], ...]:
    """Write the branches out, one for one; `check` reports an impossible condition."""
    compiled: list[tuple[tuple[Term, ...], int]] = []
    for branch in option.branches:
        terms = () if branch.when is None else atoms.terms(branch.when) or _NEVER
        compiled.append((terms, nodes[branch.to]))
    return tuple(compiled)


def _compile_edge(
    question: Question, option: Option, branches: tuple[tuple[tuple[Term, ...], int], ...], atoms: _Atoms
) -> Edge:
    reason = Reason(question.id, option.id, option.because, option.sets, option.first, option.signals)
    unconditional = len(branches) == 1 and not branches[0][0]
    return Edge(
        sets=atoms.switched_on_by(question.id, option),
        target=branches[0][1] if unconditional else CONDITIONAL,
        branches=() if unconditional else branches,
        reason=reason,
    )


def _bits_read(edges: tuple[Edge, ...]) -> int:
    mask = 0
    for edge in edges:
        for terms, _ in edge.branches:
            for on, off in terms:
                # a bit that must be on and off at once is not read: it stands for 'never'
                mask |= (on | off) if not on & off else 0
    return mask
