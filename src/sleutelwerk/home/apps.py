"""Tells Django about the front door."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Start page, contact, privacy, accessibility, error pages and the quick exit; no models."""

    name = "sleutelwerk.home"
    label = "home"
    verbose_name = "Begin"
