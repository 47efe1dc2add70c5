"""One key of an entry's body as a database expression, so that what is searched cannot drift from what is hashed."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, TextField
from django.db.models.sql.compiler import SQLCompiler


class FromBody(Func):
    """The text under a key of the body; NULL where the key is absent, as in a body that was purged."""

    output_field = TextField()

    def __init__(self, key: str) -> None:
        super().__init__(F("body"))
        self.key = key

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Any:
        """Read it with SQLite's own JSON functions."""
        return self.as_sql(compiler, connection, template=f"json_extract(%(expressions)s, '$.{self.key}')")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Any:
        """Read it with PostgreSQL's own JSON operators; the cast is immutable, as a generated column demands."""
        return self.as_sql(compiler, connection, template=f"((%(expressions)s)::jsonb ->> '{self.key}')")
