"""Writes sealed files whole or not at all, opens them piece by piece, and gives them another master key."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sleutelwerk.knowledge.engine.sealed.format import (
    CHUNK,
    HEAD_LENGTH,
    DataKey,
    NotOpened,
    Readable,
    new_data_key,
    opened_chunks,
    sealed_chunks,
    unwrap,
    wrap,
)


def seal(stream: Readable, path: Path, key: bytes, context: bytes) -> int:
    """Write a stream to a sealed file; give how many bytes it had. Memory stays the same whatever the size.

    `key` is the master key of 32 bytes. `context` says what the file is (document and version): it opens under the same
    context only. The file replaces what was there, at once, and only its owner may read it. Raises OSError.
    """
    data_key = new_data_key()
    counted = _Counted(stream)
    with _written_at_once(path) as aside:
        aside.write(wrap(data_key, key))
        for chunk in sealed_chunks(counted, DataKey(data_key, context)):
            aside.write(chunk)
    return counted.size


def open_sealed(path: Path, key: bytes, context: bytes) -> Iterator[bytes]:
    """Give what a sealed file holds, in chunks of at most 64 KiB.

    A wrong key is told at once. A chunk comes only when it is whole and in its place, but a missing end shows at the
    end only: whoever must not use half a file waits for the last chunk. Raises NotOpened and OSError.
    """
    with path.open("rb") as file:
        data_key = unwrap(file.read(HEAD_LENGTH), key)
    return _opened(path, DataKey(data_key, context))


def _opened(path: Path, data_key: DataKey) -> Iterator[bytes]:
    # opened anew, so that a file of which nobody reads on stays open for nobody; another master key changes no chunk
    with path.open("rb") as file:
        file.seek(HEAD_LENGTH)
        yield from opened_chunks(file, data_key)


def rewrap(path: Path, old: bytes, new: bytes) -> bool:
    """Put the data key of a file under another master key; give False when it was under that one already.

    So a rotation that broke off can be done again. Chunks are copied as they are. Raises NotOpened and OSError.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_LENGTH)
        if _opens_under(head, new):
            return False
        renewed = wrap(unwrap(head, old), new)
        with _written_at_once(path) as aside:
            aside.write(renewed)
            shutil.copyfileobj(file, aside, CHUNK)
    return True


def _opens_under(head: bytes, key: bytes) -> bool:
    with suppress(NotOpened):
        unwrap(head, key)
        return True
    return False


@contextmanager
def _written_at_once(path: Path) -> Iterator[BinaryIO]:
    """Write beside a path and move into place when all is on the disk; after an error nothing is left of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".sealing-")  # readable by its owner only
    try:
        with os.fdopen(descriptor, "wb") as aside:
            yield aside
            aside.flush()
            os.fsync(aside.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class _Counted:
    """Counts what is read from a stream."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int, /) -> bytes:
        """Read on."""
        piece = self._stream.read(size)
        self.size += len(piece)
        return piece
