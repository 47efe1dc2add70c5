"""Tells Django about the look."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, style sheets and template tags shared by all features; no models, no views."""

    name = "sleutelwerk.ui"
    label = "ui"
    verbose_name = "Vormgeving"

    def ready(self) -> None:
        """Let fields say in plain words what is missing or too much."""
        from sleutelwerk.ui.forms import say_what_is_beyond, say_what_is_missing  # noqa: PLC0415 - after the apps

        say_what_is_missing()
        say_what_is_beyond()
