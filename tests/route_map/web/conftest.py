"""A visitor of the small map, in place of the shipped one."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from tests.route_map.web.walker import Walker


@pytest.fixture
def walker(settings: LazySettings) -> Walker:
    """A browser without cookies, on a site that serves the small map."""
    settings.ROUTE_MAP_SOURCE = "tests.route_map.web.maps.published"
    return Walker()
