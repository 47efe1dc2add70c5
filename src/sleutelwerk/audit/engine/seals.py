"""Signed heads: the short text that is signed, and how seals are checked against the chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from sleutelwerk.audit.engine.verify import Problem

FORMAT = "sleutelwerk-audit-head/1"
_HEAD = re.compile(
    rf"{re.escape(FORMAT)}\nchain ([0-9a-f-]{{36}})\nnumber ([0-9]{{1,18}})\nhash ([0-9a-f]{{64}})\n"
    r"time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n"
)


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain was at a moment."""

    chain: UUID
    number: int
    hash: bytes
    at: str

    def text(self) -> bytes:
        """Give the five lines that are signed."""
        lines = (FORMAT, f"chain {self.chain}", f"number {self.number}", f"hash {self.hash.hex()}", f"time {self.at}")
        return "".join(f"{line}\n" for line in lines).encode("ascii")


def read_head(text: bytes) -> Head:
    """Read those five lines. Raises ValueError."""
    found = _HEAD.fullmatch(text.decode("ascii", "replace"))
    if found is None:
        raise ValueError("these are not the five lines of a head")
    chain, number, digest, at = found.groups()
    return Head(UUID(chain), int(number), bytes.fromhex(digest), at)


class SealRow(NamedTuple):
    """A seal as it is stored, with the hash that the chain itself has at that place; None when the entry is gone."""

    head: Head
    key_id: str
    signature: bytes
    in_chain: bytes | None


def is_signed(public_pem: str, text: bytes, signature: bytes) -> bool:
    """Tell whether the signature over the text was made with the private half of this key."""
    try:
        key = load_pem_public_key(public_pem.encode())
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, text)
            return True
    except (ValueError, InvalidSignature):
        return False
    return False


def check_seals(seals: Iterable[SealRow], keys: Mapping[str, str]) -> tuple[int, Problem | None]:
    """Check seals in order, with the keys that are trusted; give the last entry that a good one covers, and a fault."""
    covered = 0
    for seal in seals:
        what = _fault(seal, keys)
        if what is not None:
            return covered, Problem(seal.head.number, what, seal.head.number)
        covered = seal.head.number
    return covered, None


def _fault(seal: SealRow, keys: Mapping[str, str]) -> str | None:
    number = seal.head.number
    if seal.key_id not in keys:
        return f"Het zegel op regel {number} is gezet met een sleutel die hier niet bekend is ({seal.key_id})."
    if not is_signed(keys[seal.key_id], seal.head.text(), seal.signature):
        return f"De handtekening van het zegel op regel {number} klopt niet."
    if seal.in_chain is None:
        return f"Regel {number} is ondertekend, maar ontbreekt: de staart van de keten is weggehaald."
    if seal.in_chain != seal.head.hash:
        return f"Regel {number} had een andere hash toen zij werd ondertekend."
    return None
