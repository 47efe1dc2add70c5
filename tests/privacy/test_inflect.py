"""The forms of Dutch words."""

from __future__ import annotations

import pytest

from sleutelwerk.privacy.engine.inflect import adjective, demonym, demonym_adjective, noun


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("allochtoon", "allochtone"),
        ("islamitisch", "islamitische"),
        ("wit", "witte"),
        ("religieus", "religieuze"),
        ("lief", "lieve"),
        ("mediterraan", "mediterrane"),
    ],
)
def test_an_adjective_has_its_e(word: str, form: str) -> None:
    assert {word, form} <= adjective(word)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("imam", "imams"),
        ("imam", "imam's"),
        ("buitenlander", "buitenlandertje"),
        ("asielzoeker", "asielzoekers"),
        ("vluchteling", "vluchtelingen"),
        ("migrant", "migranten"),
        ("allochtoon", "allochtonen"),
    ],
)
def test_a_noun_has_its_plural_and_small_forms(word: str, form: str) -> None:
    assert {word, form} <= noun(word)


@pytest.mark.parametrize(
    ("word", "form"),
    [("Turks", "Turkse"), ("Turks", "Turkstalige"), ("Chinees", "Chinese"), ("Chinees", "Chineestalig")],
)
def test_an_adjective_of_a_country_has_its_forms(word: str, form: str) -> None:
    assert {word, form} <= demonym_adjective(word)


def test_somebody_from_a_country_may_be_small_or_have_something() -> None:
    assert {"Turk", "Turkje", "Turk's"} <= demonym("Turk")
