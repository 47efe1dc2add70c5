"""The keys of a deliberation, wrapped by a master key outside the database, and what seals and opens with them.

What people write live lies under the *raw* key, which goes at the latest 14 days after closing. The plan and the
records lie under the *kept* key, which goes with the last of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from sleutelwerk.core.destroyed import is_destroyed, key_name
from sleutelwerk.core.master_keys import MasterKey, master_key
from sleutelwerk.core.sealing import CannotOpenError, seal, unseal
from sleutelwerk.deliberation.models.deliberation import DeliberationKey
from sleutelwerk.sql.queries import ask, key_of

KEY_NAME = "deliberation"
RAW, KEPT = DeliberationKey.Kind.RAW, DeliberationKey.Kind.KEPT


class Vault:
    """Seals and opens what belongs to one deliberation. It opens nothing that belongs to another."""

    def __init__(self, deliberation: UUID, keys: dict[str, bytes]) -> None:
        self._deliberation = deliberation
        self._keys = keys

    def seal(self, kind: DeliberationKey.Kind, place: str, data: Any) -> bytes:
        """Seal plain data for one place. Raises CannotOpenError when the key is gone."""
        return seal(self._key(kind), json.dumps(data, ensure_ascii=False).encode(), self._place(place))

    def open(self, kind: DeliberationKey.Kind, place: str, sealed: bytes) -> Any:
        """Give plain data back. Raises CannotOpenError, also when the key is gone."""
        return json.loads(unseal(self._key(kind), bytes(sealed), self._place(place)))

    def holds(self, kind: DeliberationKey.Kind) -> bool:
        """Tell whether a key is still there."""
        return kind.value in self._keys

    def _key(self, kind: DeliberationKey.Kind) -> bytes:
        try:
            return self._keys[kind.value]
        except KeyError as problem:
            raise CannotOpenError from problem

    def _place(self, place: str) -> str:
        return f"deliberation/{self._deliberation}/{place}"


def vault_of(deliberation: UUID) -> Vault:
    """Give what opens the texts of a deliberation: one question to the database."""
    rows = ask(
        "SELECT kind, wrapped FROM deliberation_deliberationkey WHERE deliberation_id = %s", key_of(deliberation)
    )
    return Vault(
        deliberation, {kind: _unwrapped(bytes(wrapped)) for kind, wrapped in rows if not _is_gone(deliberation, kind)}
    )


def vaults_of(deliberations: Collection[UUID]) -> dict[UUID, Vault]:
    """Give what opens the texts of each of these: one question to the database for all."""
    held: dict[UUID, dict[str, bytes]] = {one: {} for one in deliberations}
    rows = DeliberationKey.objects.filter(deliberation__in=held).values_list("deliberation", "kind", "wrapped")
    for deliberation, kind, wrapped in rows:
        if not _is_gone(deliberation, kind):
            held[deliberation][kind] = _unwrapped(bytes(wrapped))
    return {one: Vault(one, keys) for one, keys in held.items()}


def _is_gone(deliberation: UUID, kind: str) -> bool:
    """Tell whether a key was destroyed before, and an older backup brought it back."""
    return is_destroyed(settings.KEYS_FOLDER, key_name(DeliberationKey._meta.label, deliberation, kind))


@lru_cache(maxsize=512)
def _unwrapped(wrapped: bytes) -> bytes:
    return master().unwrap([wrapped])[0]


def master() -> MasterKey:
    """Give the master key under which the keys of deliberations lie."""
    return master_key(KEY_NAME, settings.KEYS_FOLDER, settings.KEY_SOURCE)


def forget_opened_keys() -> None:
    """Let go of the keys that this process opened."""
    _unwrapped.cache_clear()
