"""An agreement as it lies sealed: whole again after storing, read sentence by sentence, compared and recognised."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.cases.engine.agreements import Agreement, Essential, Group, Said, Topic
from sleutelwerk.cases.engine.clauses import Choices, Clause, Composed, Field, FieldKind, Option, Section
from sleutelwerk.cases.engine.stored_agreement import (
    Change,
    Paper,
    composed_with,
    control_code,
    differences,
    fitting,
    paper_data,
    paper_from_data,
    same_code,
    sentences,
    text_of,
    with_group,
)
from sleutelwerk.core.canonical import canonical_json

_HOURS = Field("uren", "Uren", "", FieldKind.NUMBER, 40)
_FREE = Topic(Section("vrij", "Vrij", (Clause("stop", "U mag stoppen. Altijd.", fixed=True),)), "a", "", (), "")
_WORK = Topic(
    Section(
        "werk",
        "Werk",
        (
            Clause("uren", "Hooguit {uren} uur.", fields=(_HOURS,)),
            Clause("extra", "Wij leren u iets.", optional=True),
            Clause("bellen", options=(Option("ja", "Ja", "Wij bellen."), Option("nee", "Nee", "Wij bellen niet."))),
        ),
    ),
    "b",
    "",
    (),
    "",
)
CONTENT = Agreement(
    "samenwerking", 1, "Onze afspraken", "", "", ("Dit zijn onze afspraken.",), ("verbinder",), (),
    (Group("a", "Vrij"), Group("b", "Werk"), Group("c", "Leeg")), (_FREE, _WORK), "0" * 64,
    (
        Essential("Hoeveel?", (Said("werk.uren"), Said("werk.extra"))), Essential("Stoppen?", (Said("vrij.stop", 1),)),
        Essential("Iets anders?", (Said("weg.iets"),)),
    ),
)  # fmt: skip
WHOLE = Choices(chosen={"werk.bellen": "ja"}, filled={"werk.uren.uren": "3"})


def made(choices: Choices = WHOLE) -> Composed:
    """Put it together."""
    return composed_with(CONTENT, "verbinder", choices)


def test_a_text_stands_under_its_groups_and_an_empty_group_is_not_there() -> None:
    text = text_of(CONTENT, made())
    assert [one.title for one in text.groups] == ["Vrij", "Werk"]
    assert text.fingerprint == made().fingerprint


@pytest.mark.parametrize(
    "paper",
    [Paper(), Paper(WHOLE, text_of(CONTENT, made()), "2026-11-28", "2026-11-29", frozenset({"x"}), in_company=True)],
)
def test_a_paper_is_whole_again_after_storing(paper: Paper) -> None:
    again = paper_from_data(paper_data(paper))
    assert canonical_json(paper_data(again)) == canonical_json(paper_data(paper))
    assert again.text == paper.text


def test_choices_of_other_content_are_let_go() -> None:
    said = Choices(
        left_out=frozenset({"vrij.stop", "werk.extra", "weg.iets"}),
        chosen={"werk.bellen": "soms", "vrij.stop": "ja", "weg.iets": "ja"},
        filled={"werk.uren.uren": "3", "werk.uren.euro": "9"},
    )
    kept = fitting(CONTENT, "verbinder", said)
    assert kept == Choices(frozenset({"werk.extra"}), {}, {"werk.uren.uren": "3"})
    assert [one.ref for one in made(said).problems] == ["werk.bellen"]


def test_a_page_changes_its_own_group_only() -> None:
    before = Choices(frozenset({"werk.extra"}), {"werk.bellen": "ja"}, {"werk.uren.uren": "3", "vrij.x.y": "z"})
    said = Choices(frozenset({"vrij.stop"}), {"werk.bellen": "nee"}, {"vrij.x.y": "anders"})
    assert with_group(before, (_WORK,), said) == Choices(frozenset(), {"werk.bellen": "nee"}, {"vrij.x.y": "z"})


def test_what_differs_is_named_with_before_and_after() -> None:
    new = made(replace(WHOLE, left_out=frozenset({"werk.extra"}), filled={"werk.uren.uren": "2"}))
    assert differences(made(), new) == (
        Change("werk.uren", "Werk", "Hooguit 3 uur.", "Hooguit 2 uur."),
        Change("werk.extra", "Werk", "Wij leren u iets.", ""),
    )
    assert differences(new, made())[1] == Change("werk.extra", "Werk", "", "Wij leren u iets.")
    assert differences(made(), made()) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("U mag stoppen. Altijd.", ("U mag stoppen.", "Altijd.")),
        ("Is er gevaar? Bel 112. Hebt u zorgen?", ("Is er gevaar?", "Bel 112.", "Hebt u zorgen?")),
        ("Bel Kim, 06 12345678. ‘Wij’ nemen op.", ("Bel Kim, 06 12345678.", "‘Wij’ nemen op.")),
        ("Dat is bijv. een brief.", ("Dat is bijv. een brief.",)),
        ("", ()),
    ],
)
def test_a_text_is_read_sentence_by_sentence(text: str, found: tuple[str, ...]) -> None:
    assert sentences(text) == found


@given(st.text(alphabet="aB1 .?!‘", max_size=60))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_code_is_recognised_however_it_is_typed() -> None:
    fingerprint = "7f3a92c1" + "0" * 56
    assert control_code(fingerprint) == "7F3A-92C1"
    assert control_code("") == ""
    assert all(same_code(typed, fingerprint) for typed in ("7F3A-92C1", "7f3a92c1", " 7f3a 92c1 "))
    assert not any(same_code(typed, fingerprint) for typed in ("", "7F3A", "7F3A-92C2"))
    assert not same_code("", "")


def test_the_page_in_front_says_in_short_what_was_agreed_in_the_same_words() -> None:
    text = text_of(CONTENT, made())
    assert [one.title for one in text.essentials] == ["Hoeveel?", "Stoppen?"]
    assert text.essentials[0].lines == ("Hooguit 3 uur.", "Wij leren u iets.")
    assert len(sentences(text.essentials[1].lines[0])) == 1
    without = text_of(CONTENT, made(replace(WHOLE, left_out=frozenset({"werk.extra"}))))
    assert without.essentials[0].lines == ("Hooguit 3 uur.",)


def test_an_older_text_has_no_page_in_front() -> None:
    data = paper_data(Paper(WHOLE, text_of(CONTENT, made())))
    del data["text"]["essentials"]
    again = paper_from_data(data)
    assert again.text is not None
    assert again.text.essentials == ()
