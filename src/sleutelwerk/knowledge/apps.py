"""The room as a Django app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """The room as Django sees it."""

    name = "sleutelwerk.knowledge"
    label = "knowledge"
    verbose_name = "Kennisbank"
