"""Runs all checks on one map, from its file to its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import Document, read_yaml
from sleutelwerk.route_map.engine.check.context import Context
from sleutelwerk.route_map.engine.check.examples import check_examples
from sleutelwerk.route_map.engine.check.figures import Figures, figures_of
from sleutelwerk.route_map.engine.check.parts import check_parts
from sleutelwerk.route_map.engine.check.reach import (
    check_branches,
    check_circles,
    check_facts_and_signals,
    check_reached,
)
from sleutelwerk.route_map.engine.check.runs import (
    check_criteria,
    check_excluded_facts,
    check_limits,
    check_read_answers,
)
from sleutelwerk.route_map.engine.check.size import budget_finding, large_conditions
from sleutelwerk.route_map.engine.check.texts import check_texts
from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.known import KnownProfiles, KnownSources
from sleutelwerk.route_map.engine.load import Loaded, load_document
from sleutelwerk.route_map.engine.model import RouteMap
from sleutelwerk.route_map.engine.states import STATE_BUDGET, Cyclic, StateBudgetExceeded, StateGraph, build_states


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything found in a map, in the order of the file, and its figures when the states could be built."""

    loaded: Loaded
    findings: tuple[Finding, ...]
    figures: Figures | None = None

    @property
    def route_map(self) -> RouteMap | None:
        """The map, or None when there was nothing to walk."""
        return self.loaded.route_map


def check(
    path: Path,
    *,
    examples: Path | None = None,
    profiles: KnownProfiles | None = None,
    sources: KnownSources | None = None,
    today: date | None = None,
    budget: int = STATE_BUDGET,
) -> Checked:
    """Check a map file, and the examples beside it when given. Never raises."""
    read = None if examples is None else read_yaml(examples)
    return check_document(
        read_yaml(path), examples=read, profiles=profiles, sources=sources, today=today, budget=budget
    )


def check_document(
    document: Document,
    *,
    examples: Document | None = None,
    profiles: KnownProfiles | None = None,
    sources: KnownSources | None = None,
    today: date | None = None,
    budget: int = STATE_BUDGET,
) -> Checked:
    """As `check`, of documents that have been read already."""
    loaded = load_document(document, profiles=profiles, sources=sources)
    found = list(loaded.findings)
    figures = None
    if document.data is not None:
        found += check_texts(document, today or datetime.now(UTC).date())
    if loaded.route_map is not None:
        more, figures = check_map(loaded.route_map, document, examples=examples, profiles=profiles, budget=budget)
        found += more
    elif examples is not None:
        found += examples.findings
    order = {str(document.file): 0}
    return Checked(loaded, tuple(sorted(found, key=lambda f: (order.get(f.file, 1), f.position))), figures)


def check_map(
    route_map: RouteMap,
    document: Document,
    *,
    examples: Document | None = None,
    profiles: KnownProfiles | None = None,
    budget: int = STATE_BUDGET,
) -> tuple[list[Finding], Figures | None]:
    """Check everything about the questions and the ways between them, with the exact figures."""
    large = large_conditions(route_map, document)
    if large:
        return large, None
    context = Context(document, compile_map(route_map), None)
    try:
        context.graph = build_states(context.compiled, budget=budget)
    except Cyclic:
        check_circles(context)
    except StateBudgetExceeded as error:
        context.found.append(budget_finding(context, error))
    _check_all(context, context.graph, profiles)
    figures = None if context.graph is None else figures_of(context.graph)
    shown = [] if examples is None else _examples(context, examples)
    return [*context.found, *shown], figures


def _check_all(context: Context, graph: StateGraph | None, profiles: KnownProfiles | None) -> None:
    check_reached(context)
    check_facts_and_signals(context)
    check_parts(context)
    if graph is not None:
        check_branches(context, graph)
        check_limits(context, graph)
        check_excluded_facts(context, graph)
        check_read_answers(context, graph)
        if profiles is not None:
            check_criteria(context, graph, profiles)


def _examples(context: Context, examples: Document) -> list[Finding]:
    """A map with a circle is not walked: a walk through it need not end."""
    circular = any(finding.code == "circle" for finding in context.found)
    return list(examples.findings) if circular else check_examples(examples, context.compiled, context.document)
