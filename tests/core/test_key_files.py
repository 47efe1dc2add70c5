"""Keys in files: made once, never half there, for the site's own account only, and never told when damaged."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sleutelwerk.core.key_files import KEY_LENGTH, DamagedKeyError, load_or_make_file, load_or_make_key


@pytest.fixture(autouse=True)
def _forget_keys() -> Iterator[None]:
    """Read each file anew."""
    load_or_make_key.cache_clear()
    yield
    load_or_make_key.cache_clear()


def rights(path: Path) -> int:
    """Give the rights of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_made_once_and_then_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    key = load_or_make_key(path)
    assert len(key) == KEY_LENGTH == 32
    held = path.read_bytes()
    load_or_make_key.cache_clear()
    assert load_or_make_key(path) == key
    assert path.read_bytes() == held == key.hex().encode() + b"\n"
    assert load_or_make_key(tmp_path / "keys" / "other.key") != key
    assert sorted(one.name for one in path.parent.iterdir()) == ["one.key", "other.key"], "nothing is left lying about"


def test_only_the_owner_reads_a_key_and_enters_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    before = os.umask(0)
    try:
        load_or_make_key(path)
    finally:
        os.umask(before)
    assert (rights(path), rights(path.parent)) == (0o600, 0o700)


def test_rights_that_a_copy_brought_along_are_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "one.key"
    load_or_make_file(path, b"first")
    path.chmod(0o644)
    assert load_or_make_file(path, b"second") == b"first"
    assert rights(path) == 0o600


@pytest.mark.parametrize("content", [b"", b"not a key", b"ab" * 31, b"ab" * 33, b"\xff" * 64, b"zz" * 32])
def test_a_damaged_key_is_refused_by_name_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "one.key"
    path.write_bytes(content)
    with pytest.raises(DamagedKeyError) as refused:
        load_or_make_key(path)
    assert str(refused.value) == "one.key bevat geen sleutel van 32 bytes"
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        load_or_make_key(tmp_path / "file" / "one.key")


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    code = """
import sys
from pathlib import Path
from sleutelwerk.core.key_files import load_or_make_key
sys.stdin.readline()
print(load_or_make_key(Path(sys.argv[1])).hex())
"""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, str(path)]
    started = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = {process.communicate(timeout=60)[0] for process in started}
    assert said == {path.read_text()}
    assert [process.returncode for process in started] == [0, 0, 0, 0]
