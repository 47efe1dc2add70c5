"""Plain letters: accents, look-alikes and invisible marks hide nothing, and every place points at the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.privacy.engine.fold import fold


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Syriër", "Syrier"),
        (unicodedata.normalize("NFD", "Syriër"), "Syrier"),
        ("М\u0430r\u043ekkaan", "Marokkaan"),
        ("Tur\u200bk", "Turk"),
        ("Tur\u00adk", "Turk"),
        ("Tur\u2060k\ufeff", "Turk"),
        ("\uff34\uff55\uff52\uff4b", "Turk"),
        ("\U0001d413urk", "Turk"),
        ("Jehova\u2019s", "Jehova's"),
        ("Noord\u2011Korea", "Noord-Korea"),
        ("ĳsland", "ijsland"),
        ("\u0661\u0662", "12"),
        ("een\u00a0man", "een man"),
        ("straße", "strasse"),
        ("İzmir", "Izmir"),
        ("Marok-\nkaanse", "Marokkaanse"),
        ("Marok-\r\n  kaanse", "Marokkaanse"),
        ("plein - buurt", "plein - buurt"),
        ("日本", "日本"),
        ("¼", "1/4".replace("/", "\u2044")),
    ],
)
def test_a_text_in_plain_letters(text: str, plain: str) -> None:
    assert fold(text).text == plain


def test_a_letter_whose_small_form_is_longer_stays_one_letter() -> None:
    folded = fold("ŉ\u1e9e é")
    assert len(folded.text) == len(folded.lower) == len(folded.places)


@given(st.text())
def test_every_place_points_into_the_original_and_in_its_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.lower) == len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    assert all(0 <= place < len(text) for place in folded.places)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    if "-\n" not in text and "-\r" not in text:
        assert fold(text).text == text


def test_a_span_is_told_in_the_original() -> None:
    text = "e\u0301e\u0301n ÆT"
    folded = fold(text)
    assert folded.text == "een AET"
    start, end = folded.original_span(4, 6)
    assert text[start:end] == "Æ"
