"""Seals the secrets of authenticator apps under a key that is kept outside the database (N50)."""

from __future__ import annotations

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from sleutelwerk.core.key_files import load_or_make_key

KEY_NAME = "second_factors.key"
#: Says what was sealed, so that a value of another kind can never be passed off as this one.
_PURPOSE = b"sleutelwerk/second-factor/1"
_NONCE_LENGTH = 12


def _cipher() -> AESGCM:
    return AESGCM(load_or_make_key(settings.KEYS_FOLDER / KEY_NAME))


def seal(text: str) -> str:
    """Seal a secret so that it can be stored."""
    nonce = os.urandom(_NONCE_LENGTH)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), _PURPOSE)).decode()


def open_sealed(sealed: str) -> str:
    """Open what was sealed. Raises cryptography's InvalidTag when it was changed or sealed under another key."""
    packed = base64.b64decode(sealed)
    return _cipher().decrypt(packed[:_NONCE_LENGTH], packed[_NONCE_LENGTH:], _PURPOSE).decode()
