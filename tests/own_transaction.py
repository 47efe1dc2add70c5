"""Holds each request of a test to a transaction of its own, as a real site does.

A test lies in a transaction that is undone at its end. Within that one, whatever a page forgot to put in a transaction
would pass: an entry for the trail, which refuses to be written outside of one, or a row that is held until its end.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.client import ClientHandler

#: How deep this thread lay in transactions when its request began; nothing while there is no request.
_began = threading.local()


class ForgotTransaction(RuntimeError):
    """What has to stand or fall as one was not put in a transaction by the page itself."""


@contextmanager
def requests_begin_outside_of_any(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a request find out that it forgot its transaction, whatever the test around it lies in."""
    record = import_module("sleutelwerk.audit.actions.record")  # not above: it needs Django's settings
    answer, inside, execute = ClientHandler.__call__, record._inside_transaction, SQLCompiler.execute_sql

    def counted(self: ClientHandler, *given: Any, **named: Any) -> Any:
        before = getattr(_began, "depth", None)
        _began.depth = _depth()
        try:
            return answer(self, *given, **named)
        finally:
            _began.depth = before

    def checked() -> Any:
        _look("an entry for the trail")
        return inside()

    def held(self: SQLCompiler, *given: Any, **named: Any) -> Any:
        if self.query.select_for_update:
            _look("a row that is held")
        return execute(self, *given, **named)

    patch.setattr(ClientHandler, "__call__", counted)
    patch.setattr(record, "_inside_transaction", checked)
    patch.setattr(SQLCompiler, "execute_sql", held)
    yield


def _depth() -> int:
    """Give in how many transactions this thread lies; the outermost leaves no savepoint."""
    return 1 + len(connection.savepoint_ids) if connection.in_atomic_block else 0


def _look(what: str) -> None:
    began = getattr(_began, "depth", None)
    if began is not None and _depth() <= began:
        raise ForgotTransaction(f"{what}, outside of any transaction of the page")
