"""The room as a Django app."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    """The room as Django sees it."""

    name = "sleutelwerk.mailroom"
    label = "mailroom"
