"""A migrated database for one site of the tests: a file in its data folder, or on PostgreSQL one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from tests.ready_database import lend_database, ready_on_server


@contextmanager
def own_database(data: Path) -> Iterator[dict[str, str]]:
    """Make a database that nobody has used, on the kind that the tests run on; give what a site must be told of it.

    On PostgreSQL it goes away afterwards, whoever is still connected to it.
    """
    if connection.vendor == "sqlite":
        lend_database(data)
        yield {}
        return
    name = f"site_{uuid4().hex}"
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{ready_on_server(administer, address_of)}"')
    try:
        yield {"SLEUTELWERK_DATABASE_URL": address_of(name)}
    finally:
        administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def address_of(name: str) -> str:
    """Give the URL of a database on the tests' own PostgreSQL by its name."""
    given = settings.DATABASES["default"]
    host: Any = given.get("HOST") or given.get("OPTIONS", {}).get("host", "")
    user, password, port = given.get("USER", ""), given.get("PASSWORD", ""), given.get("PORT") or ""
    if str(host).startswith("/"):
        return f"postgresql://{user}:{password}@/{name}?host={host}"
    return (
        f"postgresql://{user}:{password}@{host}:{port}/{name}"
        if port
        else f"postgresql://{user}:{password}@{host}/{name}"
    )


def administer(query: str) -> object:
    """Run a statement on the tests' own PostgreSQL and give its first row, if it gives any."""
    from psycopg import connect  # noqa: PLC0415 - only there with this database

    parameters = connection.get_connection_params()
    kept = {name: parameters[name] for name in ("user", "password", "host", "port") if parameters.get(name)}
    with connect(dbname="postgres", autocommit=True, **kept) as server:
        done = server.execute(query.encode())
        return done.fetchone() if done.description else None
