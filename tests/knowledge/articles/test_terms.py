"""The list of words: read, checked, and each found at its first place only."""

from __future__ import annotations

from pathlib import Path

import pytest

from sleutelwerk.knowledge.engine.articles.terms import Terms, load_terms

LIST = """\
schema: sleutelwerk/terms/1
slug: woorden
version: 1
checked: 2026-11-27
terms:
  - {id: vog, term: VOG, meaning: Een verklaring van de overheid over hoe iemand zich gedroeg., forms: [verklaring]}
  - {id: beraad, term: beraad, meaning: Samen nadenken over wat juist is om te doen in een zaak.}
"""


def put(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_right_list_is_read_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    loaded = load_terms(put(tmp_path, LIST))
    assert [str(one) for one in loaded.findings] == []
    assert loaded.terms is not None
    assert [one.term for one in loaded.terms.all] == ["beraad", "VOG"]
    assert loaded.terms.all[1].forms == ("VOG", "verklaring")


def test_whole_words_are_found_once_whatever_their_case(tmp_path: Path) -> None:
    terms = load_terms(put(tmp_path, LIST)).terms
    assert terms is not None
    begin, end, term = terms.first_in("Beraadslagen; een BERAAD.", set()) or (0, 0, None)
    assert (begin, end, term and term.id) == (18, 24, "beraad")
    assert terms.first_in("een beraad", {"beraad"}) is None
    assert Terms().first_in("een beraad", set()) is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("forms: [verklaring]", "forms: [Beraad]", "same-form"),
        ("Samen nadenken", "Samen in de moskee nadenken", "banned-word"),
        ("term: beraad", "naam: beraad", "unknown-key"),
        ("terms:", "terms: [", "syntax"),
    ],
)
def test_what_is_wrong_is_reported_and_nothing_is_given(tmp_path: Path, old: str, new: str, code: str) -> None:
    loaded = load_terms(put(tmp_path, LIST.replace(old, new)))
    assert loaded.terms is None
    assert code in {one.code for one in loaded.findings}
