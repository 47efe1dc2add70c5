"""Asks the database a question that is written out as SQL, on both databases, and gives what it says in Python's kinds.

For what every page of a case asks: Django composes a question of many columns anew at each request, and that takes
more time than the database needs to answer it.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model, UUIDField
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=Model)
_KEY: UUIDField[Any, Any] = UUIDField()


class Question:
    """A question about rows by their keys: `IN %s` in its SQL. `kinds` are its columns, in their order."""

    def __init__(self, sql: str, **kinds: Field[Any, Any]) -> None:
        self._sql = sql
        self._columns = {name: RawSQL("", (), output_field=kind) for name, kind in kinds.items()}

    def of(self, *keys: UUID) -> list[dict[str, Any]]:
        """Give what it finds for these, each row by the names of its columns."""
        if not keys:
            return []
        with connection.cursor() as cursor:
            cursor.execute(*_about(self._sql, keys))
            rows = cursor.fetchall()
        return [
            {name: _read(found, column) for (name, column), found in zip(self._columns.items(), row, strict=True)}
            for row in rows
        ]


def rows_of(model: type[M], sql: str, *keys: UUID) -> list[M]:
    """Give whole rows of one table, by a question with `IN %s` in it about these keys."""
    return list(model._default_manager.raw(*_about(sql, keys))) if keys else []


def _about(sql: str, keys: tuple[UUID, ...]) -> tuple[str, list[Any]]:
    places = ", ".join(["%s"] * len(keys))
    return sql % f"({places})", [_KEY.get_db_prep_value(key, connection) for key in keys]


def _read(found: Any, column: RawSQL) -> Any:
    """Read one value as Django's own look-ups do."""
    converters = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
    for convert in converters:
        found = convert(found, column, connection)
    return found
