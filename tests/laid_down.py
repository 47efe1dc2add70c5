"""Lays the same rows down again without asking Django to put them into words again: that takes longer than the rows.

What was asked of the database the first time is remembered, and asked again with the ids of this time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model


class LaidDown:
    """Rows that are laid down by saving them the first time, and from then on by repeating what was asked then."""

    def __init__(self) -> None:
        self._asked: list[tuple[str, Any]] = []
        self._ids: list[UUID] = []

    def lay(self, known: list[Model], save: Callable[[], object]) -> None:
        """Lay rows down; `known` are those whose ids are new each time, and the same ones in the same order."""
        ids = [one.pk for one in known]
        if not self._asked:
            asked: list[tuple[str, Any]] = []
            # in a transaction already: to begin one is nothing to repeat
            with transaction.atomic(), connection.execute_wrapper(_remembering(asked)):
                save()
            # only now: what failed half way is not worth repeating
            self._asked, self._ids = asked, ids
            return
        now = dict(zip(_written(self._ids), _written(ids), strict=True))
        with transaction.atomic(), connection.cursor() as cursor:
            for question, values in self._asked:
                cursor.execute(question, _with(values, now))
        for one in known:
            one._state.adding, one._state.db = False, connection.alias


def _remembering(asked: list[tuple[str, Any]]) -> Callable[..., Any]:
    """Give what Django has around each question: this one remembers them."""

    def ask(execute: Callable[..., Any], question: str, values: Any, *more: Any) -> Any:
        asked.append((question, values))
        return execute(question, values, *more)

    return ask


def _written(ids: Iterable[UUID]) -> list[Any]:
    """Give ids in each way that a database is told one."""
    return [written for one in ids for written in (one, one.hex)]


def _with(values: Any, now: dict[Any, Any]) -> Any:
    """Give values with the ids of this time; PostgreSQL is given whole columns at once."""
    if isinstance(values, (list, tuple)):
        return [_with(value, now) for value in values]
    return now.get(values, values)
