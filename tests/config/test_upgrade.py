"""Whoever comes from an earlier release keeps what is there: the database of 0.1.0, brought up to date."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path


def manage(data: Path, *arguments: str) -> None:
    """Run a command of Django's on this data folder."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
    environment["SLEUTELWERK_DATA"] = str(data)
    command = [sys.executable, "-m", "sleutelwerk", "manage", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def test_the_database_of_the_first_release_is_brought_up_to_date(tmp_path: Path) -> None:
    manage(tmp_path, "migrate", "accounts", "0001", "--verbosity", "0")  # all that 0.1.0 had
    with sqlite3.connect(tmp_path / "sleutelwerk.sqlite3") as database:
        row = ("7f0c6a1e3d5b4c2a9e8f0a1b2c3d4e5f", "noor@voorbeeld.example", "!", True)
        database.execute("INSERT INTO accounts_user (id, email, password, is_active) VALUES (?, ?, ?, ?)", row)
    manage(tmp_path, "migrate", "--verbosity", "0")
    with sqlite3.connect(tmp_path / "sleutelwerk.sqlite3") as database:
        kept = database.execute("SELECT email, name, organisation_id, is_fictional FROM accounts_user").fetchall()
    assert kept == [("noor@voorbeeld.example", "", None, 0)]
