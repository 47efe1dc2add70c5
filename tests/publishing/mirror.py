"""What a test closes is open again for the next: the mirror of what is closed is put back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sleutelwerk.publishing.queries import look_anew, mirror_path


@contextmanager
def mirror_put_back() -> Iterator[None]:
    """Let a test close what it likes until the block ends."""
    path = mirror_path()
    before = path.read_bytes() if path else b""
    look_anew()
    try:
        yield
    finally:
        if path:
            path.write_bytes(before)
        look_anew()
