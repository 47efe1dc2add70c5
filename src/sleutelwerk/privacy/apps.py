"""The room as a Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The room as Django sees it."""

    name = "sleutelwerk.privacy"
    label = "privacy"
    verbose_name = "Bewaking van tekst"
