"""Plain language: the named formula, and the words that mark people by what they are."""

from __future__ import annotations

import pytest

from sleutelwerk.core.nearest import did_you_mean, nearest
from sleutelwerk.core.plain_language import FEWEST_WORDS, HARD_BELOW, banned_words, reading_ease

EASY = "U praat met hem. U legt uit wat hij gaat doen. Hij mag nee zeggen. " * 3
HARD = (
    "Voorafgaand aan de totstandkoming van samenwerkingsverbanden dienen verantwoordelijke functionarissen "
    "de proportionaliteit en subsidiariteit van voorgenomen gegevensverwerkingen aantoonbaar te onderbouwen, "
    "waarbij belanghebbenden overeenkomstig de toepasselijke verantwoordingsverplichtingen geïnformeerd worden."
)


def test_an_easy_text_scores_above_and_a_hard_one_below() -> None:
    easy, hard = reading_ease(EASY), reading_ease(f"{HARD} {HARD}")
    assert easy is not None
    assert hard is not None
    assert hard < HARD_BELOW < easy


def test_the_formula_itself() -> None:
    # forty words of one syllable in four sentences: 206.84 - 0.77 * 100 - 0.93 * 10
    text = " ".join(["de man ziet een hond en hij loopt naar huis."] * 4)
    score = reading_ease(text)
    assert score == pytest.approx(206.84 - 77 - 9.3)


def test_a_short_text_has_no_score() -> None:
    assert reading_ease("woord " * (FEWEST_WORDS - 1)) is None
    assert reading_ease("woord " * FEWEST_WORDS) is not None


@pytest.mark.parametrize(
    "text",
    ["Is hij moslim?", "de MOSLIMS hier", "een Marokkaanse vader", "Turkse", "zijn etniciteit", "van Roma afkomst",
     "zijn geboorteplaats.", "de clan", "(Sinti)", "religieuze leiders", "de Poolse buren", "nationaliteiten"],
)  # fmt: skip
def test_words_that_mark_people(text: str) -> None:
    assert banned_words(text)


@pytest.mark.parametrize(
    "text",
    ["Wij geloven hem.", "Hij komt geloofwaardig over.", "De polis is betaald.", "Hij turkoois.", "een stamtafel",
     "De gezinnen en hun familie", "Dat is romantisch", "Hij reist", "clandestien", "Rustig praten"],
)  # fmt: skip
def test_words_that_do_not(text: str) -> None:
    assert [word for word in banned_words(text) if word.word != "iraniseren"] == []


def test_the_nearest_name() -> None:
    assert nearest("verbindr", ["vertaler", "verbinder"]) == "verbinder"
    assert did_you_mean("verbindr", ["verbinder"]) == "Bedoelt u 'verbinder'?"
    assert did_you_mean("zzz", ["verbinder"]) == ""
    assert nearest("x" * 81, ["x" * 80]) is None
