"""`sleutelwerk handbook` as an operator gives it: the same bytes in another process, and refusals in words."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from sleutelwerk.cli import main
from sleutelwerk.core.findings import Finding
from sleutelwerk.handbook import documents
from sleutelwerk.handbook.engine.blocks import UnknownMark
from sleutelwerk.publishing.content import ContentError, NoSuchContent
from sleutelwerk.ui.documents import DocumentNotMade

pytestmark = pytest.mark.django_db


@pytest.mark.own_sqlite
def test_another_process_makes_the_same_bytes_for_its_owner_only(tmp_path: Path) -> None:
    output = tmp_path / "handreiking.pdf"
    (tmp_path / "data").mkdir()
    environment = {"PATH": os.environ["PATH"], "SLEUTELWERK_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "sleutelwerk", "handbook", "-o", str(output), "--json"]
    said = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert said.returncode == 0, said.stderr
    told = json.loads(said.stdout)
    made = documents.compose()
    assert sha256(output.read_bytes()).digest() == sha256(made.pdf).digest()  # a difference is not spelled out
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert told == {
        "schema": "sleutelwerk/cli/handbook/1",
        "file": str(output),
        "title": made.title,
        "pages": made.pages,
        "version_key": made.version_key,
        "bytes": len(made.pdf),
    }


@pytest.mark.django_db(transaction=True)  # the command opens and closes connections of its own
def test_it_overwrites_only_when_told_to(tmp_path: Path) -> None:
    output = tmp_path / "handreiking.pdf"
    output.write_text("van mij")
    refused = CliRunner().invoke(main, ["handbook", "-o", str(output)])
    assert refused.exit_code == 2
    assert "is er al" in refused.output
    assert output.read_text() == "van mij"
    done = CliRunner().invoke(main, ["handbook", "-o", str(output), "--force"])
    assert done.exit_code == 0, done.output
    assert "Gemaakt: Handreiking Sleutelwerk" in done.output
    assert output.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


@pytest.mark.django_db(transaction=True)
def test_a_place_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["handbook", "-o", str(tmp_path / "weg" / "handreiking.pdf")])
    assert refused.exit_code == 2
    assert "kan niet worden geschreven" in refused.output


@pytest.mark.parametrize(
    ("problem", "code", "words"),
    [
        (UnknownMark("proef", 3, "hr"), 2, "Artikel 'proef', regel 3"),
        (NoSuchContent("knowledge"), 2, "is niet compleet"),
        (ContentError([Finding("x", "Er klopt iets niet.", "Mend het.", "a.yaml")]), 1, "Er klopt iets niet."),
        (DocumentNotMade("heading level skipped"), 2, "kon niet worden opgemaakt. De opmaker meldt:\nheading level"),
    ],
)
def test_what_cannot_be_made_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception, code: int, words: str
) -> None:
    def fails() -> None:
        raise problem

    monkeypatch.setattr(documents, "material", fails)
    result = CliRunner().invoke(main, ["handbook", "-o", str(tmp_path / "h.pdf")])
    assert result.exit_code == code
    assert words in result.output
    assert not (tmp_path / "h.pdf").exists()
