"""Looks a password up in a local list of passwords that leaked somewhere, without sending anything anywhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

_HASH_LENGTH = 40


def is_in_list(password: str, path: Path) -> bool:
    """Tell whether the list holds the password.

    The list is a text file with one SHA-1 in capitals a line, sorted, with or without ':count' behind it: the form in
    which such lists are published. It may be many gigabytes; a handful of lines are read. Raises OSError.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as lines:
        lines.seek(0, 2)
        low, high = 0, lines.tell()
        while low < high:
            middle = (low + high) // 2
            lines.seek(middle)
            if middle:
                lines.readline()  # the rest of a line that began earlier
            line = lines.readline()
            if not line or line[:_HASH_LENGTH] > wanted:
                high = middle
            elif line[:_HASH_LENGTH] == wanted:
                return True
            else:
                low = middle + 1
        lines.seek(0)
        return lines.readline()[:_HASH_LENGTH] == wanted
