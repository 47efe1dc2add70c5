"""Asks and changes things by SQL that is written out, the same on both databases, where every page or act does so.

Django composes a question anew each time, and for a row of many columns that takes more time than the database needs
to answer it. Where many act at once in one process, that is what they wait for.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, UUIDField

M = TypeVar("M", bound=Model)
_KEY: UUIDField[Any, Any] = UUIDField()


def key_of(key: UUID) -> Any:
    """Give a key as this database writes it."""
    return _KEY.get_db_prep_value(key, connection)


def key_in(found: Any) -> UUID:
    """Read a key as this database writes it."""
    return found if isinstance(found, UUID) else UUID(found)


def any_of(values: Collection[Any]) -> str:
    """Give the places of these values between brackets, for what follows `IN`; there must be one at least."""
    return f"({', '.join(['%s'] * len(values))})"


def ask(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    """Give the rows that a question finds, as the database gives them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def ask_often(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    """Do the same for long questions that every page asks: PostgreSQL keeps how to answer them, for each connection.

    To find that out takes it longer than to answer. Django has no such questions: it fills the values in itself, and
    that is how it logs what was asked.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return ask(sql, *given)
    from psycopg import Cursor  # noqa: PLC0415 - an optional part, and only there with this database

    connection.ensure_connection()
    opened: Any = Cursor(connection.connection)
    with connection.make_cursor(opened) as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def do(sql: str, *given: Any) -> int:
    """Change something; give how many rows it was. Raises IntegrityError."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return int(cursor.rowcount)


def rows_of(model: type[M], rest: str, *given: Any, also: str = "") -> list[tuple[M, tuple[Any, ...]]]:
    """Give whole rows of one table, called `one` in the `rest` of the question, each with what it `also` asks for."""
    names, sql, converters = _reading(model, connection.vendor)
    found = []
    for row in ask(f"SELECT {sql}{', ' if also else ''}{also} {rest}", *given):
        values = list(row[: len(names)])
        for place, converter, column in converters:
            values[place] = converter(values[place], column, connection)
        found.append((model.from_db(connection.alias, names, values), tuple(row[len(names) :])))
    return found


def for_update() -> str:
    """Give the words that lock a row, where rows are locked one by one."""
    return "FOR UPDATE" if connection.features.has_select_for_update else ""


@lru_cache(maxsize=16)
def _reading(model: type[Model], _vendor: str) -> tuple[list[str], str, list[tuple[int, Any, Any]]]:
    """Give a model's columns by name and as SQL, and what Django does to what is found; kept per kind of database."""
    fields = model._meta.concrete_fields
    columns = [field.get_col("one") for field in fields]
    converters = [
        (place, converter, column)
        for place, column in enumerate(columns)
        for converter in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    names = [field.attname for field in fields]
    return names, ", ".join(f'one."{field.column}"' for field in fields), converters
