"""The passage that answers best: which one, how much of it, and which words are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.search.items import shipped_language

from sleutelwerk.knowledge.engine.search.model import Marked
from sleutelwerk.knowledge.engine.search.passage import LONGEST, Marker, written_as

LANGUAGE = shipped_language()


def text_of(passage: Marked) -> str:
    return "".join(piece for piece, _ in passage)


def marks_of(passage: Marked) -> list[str]:
    return [piece for piece, hit in passage if hit]


def marker(*words: str) -> Marker:
    return Marker({LANGUAGE.term(word): 1.0 for word in words}, LANGUAGE)


def test_the_sentence_with_most_of_the_words_is_chosen() -> None:
    texts = ("Over vergoeding.", "Koffie. Een vergoeding per maand is goed. En een maand later.\nKlaar.")
    passage = marker("vergoeding", "maand").best_passage(texts)
    assert text_of(passage) == "Een vergoeding per maand is goed."
    assert marks_of(passage) == ["vergoeding", "maand"]


def test_without_any_of_the_words_it_is_the_beginning() -> None:
    assert text_of(marker("koffie").best_passage(("Eerst dit. Dan dat.", "En meer."))) == "Eerst dit."
    assert marker("koffie").best_passage(("", "")) == ()
    assert text_of(Marker({}, LANGUAGE).best_passage(("Eerst dit.",))) == "Eerst dit."


def test_other_forms_are_marked_as_well_and_nothing_else() -> None:
    text = "Hij heeft gekozen: de Afspraak, brieven, KEUZES. Afsluiten, briljant, één vergoeding; foto’s."
    assert marks_of(marker("kiezen", "afspraken", "brief", "foto").marked(text)) == [
        "gekozen", "Afspraak", "brieven", "KEUZES", "foto’s",
    ]  # fmt: skip
    assert marks_of(marker("coördinator").marked("De Coördinator en de übercoördinator.")) == ["Coördinator"]
    assert marks_of(marker("evalueren").marked("Het is geëvalueerd.")) == ["geëvalueerd"]


def test_markup_stays_text() -> None:
    text = "<script>alert('vergoeding')</script> & vergoeding"
    assert text_of(marker("vergoeding").marked(text)) == text


def test_a_long_passage_is_cut_between_words_around_the_first_mark() -> None:
    text = "woord " * 60 + "vergoeding " + "ander " * 80
    passage = marker("vergoeding").best_passage((text,))
    assert marks_of(passage) == ["vergoeding"]
    assert text_of(passage).startswith("… woord")
    assert text_of(passage).endswith("ander …")
    assert len(text_of(passage)) <= LONGEST + 5


def test_a_passage_that_begins_with_a_mark_or_has_none_is_cut_at_its_end() -> None:
    for text in ("vergoeding " + "ander " * 80 + "vergoeding", "ander " * 80):
        cut = text_of(marker("vergoeding").best_passage((text,)))
        assert cut.endswith(" …")
        assert not cut.startswith("…")


def test_a_word_without_end_is_cut() -> None:
    assert len(text_of(marker("vergoeding").best_passage(("x" * 1_000,)))) == LONGEST + 2
    assert text_of(marker("vergoeding").best_passage(("x " * 150 + "vergoeding",))).endswith("vergoeding")


def test_what_was_meant_is_written_as_in_the_text_nearest_to_what_was_typed() -> None:
    texts = ("Vergoeden mag.", "Een vergoeding.")
    assert written_as(LANGUAGE.term("vergoeding"), texts, "vergoding", LANGUAGE) == "vergoeding"
    assert written_as("koffie", texts, "kofie", LANGUAGE) == ""


@given(st.text(max_size=700), st.text("abcdefgho ", max_size=20))
def test_no_text_is_changed_by_marking(text: str, words: str) -> None:
    one = marker(*(word for word in words.split() if LANGUAGE.term(word)))
    assert text_of(one.marked(text)) == text
    assert len(text_of(one.best_passage((text,)))) <= LONGEST + 5
