"""The pieces of a question page that are the same for every visitor, drawn once and kept; nobody's choice is in them."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sleutelwerk.route_map.queries.chart import Chart, sections_at


def answers_of(chart: Chart, node: int, *, chosen: int | None, missing: bool) -> SafeString:
    """The answers of a question as cards, with the chosen one marked in this visitor's copy only."""
    context = {"question": chart.questions[node], "missing": missing}
    drawn = _drawn(chart, ("answers", node, missing), "route_map/_answers.html", context)
    if chosen is None:
        return drawn
    value = f'value="{chosen}"'
    return mark_safe(drawn.replace(f" {value}>", f" {value} checked>", 1))  # noqa: S308 - both come from our template


def beside(chart: Chart, node: int, *, first: bool) -> SafeString:
    """What stands beside a question: why we ask, what to arrange, and the tools that fit the place."""
    context = {"question": chart.questions[node], "first": first}
    return _drawn(chart, ("beside", node, first), "route_map/_about_question.html", context)


def road(chart: Chart, node: int) -> SafeString:
    """The sections of the part as stations along a road."""
    section = chart.questions[node]["section"]
    key = ("road", chart.questions[node]["about_person"], section["number"])
    return _drawn(chart, key, "route_map/_road.html", {"road": sections_at(chart, node)})


def _drawn(chart: Chart, key: tuple[str | int | bool, ...], template: str, context: dict[str, Any]) -> SafeString:
    found = chart.drawn.get(key)
    if found is None:
        found = chart.drawn[key] = render_to_string(template, context)
    return mark_safe(found)  # noqa: S308 - drawn by Django from our own template
