"""`sleutelwerk knowledge check`: what it says, in words and as JSON, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.knowledge.authoring.desks import BODY, ship

from sleutelwerk.cli import main
from sleutelwerk.knowledge.content import collection


@pytest.fixture(autouse=True)
def _fresh() -> None:
    collection.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["knowledge", "check", *arguments])


def codes(result: Result, folder: Path) -> set[str]:
    """Name what was found in this folder; what ships is for another test."""
    found = json.loads(result.stdout)["findings"]
    return {one["code"] for one in found if str(folder) in one["file"]}


def test_a_right_folder_lists_its_articles(tmp_path: Path) -> None:
    ship(tmp_path)
    result = run(str(tmp_path), "--json")
    said = json.loads(result.stdout)
    assert said["schema"] == "sleutelwerk/cli/knowledge-check/1"
    (own,) = [one for one in said["articles"] if one["slug"] == "proefstuk"]
    assert (own["version"], own["access"], own["title"]) == (1, "public", "Een proefstuk")
    assert codes(result, tmp_path) == set()
    assert said["exit_code"] == result.exit_code


@pytest.mark.parametrize(
    ("body", "code", "exit_code"), [("# Mis\n", "heading-level", 1), ("Twee \u202e drie.\n", "bad-character", 1)]
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, body: str, code: str, exit_code: int) -> None:
    ship(tmp_path, body=body)
    result = run(str(tmp_path))
    assert result.exit_code == exit_code
    assert "article.md:17:" in result.output
    assert f"[{code}]" in result.output
    assert "Nog niet goed: " in result.output


def test_a_file_that_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    ship(tmp_path)
    (tmp_path / "knowledge" / "proefstuk" / "1" / "article.md").write_text("zomaar tekst", "utf-8")
    result = run(str(tmp_path))
    assert result.exit_code == 2
    assert "Niet alles is te lezen" in result.output
    assert codes(run(str(tmp_path), "--json"), tmp_path) == {"no-front-matter"}


def test_a_warning_counts_only_when_strict(tmp_path: Path) -> None:
    long = "Wij lopen samen een stuk door de wijk. " * 12
    ship(tmp_path, body=f"## Kop\n\n{long}\n{BODY}")
    loose, strict = run(str(tmp_path), "--json"), run(str(tmp_path), "--strict", "--json")
    assert codes(loose, tmp_path) == {"uncited"}
    assert strict.exit_code >= 1


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.exit_code != 0
    assert "geen map 'knowledge'" in result.output


def test_what_ships_is_checked_when_nothing_is_named() -> None:
    result = run()
    assert "artikelen zijn goed" in result.output
    assert result.exit_code == 0, result.output
