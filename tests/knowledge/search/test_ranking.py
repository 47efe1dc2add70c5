"""What is found and in which order: forms, compounds, slips, synonyms, half words, and words between quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.search.items import entry, found, shipped_language, small_language, view_of

from sleutelwerk.knowledge.engine.search.compounds import Compounds
from sleutelwerk.knowledge.engine.search.expand import expand
from sleutelwerk.knowledge.engine.search.model import EVERYTHING, About, Narrow, Scope, Status
from sleutelwerk.knowledge.engine.search.packing import pack, unpack
from sleutelwerk.knowledge.engine.search.question import LONGEST, MOST_WORDS, read_question
from sleutelwerk.knowledge.engine.search.rank import rank, rarity
from sleutelwerk.knowledge.engine.search.shelf import Shelf, View
from sleutelwerk.knowledge.engine.search.typos import distance, nearest_words, slips_allowed
from sleutelwerk.knowledge.engine.search.weigh import FULL, digest, weigh

LANGUAGE = shipped_language()


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("vergoedingen", "Een vergoeding per maand."),
        ("bescherming", "De gegevensbescherming is op orde."),
        ("vergoeding", "Een vrijwilligersvergoeding."),
        ("gemeente", "In het gemeentehuis."),
        ("vrijwilligersvergoeding", "Een vergoeding voor de vrijwilliger."),
        ("veiligheidsplan", "Een plan voor de veiligheid."),
        ("verwachtingsmanagement", "De verwachtingen zijn hoog."),
        ("vergoding", "Een vergoeding."),
        ("begelijden", "Wij begeleiden u."),
        ("veilighe", "Alles over veiligheid."),
        ("sleutelfi", "De sleutelfiguur belt."),
        ("stoppen", "Hij is gestopt."),
        ("betaalt", "Er is betaald."),
        ("bedreigd", "Een bedreiging."),
        ("fg", "Vraag de functionaris gegevensbescherming."),
        ("functionaris gegevensbescherming", "Vraag de FG."),
        ("jurist", "Bel een advocaat."),
    ],
)
def test_a_dutch_reader_finds_what_he_expects(query: str, body: str) -> None:
    entries = [entry("goed", "Titel", body=body), entry("anders", "Iets", body="Hier staat heel wat over koffie.")]
    assert found(query, entries, LANGUAGE) == ["goed"]


@pytest.mark.parametrize("query", ["xyzzy", "qqqqqqqqqq", "koffiekan 7q8", "abc", "OR", "1234"])
def test_what_is_nowhere_finds_nothing(query: str) -> None:
    assert found(query, [entry("een", body="Over vergoeding en veiligheid.")], LANGUAGE) == []


def test_a_word_in_the_title_comes_before_one_in_the_text() -> None:
    entries = [entry("tekst", "Iets", body="vergoeding " * 2), entry("titel", "Vergoeding", body="Iets.")]
    assert found("vergoeding", entries, LANGUAGE) == ["titel", "tekst"]


def test_all_words_come_before_some_words() -> None:
    entries = [
        entry("een", "A", body="plan plan plan"), entry("beide", "B", body="plan en budget"),
        entry("twee", "C", body="budget budget"), *(entry(f"rest{n}", "Z", body="koffie") for n in range(4)),
    ]  # fmt: skip
    assert found("plan budget", entries, LANGUAGE)[0] == "beide"


def test_words_that_follow_each_other_in_a_title_come_first() -> None:
    entries = [entry("los", "Beraad over moreel werk"), entry("samen", "Over moreel beraad werk")]
    assert found("moreel beraad", entries, LANGUAGE) == ["samen", "los"]


def test_equals_stand_by_title() -> None:
    entries = [entry("b", "Beer koffie"), entry("a", "Aap koffie"), entry("c", "Aap koffie")]
    assert found("koffie", entries, LANGUAGE) == ["a", "c", "b"]


def test_a_rare_way_to_say_a_word_counts_no_more_than_the_word_itself() -> None:
    entries = [entry("woord", "Vergoeding"), *(entry(f"n{n}", "Vergoeding") for n in range(3)),
               entry("lang", "Vrijwilligersvergoeding"), entry("niets", "Koffie")]  # fmt: skip
    assert found("vergoeding", entries, LANGUAGE)[-1] == "lang"


def test_words_between_quotes_must_be_there_just_so() -> None:
    entries = [entry("een", body="De vergoeding."), entry("twee", body="Een vergoedingsregeling voor koffie.")]
    assert found("vergoeding", entries, LANGUAGE) == ["een", "twee"]
    assert found('"vergoeding"', entries, LANGUAGE) == ["een"]
    assert found('koffie "vergoeding"', entries, LANGUAGE) == ["een"]
    assert found('koffie "afwezig"', entries, LANGUAGE) == []


def test_only_what_fits_is_given() -> None:
    entries = [entry("a", "Koffie", theme="waarderen", phase=("vooraf",), audience=("bestuurder",)),
               entry("b", "Koffie", kind="document")]  # fmt: skip
    for narrow, keys in [
        (Narrow(kinds=frozenset({"document"})), ["b"]), (Narrow(theme="waarderen"), ["a"]),
        (Narrow(phase="vooraf"), ["a"]), (Narrow(audience="bestuurder"), ["a"]), (Narrow(theme="kiezen"), []),
    ]:  # fmt: skip
        assert found("koffie", entries, LANGUAGE, narrow) == keys


def test_a_word_that_all_have_still_finds_them() -> None:
    assert rarity(5, 5) > 0
    assert found("koffie", [entry("a", "Koffie")], LANGUAGE) == ["a"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("", Status.EMPTY), (" \n\u200b ", Status.EMPTY), ("x" * (LONGEST + 1), Status.TOO_LONG),
     ("x" * 10_000, Status.TOO_LONG),
     ("wat mag ik", Status.ONLY_SMALL_WORDS), ("🙂🙂", Status.NO_WORDS), ("日本語", Status.NO_WORDS),
     ("' -- ;*^()", Status.NO_WORDS)],
)  # fmt: skip
def test_what_cannot_be_looked_up_has_one_reason(query: str, status: Status) -> None:
    assert read_question(query, LANGUAGE).refusal is status


def test_a_question_has_so_many_words_and_each_once() -> None:
    question = read_question("koffie koffie " + " ".join(f"w{n}" for n in range(40)), LANGUAGE)
    assert len(question.words) == MOST_WORDS
    assert [one.term for one in question.words].count("koffie") == 1


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("huis", "huis", 0), ("huis", "hius", 1), ("huis", "huiss", 1), ("huis", "muis", 1),
     ("vieligheid", "veiligheid", 1),
     ("abcdef", "ghijkl", 3), ("", "ab", 2), ("ab", "", 2)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 2) == steps


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)


def test_few_slips_are_forgiven_in_short_words() -> None:
    assert [slips_allowed(word) for word in ("abc", "abcd", "abcdefg", "abcdefgh", "abcd1")] == [0, 1, 1, 2, 0]
    view = view_of([entry("a", "huis kluis")], LANGUAGE)
    assert nearest_words("huit", view, 1) == (("huis", 1),)
    assert nearest_words("huit", view, 0) == ()
    assert nearest_words("haan", view, 1) == ()


def test_a_compound_needs_parts_that_are_known() -> None:
    view = view_of([entry("a", "huisbezoek rariteitbezoek gemeente huisxyzzy tehuis")], small_language())
    compounds = Compounds(view, small_language(parts=["huis"]))
    assert compounds.holding("huis") == ()
    assert Compounds(view, small_language(parts=["bezoek", "huis"])).holding("huis") == ("huisbezoek",)
    assert compounds.holding("bezoek") == ("huisbezoek", "rariteitbezoek")
    assert compounds.holding("hui") == ()
    assert compounds.parts_of("gementehuis") == ("gement", "huis")
    assert compounds.parts_of("xxxxhuis") is None
    assert compounds.only_part_of("gementxxxxx") == "gement"
    assert compounds.only_part_of("xxxxxxxx") is None


def test_a_part_that_is_in_no_text_is_still_a_part() -> None:
    language = small_language(parts=["plan"])
    assert found("koffieplan", [entry("a", "Koffie")], language) == ["a"]


def test_lists_come_back_as_they_were() -> None:
    postings = {7: 1, 3: FULL, 4_000_000_000: 12}
    assert unpack(pack(postings)) == postings
    assert unpack(pack({})) == {}
    assert pack({1: 2}) == b"\x01\x00\x00\x00\x02\x00"


def weights_in(view: View, term: str) -> dict[int, int]:
    """Give in which items a term stands, by their numbers, with what it weighs there."""
    places, weights = view.postings(term)
    return {view.reach.lowest + place: weight for place, weight in zip(places.tolist(), weights.tolist(), strict=True)}


def test_shelves_are_seen_as_one() -> None:
    about = {number: About("article", f"a{number}", "Huis") for number in (1, 2, 3)}
    one = Shelf.of({"huis": pack({1: 5, 2: 5}), "alleen": pack({1: 1})}, about)
    other = Shelf.of({"huis": pack({2: 9, 3: 1}), "huizen": pack({3: 1})})
    view = View([one, other])
    assert weights_in(view, "huis") == {1: 5, 2: 9, 3: 1}
    assert weights_in(view, "weg") == {}
    assert view.beginning("hui") == ["huis", "huizen"]
    assert view.ending("s") == ["huis"]
    assert "alleen" in view
    assert view.commonest(["alleen", "huizen", "huis"], 2) == ["huis", "alleen"]


def test_an_item_that_came_or_went_just_now_stays_away() -> None:
    term = LANGUAGE.term("huis")
    open_ = Shelf.of({term: pack({3: 5, 5: 5})}, {3: About("article", "a", "A"), 5: About("article", "b", "B")})
    newer = Shelf.of({term: pack({1: 9, 4: 9, 9: 9})})
    view = View([open_, newer])
    assert weights_in(view, term) == {3: 5, 5: 5}
    groups = expand(read_question("huis", LANGUAGE), view, LANGUAGE)
    assert rank(groups, view, Narrow(), LANGUAGE, most=10).numbers == [3, 5]


def test_what_is_known_of_items_comes_from_every_shelf() -> None:
    view = view_of([entry("a", "Koffie")], LANGUAGE)
    other = view_of([entry("b", "Thee"), entry("c", "Koffie")], LANGUAGE)
    assert len(View([*view._shelves, Shelf.of({}, {9: other.about[2]})]).about) == 2


def test_weights_of_a_gated_text_are_apart() -> None:
    weighed = weigh(entry("a", "Koffie", headings=("Suiker",), body="Melk.", gated=True), LANGUAGE)
    assert set(weighed.shown) == {"koffie"}
    assert set(weighed.whole) == {"koffie", "suiker", "melk"}
    assert weighed.whole["koffie"] == weighed.shown["koffie"]
    assert all(0 < weight <= FULL for weight in weighed.whole.values())


def test_weights_of_one_item_do_not_depend_on_others_and_the_digest_sees_every_change() -> None:
    one = entry("a", "Koffie")
    assert digest(one, LANGUAGE) == digest(entry("a", "Koffie"), LANGUAGE)
    assert digest(one, LANGUAGE) != digest(entry("a", "Koffie", gated=True), LANGUAGE)
    assert digest(one, LANGUAGE) != digest(one, small_language(families=[["a", "b"]]))


@pytest.mark.parametrize("word", ["vergoeding", "vergoedingen", "vergodeing", "x" * 60, "ij", "a"])
def test_no_word_is_too_strange_to_expand(word: str) -> None:
    view = view_of([entry("a", "Vergoeding")], LANGUAGE)
    for group in expand(read_question(word, LANGUAGE), view, LANGUAGE):
        assert all(term in view for one in group.alternatives for term in one.terms)


def test_a_scope_tells_what_may_be_read() -> None:
    scope = Scope(reads=frozenset({"document"}), keys=frozenset({("article", "a")}))
    assert scope.may_read("article", "x", gated=False)
    assert scope.may_read("article", "a", gated=True)
    assert scope.may_read("document", "x", gated=True)
    assert not scope.may_read("article", "x", gated=True)


@pytest.mark.parametrize("shelves", [[], [Shelf.of({}, {})]], ids=["no shelf", "an empty one"])
def test_where_nothing_stands_nothing_is_found(shelves: list[Shelf]) -> None:
    view = View(shelves)
    groups = expand(read_question("vergoeding", LANGUAGE), view, LANGUAGE)
    assert list(rank(groups, view, EVERYTHING, LANGUAGE, most=50).numbers) == []
