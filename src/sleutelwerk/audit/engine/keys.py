"""The two secrets of the trail, each in a file of its own outside the database: one signs heads, one makes pseudonyms.

Nothing here is derived from the site's SECRET_KEY: that one changes now and then, and pseudonyms must not. Beside them
lie the public keys of all times, so that nobody who can only write to the database can slip in a key of his own.
Several machines that serve one installation share this folder, or get the same files.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from sleutelwerk.core.key_files import DamagedKeyError, load_or_make_file, load_or_make_key

PSEUDONYM_KEY = "pseudonym.key"
SIGNING_KEY = "signing.pem"
#: A new key waits under this name until the database knows it; see `promote`.
NEXT_KEY = "signing.next.pem"
_PUBLIC = "public-{}.pem"
_ID_DIGITS = 16


class UnusableKeys(Exception):
    """A key cannot be read, made or trusted; the message says so in Dutch to an operator."""


@dataclass(frozen=True)
class Signer:
    """A private key for seals."""

    private: Ed25519PrivateKey

    @cached_property
    def public_pem(self) -> str:
        """The public half, as openssl reads it."""
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the public key in DER, 64 hex digits."""
        der = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return hashlib.sha256(der).hexdigest()

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of the fingerprint."""
        return self.fingerprint[:_ID_DIGITS]

    def sign(self, text: bytes) -> bytes:
        """Give the Ed25519 signature, 64 bytes."""
        return self.private.sign(text)


@lru_cache(maxsize=8)
def pseudonym_key(folder: Path) -> bytes:
    """Give the key under which pseudonyms are made; make it the first time. Raises UnusableKeys."""
    path = folder / PSEUDONYM_KEY
    try:
        return load_or_make_key(path)
    except DamagedKeyError:
        raise UnusableKeys(f"In {path} staat geen goede sleutel. Zet het bestand uit de back-up terug.") from None
    except OSError as problem:
        raise UnusableKeys(_no_access(path, problem)) from None


def signer(folder: Path) -> Signer:
    """Give the key that signs heads; make it the first time. Raises UnusableKeys."""
    path = folder / SIGNING_KEY
    return _signer_from(path, _held(path, _new_private_pem()))


def next_signer(folder: Path) -> Signer | None:
    """Give the new key that waits to be put in use, if there is one. Raises UnusableKeys."""
    path = folder / NEXT_KEY
    return _signer_from(path, _held(path, _new_private_pem())) if path.exists() else None


def make_next_signer(folder: Path) -> Signer:
    """Make a new key and let it wait; one that waited and was never put in use gives way. Raises UnusableKeys."""
    path = folder / NEXT_KEY
    path.unlink(missing_ok=True)
    return _signer_from(path, _held(path, _new_private_pem()))


def promote(folder: Path) -> None:
    """Put the waiting key in use; the old private key is gone from then on. Raises UnusableKeys."""
    try:
        (folder / NEXT_KEY).replace(folder / SIGNING_KEY)
    except OSError as problem:
        raise UnusableKeys(
            f"De nieuwe sleutel in {folder} kon niet in gebruik worden genomen ({problem.strerror})."
        ) from None


def keep_public(folder: Path, signer: Signer) -> None:
    """Lay the public key beside the others. Raises UnusableKeys."""
    _held(folder / _PUBLIC.format(signer.key_id), signer.public_pem.encode())


def is_kept(folder: Path, key_id: str, public_pem: str) -> bool:
    """Tell whether this public key lies in the folder, so that it was made here and not slipped into the database."""
    try:
        return (folder / _PUBLIC.format(key_id)).read_text(encoding="ascii") == public_pem
    except (OSError, UnicodeDecodeError):
        return False


def _new_private_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _signer_from(path: Path, pem: bytes) -> Signer:
    with suppress(ValueError, TypeError, UnsupportedAlgorithm):
        private = load_pem_private_key(pem, password=None)
        if isinstance(private, Ed25519PrivateKey):
            return Signer(private)
    raise UnusableKeys(f"In {path} staat geen Ed25519-sleutel. Zet het bestand uit de back-up terug.")


def _held(path: Path, fresh: bytes) -> bytes:
    try:
        return load_or_make_file(path, fresh)
    except OSError as problem:
        raise UnusableKeys(_no_access(path, problem)) from None


def _no_access(path: Path, problem: OSError) -> str:
    return f"De sleutel {path} is niet te lezen of te maken ({problem.strerror})."
