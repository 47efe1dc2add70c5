"""The four function profiles, as a Django app."""

from django.apps import AppConfig


class FunctionProfilesConfig(AppConfig):
    """The four function profiles."""

    name = "sleutelwerk.function_profiles"
    label = "function_profiles"
    verbose_name = "Functieprofielen"
