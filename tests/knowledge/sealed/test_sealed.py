"""Sealed files: what goes in comes out, and whatever somebody does to the file on disk is noticed."""

from __future__ import annotations

import io
import secrets
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.knowledge.engine.sealed import CHUNK, NotOpened, open_sealed, rewrap, seal
from sleutelwerk.knowledge.engine.sealed.format import HEAD_LENGTH, MAGIC

KEY, OTHER = secrets.token_bytes(32), secrets.token_bytes(32)
CONTEXT = b"document:1:version:3"
SEALED_CHUNK = CHUNK + 16
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "documents" / "one.sealed"


def sealed(path: Path, size: int = 3 * CHUNK + 7) -> bytes:
    """A file of this size, sealed at a path."""
    data = secrets.token_bytes(size)
    assert seal(io.BytesIO(data), path, KEY, CONTEXT) == size
    return data


def opened(path: Path, key: bytes = KEY, context: bytes = CONTEXT) -> bytes:
    """What a sealed file holds."""
    return b"".join(open_sealed(path, key, context))


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out(size: int, path: Path) -> None:
    data = sealed(path, size)
    assert opened(path) == data
    assert all(len(chunk) <= CHUNK for chunk in open_sealed(path, KEY, CONTEXT))
    assert path.stat().st_size == HEAD_LENGTH + size + 16 * max(-(-size // CHUNK), 1)


def test_nothing_of_it_can_be_read_on_disk(path: Path) -> None:
    text = b"Noor de Vries " * 10_000
    seal(io.BytesIO(text), path, KEY, CONTEXT)
    kept = path.read_bytes()
    assert kept.startswith(MAGIC)
    assert b"Noor" not in kept
    assert KEY not in kept


def test_the_same_file_never_looks_the_same_twice(tmp_path: Path) -> None:
    for name in ("a", "b"):
        seal(io.BytesIO(b"x" * 100), tmp_path / name, KEY, CONTEXT)
    assert (tmp_path / "a").read_bytes()[len(MAGIC) :] != (tmp_path / "b").read_bytes()[len(MAGIC) :]


def test_only_the_owner_may_read_it_or_see_that_it_is_there(path: Path) -> None:
    sealed(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("key", "bound_to"),
    [(OTHER, CONTEXT), (KEY, b"document:1:version:4"), (KEY, b"")],
    ids=["another key", "another version", "nothing"],  # keys are chance, and names must be the same in each process
)
def test_another_key_or_context_does_not_open_it(key: bytes, bound_to: bytes, path: Path) -> None:
    sealed(path)
    with pytest.raises(NotOpened):
        opened(path, key, bound_to)


def test_a_wrong_key_is_told_before_anything_is_read(path: Path) -> None:
    sealed(path)
    with pytest.raises(NotOpened):
        open_sealed(path, OTHER, CONTEXT)


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, HEAD_LENGTH + 2 * SEALED_CHUNK), bit=st.integers(0, 7))
def test_any_changed_bit_is_noticed(place: int, bit: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("bit") / "one"
    sealed(path, 2 * CHUNK)
    kept = bytearray(path.read_bytes())
    kept[place % len(kept)] ^= 1 << bit
    path.write_bytes(kept)
    with pytest.raises(NotOpened):
        opened(path)


HEAD = slice(0, HEAD_LENGTH)


def chunk(number: int) -> slice:
    """Where a sealed chunk lies."""
    return slice(HEAD_LENGTH + number * SEALED_CHUNK, HEAD_LENGTH + (number + 1) * SEALED_CHUNK)


@pytest.mark.parametrize(
    "order",
    [[0], [0, 1], [0, 1, 2], [1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 2, 3], [3], [0, 1, 2, 3, 3], [0, 1, 2, 3, 0], []],
)
def test_chunks_left_out_repeated_or_in_another_order_are_noticed(order: list[int], path: Path) -> None:
    sealed(path)
    kept = path.read_bytes()
    path.write_bytes(kept[HEAD] + b"".join(kept[chunk(number)] for number in order))
    with pytest.raises(NotOpened):
        opened(path)


@pytest.mark.parametrize("size", [0, 5, HEAD_LENGTH - 1, HEAD_LENGTH, HEAD_LENGTH + 5, HEAD_LENGTH + SEALED_CHUNK])
def test_a_file_that_was_cut_off_is_noticed(size: int, path: Path) -> None:
    sealed(path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(NotOpened):
        opened(path)


def test_a_longer_file_is_noticed(path: Path) -> None:
    sealed(path)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(NotOpened):
        opened(path)


def test_files_that_changed_places_and_heads_that_did_are_noticed(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    seal(io.BytesIO(b"one"), one, KEY, b"one")
    seal(io.BytesIO(b"two"), two, KEY, b"two")
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first[HEAD] + second[HEAD_LENGTH:])
    for path, context in ((one, b"one"), (two, b"two")):
        with pytest.raises(NotOpened):
            opened(path, KEY, context)


def test_the_message_tells_no_secret_and_no_place(path: Path) -> None:
    sealed(path)
    with pytest.raises(NotOpened, match=r"^sealed file does not open: other key, other context, or damaged$"):
        opened(path, OTHER)


def test_a_missing_file_is_another_matter(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_sealed(path, KEY, CONTEXT)


class Broken(io.RawIOBase):
    """A stream that breaks off."""

    def __init__(self) -> None:
        self._left = 3

    def read(self, size: int = -1) -> bytes:
        self._left -= 1
        if not self._left:
            raise OSError("broken off")
        return b"x" * size


def test_what_breaks_off_leaves_what_was_there_and_nothing_else(path: Path) -> None:
    data = sealed(path)
    with pytest.raises(OSError, match="broken off"):
        seal(Broken(), path, KEY, CONTEXT)
    assert opened(path) == data
    assert [one.name for one in path.parent.iterdir()] == [path.name]


class Slow(io.BytesIO):
    """A stream that gives less than was asked for, as those of requests do."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 1_000))


def test_a_stream_that_gives_little_at_a_time_is_sealed_the_same(path: Path) -> None:
    data = secrets.token_bytes(2 * CHUNK + 5)
    assert seal(Slow(data), path, KEY, CONTEXT) == len(data)
    assert path.stat().st_size == HEAD_LENGTH + len(data) + 3 * 16
    assert opened(path) == data


def test_another_master_key_takes_over(path: Path) -> None:
    data = sealed(path)
    chunks = path.read_bytes()[HEAD_LENGTH:]
    reading = open_sealed(path, KEY, CONTEXT)
    begun = next(reading)
    assert rewrap(path, KEY, OTHER) is True
    assert begun + b"".join(reading) == data
    assert opened(path, OTHER) == data
    assert path.read_bytes()[HEAD_LENGTH:] == chunks
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(NotOpened):
        opened(path)


def test_a_rotation_can_be_done_again_and_a_wrong_key_changes_nothing(path: Path) -> None:
    sealed(path)
    rewrap(path, KEY, OTHER)
    kept = path.read_bytes()
    assert rewrap(path, KEY, OTHER) is False
    with pytest.raises(NotOpened):
        rewrap(path, KEY, secrets.token_bytes(32))
    assert path.read_bytes() == kept


MEASURE = """
import io, resource, sys
from pathlib import Path
from sleutelwerk.knowledge.engine.sealed import open_sealed, rewrap, seal

class Zeros:
    left = int(sys.argv[2])
    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

path = Path(sys.argv[1])
size = seal(Zeros(), path, bytes(32), b"c")
rewrap(path, bytes(32), b"1" * 32)
assert sum(len(chunk) for chunk in open_sealed(path, b"1" * 32, b"c")) == size
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(path: Path, size: int) -> int:
    """The most memory, in KiB, of a process that seals, rewraps and opens so many bytes."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), str(size)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_memory_stays_the_same_for_fifty_megabytes(path: Path) -> None:
    assert peak(path, 50_000_000) - peak(path, 1_000) < 4_096


KILLED = """
import os, signal, sys
from pathlib import Path
from sleutelwerk.knowledge.engine.sealed import seal

class Dies:
    reads = 0
    def read(self, size):
        self.reads += 1
        if self.reads == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"x" * size

seal(Dies(), Path(sys.argv[1]), bytes(32), b"c")
"""


@pytest.fixture
def leftovers(path: Path) -> Iterator[None]:
    yield
    # whoever is killed cannot clean up; what is left is half a sealed file that nothing points to
    assert {one.name.startswith((".sealing-", path.name)) for one in path.parent.iterdir()} == {True}


def test_a_killed_process_leaves_the_old_file_whole(path: Path, leftovers: None) -> None:
    data = sealed(path)
    died = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert died.returncode == -9
    assert opened(path) == data


def test_what_cannot_be_moved_into_place_leaves_nothing_behind(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        seal(io.BytesIO(b"x"), path, KEY, CONTEXT)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
