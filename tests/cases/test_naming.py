"""Names of case files: easy to say, never taken twice, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from sleutelwerk.cases.engine.naming import WORDS, example_code, new_code, new_pseudonym
from sleutelwerk.privacy.content import current_guard


def test_a_name_that_is_taken_is_passed_over() -> None:
    chosen = iter(["uil", 100, "uil", 101])

    def choose(_among: Sequence[object]) -> object:
        return next(chosen)

    assert new_code(choose, lambda code: code == "uil-100") == "uil-101"


def test_the_code_of_an_example_says_so_and_is_never_taken_twice() -> None:
    chosen = iter([100, 200, 100, 201])

    def choose(_among: Sequence[object]) -> object:
        return next(chosen)

    assert example_code(choose, lambda code: code == "VOORBEELD-100200") == "VOORBEELD-100201"


@pytest.mark.exhaustive
def test_no_word_is_remarked_on_or_stands_twice() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert all(re.fullmatch(r"[a-z]+", word) for word in WORDS)
    assert [word for word in WORDS if current_guard().examine(f"Dossier {word}-123")] == []


def test_a_made_up_name_can_be_said_and_is_passed_over_when_it_will_not_do() -> None:
    numbers = iter([0] * 6 + [1] * 6)
    made = new_pseudonym(lambda among: among[next(numbers)], lambda name: name == "Balbok")
    assert made == "Demdup"
    assert re.fullmatch(r"[A-Z][aeiou][lmnr][a-z][aeiou][a-z]", made)
