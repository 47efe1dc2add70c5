"""Every name that an action writes in the trail has a Dutch word, so that whoever watches reads no code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.access.addresses import addresses

from sleutelwerk.accounts.actions.connect_provider import FIELDS
from sleutelwerk.cases.forms.assignment import FORMS
from sleutelwerk.cases.rules import emergency, hand_over, holding, order
from sleutelwerk.deliberation.engine.report import Part
from sleutelwerk.deliberation.forms import preparing
from sleutelwerk.deliberation.rules.preparing import EMPTY_PLAN
from sleutelwerk.home.queries.field_words import page_words
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


def fields_of(*forms: type) -> set[str]:
    """Give the fields that pages change, which stand in the trail by their names."""
    kinds = ("of_columns", "of_texts", "of_answers", "of_plan")
    return {name for form in forms for kind in kinds for name in getattr(form, kind, ())}


def test_every_field_that_somebody_changes_has_a_word() -> None:
    pages = [one for one in vars(preparing).values() if isinstance(one, type) and issubclass(one, preparing.PageForm)]
    changed = fields_of(*FORMS.values(), *pages) | {part.value for part in Part} | {*EMPTY_PLAN} | {*FIELDS}
    assert {"commissioner", "question", "domains", "voice"} <= changed
    assert changed - WORDS.keys() == set()


def test_every_page_that_can_be_refused_is_told_by_its_room() -> None:
    names = {re.sub(r"[^a-z0-9]+", "_", one.name)[:48].strip("_") for one in addresses()}
    assert {name for name in names if not page_words(name).startswith("een bladzijde van: ")} == set()
    assert page_words("cases_note_contact") == "een bladzijde van: dossiers (note contact)"
    assert page_words("accounts_people") == "een bladzijde van: accounts en organisatie (people)"
    assert page_words("somewhere_else") == "somewhere else"


def test_a_name_that_has_none_is_shown_as_it_is() -> None:
    assert word("something_new") == "something new"
