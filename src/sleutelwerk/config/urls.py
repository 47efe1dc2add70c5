"""Which room answers at which address."""

from django.urls import include, path

urlpatterns = [
    path("", include("sleutelwerk.home.urls")),
    path("functieprofielen/", include("sleutelwerk.function_profiles.urls")),
    path("routekaart/", include("sleutelwerk.route_map.urls")),
]
