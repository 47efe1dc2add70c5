"""`sleutelwerk guard`: what it says, as text and as JSON, and the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.privacy.lists import small_list, write

from sleutelwerk.cli import guard as module
from sleutelwerk.cli.guard import Places, guard

TEXT = "Regel een.\r\nDe imam en zijn broer Ahmed.\nBSN 999990664."


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(guard, arguments, input=given)


def as_json(*arguments: str, given: str | None = None) -> Any:
    return json.loads(run(*arguments, "--json", given=given).stdout)


@pytest.fixture
def text_file(tmp_path: Path) -> str:
    path = tmp_path / "notitie.txt"
    path.write_bytes(TEXT.encode())
    return str(path)


def test_a_text_is_looked_through(text_file: str) -> None:
    result = run("check", text_file)
    assert result.exit_code == 1
    assert "notitie.txt:2:4: let op geloof: 'imam'" in result.stdout
    assert "notitie.txt:2:12: let op iemand anders: 'zijn broer Ahmed'" in result.stdout
    assert "notitie.txt:3:5: moet weg burgerservicenummer: '999990664'" in result.stdout
    assert "3 gevonden." in result.stdout


def test_a_text_comes_from_the_input_as_well() -> None:
    result = run("check", "-", given="De dominee belde.")
    assert result.exit_code == 1
    assert "invoer:1:4: let op geloof: 'dominee'" in result.stdout


def test_nothing_found_is_fine_and_says_that_it_may_be_wrong() -> None:
    result = run("check", "-", given="Afgesproken op dinsdag.")
    assert result.exit_code == 0
    assert "Lees de tekst zelf ook nog na." in result.stdout


def test_the_answer_as_json(text_file: str) -> None:
    answer = as_json("check", text_file)
    assert answer["schema"] == "sleutelwerk/cli/guard-check/1"
    assert answer["words"]["slug"] == "sleutelwerk"
    first = answer["remarks"][0]
    assert (first["line"], first["column"], first["kind"], first["words"]) == (2, 4, "religion", "imam")
    assert TEXT[first["start"] : first["end"]] == "imam"
    assert [one["blocks"] for one in answer["remarks"]] == [False, False, True]
    assert as_json("check", "-", given="Goed.")["file"] == "-"


def test_what_cannot_be_read_gives_two(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("één".encode("latin-1"))
    assert run("check", str(tmp_path / "gone")).exit_code == 2
    assert run("check", str(tmp_path)).exit_code == 2
    assert "UTF-8" in run("check", str(tmp_path / "latin")).stderr


def test_a_text_without_end_is_refused(text_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    assert run("check", text_file).exit_code == 2
    assert run("check", "-", given="a" * 11).exit_code == 2


def test_measuring_gives_both_halves() -> None:
    result = run("measure")
    assert result.exit_code == 0
    assert "Afstelhelft: 210 notities" in result.stdout
    assert "Achtergehouden helft: 210 notities" in result.stdout
    answer = as_json("measure")
    assert answer["schema"] == "sleutelwerk/cli/guard-measure/1"
    assert set(answer["halves"]) == {"tuning", "held_out"}
    assert 0.9 < answer["halves"]["held_out"]["total"]["recall"] < 1
    assert answer["halves"]["held_out"]["kinds"]["bsn"]["recall"] == 1
    assert "Dossiers, achtergehouden helft: 46 notities" in result.stdout
    assert set(answer["case_files"]) == {"tuning", "held_out"}
    assert 0.7 < answer["case_files"]["held_out"]["total"]["recall"] < 1


def test_a_list_without_notes_cannot_be_measured(tmp_path: Path) -> None:
    assert run("measure", "--words", str(write(tmp_path, small_list()))).exit_code == 2


def test_a_part_that_nobody_marked_has_no_recall(tmp_path: Path) -> None:
    files = small_list()
    files["evaluation.yaml"] = {
        "schema": "sleutelwerk/guard-evaluation/1", "slug": "sleutelwerk", "version": 1,
        "tuning": ["De [religion|imam]."], "held_out": ["Goed."],
    }  # fmt: skip
    folder = str(write(tmp_path, files))
    answer = as_json("measure", "--words", folder)
    assert answer["halves"]["held_out"]["total"]["recall"] is None
    assert answer["case_files"] == {}
    assert "–" in run("measure", "--words", folder).stdout


@pytest.mark.parametrize("how", ["folder", "file"])
def test_another_list_is_used_when_it_is_named(tmp_path: Path, how: str) -> None:
    folder = write(tmp_path, small_list())
    target = str(folder if how == "folder" else folder / "guard.yaml")
    result = run("check", "-", "--words", target, given="De dominee en de imam.")
    assert "dominee" not in result.stdout
    assert "'imam'" in result.stdout


def test_the_shipped_list_by_its_name() -> None:
    assert run("check", "-", "--words", "sleutelwerk/1", given="Goed.").exit_code == 0
    assert run("check", "-", "--words", "sleutelwerk", given="Goed.").exit_code == 0
    for name in ("sleutelwerk/99", "bestaat-niet"):
        assert run("check", "-", "--words", name, given="Goed.").exit_code == 2


def test_a_list_is_checked(tmp_path: Path) -> None:
    folder = write(tmp_path, small_list())
    result = run("words", str(folder))
    assert result.exit_code == 0
    assert "met 2 groepen woorden en 15 vormen" in result.stdout
    assert as_json("words", str(folder))["words"]["terms"] == 2


def test_a_list_with_errors_gives_one_and_is_not_used(tmp_path: Path) -> None:
    files = small_list()
    files["terms.yaml"]["terms"][0]["finds"] = ["De dominee belde."]
    files["evaluation.yaml"] = "["
    folder = str(write(tmp_path, files))
    result = run("words", folder)
    assert result.exit_code == 1
    assert "[example-missed]" in result.stdout
    assert "Nog niet goed." in result.stdout
    assert as_json("words", folder)["words"] is None


def test_a_list_that_is_not_there_gives_two(tmp_path: Path) -> None:
    result = run("words", str(tmp_path))
    assert result.exit_code == 2
    assert "niet te lezen" in result.stdout
    assert run("check", "-", "--words", str(tmp_path), given="x").exit_code == 2


def test_places_count_every_kind_of_line() -> None:
    places = Places("a\r\nb\rc\nd")
    assert [places.of(offset) for offset in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_it_works_as_a_command_without_django_or_a_database(tmp_path: Path) -> None:
    code = (
        "import sys; from sleutelwerk.cli.guard import guard\n"
        "try: guard(['check', '-'])\nexcept SystemExit as end: print(end.code, 'django' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, input="De imam.", capture_output=True, text=True, cwd=tmp_path, check=True)
    assert ended.stdout.splitlines()[-1] == "1 False"
