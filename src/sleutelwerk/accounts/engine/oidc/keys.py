"""Our own key, by which an organisation's provider knows that it is really this site that asks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import RSAKey

KEY_BITS = 3072


def make_key() -> bytes:
    """Make a private key, as the text of its file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@lru_cache(maxsize=64)
def read_key(pem: bytes) -> RSAKey:
    """Read a private key; its name (kid) is its thumbprint, RFC 7638. Raises ValueError or a joserfc error.

    Reading one proves that it is sound, which takes a quarter of a second; so what was read is remembered.
    """
    key = RSAKey.import_key(pem)
    key.ensure_kid()
    return key


def public_set(pem: bytes) -> dict[str, Any]:
    """Give what a provider may know of the key: the set of public keys that it fetches from us."""
    return {"keys": [{**read_key(pem).as_dict(private=False), "use": "sig"}]}
