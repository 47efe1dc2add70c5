"""Tells Django about the room of moral deliberation."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out

from sleutelwerk.core.later import later

signed_out = later("sleutelwerk.deliberation.actions.leaving.signed_out")


class DeliberationConfig(AppConfig):
    """Methods and dilemmas for everybody; deliberations themselves for those who take part."""

    name = "sleutelwerk.deliberation"
    label = "deliberation"
    verbose_name = "Moreel beraad"

    def ready(self) -> None:
        """Hear when somebody signs out, as that ends his desk."""
        user_logged_out.connect(signed_out, weak=False, dispatch_uid="deliberation.signed_out")
