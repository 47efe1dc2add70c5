"""Which room answers at which address."""

from django.urls import include, path

#: Takes the place of Django's own words about a request that it cannot take.
handler400 = "sleutelwerk.config.too_large.not_understood"

# An address is compared with these in turn: the rooms that are used most stand first.
urlpatterns = [
    path("routekaart/", include("sleutelwerk.route_map.urls")),
    path("functieprofielen/", include("sleutelwerk.function_profiles.urls")),
    path("moreel-beraad/", include("sleutelwerk.deliberation.urls")),
    path("beraad/", include("sleutelwerk.deliberation.urls.sessions")),
    path("dossiers/", include("sleutelwerk.cases.urls")),
    path("", include("sleutelwerk.home.urls")),
    path("kennisbank/", include("sleutelwerk.knowledge.urls")),
    path("tekst-nakijken/", include("sleutelwerk.privacy.urls")),
    path("", include("sleutelwerk.accounts.urls")),
    path("", include("sleutelwerk.accounts.urls.library")),
]
