"""Conditions that are too large to check, and what to say when too much of the past matters at once."""

from __future__ import annotations

from collections.abc import Iterator

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.route_map.engine.check.context import Context
from sleutelwerk.route_map.engine.compiled import (
    MAX_TERMS,
    Atom,
    ConditionTooLarge,
    condition_terms,
)
from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Condition,
    FactIsSet,
    Not,
    RouteMap,
)
from sleutelwerk.route_map.engine.states import StateBudgetExceeded

_MOST_NAMED = 5


def large_conditions(route_map: RouteMap, document: Document) -> list[Finding]:
    """Report every condition that has too many alternatives."""
    found = []
    for when, path in _conditions(route_map):
        try:
            condition_terms(route_map, when)
        except ConditionTooLarge:
            message = f"Deze voorwaarde heeft meer dan {MAX_TERMS} alternatieven; niemand kan haar nalezen."
            mend = "Splits haar over twee vertakkingen, of leg een tussenstap vast als feit."
            found.append(Finding("condition-too-large", message, mend, document.file, document.at(path)))
    return found


def budget_finding(context: Context, error: StateBudgetExceeded) -> Finding:
    """Say which conditions cost most, with the first place where each is read."""
    named = []
    for index, _ in error.cost[:_MOST_NAMED]:
        atom = context.compiled.atoms[index]
        line = context.document.at(_first_read(context, atom)).line
        named.append(f"{_spell(atom)} (regel {line})")
    message = (
        f"Bij '{context.name(error.node)}' doen te veel eerdere antwoorden tegelijk ter zake om elke route na te gaan. "
        "De routes zijn dus niet nagegaan."
    )
    if named:
        message += f" Het meest kosten: {'; '.join(named)}."
    mend = "Vraag dichter bij de plek waar het antwoord nodig is, of vat eerdere antwoorden samen in een feit."
    path = _first_read(context, context.compiled.atoms[error.cost[0][0]]) if error.cost else ()
    return Finding("too-many-states", message, mend, context.document.file, context.document.at(path))


def _conditions(route_map: RouteMap) -> Iterator[tuple[Condition, DataPath]]:
    for node, question in enumerate(route_map.questions):
        for index, option in enumerate(question.options):
            for number, branch in enumerate(option.branches):
                if branch.when is not None:
                    yield branch.when, ("questions", node, "options", index, "to", number, "when")


def _first_read(context: Context, atom: Atom) -> DataPath:
    return next((path for when, path in _conditions(context.route_map) if atom in _atoms(when)), ())


def _atoms(condition: Condition) -> list[Atom]:
    match condition:
        case Not(part):
            return _atoms(part)
        case AllOf(parts) | AnyOf(parts):
            return [atom for part in parts for atom in _atoms(part)]
        case Answered():
            return [Atom(answered=condition)]
        case FactIsSet(fact):
            return [Atom(fact=fact)]
    return [Atom(limit_below=condition.profile)]


def _spell(atom: Atom) -> str:
    if atom.answered is not None:
        return f"het antwoord op '{atom.answered.question}'"
    return f"het feit '{atom.fact}'" if atom.fact else f"de grens onder '{atom.limit_below}'"
