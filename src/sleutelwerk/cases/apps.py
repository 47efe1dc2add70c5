"""Tells Django about the room of case files."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Case files, each for its own team only. This room stands on top and points down: no other room knows of it."""

    name = "sleutelwerk.cases"
    label = "cases"
    verbose_name = "Dossiers"
