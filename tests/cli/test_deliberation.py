"""`sleutelwerk deliberation`: what it says, in words and as JSON, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sleutelwerk.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["deliberation", *arguments])


def test_what_ships_is_right() -> None:
    result = run("check", "--strict", "--json")
    said = json.loads(result.stdout)
    assert (said["schema"], said["exit_code"], said["findings"]) == ("sleutelwerk/cli/deliberation-check/1", 0, [])
    assert len(said["methods"]) == 5
    assert "gunst" in said["dilemmas"]


def test_in_words() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "Dilemmamethode     105 minuten, 10 stappen" in result.output


@pytest.mark.parametrize(("text", "code", "words"), [("{", 2, "niet te lezen"), ("schema: x\n", 1, "Nog niet goed")])
def test_what_is_wrong_is_said(tmp_path: Path, text: str, code: int, words: str) -> None:
    path = tmp_path / "deliberation_methods/eigen/1/method.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    result = run("check", str(tmp_path))
    assert result.exit_code == code
    assert "method.yaml:" in result.output
    assert words in result.output


def test_a_folder_without_methods_is_refused(tmp_path: Path) -> None:
    assert "staat geen map" in run("check", str(tmp_path)).output


def test_a_list_of_what_there_is() -> None:
    assert "zorg-melden" in run("show").output
    assert len(json.loads(run("show", "--json").stdout)["dilemmas"]) == 22


def test_a_method_in_less_time() -> None:
    assert "75 van 105 minuten" in run("show", "dilemmamethode", "--minutes", "75").output
    assert "U mist" in run("show", "dilemmamethode", "--minutes", "20").output
    said = json.loads(run("show", "terugblik", "--json").stdout)
    assert [one["starts"] for one in said["steps"]][:2] == [0, 5]


def test_a_dilemma() -> None:
    assert "Schade:" in run("show", "gunst").output
    assert json.loads(run("show", "gunst", "--json").stdout)["dilemma"]["phase"] == "tijdens"


def test_an_unknown_name_is_refused() -> None:
    result = run("show", "onzin")
    assert result.exit_code != 0
    assert "Kies uit: dilemmamethode" in result.output
