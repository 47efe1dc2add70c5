"""Short texts under keys: sealed so that they open with the right key and in the right place only.

A text is sealed with a data key (AES-256-GCM); the data key lies wrapped by a master key that is kept outside the
database (AES key wrap, RFC 3394). Destroying the wrapped key makes every text under it unreadable, in backups as well
once those have forgotten it.
"""

from __future__ import annotations

import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_LENGTH = 32
_NONCE = 12
_TAG = 16


class CannotOpenError(Exception):
    """A sealed text or key does not open: another key, another place, or damaged; which, nobody can tell."""

    def __init__(self) -> None:
        super().__init__("sealed text does not open: other key, other place, or damaged")


def new_key() -> bytes:
    """Give a fresh data key of 32 bytes."""
    return secrets.token_bytes(KEY_LENGTH)


def wrap_key(key: bytes, master: bytes) -> bytes:
    """Give a data key as it may lie in a database: 40 bytes that open with the master key only."""
    return aes_key_wrap(master, key)


def unwrap_key(wrapped: bytes, master: bytes) -> bytes:
    """Give a data key back. Raises CannotOpenError."""
    try:
        return aes_key_unwrap(master, wrapped)
    except (InvalidUnwrap, ValueError) as problem:
        raise CannotOpenError from problem


class Cipher:
    """Seals and opens under one data key. Making one costs as much as a short text: whoever opens many keeps it."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Seal bytes for one place (such as `deliberation/<id>/plan`): moved elsewhere they do not open.

        The nonce is random (96 bits); under one key at most some millions of texts are sealed, far below its bound.
        """
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, plain, place.encode())

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Give sealed bytes back. Raises CannotOpenError."""
        if len(sealed) < _NONCE + _TAG:
            raise CannotOpenError
        whole = bytes(sealed)  # a driver may give a view
        try:
            return self._aead.decrypt(whole[:_NONCE], whole[_NONCE:], place.encode())
        except InvalidTag as problem:
            raise CannotOpenError from problem


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Seal bytes for one place, under a key that is used once; see `Cipher.seal`."""
    return Cipher(key).seal(plain, place)


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Give sealed bytes back. Raises CannotOpenError."""
    return Cipher(key).unseal(sealed, place)
