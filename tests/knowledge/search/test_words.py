"""Words and stems: what counts as one word, and which forms come together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.search.items import shipped_language

from sleutelwerk.knowledge.engine.search import language as language_module
from sleutelwerk.knowledge.engine.search.language import load_language
from sleutelwerk.knowledge.engine.search.stems import stem
from sleutelwerk.knowledge.engine.search.words import cleaned, plain_word, words_in

LANGUAGE = shipped_language()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Coördinatoren, foto’s en foto's", ["coordinatoren", "foto", "en", "foto"]),
        ("A.V.G. of avg", ["avg", "of", "avg"]),
        ("e-mail, VOG-aanvraag", ["email", "vog", "aanvraag"]),
        ("2.200 euro en 5,75", ["2200", "euro", "en", "575"]),
        ("gemeen\u00adte ge\u200bmeente", ["gemeente", "gemeente"]),
        ("ｇｅｍｅｅｎｔｅ", ["gemeente"]),
        ("gеmеente", ["gemeente"]),  # two Cyrillic letters
        ("日本語 🙂 --", [""]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_plain_words(text: str, words: list[str]) -> None:
    assert [plain_word(word) for word, _, _ in words_in(cleaned(text))] == words


@pytest.mark.parametrize(
    "forms",
    [
        "persoonsgegeven persoonsgegevens", "gemeente gemeenten gemeentes", "sleutelfiguur sleutelfiguren",
        "vergoeding vergoedingen vergoeden", "afspraak afspraken", "dilemma dilemma's dilemmas", "foto foto's fotos",
        "huis huizen", "brief brieven", "methode methoden methodes", "organisatie organisaties",
        "strategie strategieën", "melding meldingen melden", "begeleiding begeleiden", "gezin gezinnen",
        "burgemeester burgemeesters", "evaluatie evalueren geëvalueerd", "kiezen gekozen keuze", "boete beboet",
        "veiligheid veilig veilige", "beraad beraden", "proces processen", "stad steden",
    ],
)  # fmt: skip
def test_forms_of_a_word_come_together(forms: str) -> None:
    assert len({LANGUAGE.term(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "words",
    ["begeleiding beleid", "gemeente gemeen", "informant informatie", "kring kruin", "veiligheid veiling",
     "bestuur bestand", "koning kan", "leiding lijden"],
)  # fmt: skip
def test_other_words_stay_apart(words: str) -> None:
    assert len({LANGUAGE.term(word) for word in words.split()}) == len(words.split())


def test_figures_stay_as_they_are() -> None:
    assert stem("2200") == "2200"
    assert stem("a4") == "a4"


@given(st.text(max_size=60))
def test_every_text_has_terms_of_plain_letters(text: str) -> None:
    for term in LANGUAGE.terms(cleaned(text)):
        assert term.isascii()
        assert term.isalnum()
        assert term == term.lower()
        assert len(term) <= 40


def test_kept_words_stay_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_module, "_MOST_KEPT", 3)
    language = shipped_language()
    assert [language.term(word) for word in ("huis", "huizen", "brief", "brieven", "huis")] == [
        "huis", "huis", "brief", "brief", "huis",
    ]  # fmt: skip
    assert len(language._kept) <= 3


def test_no_more_titles_are_kept_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_module, "_MOST_TITLES", 2)
    language = shipped_language()
    titles = ("Twee huizen", "Een brief", "Veel brieven", "Twee huizen")
    assert [language.terms_of_title(title) for title in titles] == [language.terms(title) for title in titles]
    assert len(language._titles) <= 2


def test_a_file_with_errors_is_no_language(tmp_path: object) -> None:
    path = tmp_path / "synonyms.yaml"  # type: ignore[operator]
    path.write_text("schema: sleutelwerk/search-synonyms/1\nslug: x\n")
    loaded = load_language(path)
    assert loaded.language is None
    assert loaded.findings
    assert load_language(path.with_name("gone.yaml")).language is None
