"""`route-map walk`, `explain` and `replay`: a whole conversation by keyboard or pipe, and its receipt."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from click.testing import CliRunner, Result
from tests.cli.maps import write_map

from sleutelwerk.cli import main


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["route-map", *map(str, arguments)], input=typed)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_map(tmp_path)


def test_a_walk_ends_with_the_explained_result(path: Path) -> None:
    result = run("walk", path, typed="2\n1\n\n")
    assert result.exit_code == 0, result.output
    for told in (
        "Nog 1 tot 2 vragen",
        "! Onthoud voor straks: Maak het doel af.",
        "Laatste vraag · al 1 ding om eerst te regelen",
        "! Het blijft stil.",
        "Voorlopig: U zoekt een vertaler, mits u eerst regelt wat hieronder staat",
        "Verbinder: dan zou dit antwoord anders moeten zijn",
        "Waarnemer: daar komt in dit deel van de kaart geen enkele route uit.",
        "Nu: ‘Begrip’. Dan: ‘Contact’.",
        "Haast: Mogen wij nu al beginnen?",
    ):
        assert told in result.stdout, told


def test_a_stop_tells_whom_to_turn_to_and_no_way_round(path: Path) -> None:
    text = run("walk", path, typed="3\n").stdout
    assert "Stop hier" in text
    assert "Uw leiding: Die beslist." in text
    assert "Waarom geen ander profiel" not in text


def test_why_back_again_and_what_is_not_understood(path: Path) -> None:
    text = run("walk", path, typed="w\n9\nt\n1\nt\n2\n\u0007x\n1\no\n3\n").stdout
    assert "Zonder doel loopt het mis." in text
    assert "Dat begrijp ik niet. Typ een nummer van 1 tot en met 3" in text
    assert "Dit is de eerste vraag." in text
    assert "Ja (uw eerdere antwoord: Enter)" in text
    assert "U begint opnieuw." in text
    assert text.rstrip().endswith(">")
    assert "Stop hier" in text


def test_enter_gives_the_earlier_answer(path: Path) -> None:
    text = run("walk", path, typed="2\n1\nt\nt\n\n\n\n").stdout
    assert text.count("Voorlopig: U zoekt een vertaler") == 2


def test_questions_about_a_person_come_only_when_asked_and_are_kept_nowhere(path: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "bewijs.json"
    result = run("walk", path, "--save", receipt, typed="1\n2\np\n2\nv\n1\n\n")
    assert "wordt nergens bewaard" in result.stdout
    assert "======== Vertel het hem" in result.stdout
    assert "De antwoorden over de vorige persoon zijn weg." in result.stdout
    assert "======== Geen rol" in result.stdout
    saved = json.loads(receipt.read_text("utf-8"))
    assert saved["answers"] == [["doel", "ja"], ["kern", "contact"]]
    assert "verteld" not in receipt.read_text("utf-8")
    assert stat.S_IMODE(receipt.stat().st_mode) == 0o600


def test_back_from_the_first_question_about_a_person_shows_the_result_again(path: Path) -> None:
    text = run("walk", path, typed="1\n2\np\nt\n\n").stdout
    assert text.count("======== U zoekt een verbinder") == 2


def test_json_holds_the_assignment_only_and_asks_about_no_person(path: Path) -> None:
    result = run("walk", path, "--json", typed="1\n2\np\n\n")
    data = json.loads(result.stdout)
    assert data["walk"]["outcome"]["id"] == "zoek-verbinder"
    assert [one["profile"] for one in data["explanation"]["why_not"]] == ["vertaler", "waarnemer", "ambassadeur"]
    assert "verteld" not in result.stdout
    assert "Weet hij wat u vraagt?" not in result.stderr
    assert "Is het doel helder?" in result.stderr


@pytest.mark.parametrize("typed", ["", "1\n", "1\nq\n"])
def test_no_more_input_ends_politely_and_saves_what_there_is(path: Path, tmp_path: Path, typed: str) -> None:
    receipt = tmp_path / "bewijs.json"
    result = run("walk", path, "--save", receipt, typed=typed)
    assert result.exit_code == 0
    assert "Gestopt." in result.stderr
    assert json.loads(receipt.read_text("utf-8"))["outcome"] is None
    assert run("explain", receipt, path).exit_code == 1
    assert "De volgende vraag is:" in run("explain", receipt, path).stdout


def test_input_that_never_fits_ends_the_walk(path: Path) -> None:
    result = run("walk", path, typed="onzin\n" * 5000)
    assert result.exit_code == 0
    assert "Hier zit geen bruikbaar antwoord bij." in result.stdout
    assert result.stdout.count("Dat begrijp ik niet.") == 100


def test_a_receipt_is_not_overwritten_unasked_and_can_be_gone_on_from(path: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "bewijs.json"
    run("walk", path, "--save", receipt, typed="2\nq\n")
    refused = run("walk", path, "--save", receipt, typed="3\n")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    gone_on = run("walk", path, "--answers", receipt, "--save", receipt, "--force", typed="1\n\n")
    assert "1. Bijna" not in gone_on.stdout
    assert "1. Begrip" in gone_on.stdout
    assert json.loads(receipt.read_text("utf-8"))["answers"] == [["doel", "bijna"], ["kern", "begrip"]]


def test_replay_is_equal_on_the_same_map_and_names_each_difference_on_another(path: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "bewijs.json"
    run("walk", path, "--save", receipt, typed="1\n2\n\n")
    same = run("replay", receipt, path)
    assert (same.exit_code, "Gelijk." in same.stdout) == (0, True)
    new = write_map(tmp_path, ("to: zoek-verbinder", "to: zoek-vertaler"), version=2)
    other = run("replay", receipt, new)
    assert other.exit_code == 1
    assert "De versie: in het bewijs ‘1’, nu ‘2’." in other.stdout
    assert "De uitkomst: in het bewijs ‘zoek-verbinder’, nu ‘zoek-vertaler’." in other.stdout
    data = json.loads(run("replay", receipt, new, "--json").stdout)
    assert [one["kind"] for one in data["differences"]] == ["andere-versie", "andere-uitkomst"]
    assert "U zoekt een vertaler" in run("explain", receipt, new).stdout


def test_a_receipt_finds_the_shipped_map_that_it_names(tmp_path: Path) -> None:
    receipt = tmp_path / "bewijs.json"
    run("walk", "--save", receipt, typed="4\n")
    assert run("replay", receipt).exit_code == 0
    assert run("explain", receipt).exit_code == 0


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b"x" * 300_000])
def test_what_is_no_receipt_is_refused_in_words(path: Path, tmp_path: Path, raw: bytes) -> None:
    receipt = tmp_path / "bewijs.json"
    receipt.write_bytes(raw)
    for command in ("replay", "explain"):
        result = run(command, receipt, path)
        assert result.exit_code == 2
        assert "is niet te lezen" in result.stderr
    assert run("replay", tmp_path / "weg.json").exit_code == 2


def _read_until(terminal: int, wanted: str, seconds: float = 60) -> str:
    """Read what the terminal shows until a pattern stands in it."""
    seen, until = b"", monotonic() + seconds
    while not re.search(wanted.encode(), seen, re.DOTALL) and monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096)
    return seen.decode("utf-8", "replace")


def test_in_a_real_terminal_ctrl_c_ends_with_130_and_saves_nothing(path: Path) -> None:
    mine, theirs = pty.openpty()
    # What runs these tests in the background may have taught its children to overlook Ctrl-C.
    start = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", start, sys.executable, "-m", "sleutelwerk", "route-map", "walk", str(path)]
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)
    os.close(theirs)
    try:
        assert "Is het doel helder?" in _read_until(mine, r"3\. Nee.*> ")
        os.write(mine, b"1\n")
        assert "\x1b[1m" not in _read_until(mine, r"Wat hebt u nodig\?.*> ")
        process.send_signal(signal.SIGINT)
        assert "Er is niets bewaard." in _read_until(mine, r"bewaard\.")
        assert process.wait(timeout=30) == 130
    finally:
        process.kill()
        process.wait()
        os.close(mine)
