"""The chain itself: how each hash follows from the one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

#: The chain of what belongs to no organisation: the installation itself. Fixed, so that it is the same everywhere.
SITE_CHAIN = UUID("5c1e0000-0000-4000-8000-000000000001")

#: What comes before the first entry.
GENESIS = bytes(32)


class Row(NamedTuple):
    """One entry as it is stored: its place, the exact bytes of its body, and its hash."""

    number: int
    body: bytes
    hash: bytes


def next_hash(head: bytes, body: bytes) -> bytes:
    """Give the hash of the entry that follows on `head`: SHA-256 over that hash and the body's bytes."""
    return sha256(head + body).digest()


class Bundle(NamedTuple):
    """Some entries that lie behind one another, cut the way they are checked quickest: between each body and its hash.

    So the first piece is a body, the last one a hash, and each in between is just what the next hash was made of.
    `rows` gives the same entries one by one, for when something is the matter; only they are held to be exact.
    """

    first: int
    pieces: list[bytes]
    rows: Callable[[], Iterable[Row]]

    @classmethod
    def of(cls, rows: list[Row]) -> Bundle:
        """Bundle rows that are there already."""
        hashes = [b"", *(row.hash for row in rows)]
        bodies = [*(row.body for row in rows), b""]
        return cls(rows[0].number, [h + b for h, b in zip(hashes, bodies, strict=True)], lambda: rows)
