"""What is committed names no folder of somebody's machine and no host that packages come from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

PLACES = re.compile(
    r"(?<![\w.])/(?:root|home|work|Users|opt|mnt)/[\w.-]+|[A-Z]:\\\\Users"
    r"|--(?:extra-)?index-url|\"resolved\":"
)
MAY_NAME_THEM = frozenset({"tests/architecture/test_committed_files.py"})


def places_in(text: str) -> list[str]:
    """Give what points to one machine, or to one source of packages."""
    return [found[0] for found in PLACES.finditer(text)]


def committed(repository: Path) -> list[Path]:
    """List what git keeps; in an unpacked archive there is nothing to look at."""
    listing = subprocess.run(["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=False)  # noqa: S607
    if listing.returncode:
        pytest.skip("this is no clone")
    return [repository / name for name in listing.stdout.splitlines() if name not in MAY_NAME_THEM]


def test_nothing_points_to_one_machine(repository: Path) -> None:
    found: dict[str, list[str]] = {}
    for path in committed(repository):
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        if places := places_in(text):
            found[str(path.relative_to(repository))] = places
    assert found == {}


@pytest.mark.parametrize(
    "text", ["see /" + "root/notes.txt", "--index-url https://x", '"resolved": "https://x"', "/home/noor/a"]
)
def test_a_planted_place_is_caught(text: str) -> None:
    assert places_in(text)


def test_addresses_on_the_web_pass() -> None:
    assert places_in("https://www.example.org/home/contact en /routekaart/vraag/1/") == []
