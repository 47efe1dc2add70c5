"""Runs scripts of ours in one process beside a site, in its data and with its settings: to start one takes seconds."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

#: Runs scripts one after another, each told on a line; says of each what it printed and what went wrong.
_RUNS_SCRIPTS = """
import io, json, sys, traceback
from contextlib import redirect_stdout
for line in sys.stdin:
    script, *arguments = json.loads(line)
    sys.argv, said, wrong = ["-c", *arguments], io.StringIO(), ""
    with redirect_stdout(said):
        try:
            exec(script, {"__name__": "__main__"})
        except BaseException:
            wrong = traceback.format_exc()
    print(json.dumps([said.getvalue(), wrong]), flush=True)
"""
_RUNNING: dict[Path, subprocess.Popen[str]] = {}


def run_beside(data: Path, environment: Mapping[str, str], script: str, *arguments: str) -> str:
    """Run a script, with names of its own, in the process beside the site with this data; give what it said."""
    if data not in _RUNNING:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", _RUNS_SCRIPTS]
        _RUNNING[data] = subprocess.Popen(command, env=dict(environment), stdin=pipe, stdout=pipe, text=True)
    runner = _RUNNING[data]
    assert runner.stdin is not None
    assert runner.stdout is not None
    print(json.dumps([script, *arguments]), file=runner.stdin, flush=True)
    said, wrong = json.loads(runner.stdout.readline())
    assert not wrong, wrong[-2000:]
    return str(said)


def end_beside(data: Path) -> None:
    """End the process beside the site with this data, if there is one."""
    if runner := _RUNNING.pop(data, None):
        with runner:
            runner.kill()


@atexit.register
def _end_all() -> None:
    for data in tuple(_RUNNING):
        end_beside(data)
