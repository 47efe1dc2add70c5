"""The database is asked in `queries`, `actions` and `models` only, so that access is decided in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

MAY_ASK = frozenset({"queries", "actions", "models", "migrations", "management"})
#: Knows no Django (import-linter sees to that), so what is called `objects` there is another library's.
KNOWS_NO_MODELS = frozenset({"engine", "core"})
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
#: Ways around a manager: SQL of one's own, and what looks a row or a model up by itself.
AROUND = frozenset(
    "cursor RawSQL get_object_or_404 get_list_or_404 aget_object_or_404 aget_list_or_404 get_model get_models "
    "get_user_model".split()
)
#: What asks by SQL for whoever calls it.
OUR_SQL = "sleutelwerk.sql.queries"
#: Goes around all the same, with why no access is decided there.
MAY_GO_AROUND = {"vault/apps": "Checks as the server starts that every kind that seals says how; asks for no row."}


def asks_directly(source: str) -> list[int]:
    """Give the lines that reach for a model's manager, or for the database in another way."""
    return sorted(
        {
            node.lineno
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.stmt | ast.expr | ast.alias) and _asks(node)
        }
    )


def _asks(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr=name):
            return name in MANAGERS | AROUND
        case ast.Name(id=name):
            return name in AROUND
        case ast.ImportFrom(module=module):
            return module == OUR_SQL or f"{module}." == OUR_SQL.removesuffix("queries")
    return False


def misplaced(package: Path) -> list[str]:
    """Name the places outside the layers that may ask."""
    places: list[str] = []
    for path in package.rglob("*.py"):
        parts = path.relative_to(package).with_suffix("").parts
        if not (MAY_ASK | KNOWS_NO_MODELS) & set(parts) and "/".join(parts) not in MAY_GO_AROUND:
            places += [f"{'/'.join(parts)}:{line}" for line in asks_directly(path.read_text(encoding="utf-8"))]
    return sorted(places)


def test_only_queries_actions_and_models_ask(repository: Path) -> None:
    assert misplaced(repository / "src" / "sleutelwerk") == []


def test_what_may_go_around_still_does(repository: Path) -> None:
    for place in MAY_GO_AROUND:
        path = repository / "src" / "sleutelwerk" / f"{place}.py"
        assert asks_directly(path.read_text(encoding="utf-8")), f"{place} goes around no more: leave it out"


@pytest.mark.parametrize(
    "planted",
    [
        "Case.objects.all()",
        "Case._default_manager.all()",
        "connection.cursor()",
        "get_object_or_404(Case, pk=case)",
        "shortcuts.get_list_or_404(Case)",
        "apps.get_model('cases.Case')",
        "RawSQL('SELECT 1', ())",
        "from sleutelwerk.sql.queries import ask",
        "from sleutelwerk.sql import queries",
    ],
)
def test_a_planted_question_is_caught(tmp_path: Path, planted: str) -> None:
    for folder in ("cases/queries", "cases/views", "cases/engine"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cases" / "queries" / "visible.py").write_text(f"{planted}\n")
    (tmp_path / "cases" / "engine" / "files.py").write_text("pdf.objects\n")
    (tmp_path / "cases" / "views" / "show.py").write_text(f"\n{planted}\n")
    assert misplaced(tmp_path) == ["cases/views/show:2"]
