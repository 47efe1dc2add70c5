"""Lets each request of a test stand on a transaction of its own: the one around its test would hide that it has none.

On a real site a page that records outside a transaction answers with an error, to everybody and always.
"""

from __future__ import annotations

from contextvars import ContextVar
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.client import ClientHandler

#: How many transactions were open around the request that is answered now; None while none is.
_AROUND: ContextVar[int | None] = ContextVar("transactions around a request", default=None)


def each_request_has_its_own(patch: pytest.MonkeyPatch) -> None:
    """Refuse what a request records with no other transaction than that of its test, as a real site would."""
    recording: Any = import_module("sleutelwerk.audit.actions.record")
    answer, inside = ClientHandler.__call__, recording._inside_transaction

    def answered(self: Any, environ: Any) -> Any:
        around = _AROUND.set(len(connection.atomic_blocks))
        try:
            return answer(self, environ)
        finally:
            _AROUND.reset(around)

    def inside_its_own() -> BaseDatabaseWrapper:
        database: BaseDatabaseWrapper = inside()
        around = _AROUND.get()
        if around is not None and len(database.atomic_blocks) <= around:
            raise recording.OutsideTransaction("the test has a transaction here, and a real site has none")
        return database

    patch.setattr(ClientHandler, "__call__", answered)
    patch.setattr(recording, "_inside_transaction", inside_its_own)
