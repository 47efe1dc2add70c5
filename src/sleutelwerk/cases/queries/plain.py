"""Asks the database a question that is written out as SQL, on both databases, and gives what it says in Python's kinds.

For what every page of a case asks: Django composes a question of many columns anew at each request, and that takes
more time than the database needs to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model
from django.db.models.expressions import RawSQL

from sleutelwerk.sql.queries import any_of, ask_often, key_of

#: What makes of a row, as the database gave it, one of a table. It is handed the connection itself, which Django's
#: `connection` looks up anew each time that something is asked of it.
Reader = Callable[[tuple[Any, ...], BaseDatabaseWrapper], Model | None]


class Question:
    """A question about rows by their keys: `IN %s` in its SQL. `kinds` are its columns, in their order."""

    def __init__(self, sql: str, **kinds: Field[Any, Any]) -> None:
        self._sql = sql
        self.columns = {name: RawSQL("", (), output_field=kind) for name, kind in kinds.items()}

    def of(self, *keys: UUID) -> list[dict[str, Any]]:
        """Give what it finds for these, each row by the names of its columns."""
        if not keys:
            return []
        sql, given = _about(self._sql, keys)
        rows = ask_often(sql, *given)
        database = connections[DEFAULT_DB_ALIAS]
        names, read = tuple(self.columns), _read_as(self, database.vendor)
        found = []
        for row in rows:
            values = list(row)
            for place, column, converters in read:
                for convert in converters:
                    values[place] = convert(values[place], column, database)
            found.append(dict(zip(names, values, strict=True)))
        return found


class Joined:
    """A question for whole rows of several tables, joined in its SQL under the names that `tables` gives them.

    `{columns}` in its SQL is what it asks for, and `{many}` stands for however many values there are. Columns named in
    `without` stay in the database.
    """

    def __init__(self, sql: str, tables: Mapping[str, type[Model]], *, without: Collection[str] = ()) -> None:
        self._sql = sql
        self._without = frozenset(without)
        self._tables = tables

    def of(self, *values: UUID | date) -> list[tuple[Any, ...]]:
        """Give what it finds for these values: per row one of each table, or None where nothing was joined."""
        database = connections[DEFAULT_DB_ALIAS]
        columns, readers = _written_out(self, database.vendor)
        sql = self._sql.replace("{columns}", columns).replace("{many}", ", ".join(["%s"] * len(values)))
        rows = ask_often(sql, *(_written(value) for value in values))
        return [tuple(reader(row, database) for reader in readers) for row in rows]

    def readers(self) -> tuple[str, list[Reader]]:
        """Write out the columns, and make what reads the part of a row that is of each table."""
        columns: list[str] = []
        readers = []
        for alias, model in self._tables.items():
            fields = [one for one in model._meta.concrete_fields if one.name not in self._without]
            readers.append(_reader(model, fields, len(columns)))
            columns += [f"{alias}.{connection.ops.quote_name(str(one.column))}" for one in fields]
        return ", ".join(columns), readers


@lru_cache
def _written_out(question: Joined, _vendor: str) -> tuple[str, list[Reader]]:
    """Do so once for each kind of database."""
    return question.readers()


def _reader(model: type[Model], fields: list[Any], begin: int) -> Reader:
    """Give what makes a row of this table out of a longer one, as Django's own look-ups do."""
    end = begin + len(fields)
    names = [field.attname for field in fields]
    key = begin + names.index(model._meta.pk.attname)
    converted = [
        (place, *one) for place, field in enumerate(fields) if (one := _converters(field.get_col(model._meta.db_table)))
    ]

    def read(row: tuple[Any, ...], database: BaseDatabaseWrapper) -> Model | None:
        if row[key] is None:
            return None
        values = list(row[begin:end])
        for place, column, converters in converted:
            for convert in converters:
                values[place] = convert(values[place], column, database)
        return model.from_db(database.alias, names, values)

    return read


def _converters(column: Any) -> tuple[Any, list[Any]] | None:
    found = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
    return (column, found) if found else None


def _written(value: UUID | date) -> Any:
    """Write a value as this database does; a key may also come as the text of an address."""
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return key_of(value)


def _about(sql: str, keys: tuple[UUID, ...]) -> tuple[str, list[Any]]:
    return sql % any_of(keys), [key_of(key) for key in keys]


@lru_cache
def _read_as(question: Question, _vendor: str) -> list[tuple[int, Any, list[Any]]]:
    """Give, once for each kind of database, what Django's own look-ups do to which of the columns."""
    return [(place, *one) for place, column in enumerate(question.columns.values()) if (one := _converters(column))]
