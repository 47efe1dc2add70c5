"""Makes the keys of a deliberation, and destroys them when it is time."""

from __future__ import annotations

from sleutelwerk.core.sealing import new_key
from sleutelwerk.deliberation.models import Deliberation, DeliberationKey
from sleutelwerk.deliberation.models.vault import KEPT, RAW, Vault, forget_opened_keys, master, vault_of

__all__ = ["KEPT", "RAW", "Vault", "destroy_key", "make_keys", "vault_of"]


def make_keys(deliberation: Deliberation) -> Vault:
    """Give a new deliberation its two keys."""
    keys = {kind.value: new_key() for kind in (RAW, KEPT)}
    for kind, wrapped in zip(keys, master().wrap(list(keys.values())), strict=True):
        DeliberationKey.objects.create(deliberation=deliberation, kind=kind, wrapped=wrapped)
    return Vault(deliberation.pk, keys)


def destroy_key(deliberation: Deliberation, kind: DeliberationKey.Kind) -> None:
    """Make everything under a key unreadable, for good; what is gone already stays gone."""
    DeliberationKey.objects.filter(deliberation=deliberation, kind=kind).delete()
    forget_opened_keys()
