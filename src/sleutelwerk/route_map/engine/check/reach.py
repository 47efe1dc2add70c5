"""Circles, and questions, branches and outcomes that no run reaches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sleutelwerk.core.findings import Severity
from sleutelwerk.core.yaml_source import DataPath
from sleutelwerk.route_map.engine.check.context import Context
from sleutelwerk.route_map.engine.compiled import holds
from sleutelwerk.route_map.engine.model import Option
from sleutelwerk.route_map.engine.states import StateGraph, targets

_MOST_NAMED = 12
_MOST_CIRCLES = 100


def check_circles(context: Context) -> None:
    """Report one circle per way back; without those ways the map has no circle left."""
    for circle in islice(_circles(context), _MOST_CIRCLES):
        names = [context.name(node) for node in circle]
        shown = names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], "…"]
        message = f"De vragen lopen in een kring: {' → '.join([*shown, names[0]])}."
        mend = "Laat dit antwoord ergens anders heen gaan, of gebruik een uitkomst van soort first."
        context.add("circle", message, mend, _way(context, circle[-1], circle[0]))


def _circles(context: Context) -> Iterator[tuple[int, ...]]:
    """Walk through the map depth first, without recursion; a way to a node on the present trail closes a circle."""
    finished: set[int] = set()
    for root in range(len(context.compiled.node_of)):
        trail: dict[int, Iterator[int]] = {}
        node: int | None = root
        while node is not None:
            if node not in finished and node not in trail:
                trail[node] = iter(sorted(targets(context.compiled, node)))
            node = None
            while trail and node is None:
                here = next(reversed(trail))
                ahead = next(trail[here], None)
                if ahead is None:
                    finished.add(here)
                    trail.popitem()
                elif ahead in trail:
                    nodes = list(trail)
                    yield tuple(nodes[nodes.index(ahead) :])
                elif ahead not in finished:
                    node = ahead


def _way(context: Context, start: int, end: int) -> DataPath:
    """The path of the first way from one node to another."""
    if start >= context.compiled.question_count:
        return (*context.path(start), "continue_with")
    name = context.name(end)
    ways = (
        ("questions", start, "options", number, *_branch_path(option, branch))
        for number, option in enumerate(context.compiled.question(start).options)
        for branch, way in enumerate(option.branches)
        if way.to == name
    )
    return next(ways)


def _branch_path(option: Option, branch: int) -> DataPath:
    # one unconditional branch is written as plain `to: name`, or as a list of one; the position falls back to `to`
    return ("to",) if len(option.branches) == 1 else ("to", branch)


def check_reached(context: Context) -> None:
    """Report questions and outcomes that no run meets; outcomes of kind first are also met when collected."""
    collected = {
        option.first for node, _, _, option, _ in context.options() if option.first and node in context.reached
    }
    mend = "Laat er een antwoord heen gaan, of haal haar weg."
    for node in range(len(context.compiled.node_of)):
        if node in context.reached or context.name(node) in collected:
            continue
        if node < context.compiled.question_count:
            message = f"Geen enkele route komt bij de vraag '{context.name(node)}' en dus bij haar antwoorden."
            context.add("unreachable-question", message, mend, context.path(node))
        else:
            message = f"Geen enkele route komt uit bij '{context.name(node)}'."
            context.add("unreachable-outcome", message, mend, context.path(node))


def check_branches(context: Context, graph: StateGraph) -> None:
    """Report conditions that never hold, or that always hold although there are branches below."""
    for node, _, index, _, path in context.options():
        edge = context.compiled.edges[node][index]
        if not edge.branches or not graph.states_at(node):
            continue
        pasts = {graph.bits[state] | edge.sets for state in graph.states_at(node)}
        for number, (terms, _) in enumerate(edge.branches[:-1]):
            passed = {bits for bits in pasts if not holds(terms, bits)}
            where: DataPath = (*path, "to", number, "when")
            if len(passed) == len(pasts):
                message = "Deze voorwaarde geldt op geen enkele route die hier komt."
                context.add("never-holds", message, "Haal de vertakking weg of pas de voorwaarde aan.", where)
            elif not passed:
                message = "Deze voorwaarde geldt op elke route die hier komt; wat eronder staat, gebeurt nooit."
                context.add("always-holds", message, "Haal de voorwaarde weg of pas haar aan.", where)
                break
            pasts = passed


def check_facts_and_signals(context: Context) -> None:
    """Report facts that nothing sets or that change nothing, and signals that nothing raises."""
    reached = [option for node, _, _, option, _ in context.options() if node in context.reached]
    is_set = {fact for option in reached for fact in option.sets}
    raised = {signal for option in reached for signal in option.signals}
    read = {atom.fact for atom in context.compiled.atoms}
    excluded = {other for fact in context.route_map.facts for other in fact.excludes}
    for index, fact in enumerate(context.route_map.facts):
        if fact.id not in is_set:
            message = f"Geen enkel antwoord op een route stelt het feit '{fact.id}' vast."
            context.add("fact-never-set", message, "Stel het vast met 'set', of haal het weg.", ("facts", index))
        elif not (fact.id in read or fact.limit or fact.excludes or fact.id in excluded):
            message = f"Het feit '{fact.id}' verandert niets: er is geen grens en geen voorwaarde die ernaar kijkt."
            mend = "Geef het een 'limit', gebruik het in een voorwaarde, of haal het weg."
            context.add("fact-never-read", message, mend, ("facts", index), Severity.WARNING)
    for index, signal in enumerate(context.route_map.signals):
        if signal.id not in raised:
            message = f"Geen enkel antwoord op een route roept het dilemma '{signal.id}' op."
            mend = "Noem het bij een antwoord, of haal het weg."
            context.add("signal-never-raised", message, mend, ("signals", index))
