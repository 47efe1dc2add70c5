"""Tells Django about the room of the function profiles."""

from __future__ import annotations

from django.apps import AppConfig


class FunctionProfilesConfig(AppConfig):
    """The four profiles as pages and documents; no models."""

    name = "sleutelwerk.function_profiles"
    label = "function_profiles"
    verbose_name = "Functieprofielen"
