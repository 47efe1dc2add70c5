"""Gives new data folders a database in which all migrations have been done: doing them takes each of them seconds.

It is made once for each state of the code, by the same command that an operator gives; tests of a first start, of
migrations and of rights on files make their own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.read_content import kept_folder

NAME = "sleutelwerk.sqlite3"


def lend_database(data: Path) -> None:
    """Put a migrated SQLite database without a row of anybody in a new data folder."""
    with _one_at_a_time():
        ready = kept_folder() / NAME
        if not ready.exists():
            with tempfile.TemporaryDirectory() as folder:
                _migrate({"SLEUTELWERK_DATA": folder})
                shutil.copyfile(Path(folder, NAME), ready.with_suffix(".part"))
            ready.with_suffix(".part").rename(ready)
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ready, data / NAME)
    (data / NAME).chmod(0o600)


def ready_on_server(administer: Callable[[str], object], address_of: Callable[[str], str]) -> str:
    """Give the name of a migrated database on the tests' own PostgreSQL, to make others from.

    `administer` runs a statement on the server and gives its first row, if any; `address_of` gives the URL of a
    database by its name.
    """
    name = f"ready_{kept_folder().name}"
    with _one_at_a_time():
        if administer(f"SELECT 1 FROM pg_database WHERE datname = '{name}'") is None:  # noqa: S608 - a hash of the code
            administer(f'DROP DATABASE IF EXISTS "{name}_part" WITH (FORCE)')
            administer(f'CREATE DATABASE "{name}_part"')
            with tempfile.TemporaryDirectory() as folder:
                _migrate({"SLEUTELWERK_DATA": folder, "SLEUTELWERK_DATABASE_URL": address_of(f"{name}_part")})
            administer(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"')
    return name


def _migrate(own: Mapping[str, str]) -> None:
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
    command = [sys.executable, "-m", "sleutelwerk", "manage", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**environment, **own}, check=True, capture_output=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let the processes of the tests wait for the one that makes it."""
    kept_folder().mkdir(parents=True, exist_ok=True)
    with (kept_folder() / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
