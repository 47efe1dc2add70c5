"""A list beside the master keys of what was destroyed, so that it stays so after an older backup comes back.

It names keys by the random numbers of their rows and holds nothing else. What stands on it opens nothing.
Lines are only added; half a line, as a full disk or a lost power may leave, is skipped.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

FILE_NAME = "destroyed.list"
_NAME = re.compile(r"[a-z_]+\.[A-Za-z]+ [0-9a-f/a-z-]+")


def key_name(table: str, *values: object) -> str:
    """Give what a key is called on the list: its table, and what names its row for good."""
    return f"{table} {'/'.join(str(value) for value in values)}"


def is_destroyed(folder: Path, name: str) -> bool:
    """Tell whether a key stands on the list; it is read again only after it changed. Raises OSError."""
    try:
        found = (folder / FILE_NAME).stat()
    except FileNotFoundError:
        return False
    return name in _names_in(folder, (found.st_ino, found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=2)
def _names_in(folder: Path, _seen: tuple[int, ...]) -> Collection[str]:
    return destroyed_names(folder)


def note_destroyed(folder: Path, names: Iterable[str]) -> None:
    """Add names such as `cases.CandidateKey <uuid>`, and have them on the disk before going on. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = "".join(f"{name}\n" for name in names).encode("ascii")
    place = os.open(folder / FILE_NAME, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        end = os.lseek(place, 0, os.SEEK_END)
        if end and os.pread(place, 1, end - 1) != b"\n":
            lines = b"\n" + lines  # what was cut off stays a line of its own
        os.write(place, lines)
        os.fsync(place)
    finally:
        os.close(place)


def destroyed_names(folder: Path) -> Collection[str]:
    """Give every name on the list; none when there is no list. Raises OSError."""
    try:
        text = (folder / FILE_NAME).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return frozenset()
    return frozenset(line for line in text.splitlines() if _NAME.fullmatch(line))
