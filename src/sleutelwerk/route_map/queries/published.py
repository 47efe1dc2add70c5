"""The map that this site serves, made ready once per process; `config` says where it comes from."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import RouteMap
from sleutelwerk.route_map.engine.remaining import remaining
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.queries.chart import Chart, chart_of

#: What the setting ROUTE_MAP_SOURCE must name: a function without arguments that gives the map and its sources.
Published = tuple[RouteMap, Bibliography]


def current_chart() -> Chart:
    """The published map, ready for the screen."""
    return _chart(settings.ROUTE_MAP_SOURCE)


@cache
def _chart(source: str) -> Chart:
    published: Published = import_string(source)()
    route_map, bibliography = published
    compiled = compile_map(route_map)
    graph = build_states(compiled)
    return chart_of(compiled, graph=graph, remaining=remaining(graph), bibliography=bibliography)
