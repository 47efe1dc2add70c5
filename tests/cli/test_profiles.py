"""`sleutelwerk profiles`: what it says, as text and as JSON, and the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.function_profiles.sets import small_set, write

from sleutelwerk.cli.profiles import profiles


def run(*arguments: str) -> Result:
    return CliRunner().invoke(profiles, arguments)


def as_json(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def test_the_shipped_set_is_fine() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "Goed: geen fouten." in result.stdout
    assert "Ambassadeur" in result.stdout


@pytest.mark.parametrize("how", ["folder", "file"])
def test_findings_give_one_and_stand_with_their_place(tmp_path: Path, how: str) -> None:
    files = small_set()
    del files["waarnemer"]["card"]
    files["oud"] = "x: 1\n"
    folder = write(tmp_path, files)
    result = run("check", str(folder if how == "folder" else folder / "set.yaml"))
    assert result.exit_code == 1
    assert "waarnemer.yaml:1:1: fout [no-card]" in result.stdout
    assert "Nog niet goed: 1 x fout, 1 x let op." in result.stdout


def test_a_warning_counts_only_when_strict(tmp_path: Path) -> None:
    files = small_set()
    files["oud"] = "x: 1\n"
    folder = str(write(tmp_path, files))
    assert run("check", folder).exit_code == 0
    assert "Goed: geen fouten (wel 1 x let op)." in run("check", folder).stdout
    assert run("check", "--strict", folder).exit_code == 1


def test_a_warning_that_counts_is_told_as_one(tmp_path: Path) -> None:
    files = small_set()
    files["oud"] = "x: 1\n"
    assert as_json("check", "--strict", str(write(tmp_path, files)))["exit_code"] == 1


def test_what_cannot_be_read_gives_two(tmp_path: Path) -> None:
    result = run("check", str(tmp_path))
    assert result.exit_code == 2
    assert "Deze set is niet te lezen." in result.stdout
    assert run("show", "--set", str(tmp_path)).exit_code == 2
    assert run("check", "nergens").exit_code == 2
    assert run("check", "sleutelwerk/999").exit_code == 2


def test_names_lead_to_the_shipped_set() -> None:
    for name in ("sleutelwerk", "sleutelwerk/1"):
        assert as_json("check", name)["set"]["slug"] == "sleutelwerk"


def test_check_as_json(tmp_path: Path) -> None:
    files = small_set()
    files["waarnemer"]["tasks"][0]["sources"] = ["X9"]
    data = as_json("check", str(write(tmp_path, files)))
    assert data["schema"] == "sleutelwerk/cli/profiles-check/1"
    assert data["exit_code"] == 1
    assert data["set"] is None
    (finding,) = data["findings"]
    assert (finding["code"], finding["severity"]) == ("unknown-source", "error")
    assert finding["line"] > 1


def test_show_gives_the_staircase() -> None:
    result = run("show")
    assert result.exit_code == 0
    assert "Legt twee werelden aan elkaar uit." in result.stdout
    assert next(layer["id"] for layer in as_json("show")["set"]["layers"]) == "basis"


def test_show_gives_everything_that_holds_and_what_fell_away() -> None:
    text = run("show", "waarnemer").stdout
    assert "[basis.volwassen]" in text
    assert "[waarnemer.zien-horen-denken]" in text
    assert "Wat niet meer geldt" in text
    own = run("show", "vertaler", "--own").stdout
    assert "[basis.volwassen]" not in own
    assert "Wat niet meer geldt" not in own


def test_show_as_json_names_the_layer_of_each_item() -> None:
    items = as_json("show", "ambassadeur")["profile"]["items"]
    assert {item["layer"] for item in items} == {"basis", "vertaler", "verbinder", "waarnemer", "ambassadeur"}
    own = as_json("show", "ambassadeur", "--own")["profile"]
    assert {item["layer"] for item in own["items"]} == {"ambassadeur"}
    assert {"ref", "by"} == set(own["dropped"][0])


def test_show_of_a_profile_that_is_not_there() -> None:
    result = run("show", "informant")
    assert result.exit_code == 2
    assert "Kies uit: vertaler, verbinder, waarnemer, ambassadeur." in result.output


def test_show_of_a_set_with_errors_gives_the_findings(tmp_path: Path) -> None:
    files = small_set()
    del files["waarnemer"]["card"]
    result = run("show", "--set", str(write(tmp_path, files)))
    assert result.exit_code == 1
    assert "[no-card]" in result.stdout


def test_no_django_is_needed() -> None:
    code = (
        "import sys; from sleutelwerk.cli import main; main(['profiles', 'check'], standalone_mode=False);"
        "print('django' in sys.modules, file=sys.stderr)"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stderr.strip().endswith("False")
