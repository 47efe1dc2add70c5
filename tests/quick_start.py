"""Spares each process of the tests what all of them would do alike: migrations, and a list of the static files."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.signals import connection_created
from tests.own_database import address_of, administer
from tests.ready_database import NAME, lend_database, ready_on_server
from whitenoise.middleware import WhiteNoiseMiddleware


@contextmanager
def migrated_beforehand() -> Iterator[None]:
    """Let the tests' database be a copy of one in which all migrations were done; Django then finds none to do.

    Tests of migrations make databases of their own.
    """
    if connections["default"].vendor == "postgresql":
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = ready_on_server(administer, address_of)
        yield
        return
    connection_created.connect(_copy_into_memory)
    yield
    connection_created.disconnect(_copy_into_memory)


def _copy_into_memory(connection: Any, **_: object) -> None:
    if "mode=memory" not in str(connection.settings_dict["NAME"]):
        return
    connection_created.disconnect(_copy_into_memory)
    with tempfile.TemporaryDirectory() as folder:
        lend_database(Path(folder))
        with closing(sqlite3.connect(Path(folder, NAME))) as ready:
            ready.backup(connection.connection)


def list_static_files_once(patch: pytest.MonkeyPatch) -> None:
    """Let every test client share one list of static files; each of them would look at some hundred and forty."""
    listed: dict[tuple[object, ...], dict[str, Any]] = {}
    from_finders = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: Any) -> None:
        way = (self.static_prefix, self.max_age, self.charset, self.allow_all_origins)
        if way not in listed:
            from_finders(self)
            listed[way] = dict(self.files)
        self.files.update(listed[way])

    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
