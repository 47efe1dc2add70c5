"""The settings about people, mail and keys do what the reference says, from the environment to what comes of it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.config.test_settings import load


def settings_with(folder: Path, **variables: str) -> dict[str, object]:
    """Give the settings of the site as a process with these variables has them."""
    loaded = load(folder, variables)
    assert loaded.returncode == 0, loaded.stderr
    found: dict[str, object] = json.loads(loaded.stdout)
    return found


def run(folder: Path, code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run something on a site with these variables."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLEUTELWERK_")}
    environment |= {"SLEUTELWERK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "sleutelwerk.config.settings"}
    environment |= {f"SLEUTELWERK_{name}": value for name, value in variables.items()}
    command = [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


SEAL = "from sleutelwerk.accounts.actions.sealing import seal\nseal('x')"


def test_keys_lie_in_the_data_folder_or_where_the_operator_wants_them(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "elsewhere"
    for variables, where in (({}, data / "keys"), ({"KEYS": str(keys)}, keys)):
        made = run(data, SEAL, **variables)
        assert made.returncode == 0, made.stderr
        assert [one.name for one in where.iterdir()] == ["second_factors.key"]
        assert stat.S_IMODE(where.stat().st_mode) == 0o700
    assert (data / "keys" / "second_factors.key").read_bytes() != (keys / "second_factors.key").read_bytes()


def test_without_a_mail_server_no_letter_leaves(tmp_path: Path) -> None:
    ask = "from sleutelwerk.mailroom.queries import has_mail_server\nprint(has_mail_server())"
    assert run(tmp_path, ask).stdout == "False\n"
    assert run(tmp_path, ask, SMTP_URL="smtp://mail.example").stdout == "True\n"
    assert settings_with(tmp_path)["EMAIL_BACKEND"] == "sleutelwerk.mailroom.mail.OutboxBackend"


@pytest.mark.parametrize(
    ("variables", "sender"),
    [
        ({}, "sleutelwerk@localhost"),
        ({"CONTACT_EMAIL": "adviseur@x.example"}, "adviseur@x.example"),
        ({"CONTACT_EMAIL": "adviseur@x.example", "MAIL_FROM": "post@x.example"}, "post@x.example"),
    ],
)
def test_letters_come_from_the_sender_that_was_set(tmp_path: Path, variables: dict[str, str], sender: str) -> None:
    assert settings_with(tmp_path, **variables)["DEFAULT_FROM_EMAIL"] == sender


CHECK = """
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
try:
    validate_password("paraplu met negen kleuren")
except ValidationError as problem:
    print(*problem.messages)
"""


@pytest.mark.parametrize("count", ["", ":37"])
def test_a_leaked_password_is_refused_when_there_is_a_list(tmp_path: Path, count: str) -> None:
    leaked = hashlib.sha1(b"paraplu met negen kleuren", usedforsecurity=False).hexdigest().upper()
    (tmp_path / "leaked.txt").write_text(f"{leaked}{count}\n")
    assert run(tmp_path, CHECK).stdout == ""
    assert "uitgelekt" in run(tmp_path, CHECK, BREACHED_PASSWORDS=str(tmp_path / "leaked.txt")).stdout


def test_the_limits_of_a_session_are_those_that_were_set(tmp_path: Path) -> None:
    usual = settings_with(tmp_path)
    assert (usual["SESSION_IDLE_MINUTES"], usual["SESSION_HOURS"], usual["SESSION_COOKIE_AGE"]) == (15, 8, 8 * 3600)
    changed = settings_with(tmp_path, SESSION_IDLE_MINUTES="30", SESSION_HOURS="4")
    assert (changed["SESSION_IDLE_MINUTES"], changed["SESSION_HOURS"]) == (30, 4)
    assert changed["SESSION_COOKIE_AGE"] == 4 * 3600, "the database forgets it as well"
