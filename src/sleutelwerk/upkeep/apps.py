"""The room as a Django app."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """The room as Django sees it."""

    name = "sleutelwerk.upkeep"
    label = "upkeep"
