"""Tells Django about the vault."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_delete

from sleutelwerk.core.later import later

key_deleted = later("sleutelwerk.vault.actions.remembering.key_deleted")


class VaultConfig(AppConfig):
    """Envelopes with identities. This room knows of no case file: whoever has an envelope keeps its number."""

    name = "sleutelwerk.vault"
    label = "vault"
    verbose_name = "Kluis"

    def ready(self) -> None:
        """Hear of every key that is deleted, in whichever room, as a backup may bring it back."""
        for model in apps.get_models():
            if hasattr(model, "remembered_by"):
                post_delete.connect(key_deleted, sender=model, weak=False, dispatch_uid="vault.key_deleted")
