"""The guard as a whole: tricks, places, overlaps, advice, and what it must never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.privacy.lists import found, kinds, shipped_guard, small_guard

from sleutelwerk.privacy.engine.model import Kind, Remark
from sleutelwerk.privacy.engine.wording import wording


@pytest.mark.parametrize(
    "text",
    [
        "Een MAROKKAANSE man.",
        "Een marokkaanse man.",
        "Een Marok\u00adkaanse man.",
        "Een Ma\u200brokkaanse man.",
        "Een Μаrокkaanse man.",
        "Een Marok-\nkaanse man.",
        "Een M.a.r.o.k.k.a.a.n.s.e man.",
        "Een m a r o k k a a n s e man.",
        "Een M*a*r*o*k*k*a*a*n*s*e man.",
        "Een half-Marokkaanse man.",
        "Een Marokkaans-Nederlandse man.",
        "Een ‘Marokkaanse’ man.",
        "Een _Marokkaanse_ man.",
        "Een (Marokkaanse) man.",
        "Een man/Marokkaan.",
        "Een niet-Marokkaan.",
        "Een halfmarokkaan.",
        "De Marokkaan's broer.",
        "Het Marokkaantje.",
        "Een Marok-kaan.",
    ],
)
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    assert Kind.NATIONALITY in kinds(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Teamleider belt de school.", []),
        ("Wijkregisseur belt hem vrijdag.", []),
        ("Coördinator zegt de zaal af. Wethouder belt.", []),
        ("Teamleider Karin belt hem.", ["Teamleider Karin"]),
        ("Khalid belt hem.", ["Khalid"]),
        ("Koenraad belde.", ["Koenraad"]),
        ("Jongerenwerker belt hem. Samira belde terug.", ["Samira"]),
    ],
)
def test_a_function_at_the_start_of_a_sentence_is_nobodys_name(text: str, names: list[str]) -> None:
    """What somebody does is asked by his function; to say then that it should be a function helps nobody."""
    assert [words for _kind, words in found(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Bij de koffie stond Turks fruit.",
        "Het is in Romeinse cijfers geschreven.",
        "Op tafel stond een Russisch ei.",
        "De Poolcirkel ligt ver weg.",
        "Wij spraken over de Griekse keuken.",
        "Dit is een Deens boek.",
        "De AVG geldt ook hier.",
        "Het zaaknummer is 2026-00317.",
        "Ik geloof het wel.",
        "",
        " \n ",
        "🙂",
        "日本語",
    ],
)
def test_what_means_something_else_passes(text: str) -> None:
    assert found(text) == []


def test_a_thing_is_no_person_and_a_person_is_no_thing() -> None:
    assert found("Een Turkse pizza.") == []
    assert found("Een Turkse buurman.") == [("nationality", "Turkse")]


def test_a_country_counts_only_when_somebody_is_from_there() -> None:
    assert found("De reis naar Marokko ging niet door.") == []
    assert found("De wijn uit Spanje smaakte hem.") == []
    assert found("De muziek is uit Spanje.") == []
    assert found("Hij komt uit Spanje.") == [("nationality", "uit Spanje")]
    assert found("Zij is in Spanje geboren.") == [("nationality", "Spanje geboren")]
    assert found("Zij komt uit de Verenigde Staten.") == [("nationality", "uit de Verenigde Staten")]
    assert found("Zij zag het op de Verenigde Staten.") == []
    assert found("Spanje won.") == []


def test_a_word_may_count_only_behind_another_with_a_capital_or_in_some_sentence() -> None:
    assert found("Let op de tijd.") == []
    assert found("Hij is een Let.") == [("nationality", "Let")]
    assert found("Let.") == []
    assert found("De noren zijn geslepen.") == []
    assert found("Hij blowt elke dag.") == [("accusation", "blowt")]
    assert found("De ploeg blowt. Hij niet.") == []
    assert found("Hij volgt een cursus over drugs.") == []


def test_remarks_point_at_the_text_as_it_was_given() -> None:
    text = "De  Syrie\u0308r en de Tur\u200bk."
    remarks = shipped_guard().examine(text)
    assert [text[one.start : one.end] for one in remarks] == ["Syrie\u0308r", "Tur\u200bk"]
    assert [one.words for one in remarks] == ["Syrie\u0308r", "Tur\u200bk"]


def test_one_place_may_have_several_kinds_but_each_kind_once() -> None:
    assert found("Binnen via moskee An-Noor.") == [("religion", "moskee"), ("group", "moskee An-Noor")]
    assert found("De broer van Jan de Wit.") == [("person", "broer van Jan de Wit")]


def test_every_remark_says_what_to_write_instead() -> None:
    remark = shipped_guard().examine("De imam belde.")[0]
    assert (remark.kind, remark.term, remark.blocks) == (Kind.RELIGION, "ambten-islam", False)
    assert remark.advice.startswith("Schrijf wat iemand doet")
    assert shipped_guard().examine("Bel 06-12345678.")[0].advice.startswith("Haal het nummer weg.")


def test_only_the_service_number_blocks() -> None:
    assert {kind for kind in Kind if kind.blocks} == {Kind.BSN}
    assert shipped_guard().examine("BSN 999990664.")[0].blocks


def test_a_form_without_a_word_adds_nothing() -> None:
    assert not wording(["-", "*"]).knows("")
    assert wording(["rooms katholiek", "imam*"]).knows("imams")


def test_looking_changes_nothing() -> None:
    """The guard does not learn: the same text gives the same remarks, whatever came before."""
    guard, text = small_guard(), "De imam en zijn broer Ahmed."
    before = guard.examine(text)
    for other in ("De dominee belde.", "imam " * 50, "zijn broer Mees"):
        guard.examine(other)
    assert guard.examine(text) == before
    assert small_guard().examine(text) == before


@given(st.text(max_size=300))
def test_any_text_gives_remarks_in_order_and_inside_it(text: str) -> None:
    remarks = shipped_guard().examine(text)
    assert list(remarks) == sorted(remarks, key=lambda one: (one.start, one.end, one.kind))
    assert all(text[one.start : one.end] == one.words and one.start < one.end for one in remarks)
    assert not any(_overlap(one, two) for one in remarks for two in remarks if one is not two and one.kind is two.kind)


def _overlap(one: Remark, two: Remark) -> bool:
    return one.start < two.end and two.start < one.end


@given(st.text(st.sampled_from("abnrstmkoi "), max_size=60), st.text(st.sampled_from("abnrstmkoi "), max_size=60))
def test_a_word_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    assert Kind.RELIGION in kinds(f"{before}. De moskee is open. {after}")
