"""The front door, as a Django app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front door."""

    name = "sleutelwerk.home"
    label = "home"
    verbose_name = " start page, contact and the pages about the site itself:Home"
