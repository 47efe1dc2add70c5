"""Writes the list of a term (in which items it stands, with which weight) as few bytes, the same on every machine."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Mapping

#: The weight of a term by the number of each item.
Postings = dict[int, int]
#: The bytes of a number, and those of a number with its weight.
NUMBER, EACH = struct.calcsize("<I"), struct.calcsize("<IH")


def pack(postings: Mapping[int, int]) -> bytes:
    """Give the bytes of a list: the numbers of the items, from low to high, then their weights."""
    numbers = sorted(postings)
    count = len(numbers)
    return struct.pack(f"<{count}I{count}H", *numbers, *(postings[number] for number in numbers))


def unpack(packed: bytes) -> Postings:
    """Read a list back."""
    count = len(packed) // EACH
    numbers, weights = array("I", packed[: count * NUMBER]), array("H", packed[count * NUMBER :])
    if (
        sys.byteorder == "big"
    ):  # pragma: no cover - an array reads as the machine does, which is nearly always like this
        numbers.byteswap()
        weights.byteswap()
    return dict(zip(numbers, weights, strict=True))
