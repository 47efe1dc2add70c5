"""Which room answers at which address."""

import sys
from importlib.util import find_spec

from django.urls import include, path

ROOMS = {
    "": "sleutelwerk.home.urls",
    "functieprofielen/": "sleutelwerk.function_profiles.urls",
    "routekaart/": "sleutelwerk.route_map.urls",
}

urlpatterns = []
for prefix, module in ROOMS.items():
    # While the rooms are being built, one that is not ready must not close the others.
    if find_spec(module):
        try:
            urlpatterns.append(path(prefix, include(module)))
        except ImportError as problem:
            print(f"{module} is left out: {problem}", file=sys.stderr)  # noqa: T201
