"""How many streams fit follows from how many files the system lets a process open."""

from __future__ import annotations

import subprocess
import sys

import pytest

SAY = "from sleutelwerk.config import open_files as files; files.raise_limit(); print(files.room_for_streams())"


@pytest.mark.parametrize(
    ("soft", "hard", "streams"), [(256, 256, 400), (256, 1024, 400), (256, 2048, 1424), (1024, 20_000, 4000)]
)
def test_streams_follow_the_limit_that_a_process_may_give_itself(soft: int, hard: int, streams: int) -> None:
    limited = f"ulimit -Sn {soft} && ulimit -Hn {hard} && exec {sys.executable} -c '{SAY}'"
    said = subprocess.run(["/bin/sh", "-c", limited], capture_output=True, text=True, check=True)
    assert int(said.stdout) == streams
