"""Takes the triggers of the trail away for a while: to tamper with entries, and to empty a test's database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

_guards = import_module("sleutelwerk.audit.migrations.0002_guards")


@contextmanager
def guards_down() -> Iterator[None]:
    """Let everything pass that the triggers refuse."""
    _guards.lower_guards(connection)
    try:
        yield
    finally:
        _guards.raise_guards(connection)


def let_the_flush_pass(patch: pytest.MonkeyPatch) -> None:
    """Let Django empty the database after a test with real transactions, as the trail refuses to be emptied."""
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_guards(self: Any) -> None:
        with guards_down():
            teardown(self)

    patch.setattr(TransactionTestCase, "_fixture_teardown", without_guards)
