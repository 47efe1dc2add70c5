"""`route-map table`, `draw` and `compare`: every route on a terminal, in a spreadsheet and in a picture."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

from click.testing import CliRunner, Result
from tests.cli.maps import write_map

from sleutelwerk.cli import main


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["route-map", *map(str, arguments)])


def test_the_table_groups_all_routes_per_outcome(tmp_path: Path) -> None:
    result = run("table", write_map(tmp_path))
    assert result.exit_code == 0, result.output
    assert "DE OPDRACHT: 5 routes, 3 uitkomsten" in result.stdout
    assert "U zoekt een vertaler  (profiel, 2 routes in 1 rij)" in result.stdout
    assert "Doel: Ja / Bijna*" in result.stdout
    assert "DEZE PERSOON: 8 routes, 2 uitkomsten" in result.stdout


def test_the_shipped_table_fits_a_terminal_of_100_columns() -> None:
    result = run("table")
    assert result.exit_code == 0
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_the_table_as_json_counts_every_route_once(tmp_path: Path) -> None:
    data = json.loads(run("table", write_map(tmp_path), "--part", "opdracht", "--json").stdout)
    (part,) = data["parts"]
    assert part["runs"] == 5 == sum(row["runs"] for group in part["groups"] for row in group["rows"])
    assert part["groups"][0]["outcome"]["id"] == "zoek-vertaler"


def test_the_table_as_csv_has_a_column_per_question_and_no_formulas(tmp_path: Path) -> None:
    path = write_map(tmp_path, ("title: Stop hier", "title: =Stop()"), ("text: Nee,", "text: -Nee,"))
    rows = list(csv.DictReader(io.StringIO(run("table", path, "--csv").stdout.lstrip("\ufeff")), delimiter=";"))
    assert sum(int(row["routes"]) for row in rows if row["deel"] == "De opdracht") == 5
    stop = next(row for row in rows if row["code"] == "stop-hier")
    assert (stop["uitkomst"], stop["Doel"], stop["Kern"]) == ("'=Stop()", "'-Nee", "")


def test_draw_writes_a_picture_per_part_and_never_overwrites_unasked(tmp_path: Path) -> None:
    path, folder = write_map(tmp_path), tmp_path / "plaatjes"
    result = run("draw", path, "-o", folder)
    assert result.exit_code == 0, result.output
    assert [file.name for file in sorted(folder.iterdir())] == ["klein-1-1-opdracht.svg", "klein-1-2-persoon.svg"]
    assert str(folder / "klein-1-1-opdracht.svg") in result.stdout
    written = ET.parse(folder / "klein-1-1-opdracht.svg")  # noqa: S314 - we wrote it ourselves
    assert written.getroot().tag.endswith("svg")
    (folder / "klein-1-1-opdracht.svg").write_text("eigen werk")
    again = run("draw", path, "-o", folder)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert (folder / "klein-1-1-opdracht.svg").read_text() == "eigen werk"
    assert run("draw", path, "-o", folder, "--force").exit_code == 0
    assert (folder / "klein-1-1-opdracht.svg").read_text("utf-8").startswith("<svg")


def test_draw_lights_the_route_of_a_receipt(tmp_path: Path) -> None:
    path, receipt = write_map(tmp_path), tmp_path / "bewijs.json"
    CliRunner().invoke(main, ["route-map", "walk", str(path), "--save", str(receipt)], input="1\n2\n\n")
    assert run("draw", path, "-o", tmp_path / "a").exit_code == 0
    assert run("draw", path, "-o", tmp_path / "b", "--answers", receipt).exit_code == 0
    pictures = [(tmp_path / side / "klein-1-1-opdracht.svg").read_text("utf-8") for side in "ab"]
    assert pictures[0] != pictures[1]


def test_draw_says_the_map_in_words(tmp_path: Path) -> None:
    path = write_map(tmp_path)
    text = run("draw", path, "--text").stdout
    assert "1. Is het doel helder?" in text
    assert "- Ja → vraag 2" in text
    assert "onthoud: eerst: Maak het doel af" in text
    assert not list(tmp_path.glob("*.svg"))
    data = json.loads(run("draw", path, "--text", "--json").stdout)
    assert [question["id"] for question in data["questions"]] == ["doel", "kern", "verteld"]


def test_draw_refuses_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("draw", write_map(tmp_path), "-o", tmp_path / "file")
    assert result.exit_code == 2
    assert "kan niet worden geschreven" in result.stderr


def test_compare_tells_texts_and_outcomes_with_an_example(tmp_path: Path) -> None:
    old = write_map(tmp_path)
    new = write_map(
        tmp_path,
        ("to: stop-hier", "to: kern"),
        ("text: Is het doel helder?", "text: Is het doel duidelijk?"),
        version=2,
    )
    result = run("compare", old, new)
    assert result.exit_code == 0, result.output
    assert "Kleine kaart, versie 1  →  Kleine kaart, versie 2" in result.stdout
    assert "- tekst: Is het doel helder?" in result.stdout
    assert "+ tekst: Is het doel duidelijk?" in result.stdout
    assert "Stop hier  →  U zoekt een vertaler" in result.stdout
    assert "Voorbeeld: Doel: Nee; Kern: Begrip" in result.stdout
    data = json.loads(run("compare", old, new, "--json").stdout)
    assert data["complete"] is True
    assert {change["before"]["id"] for change in data["outcomes"] if change["part"] == "assignment"} == {"stop-hier"}


def test_compare_with_itself_has_no_differences(tmp_path: Path) -> None:
    path = write_map(tmp_path)
    assert "Geen verschillen." in run("compare", path, path).stdout
