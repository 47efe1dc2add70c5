"""The handreiking as a Django app; it has no models, because it is made of what other rooms hold."""

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    """The room that composes the handreiking."""

    name = "sleutelwerk.handbook"
    label = "handbook"
    verbose_name = "Handreiking"
