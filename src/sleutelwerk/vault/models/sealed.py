"""The key of an envelope, wrapped by the master key `identities`, and what seals and opens with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from sleutelwerk.core.destroyed import is_destroyed, key_name
from sleutelwerk.core.master_keys import MasterKey, master_key
from sleutelwerk.core.sealing import CannotOpenError, seal, unseal
from sleutelwerk.vault.models.envelope import EnvelopeKey
from sleutelwerk.vault.rules import Field

KEY_NAME = "identities"
#: Sealed texts are filled up to a multiple of this, so that their length tells nothing of a name.
BLOCK = 256


class Seal:
    """Seals and opens what belongs to one envelope, each text for its own table, column and row."""

    def __init__(self, key: bytes | None) -> None:
        self._key = key

    def __bool__(self) -> bool:
        """Tell whether there is a key."""
        return self._key is not None

    def seal_contents(self, envelope: UUID, texts: Mapping[Field, str]) -> bytes:
        """Seal what an envelope holds. Raises CannotOpenError when the key is gone."""
        plain = json.dumps({field.value: texts.get(field, "") for field in Field}, ensure_ascii=False).encode()
        return seal(self._held(), _filled(plain), f"vault_envelope/contents/{envelope}")

    def open_contents(self, envelope: UUID, sealed: bytes) -> dict[Field, str]:
        """Give back what an envelope holds. Raises CannotOpenError, also when the key is gone."""
        found = json.loads(unseal(self._held(), sealed, f"vault_envelope/contents/{envelope}"))
        return {field: found[field.value] for field in Field}

    def seal_reason(self, opening: UUID, reason: str) -> bytes:
        """Seal why somebody wants to open. Raises CannotOpenError when the key is gone."""
        return seal(self._held(), _filled(reason.encode()), f"vault_opening/reason/{opening}")

    def open_reason(self, opening: UUID, sealed: bytes) -> str:
        """Give a reason back. Raises CannotOpenError, also when the key is gone."""
        return unseal(self._held(), sealed, f"vault_opening/reason/{opening}").decode().rstrip()

    def _held(self) -> bytes:
        if self._key is None:
            raise CannotOpenError
        return self._key


def _filled(plain: bytes) -> bytes:
    """Fill up with spaces, which neither JSON nor a reason minds at its end."""
    return plain.ljust(-(-len(plain) // BLOCK) * BLOCK)


def seal_of(envelope: UUID) -> Seal:
    """Give what opens an envelope; asks the database each time, so that a destroyed key is gone at once everywhere."""
    wrapped = EnvelopeKey.objects.filter(envelope=envelope).values_list("wrapped", flat=True).first()
    if wrapped is None or is_destroyed(settings.KEYS_FOLDER, key_name(EnvelopeKey._meta.label, envelope)):
        return Seal(None)
    return Seal(_unwrapped(bytes(wrapped)))


@lru_cache(maxsize=512)
def _unwrapped(wrapped: bytes) -> bytes:
    return identities().unwrap([wrapped])[0]


def identities() -> MasterKey:
    """Give the master key under which the keys of envelopes lie."""
    return master_key(KEY_NAME, settings.KEYS_FOLDER, settings.KEY_SOURCE)


def forget_opened_keys() -> None:
    """Let go of the keys that this process opened."""
    _unwrapped.cache_clear()
