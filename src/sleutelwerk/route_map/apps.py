"""The route map as a Django app; it has no models, because nothing of a walk is stored."""

from django.apps import AppConfig


class RouteMapConfig(AppConfig):
    """The room in which a professional walks from an assignment to a fitting profile."""

    name = "sleutelwerk.route_map"
    label = "route_map"
    verbose_name = "Routekaart"
