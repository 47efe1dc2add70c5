"""Purged entries: the marker that stands where a body was, and the statement that accounts for each of them.

A statement is an entry like any other. It holds how many bodies went and one digest: SHA-256 over a line
`number previous-hash hash` (hashes as hex digits) per purged entry, in the order of the chain.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

#: The only event that can account for a purge, and the names inside its body.
STATEMENT_KIND = "entries_purged"
COUNT, DIGEST = "entries", "purged"

_MARKER = re.compile(rb'\{"previous":"([0-9a-f]{64})","purged":([1-9][0-9]{0,17})\}')


def marker(previous: bytes, statement: int) -> bytes:
    """Give what stands in place of a purged body."""
    return f'{{"previous":"{previous.hex()}","purged":{statement}}}'.encode()


def statement_of(body: bytes, head: bytes) -> int | None:
    """Give the statement that a marker names; None when this is no marker, or none that follows on `head`."""
    found = _MARKER.fullmatch(body)
    return int(found[2]) if found and found[1].decode() == head.hex() else None


def previous_in(body: bytes) -> bytes:
    """Give the hash that a marker names as the one before it; nothing when this is no marker."""
    found = _MARKER.fullmatch(body)
    return bytes.fromhex(found[1].decode()) if found else b""


class Tally:
    """Counts and digests the purged entries of one statement, in the order in which they are met."""

    def __init__(self) -> None:
        self.count = 0
        self.first = 0
        self._digest = hashlib.sha256()

    def add(self, number: int, previous: bytes, stored: bytes) -> None:
        """Take one purged entry into account."""
        self.first = self.first or number
        self.count += 1
        self._digest.update(f"{number} {previous.hex()} {stored.hex()}\n".encode("ascii"))

    @property
    def digest(self) -> str:
        """The digest so far, 64 hex digits."""
        return self._digest.hexdigest()

    def agrees_with(self, body: bytes) -> bool:
        """Tell whether this is the body of a statement that accounts for exactly these entries."""
        try:
            statement: Any = json.loads(body)
            said = (statement["kind"], statement["counts"][COUNT], statement["hashes"][DIGEST])
        except (ValueError, KeyError, TypeError, RecursionError):
            return False
        return bool(said == (STATEMENT_KIND, self.count, self.digest))


class Books:
    """The statements that purged entries named and that have not been met yet."""

    def __init__(self) -> None:
        self.open: dict[int, Tally] = {}
        #: The nearest entry that has to be a statement; 0 when there is none.
        self.due = 0

    def add(self, statement: int, number: int, previous: bytes, stored: bytes) -> None:
        """Enter one purged entry under the statement that it names."""
        tally = self.open.get(statement)
        if tally is None:
            tally = self.open[statement] = Tally()
            self.due = min(self.open)
        tally.add(number, previous, stored)

    def close(self, statement: int, body: bytes) -> bool:
        """Tell whether a statement accounts for what was entered under it, and forget it."""
        tally = self.open.pop(statement, Tally())
        self.due = min(self.open, default=0)
        return tally.agrees_with(body)

    @property
    def since(self) -> int:
        """The first entry that named a statement which is not settled yet; 0 when there is none."""
        return min((tally.first for tally in self.open.values()), default=0)
