"""The bytes of a sealed file: a head with the wrapped data key, then chunks that know their place."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: Names the format and its version; another version gets another name.
MAGIC = b"SLWSEAL1"
KEY_LENGTH = 32
#: What goes into a chunk, in bytes; the last one may be shorter.
CHUNK = 64 * 1024
_NONCE = 12
_TAG = 16
HEAD_LENGTH = len(MAGIC) + _NONCE + KEY_LENGTH + _TAG
_SEALED_CHUNK = CHUNK + _TAG


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int, /) -> bytes:
        """Give at most so many bytes, and none only at the end."""


class NotOpened(Exception):
    """A sealed file does not open: its key or context is another one, or it is damaged; which, nobody can tell."""

    def __init__(self) -> None:
        super().__init__("sealed file does not open: other key, other context, or damaged")


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one file, and what its chunks are bound to."""

    key: bytes
    context: bytes

    def chunk_cipher(self) -> AESGCM:
        """Give the cipher of its chunks."""
        return AESGCM(self.key)

    def bound_to(self, index: int, *, last: bool) -> tuple[bytes, bytes]:
        """Give nonce and associated data of a chunk: its place, whether it is the last, and the context.

        A data key seals one file once, so a nonce that counts never comes twice under the same key.
        """
        place = index.to_bytes(_NONCE - 1, "big") + bytes([last])
        return place, MAGIC + hashlib.sha256(self.context).digest() + place


def new_data_key() -> bytes:
    """Give a fresh key for one file."""
    return secrets.token_bytes(KEY_LENGTH)


def wrap(data_key: bytes, master: bytes) -> bytes:
    """Give the head of a file: its data key, sealed under the master key. The nonce is random (96 bits)."""
    nonce = secrets.token_bytes(_NONCE)
    return MAGIC + nonce + AESGCM(master).encrypt(nonce, data_key, MAGIC)


def unwrap(head: bytes, master: bytes) -> bytes:
    """Give the data key out of a head. Raises NotOpened."""
    if len(head) != HEAD_LENGTH or not head.startswith(MAGIC):
        raise NotOpened
    nonce, sealed = head[len(MAGIC) : len(MAGIC) + _NONCE], head[len(MAGIC) + _NONCE :]
    try:
        return AESGCM(master).decrypt(nonce, sealed, MAGIC)
    except InvalidTag as problem:
        raise NotOpened from problem


def sealed_chunks(stream: Readable, data_key: DataKey) -> Iterator[bytes]:
    """Give the chunks of a stream, sealed. An empty stream has one empty chunk, so that its end is sealed as well."""
    cipher = data_key.chunk_cipher()
    for index, last, chunk in _with_last(stream, CHUNK):
        nonce, bound = data_key.bound_to(index, last=last)
        yield cipher.encrypt(nonce, chunk, bound)


def opened_chunks(stream: Readable, data_key: DataKey) -> Iterator[bytes]:
    """Give the chunks of a sealed stream, each only after it proved whole and in its place. Raises NotOpened."""
    cipher = data_key.chunk_cipher()
    for index, last, chunk in _with_last(stream, _SEALED_CHUNK):
        nonce, bound = data_key.bound_to(index, last=last)
        try:
            yield cipher.decrypt(nonce, chunk, bound)
        except (InvalidTag, ValueError) as problem:
            raise NotOpened from problem


def _with_last(stream: Readable, size: int) -> Iterator[tuple[int, bool, bytes]]:
    """Read a stream in pieces of one size, looking one piece ahead to know which is the last."""
    index, chunk = 0, _exactly(stream, size)
    while following := _exactly(stream, size):
        yield index, False, chunk
        index, chunk = index + 1, following
    yield index, True, chunk


def _exactly(stream: Readable, size: int) -> bytes:
    """Read so many bytes, or all that is left: streams may give less than was asked for."""
    pieces = []
    while size and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
