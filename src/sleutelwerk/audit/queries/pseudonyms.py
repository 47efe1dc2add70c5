"""Pseudonyms: what an entry is about, told apart by the installation's own key and legible to nobody."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from sleutelwerk.audit.engine import keys
from sleutelwerk.audit.engine.body import Pseudonym, keyed_hash

_HEX_DIGITS = 32


def keys_folder() -> Path:
    """Where the keys of the trail lie: beside the database, never in it."""
    folder: Path = settings.AUDIT_KEYS_FOLDER
    return folder


def trail_key() -> bytes:
    """Give the key of pseudonyms and hashed values. Raises UnusableKeys."""
    return keys.pseudonym_key(keys_folder())


def pseudonym(kind: str, identifier: UUID | str | int) -> Pseudonym:
    """Name something in the trail without telling what it is: `case:` and 32 hex digits, always the same for the same.

    `kind` is a short name out of the code (`case`, `user`, `document`). Raises UnusableKeys.
    """
    digest = keyed_hash(trail_key(), b"pseudonym", kind.encode(), str(identifier).encode())
    return Pseudonym(f"{kind}:{digest[:_HEX_DIGITS]}")
