"""Codes: easy to type over, and no typing error leads to somebody else's copy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.knowledge.engine.marking import new_code, read_code
from sleutelwerk.knowledge.engine.marking.codes import ALPHABET, _check_sign


def test_a_code_is_two_times_four_signs_without_lookalikes() -> None:
    codes = {new_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    assert {len(code) for code in codes} == {9}
    assert {code[4] for code in codes} == {"-"}
    assert {sign for code in codes for sign in code} <= {*ALPHABET, "-"}
    assert not set("ILOU") & set(ALPHABET)
    assert all(read_code(code) == code for code in codes)


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {' '.join(c)} ", str.title])
def test_case_spaces_and_hyphens_do_not_matter(change: Callable[[str], str]) -> None:
    code = new_code()
    assert read_code(change(code)) == code
    assert read_code(code.replace("-", "\u2013")) == code


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    code = next(code for code in iter(new_code, "") if "0" in code and "1" in code)
    assert read_code(code.replace("0", "O").replace("1", "I")) == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code


@settings(deadline=None, max_examples=25)
@given(st.text(ALPHABET, min_size=7, max_size=7))
def test_one_wrong_sign_never_passes(signs: str) -> None:
    code = signs + _check_sign(signs)
    for place, sign in enumerate(code):
        for other in ALPHABET:
            assert other == sign or read_code(code[:place] + other + code[place + 1 :]) is None


@settings(deadline=None, max_examples=25)
@given(st.text(ALPHABET, min_size=7, max_size=7))
def test_two_signs_that_changed_places_never_pass(signs: str) -> None:
    code = [*signs, _check_sign(signs)]
    for one in range(8):
        for two in range(one):
            swapped = code.copy()
            swapped[one], swapped[two] = swapped[two], swapped[one]
            assert swapped == code or read_code("".join(swapped)) is None


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-9TQX-1", "UUUU-UUUU", "é" * 8, "７" * 8, "ﬀ" * 4, "\0" * 8])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    assert (found := read_code(text)) is None or read_code(found) == found
