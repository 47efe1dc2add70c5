"""Functions stay small: the limits stand in the linter's settings, and the linter catches what exceeds them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SIZES = ("C901", "PLR0913", "PLR0915", "PLR0917")
STATEMENTS = "def long() -> None:\n" + "    print()\n" * 31
BRANCHES = "def knotty(x: int) -> None:\n" + "".join(f"    if x == {n}:\n        print()\n" for n in range(9))
ARGUMENTS = "def greedy(a: int, b: int, c: int, d: int, e: int, f: int, g: int) -> None:\n    print(a)\n"


def findings(source: str, repository: Path) -> str:
    command = [sys.executable, "-m", "ruff", "check", "--select", ",".join(SIZES), "--output-format", "concise"]
    checked = subprocess.run([*command, "-"], input=source, cwd=repository, capture_output=True, text=True, check=False)
    return checked.stdout


def test_the_limits_are_those_agreed(repository: Path) -> None:
    lint = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert lint["mccabe"]["max-complexity"] == 8
    assert (lint["pylint"]["max-statements"], lint["pylint"]["max-args"]) == (30, 6)
    assert lint["select"] == ["ALL"]
    assert not set(lint["ignore"]) & set(SIZES)


@pytest.mark.parametrize(("source", "rule"), [(STATEMENTS, "PLR0915"), (BRANCHES, "C901"), (ARGUMENTS, "PLR0913")])
def test_a_planted_large_function_is_caught(source: str, rule: str, repository: Path) -> None:
    assert rule in findings(source, repository)


def test_no_function_is_too_large(repository: Path) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--select", ",".join(SIZES), "src"]
    checked = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
