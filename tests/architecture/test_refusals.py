"""Every no that a rule says reaches the trail: it is caught in views only, and something stands around all of those."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

REFUSAL = "NotAllowedError"
#: Catches it to record more than that it was refused, and lets it go on.
RECORDS_ITSELF = {"cases/actions/emergency"}


def caught(source: str) -> Iterator[int]:
    """Give the lines that catch the refusal of a rule, by its name or along with everything else."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            names = {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)}
            if REFUSAL in names:
                yield node.lineno


def overlooked(package: Path) -> list[str]:
    """Name the places outside the views that catch a refusal, which nothing would record."""
    found = []
    for path in sorted(package.rglob("*.py")):
        place = "/".join(path.relative_to(package).with_suffix("").parts)
        if "views" not in place.split("/") and place not in RECORDS_ITSELF:
            found += [f"{place}:{line}" for line in caught(path.read_text(encoding="utf-8"))]
    return found


def other_names(package: Path) -> list[str]:
    """Name errors that are made out of it and imports that rename it: a catch of those would not be found above."""
    found = []
    for path in sorted(package.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        classes = [one for one in nodes if isinstance(one, ast.ClassDef)]
        found += [one.name for one in classes if REFUSAL in {getattr(base, "id", "") for base in one.bases}]
        found += [one.asname for one in nodes if isinstance(one, ast.alias) and one.name == REFUSAL and one.asname]
    return found


def test_a_refusal_is_caught_in_views_only(repository: Path) -> None:
    package = repository / "src" / "sleutelwerk"
    assert overlooked(package) == []
    assert other_names(package) == []


def test_what_stands_around_the_views_is_there() -> None:
    assert settings.MIDDLEWARE[-1] == "sleutelwerk.config.refusals.RefusalMiddleware"


@pytest.mark.parametrize(
    ("place", "source", "found"),
    [
        ("cases/views/planted.py", "try: ...\nexcept NotAllowedError: ...\n", 0),
        ("cases/actions/planted.py", "try: ...\nexcept NotAllowedError: ...\n", 1),
        ("cases/tasks.py", "try: ...\nexcept (KeyError, NotAllowedError) as no: ...\n", 1),
        ("cases/queries/planted.py", "try: ...\nexcept KeyError: ...\n", 0),
    ],
)
def test_a_planted_catch_is_found(tmp_path: Path, place: str, source: str, found: int) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(source)
    assert len(overlooked(tmp_path)) == found


def test_a_planted_error_of_another_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text(
        "from x import NotAllowedError as No\nclass Other(NotAllowedError): ...\nclass Plain(Exception): ...\n"
    )
    assert other_names(tmp_path) == ["Other", "No"]
