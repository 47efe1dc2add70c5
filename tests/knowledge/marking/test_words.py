"""The line on a page: any name fits, and none can do more than be a name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.marking.papers import LINE, MARK

from sleutelwerk.knowledge.engine.marking import Mark, line_of
from sleutelwerk.knowledge.engine.marking.words import LONGEST_NAME, shown

DAY = date(2026, 3, 1)


def test_the_line_says_for_whom_when_and_under_which_code() -> None:
    assert line_of(MARK) == LINE


def test_who_has_no_organisation_is_marked_as_such_and_what_is_not_known_is_left_out() -> None:
    assert line_of(Mark("Noor", " ", DAY, "C")) == "Voor Noor, zonder organisatie · 1 maart 2026 · code C"
    assert line_of(Mark("", "Gemeente Proef", DAY, "C")) == "Voor Gemeente Proef · 1 maart 2026 · code C"
    assert line_of(Mark("", "", DAY, "C")) == "1 maart 2026 · code C"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("  Noor\tde\n Vries\u2028x", "Noor de Vries x"),
        ("Noor\u202edeirV\0\x1b[31m", "NoordeirV[31m"),
        ("half \ud83d pair", "half pair"),
        ("e\u0301", "é"),
        ("\u0645\u06cc\u200c\u062e", "\u2068\u0645\u06cc\u200c\u062e\u2069"),
        ("שלום", "\u2068שלום\u2069"),
        ("a" + "\u0335" * 30 + "b", "a\u0335\u0335\u0335b"),
        ('#set text(1em) "quotes" \\ $x$', '#set text(1em) "quotes" \\ $x$'),
    ],
)
def test_a_name_becomes_fit_for_one_line(name: str, expected: str) -> None:
    assert shown(name) == expected


def test_a_long_name_is_shortened() -> None:
    assert shown("x" * LONGEST_NAME) == "x" * LONGEST_NAME
    assert shown("x" * 200) == "x" * (LONGEST_NAME - 1) + "…"


def test_a_letter_is_not_cut_from_what_belongs_to_it() -> None:
    family = "👩\u200d👩\u200d👧"
    assert shown("x" * (LONGEST_NAME - 3) + family) == "x" * (LONGEST_NAME - 3) + "…"
    assert shown("x" * (LONGEST_NAME - 2) + "q\u0323" + "y" * 9) == "x" * (LONGEST_NAME - 2) + "…"
    assert shown("\u0323" + ("\u0301" * 3 + "\u200d") * 40) == "…"


@given(st.text(max_size=300))
def test_every_name_stays_short_and_without_controls(name: str) -> None:
    plain = shown(name)
    assert len(plain) <= LONGEST_NAME + 2
    assert "\n" not in plain
    assert "\u202e" not in plain
