"""The database is asked in `queries`, `actions` and `models` only, so that access is decided in one place."""

from __future__ import annotations

import ast
from pathlib import Path

MAY_ASK = frozenset({"queries", "actions", "models", "migrations", "management"})
#: Knows no Django (import-linter sees to that), so what is called `objects` there is another library's.
KNOWS_NO_MODELS = frozenset({"engine", "core"})


def asks_directly(source: str) -> list[int]:
    """Give the lines that reach for a model's manager."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    return [node.lineno for node in found if node.attr in {"objects", "_default_manager", "_base_manager"}]


def misplaced(package: Path) -> list[str]:
    """Name the places outside the layers that may ask."""
    places: list[str] = []
    for path in package.rglob("*.py"):
        parts = path.relative_to(package).with_suffix("").parts
        if not (MAY_ASK | KNOWS_NO_MODELS) & set(parts):
            places += [f"{'/'.join(parts)}:{line}" for line in asks_directly(path.read_text(encoding="utf-8"))]
    return sorted(places)


def test_only_queries_actions_and_models_ask(repository: Path) -> None:
    assert misplaced(repository / "src" / "sleutelwerk") == []


def test_a_planted_question_is_caught(tmp_path: Path) -> None:
    for folder in ("cases/queries", "cases/views", "cases/engine"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cases" / "queries" / "visible.py").write_text("Case.objects.all()\n")
    (tmp_path / "cases" / "engine" / "files.py").write_text("pdf.objects\n")
    (tmp_path / "cases" / "views" / "show.py").write_text("\nCase.objects.all()\n")
    assert misplaced(tmp_path) == ["cases/views/show:2"]
