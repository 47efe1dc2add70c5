"""`route-map check`: findings as compilers show them, figures, review set, JSON and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from click.testing import CliRunner, Result
from tests.cli.maps import ROUTE, write_map

from sleutelwerk.cli import main


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["route-map", "check", *map(str, arguments)])


def test_a_good_map_is_fine_and_gives_its_exact_figures(tmp_path: Path) -> None:
    result = run(write_map(tmp_path))
    assert result.exit_code == 0, result.output
    assert "Goed: geen fouten" in result.stdout
    assert "3 vragen, 7 antwoorden, 6 uitkomsten" in result.stdout
    assert "5 verschillende routes, van 1 tot 2 vragen" in result.stdout
    assert "8 verschillende routes, elk 3 vragen" in result.stdout
    assert "3 wandelingen laten samen elk antwoord en elke uitkomst zien (bewezen minimaal)" in result.stdout


def test_the_shipped_map_has_no_findings() -> None:
    result = CliRunner().invoke(main, ["route-map", "check", "--json"])
    assert result.exit_code == 0, result.output
    (found,) = json.loads(result.stdout)["maps"]
    assert found["findings"] == []
    assert found["figures"]["parts"]["assignment"]["runs"] > 1000


def test_a_finding_stands_at_its_line_with_its_mending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_map(tmp_path, ("to: stop-hier", "to: stop-heir"))
    monkeypatch.chdir(tmp_path)
    line = next(n for n, text in enumerate(ROUTE.splitlines(), start=1) if "to: stop-hier" in text)
    result = run("route_maps/klein/1")
    assert result.exit_code == 1
    assert f"route_maps/klein/1/route.yaml:{line}:" in result.stdout
    assert "fout [unknown-target]" in result.stdout
    assert "    Bedoelt u 'stop-hier'?" in result.stdout


def test_several_maps_leave_with_the_worst_code(tmp_path: Path) -> None:
    good = write_map(tmp_path / "a")
    wrong = write_map(tmp_path / "b", ("to: stop-hier", "to: nergens"))
    empty = tmp_path / "empty.yaml"
    empty.write_text("")
    assert run(good, wrong).exit_code == 1
    result = run(good, wrong, empty)
    assert result.exit_code == 2
    assert "Goed: geen fouten" in result.stdout
    assert "niet te lezen als routekaart" in result.stdout


def test_warnings_count_only_when_strict(tmp_path: Path) -> None:
    path = write_map(tmp_path)
    (path.parent / "examples.yaml").unlink()
    result = run(path)
    assert result.exit_code == 0
    assert "let op [no-examples]" in result.stdout
    assert run(path, "--strict").exit_code == 1


def test_json_has_findings_with_places_and_figures(tmp_path: Path) -> None:
    path = write_map(tmp_path)
    data = json.loads(run(path, "--json", "--review").stdout)
    assert data["schema"] == "sleutelwerk/cli/route-map-check/1"
    assert data["exit_code"] == 0
    (found,) = data["maps"]
    assert found["map"]["slug"] == "klein"
    assert found["figures"]["parts"]["assignment"] == {
        "runs": 5,
        "shortest": 1,
        "longest": 2,
        "ends_in": {"zoek-vertaler": 2, "zoek-verbinder": 2, "stop-hier": 1},
    }
    assert found["review"]["walks"] == found["review"]["bound"] == len(found["review"]["shown"]) == 3


def test_the_review_set_is_written_out(tmp_path: Path) -> None:
    text = run(write_map(tmp_path), "--review").stdout
    assert text.count("Wandeling ") == 3
    for shown in ("Doel: Bijna", "onthoud: Maak het doel af", "=> stop: Stop hier", "=> geen profiel: Geen rol"):
        assert f"  + {shown}" in text


@pytest.mark.parametrize("part", ["profile_set", "bibliography"])
def test_what_the_map_rests_on_must_exist(tmp_path: Path, part: str) -> None:
    path = write_map(tmp_path, (f"{part}: {{slug: sleutelwerk, version: 1}}", f"{part}: {{slug: weg, version: 7}}"))
    result = run(path)
    assert result.exit_code == 1
    assert f"[no-{part.replace('_', '-')}]" in result.stdout


def test_the_content_folder_of_the_map_comes_first(tmp_path: Path) -> None:
    path = write_map(tmp_path)
    broken = tmp_path / "function_profiles" / "sleutelwerk" / "1"
    broken.mkdir(parents=True)
    (broken / "set.yaml").write_text("schema: fout\n")
    result = run(path)
    assert result.exit_code == 1
    assert "[profiles-wrong]" in result.stdout
    assert f"sleutelwerk profiles check {broken}" in result.stdout


HOSTILE = {
    "alias bomb": (b"a: &a [x, x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1),
    "duplicate key": (ROUTE.replace("slug: klein\n", "slug: klein\nslug: ander\n", 1).encode(), 1),
    "five megabytes": (b"x: " + b"a" * 5_000_000, 2),
    "bad utf-8": (b"title: caf\xe9\n", 2),
    "deep": (b"[" * 5000 + b"]" * 5000, 2),
    "bytes": (bytes(range(32)) * 9, 2),
    "a list": (b"- a\n- b\n", 1),
    "wrong types": (
        ROUTE.replace("start: doel", "start: {a: 1}").replace("version: 1\n", "version: [1]\n").encode(),
        1,
    ),
    "a path as a name": (
        ROUTE.replace("{slug: sleutelwerk, version: 1}", "{slug: ../../etc, version: -1}").encode(),
        1,
    ),
    "a circle": (ROUTE.replace("to: stop-hier", "to: doel").encode(), 1),
    "terminal codes": (ROUTE.replace("title: Kleine kaart", 'title: "Rood \\e[31m"').encode(), 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_give_findings_and_never_a_traceback(tmp_path: Path, name: str) -> None:
    raw, code = HOSTILE[name]
    path = tmp_path / "route.yaml"
    path.write_bytes(raw)
    result = run(path)
    assert result.exit_code == code, result.output
    assert "route.yaml:" in result.stdout
    assert ": fout [" in result.stdout
    assert "\x1b" not in result.stdout
    for command in (["walk", path], ["table", path], ["draw", "--text", path], ["compare", path, path]):
        refused = CliRunner().invoke(main, ["route-map", *map(str, command)], input="q\n")
        assert refused.exit_code in {0, code}, (command, refused.output)
        assert isinstance(refused.exception, SystemExit | None)
        assert "\x1b" not in refused.output


def test_a_hostile_file_is_refused_within_seconds_in_a_real_process(tmp_path: Path) -> None:
    path = tmp_path / "route.yaml"
    path.write_bytes(HOSTILE["deep"][0])
    began = monotonic()
    command = [sys.executable, "-m", "sleutelwerk", "route-map", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "[too-deep]" in done.stdout
    assert "Traceback" not in done.stderr
    assert monotonic() - began < 30


def test_names_that_are_nothing_are_refused_in_words(tmp_path: Path) -> None:
    assert "geen routekaart met de naam 'onzin'" in run("onzin").stderr
    assert run("onzin").exit_code == 2
    assert "staat geen route.yaml" in run(tmp_path).stderr
    assert "versie 99 is er niet" in run("sleutelfiguren/99").stderr
    assert run("sleutelfiguren/1").exit_code == 0


def test_one_wrong_name_hides_nothing_of_the_other_maps(tmp_path: Path) -> None:
    result = run("er-is-niets", write_map(tmp_path), "--json")
    assert result.exit_code == 2
    missing, good = json.loads(result.stdout)["maps"]
    assert [finding["code"] for finding in missing["findings"]] == ["no-file"]
    assert (good["exit_code"], good["findings"]) == (0, [])


def test_a_map_with_errors_is_said_to_have_them_with_json_as_well(tmp_path: Path) -> None:
    """Whoever signs a table off, or has a program do it, is told on stderr; the answer itself stays JSON."""
    path = write_map(tmp_path)
    text = path.read_text()
    path.write_text(text.replace("title:", "title: Nog een\ntitle:", 1))
    result = CliRunner().invoke(main, ["route-map", "table", "--json", str(path)])
    assert json.loads(result.stdout)["schema"] == "sleutelwerk/cli/route-map-table/1"
    assert "in deze kaart zijn fouten gevonden" in result.stderr
