"""Keys in files of their own, outside the database: made once, readable by the site's own account only."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

KEY_LENGTH = 32


class DamagedKeyError(Exception):
    """A key file does not hold what it should; the message names the file, never its content."""


def load_or_make_file(path: Path, fresh: bytes) -> bytes:
    """Give what a key file holds, putting `fresh` into it when there is none yet.

    It is written aside and linked into place: two starts at once agree, and no key is ever half there. Raises OSError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".key-") as aside:
            os.fchmod(aside.fileno(), 0o600)
            aside.write(fresh)
            aside.flush()
            os.fsync(aside.fileno())
            with suppress(FileExistsError):
                os.link(aside.name, path)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)  # copied or restored with rights for others
    return path.read_bytes()


@lru_cache(maxsize=16)
def load_or_make_key(path: Path) -> bytes:
    """Give the 32 random bytes of a key file, made on first use. Raises DamagedKeyError and OSError."""
    held = load_or_make_file(path, secrets.token_hex(KEY_LENGTH).encode() + b"\n")
    try:
        key = bytes.fromhex(held.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_LENGTH:
        raise DamagedKeyError(f"{path.name} bevat geen sleutel van {KEY_LENGTH} bytes")
    return key
