"""Tells Django about the look."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, style sheets and template tags shared by all features; no models, no views."""

    name = "sleutelwerk.ui"
    label = "ui"
    verbose_name = "Vormgeving"
