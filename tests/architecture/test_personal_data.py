"""Every field about a person says why it is there and how long, and names the test that proves it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests.architecture.test_foreign_keys import LIBRARIES

from sleutelwerk.core.personal import Personal


def our_models() -> list[type[models.Model]]:
    """Give every model of our rooms."""
    return [model for model in apps.get_models() if model._meta.app_label not in LIBRARIES]


def stored(model: type[models.Model]) -> set[str]:
    """Name the columns of a model."""
    return {field.name for field in model._meta.get_fields() if getattr(field, "concrete", False)}


def silent(fields: set[str], personal: Iterable[str], impersonal: Iterable[str]) -> set[str]:
    """Name the fields that nobody answers for, those that are answered for twice, and those that are gone."""
    told, quiet = set(personal), set(impersonal)
    return (fields ^ (told | quiet)) | (told & quiet)


def declared(model: Any) -> tuple[dict[str, Personal], tuple[str, ...]]:
    """Give what a model says of its fields."""
    return getattr(model, "personal_data", {}), getattr(model, "impersonal", ())


def test_every_field_is_answered_for() -> None:
    problems = {m.__name__: found for m in our_models() if (found := silent(stored(m), *declared(m)))}
    assert problems == {}


def names_of_tests(path: Path) -> set[str]:
    """Name the tests in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def missing(nodes: Iterable[str], repository: Path) -> Iterator[str]:
    """Name the tests that are cited and do not exist."""
    for node in nodes:
        name, _, test = node.partition("::")
        path = repository / name
        if not path.is_file() or test not in names_of_tests(path):
            yield node


def test_every_promise_names_a_test_that_exists(repository: Path) -> None:
    cited = {one.proven_by for model in our_models() for one in declared(model)[0].values()}
    assert cited
    assert sorted(missing(cited, repository)) == []


def test_every_account_is_a_sentence_or_two() -> None:
    short = [
        f"{model.__name__}.{name}"
        for model in our_models()
        for name, one in declared(model)[0].items()
        if not (one.why.endswith(".") and one.kept.endswith("."))
    ]
    assert short == []


@pytest.mark.parametrize(
    ("fields", "personal", "impersonal", "found"),
    [
        ({"id", "name"}, ("name",), ("id",), set()),
        ({"id", "name"}, (), ("id",), {"name"}),
        ({"id"}, ("gone",), ("id",), {"gone"}),
        ({"id"}, ("id",), ("id",), {"id"}),
    ],
)
def test_planted_fields_are_caught(
    fields: set[str], personal: tuple[str, ...], impersonal: tuple[str, ...], found: set[str]
) -> None:
    assert silent(fields, personal, impersonal) == found


def test_planted_citations_are_caught(repository: Path) -> None:
    here = "tests/architecture/test_personal_data.py"
    cited = [f"{here}::test_planted_citations_are_caught", f"{here}::test_gone", "tests/gone.py::test_x"]
    assert list(missing(cited, repository)) == cited[1:]
