"""Long questions that every page asks: the same answer each time, and on PostgreSQL by a plan that was kept."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sleutelwerk.sql.queries import ask, ask_often, key_of

pytestmark = pytest.mark.django_db
QUESTION = "SELECT count(*) FROM cases_case often WHERE often.id = %s"
TIMES = 8


def test_it_says_each_time_what_the_question_says_once() -> None:
    given = key_of(UUID(int=7))
    assert [ask_often(QUESTION, given) for _ in range(TIMES)] == [ask(QUESTION, given)] * TIMES


def test_postgresql_keeps_how_to_answer_it() -> None:
    for number in range(TIMES):
        ask_often(QUESTION, key_of(UUID(int=number)))
    if connection.vendor == "postgresql":
        kept = ask("SELECT statement FROM pg_prepared_statements")
        assert [one for (one,) in kept if "cases_case often" in one]


def test_it_is_told_to_whoever_counts_what_is_asked() -> None:
    told: list[str] = []

    def listening(execute: object, sql: str, *more: object) -> object:
        told.append(sql)
        return execute(sql, *more)  # type: ignore[operator]

    with connection.execute_wrapper(listening):
        ask_often(QUESTION, key_of(UUID(int=7)))
    with CaptureQueriesContext(connection) as asked:
        ask_often(QUESTION, key_of(UUID(int=7)))
    assert told == [QUESTION]
    assert ["often" in one["sql"] for one in asked.captured_queries] == [True]


def test_what_is_wrong_with_it_comes_as_djangos_error() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ask_often("SELECT no_such_column FROM cases_case")
