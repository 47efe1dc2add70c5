"""The product's settings, serving a random map of SLEUTELWERK_BENCHMARK_QUESTIONS questions."""

from __future__ import annotations

import os

from graphs import random_graph, route_map_of

from sleutelwerk.config.settings import *  # noqa: F403 - these settings, with one changed
from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.route_map.engine.model import RouteMap

ROUTE_MAP_SOURCE = "sized_site.published"


def published() -> tuple[RouteMap, Bibliography]:
    """Give the random map, which names no sources."""
    questions = int(os.environ["SLEUTELWERK_BENCHMARK_QUESTIONS"])
    return route_map_of(random_graph(questions)), Bibliography("geen", 1, ())
