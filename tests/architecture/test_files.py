"""Files: only known names in a room, none that say nothing, an opening sentence in each, and none too long."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ALLOWED = frozenset(
    "__init__ urls views live forms documents mail tasks actions queries models content rules events engine "
    "apps migrations templates static templatetags management".split()
)
BANNED = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"})
LONGEST_MODULE = 400
LONGEST_TEMPLATE = 150


def unknown_names(room: Path) -> list[str]:
    """Name what lies in a room under a name outside the vocabulary."""
    names = [path.stem if path.suffix == ".py" else path.name for path in room.iterdir()]
    return sorted(name for name in names if name not in ALLOWED | {"__pycache__"})


def banned_names(folder: Path) -> list[str]:
    """Name the modules and packages whose name says nothing."""
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*.py") if BANNED & {path.stem, path.parent.name}
    )


def opening_problem(source: str) -> str | None:
    """Say what is wrong with the sentence that a module opens with."""
    docstring = ast.get_docstring(ast.parse(source))
    if not docstring:
        return "does not open with a sentence that says what it is for"
    first = " ".join(docstring.split("\n\n")[0].split())
    if not first.endswith("."):
        return "opens with something that is no sentence"
    return "opens with more than one sentence" if re.search(r"[.!?] [A-Z]", first) else None


def too_long(folder: Path, pattern: str, limit: int) -> list[str]:
    """Name the files with more lines than allowed."""
    counts = {path: path.read_text(encoding="utf-8").count("\n") for path in folder.rglob(pattern)}
    return sorted(f"{path.relative_to(folder)}: {count}" for path, count in counts.items() if count > limit)


@pytest.fixture
def package(repository: Path) -> Path:
    return repository / "src" / "sleutelwerk"


def test_rooms_hold_known_names_only(package: Path) -> None:
    rooms = [path.parent for path in package.glob("*/apps.py")]
    assert rooms
    assert {room.name: names for room in rooms if (names := unknown_names(room))} == {}


def test_no_name_says_nothing(repository: Path) -> None:
    assert banned_names(repository / "src") == []
    assert banned_names(repository / "tests") == []


def test_every_module_opens_with_one_sentence(repository: Path) -> None:
    modules = [path for folder in ("src", "tests", "benchmarks") for path in (repository / folder).rglob("*.py")]
    problems = {
        str(path.relative_to(repository)): opening_problem(path.read_text(encoding="utf-8")) for path in modules
    }
    assert {path: problem for path, problem in problems.items() if problem} == {}


def test_no_file_is_too_long(package: Path) -> None:
    assert too_long(package, "*.py", LONGEST_MODULE) == []
    assert too_long(package, "*.html", LONGEST_TEMPLATE) == []


def test_planted_names_are_caught(tmp_path: Path) -> None:
    for name in ("views.py", "helpers.py", "signals.py", "static", "pictures"):
        (tmp_path / name).touch()
    assert unknown_names(tmp_path) == ["helpers", "pictures", "signals"]
    assert banned_names(tmp_path) == ["helpers.py"]


@pytest.mark.parametrize("source", ["x = 1", '"""Things"""', '"""One thing. Another thing."""'])
def test_planted_openings_are_caught(source: str) -> None:
    assert opening_problem(source)


def test_a_good_opening_passes() -> None:
    assert opening_problem('"""Does one thing, e.g. this.\n\nAnd more. On lines below."""') is None


def test_planted_length_is_caught(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("x = 1\n" * (LONGEST_MODULE + 1))
    (tmp_path / "fine.py").write_text("x = 1\n" * LONGEST_MODULE)
    assert too_long(tmp_path, "*.py", LONGEST_MODULE) == [f"long.py: {LONGEST_MODULE + 1}"]
