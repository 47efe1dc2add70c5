"""Every name that an action writes in the trail has a Dutch word, so that whoever watches reads no code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sleutelwerk.cases.rules import emergency, hand_over, holding, order
from sleutelwerk.home.queries.trail_words import WORDS, word

#: The parts of an entry that hold names out of the code with something beside them.
PARTS = frozenset({"flags", "counts", "codes"})


def names_in(source: str) -> Iterator[str]:
    """Give the names that calls of `Details` write."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Details":
            for part in node.keywords:
                if part.arg in PARTS and isinstance(part.value, ast.Dict):
                    yield from (str(key.value) for key in part.value.keys if isinstance(key, ast.Constant))


def test_every_name_has_a_word(repository: Path) -> None:
    found = {name for path in (repository / "src").rglob("*.py") for name in names_in(path.read_text("utf-8"))}
    assert {"practice", "version", "step"} <= found
    assert found - WORDS.keys() == set()


def test_a_planted_name_without_a_word_is_found() -> None:
    assert set(names_in('trace(X, Details(flags={"secret_thing": True}, counts={"days": 1}))')) - WORDS.keys() == {
        "secret_thing"
    }


@pytest.mark.parametrize(
    "codes",
    [emergency.Reason, holding.Reason, order.Official, order.Step, hand_over.Ended],
    ids=lambda one: one.__name__,
)
def test_every_code_of_a_case_has_a_word(codes: type[emergency.Reason]) -> None:
    assert {one.value for one in codes} - WORDS.keys() == set()


def test_a_name_that_has_none_is_shown_as_it_is() -> None:
    assert word("something_new") == "something new"
