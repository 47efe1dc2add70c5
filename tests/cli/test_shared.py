"""What all commands share: Dutch words, no Django, no database, no traceback, no terminal codes."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.cli.maps import write_map

from sleutelwerk.cli import dutch, main, output
from sleutelwerk.cli.route_map import words
from sleutelwerk.core.findings import Finding, Severity

#: Said to programmers, to shells that complete, on Windows' console or by an editor; no user of ours meets these.
NOT_FOR_USERS = (
    "deprecat",
    "Boolean option",
    "Could not determine name",
    "No options defined",
    "Name '{name}'",
    "Arguments take exactly",
    "iterable",
    "Editing failed",
    "Windows error",
    "Shell completion",
    "Bash version",
    "Unknown color",
    "Unknown standard stream",
    "Invalid start character",
    "Choice(",
    "UUID",
    "does not match the format",
    "DeprecationWarning",
)

BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "sqlite3", "psycopg"}:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocker())
from sleutelwerk.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert "django" not in sys.modules
    sys.exit(ended.code)
"""


def _said_by_click() -> set[str]:
    """Every text that the installed click hands to gettext."""
    found: set[str] = set()
    for file in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                found.update(text for text in texts if isinstance(text, str))
    return found


def test_everything_that_click_says_to_users_is_dutch() -> None:
    said = {text for text in _said_by_click() if not any(part in text for part in NOT_FOR_USERS)}
    assert len(said) > 40
    assert said - set(dutch.TEXTS) - {"d"} == set()


def test_no_translation_is_left_of_what_click_no_longer_says() -> None:
    assert set(dutch.TEXTS) - _said_by_click() == set()


@pytest.mark.parametrize(
    ("arguments", "words_"),
    [
        (["--help"], ["Gebruik:", "Opties", "Opdrachten", "Toon deze uitleg."]),
        (["onzin"], ["Fout: De opdracht 'onzin' bestaat niet.", "Typ '"]),
        (["route-map", "check", "--onzin"], ["Fout: De optie '--onzin' bestaat niet."]),
        (["route-map", "explain"], ["Fout: Er ontbreekt 'BEWIJS'."]),
        (["route-map", "compare", "a"], ["Fout: Er ontbreekt 'NIEUW'."]),
        (["route-map", "table", "--part", "x"], ["Dit kan niet bij '--part': 'x' is geen van deze:"]),
        (["route-map", "draw", "-o"], ["Achter '-o' hoort een waarde."]),
        (["route-map", "replay", "a", "b", "c"], ["Dit hoort er niet bij: c"]),
    ],
)
def test_help_and_mistakes_are_in_dutch(arguments: list[str], words_: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == (0 if "--help" in arguments else 2)
    for word in words_:
        assert word in result.output
    assert "Usage" not in result.output
    assert "Error" not in result.output


@pytest.mark.parametrize(
    "command",
    [["check"], ["check", "--json"], ["table"], ["draw", "--text"], ["compare", "{}", "{}"], ["walk", "--json"]],
    ids=" ".join,
)
def test_no_command_needs_django_or_a_database(tmp_path: Path, command: list[str]) -> None:
    path = str(write_map(tmp_path))
    arguments = [part.format(path) for part in command]
    if "{}" not in command:
        arguments.append(path)
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, "route-map", *arguments],
        input="1\n1\n\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Kleine kaart" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_mistake_of_our_own_ends_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from sleutelwerk.cli.route_map import checking  # noqa: PLC0415 - as the command itself loads it

    def fail(_: Path) -> None:
        raise KeyError("x")

    monkeypatch.setattr(checking, "check_file", fail)
    result = CliRunner().invoke(main, ["route-map", "check", str(write_map(tmp_path))])
    assert result.exit_code == 2
    assert "Hier kan Sleutelwerk niet mee overweg (KeyError)" in result.stderr
    assert "Traceback" not in result.output


def test_an_ascii_terminal_gets_question_marks_and_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sleutelwerk", "route-map", "walk", str(write_map(tmp_path))],
        input=b"3\n\xff\xfe\n",
        capture_output=True,
        timeout=120,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    assert b"Stop hier" in done.stdout


def test_texts_cannot_steer_the_terminal() -> None:
    assert output.visible("rood \x1b[31m\u202e\n") == "rood \N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}\n"


def test_only_errors_make_an_exit_code_unless_strict() -> None:
    hint, warning = (Finding("x", "", "", "f", severity=level) for level in (Severity.HINT, Severity.WARNING))
    assert output.exit_code([hint, warning]) is output.ExitCode.FINE
    assert output.exit_code([hint], strict=True) is output.ExitCode.FINE
    assert output.exit_code([warning], strict=True) is output.ExitCode.FINDINGS
    assert output.exit_code([Finding("x", "", "", "f")]) is output.ExitCode.FINDINGS


def test_what_takes_more_than_a_second_says_so_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    import time  # noqa: PLC0415 - only here is waiting the point

    with output.working("Bezig"):
        time.sleep(1.2)
    with output.working("Snel"):
        pass
    told = capsys.readouterr()
    assert told.err == "Bezig …\n"
    assert told.out == ""


def test_giant_numbers_are_readable_and_exact_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert words.number(1_219_889_471_040) == "1.219.889.471.040"
    assert words.number(2 * 10**6000) == "ongeveer 2,0 × 10^6000"
    assert words.share(1, 10**9) == "< 0,1 %"
    assert words.share(0, 5) == "0 %"
    assert words.share(1, 3) == "33,3 %"
    output.write_json("x/1", {"runs": 10**5000})
    assert capsys.readouterr().out.count("0") >= 5000


@pytest.mark.parametrize(
    "arguments",
    [
        ["route-map", "check", "er-is-niets"],
        ["route-map", "explain", "er-is-niets.json"],
        ["route-map", "replay", "er-is-niets.json"],
        ["route-map", "compare", "sleutelfiguren", "er-is-niets"],
        ["profiles", "check", "er-is-niets"],
        ["profiles", "show", "er-is-niets"],
    ],
)
def test_what_cannot_be_found_is_json_as_well(arguments: list[str]) -> None:
    """A program that asked for JSON gets it on stdout, and a person reads the same words on stderr."""
    result = CliRunner().invoke(main, [*arguments, "--json"])
    assert result.exit_code == 2
    answer = json.loads(result.stdout)
    assert answer["schema"] == "sleutelwerk/cli/findings/1"
    (found,) = answer["findings"]
    assert found["code"] == "cannot-go-on"
    assert "er-is-niets" in found["message"]
    assert f"Fout: {found['message']}" in result.stderr
    plain = CliRunner().invoke(main, arguments)
    assert (plain.exit_code, plain.stdout) == (2, "")


def test_json_on_refusal_is_json_as_well(tmp_path: Path) -> None:
    path = tmp_path / "route.yaml"
    path.write_text("")
    result = CliRunner().invoke(main, ["route-map", "table", "--json", str(path)])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["findings"][0]["code"] == "empty"
