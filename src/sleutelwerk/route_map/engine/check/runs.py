"""What must hold on every run: limits, facts that exclude each other, answers that are read, settled criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sleutelwerk.core.yaml_source import DataPath
from sleutelwerk.route_map.engine.analysis import Wanted, certain, gains, possible
from sleutelwerk.route_map.engine.check.context import Context, spell
from sleutelwerk.route_map.engine.compiled import holds
from sleutelwerk.route_map.engine.known import KnownProfiles
from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Condition,
    Not,
    Option,
    OutcomeKind,
    Question,
)
from sleutelwerk.route_map.engine.states import StateGraph


def check_limits(context: Context, graph: StateGraph) -> None:
    """Report every profile outcome in which some run ends although a fact on it limits to a lower profile."""
    route_map = context.route_map
    rank = {profile: number for number, profile in enumerate(route_map.profiles)}
    gained = gains(graph, _facts_set(context))
    held = possible(graph, gained)
    for node, states in _ends(context, graph):
        profile = context.compiled.outcome(node).profile
        if profile is None:
            continue
        for index in _bits(_joined(held[state] for state in states)):
            fact = route_map.facts[index]
            if fact.limit is not None and rank[fact.limit] < rank[profile]:
                above = next(state for state in states if held[state] >> index & 1)
                above_it = f"'{fact.id}' hoogstens {fact.limit} toestaat"
                message = f"Een route eindigt in '{context.name(node)}' ({profile}), terwijl {above_it}."
                mend = "Leid zulke routes met 'limit_allows' naar een uitkomst van soort none."
                example = context.example(graph, above, gained, Wanted(through=1 << index))
                context.add("above-limit", message, f"{mend} {example}".strip(), context.path(node))


def check_excluded_facts(context: Context, graph: StateGraph) -> None:
    """Report facts that exclude each other and yet are set on one run, once per pair."""
    facts = context.route_map.facts
    against = _excluding(context)
    if not any(against):
        return
    gained = gains(graph, _facts_set(context))
    held = possible(graph, gained)
    told: set[frozenset[int]] = set()
    for node, question, index, _, path in context.options():
        gain = gained[node][index]
        for state in graph.states_at(node):
            for one, other in _clashes(gain, held[state] | gain, against):
                pair = frozenset({one, other})
                if pair not in told:
                    told.add(pair)
                    before = Wanted(through=0 if gain >> other & 1 else 1 << other)
                    walk = context.walk(graph, state, gained, before)
                    names = f"'{facts[one].id}' en '{facts[other].id}'"
                    message = f"Op een route gelden {names} samen; die sluiten elkaar uit."
                    example = spell(walk, (question.id, question.options[index].id))
                    mend = f"Laat een van beide antwoorden weg. {example}".strip()
                    context.add("excluded-facts", message, mend, path)


def _excluding(context: Context) -> list[int]:
    """Per fact the facts that it excludes, both ways."""
    facts = context.route_map.facts
    number = {fact.id: index for index, fact in enumerate(facts)}
    against = [0] * len(facts)
    for index, fact in enumerate(facts):
        for name in fact.excludes:
            against[index] |= 1 << number[name]
            against[number[name]] |= 1 << index
    return against


def _clashes(gain: int, held: int, against: list[int]) -> Iterator[tuple[int, int]]:
    """The facts that an answer sets, each with a fact that it excludes and that may be set by then."""
    for one in _bits(gain):
        for other in _bits(against[one] & held):
            yield one, other


def check_read_answers(context: Context, graph: StateGraph) -> None:
    """Report conditions that read a question which some run that reaches them has not answered."""
    asked = _asked_in_conditions(context)
    bit = {name: 1 << index for index, name in enumerate(asked)}
    gained = gains(graph, lambda question, _: bit.get(question.id, 0))
    held = certain(graph, gained)
    for node, question, index, option, path in context.options():
        edge = context.compiled.edges[node][index]
        states = graph.states_at(node)
        for number, (terms, _) in enumerate(edge.branches[:-1]):
            when = option.branches[number].when
            for name in dict.fromkeys(atom.question for atom in answers_read(when)):
                unanswered = next((s for s in states if not held[s] & bit[name]), None)
                if unanswered is not None and name != question.id:
                    message = f"Deze voorwaarde leest '{name}', maar niet elke route hierheen heeft die beantwoord."
                    mend = "Vraag het eerder, of gebruik een feit."
                    example = context.example(graph, unanswered, gained, Wanted(avoid=bit[name]))
                    where: DataPath = (*path, "to", number, "when")
                    context.add("unanswered-question", message, f"{mend} {example}".strip(), where)
            states = [state for state in states if not holds(terms, graph.bits[state] | edge.sets)]


def check_criteria(context: Context, graph: StateGraph, profiles: KnownProfiles) -> None:
    """Report criteria that a run may leave unsettled and yet end in a profile for a person."""
    bit = {name: 1 << index for index, name in enumerate(sorted(profiles.criteria()))}
    arranged = {outcome.id: outcome.arranges for outcome in context.route_map.outcomes}

    def settled(_: Question, option: Option) -> int:
        names = option.meets + (arranged[option.first] if option.first else ())
        return _joined(bit.get(name, 0) for name in profiles.expand(names))

    gained = gains(graph, settled)
    held = certain(graph, gained)
    persons = {node for node, parts in parts_of_outcomes(context).items() if True in parts}
    for node, states in _ends(context, graph):
        profile = context.compiled.outcome(node).profile
        if node not in persons or profile is None:
            continue
        for name in sorted(profiles.required.get(profile, ())):
            missing = next((state for state in states if not held[state] & bit[name]), None)
            if missing is not None:
                message = f"Een route eindigt in '{context.name(node)}' zonder dat '{name}' is afgedaan."
                mend = f"Laat elke route langs een antwoord met 'meets: [{name}]' gaan, of regel het met 'first'."
                example = context.example(graph, missing, gained, Wanted(avoid=bit[name]))
                context.add("criterion-not-met", message, f"{mend} {example}".strip(), context.path(node))


def parts_of_outcomes(context: Context) -> dict[int, dict[bool, DataPath]]:
    """Per outcome, from which parts (about a person or not) it is reached or collected, and by which option first."""
    found: dict[int, dict[bool, DataPath]] = {}
    nodes = context.compiled.node_of
    for _, question, _, option, path in context.options():
        names = [branch.to for branch in option.branches] + ([option.first] if option.first else [])
        for name in names:
            if nodes[name] >= context.compiled.question_count:
                found.setdefault(nodes[name], {}).setdefault(question.about_person, path)
    return found


def answers_read(condition: Condition | None) -> Iterator[Answered]:
    """Every answer that a condition looks at."""
    match condition:
        case Answered():
            yield condition
        case Not(part):
            yield from answers_read(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from answers_read(part)
        case _:
            return


def _asked_in_conditions(context: Context) -> tuple[str, ...]:
    conditions = (b.when for _, _, _, option, _ in context.options() for b in option.branches if b.when is not None)
    return tuple(dict.fromkeys(atom.question for when in conditions for atom in answers_read(when)))


def _facts_set(context: Context) -> Callable[[Question, Option], int]:
    bit = {fact.id: 1 << index for index, fact in enumerate(context.route_map.facts)}
    return lambda _, option: _joined(bit[fact] for fact in option.sets)


def _ends(context: Context, graph: StateGraph) -> Iterator[tuple[int, list[int]]]:
    """Every profile outcome that is reached, with its states."""
    for index, outcome in enumerate(context.route_map.outcomes):
        node = context.compiled.question_count + index
        if outcome.kind is OutcomeKind.PROFILE and graph.states_at(node):
            yield node, list(graph.states_at(node))


def _joined(masks: Iterator[int]) -> int:
    joined = 0
    for mask in masks:
        joined |= mask
    return joined


def _bits(mask: int) -> Iterator[int]:
    index = 0
    while mask:
        if mask & 1:
            yield index
        mask >>= 1
        index += 1
