"""What people write: whichever state comes first, the same one stands; and what may be kept of it, and shown."""

from __future__ import annotations

import hashlib
import itertools
import random
import unicodedata
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.deliberation.session.room import METHODS, a_field

from sleutelwerk.deliberation.engine.model import Field, FieldKind, Meaning, Visibility
from sleutelwerk.deliberation.engine.session.entries import (
    Entry,
    clean_text,
    cleaned,
    lies_open,
    lock_for,
    newest,
    problems_in,
    shuffled,
    struck,
)
from sleutelwerk.deliberation.engine.session.path import Form, form_of, forms_of
from sleutelwerk.deliberation.engine.session.state import Session, StepPhase, StepState

_WORDS = st.sampled_from(("", "a", "b", "é"))
_STATES = st.builds(
    Entry,
    id=st.just("e"),
    step=st.sampled_from(("s", "t")),
    form=st.sampled_from(("f", "g")),
    values=st.dictionaries(st.sampled_from(("x", "y")), _WORDS, max_size=2).map(MappingProxyType),
    lock=st.sampled_from(("k", "l")),
    round=st.integers(0, 2),
    revision=st.integers(0, 2),
    claimed=st.sampled_from(("", "p", "q")),
)
STATES = _STATES | _STATES.map(struck)


def table(states: list[Entry]) -> Entry | None:
    """Give what lies on the table when these come in this order."""
    stands: Entry | None = None
    for one in states:
        stands = newest(stands, one)
    return stands


@settings(max_examples=100, deadline=None)
@given(st.lists(STATES, min_size=1, max_size=4), st.data())
def test_any_order_of_states_gives_the_same_table(states: list[Entry], data: st.DataObject) -> None:
    expected = table(states)
    doubled = states + data.draw(st.lists(st.sampled_from(states), max_size=4))
    assert table(data.draw(st.permutations(doubled))) == expected


@settings(max_examples=100, deadline=None)
@given(STATES, STATES, STATES)
def test_newest_is_commutative_associative_and_idempotent(one: Entry, two: Entry, three: Entry) -> None:
    assert newest(one, one) == newest(None, one) == one
    assert newest(one, two) == newest(two, one)
    assert newest(newest(one, two), three) == newest(one, newest(two, three))


def test_of_two_struck_states_the_same_one_stands_whichever_came_first() -> None:
    early, late = (struck(Entry("e", "s", "f", revision=number)) for number in (1, 2))
    assert newest(early, late) == newest(late, early) == late


def test_a_later_revision_stands_and_a_late_echo_of_an_older_one_changes_nothing() -> None:
    old = Entry("e", "s", "f", MappingProxyType({"x": "z"}), revision=1)
    new = replace(old, values=MappingProxyType({"x": "a"}), revision=2)
    assert newest(old, new) == newest(new, old) == new


def test_what_is_struck_stays_struck_and_its_words_are_gone() -> None:
    entry = Entry("e", "s", "f", MappingProxyType({"x": "weg"}), "lock", 1, 3, claimed="p")
    gone = struck(entry)
    later = replace(entry, revision=9)
    assert (gone.struck, dict(gone.values), gone.claimed) == (True, {}, "")
    assert "weg" not in repr(gone)
    assert newest(gone, later) == newest(later, gone) == gone


def test_an_entry_has_no_author_and_no_time() -> None:
    assert set(Entry.__dataclass_fields__) == {
        "id", "step", "form", "values", "lock", "round", "revision", "struck", "claimed",
    }  # fmt: skip


def test_a_lock_tells_nothing_of_its_key() -> None:
    assert lock_for("sleutel") == hashlib.sha256(b"sleutel").hexdigest()
    assert lock_for("sleutel") != lock_for("Sleutel")
    assert len(lock_for("\ud800")) == 64, "half a pair of signs is a key like any other"


TEXT = a_field("tekst", Visibility.OPEN)
QUESTION = a_field("vraag", Visibility.OPEN, kind=FieldKind.QUESTION, limit=15)
CHOICE = a_field("keuze", Visibility.OPEN, kind=FieldKind.CHOICE, limit=0, options=("A", "B", "iets anders"))
SCALE = a_field("schaal", Visibility.OPEN, kind=FieldKind.SCALE, limit=0)
DATE = a_field("dag", Visibility.OPEN, kind=FieldKind.DATE, limit=0)
TICK = a_field("vink", Visibility.OPEN, kind=FieldKind.TICK, limit=0)


def form(*fields: Field) -> Form:
    """Make a form of these fields."""
    return Form("f", "s", fields)


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (TEXT, "a" * 140),
        (TEXT, "<script>alert(1)</script>"),
        (TEXT, "eerste\ntweede"),
        (QUESTION, " ".join(["woord"] * 15)),
        (CHOICE, "iets anders"),
        (SCALE, "1"),
        (SCALE, "4"),
        (DATE, "2026-12-31"),
        (DATE, "2028-02-29"),
        (TICK, "ja"),
    ],
)
def test_what_is_right_may_be_kept(one: Field, value: str) -> None:
    assert problems_in({one.id: value}, form(one)) == ()


@pytest.mark.parametrize(
    ("one", "value", "why"),
    [
        (TEXT, "a" * 141, "tekst: 141 tekens; er passen er 140. Maak het korter."),
        (TEXT, "a" * 10_000, "tekst: 10000 tekens; er passen er 140. Maak het korter."),
        (QUESTION, "woord " * 16, "vraag: 16 woorden; hooguit 15. Maak de vraag korter."),
        (QUESTION, "w" * 451, "vraag: de vraag is te lang. Maak hem korter."),
        (CHOICE, "C", "keuze: kies een van de mogelijkheden."),
        (CHOICE, "a", "keuze: kies een van de mogelijkheden."),
        (SCALE, "0", "schaal: kies een van de mogelijkheden."),
        (SCALE, "5", "schaal: kies een van de mogelijkheden."),
        (SCALE, "²", "schaal: kies een van de mogelijkheden."),
        (TICK, "nee", "vink: kies een van de mogelijkheden."),
        (TICK, "on", "vink: kies een van de mogelijkheden."),
        (DATE, "31-12-2026", "dag: kies een dag."),
        (DATE, "2026-02-30", "dag: kies een dag."),
        (DATE, "0000-01-01", "dag: kies een dag."),
        (DATE, "20261231", "dag: kies een dag."),
        (DATE, "2026-W01-1", "dag: kies een dag."),
        (DATE, "２０２６-12-31", "dag: kies een dag."),
        (DATE, "2026-12-31T00:00", "dag: kies een dag."),
    ],
)
def test_what_is_wrong_is_told_in_dutch(one: Field, value: str, why: str) -> None:
    assert problems_in({one.id: value}, form(one)) == (why,)


def test_every_problem_is_told_at_once() -> None:
    found = problems_in({"tekst": "a" * 200, "keuze": "C", "schaal": "2"}, form(TEXT, CHOICE, SCALE))
    assert len(found) == 2


def test_what_belongs_to_no_field_is_refused() -> None:
    assert problems_in({"tekst": "goed", "anders": "x"}, form(TEXT)) == ("Dit hoort niet bij deze stap.",)


@pytest.mark.parametrize("values", [{}, {"tekst": ""}, {"tekst": " \n "}])
def test_nothing_at_all_is_no_entry(values: dict[str, str]) -> None:
    assert problems_in(values, form(TEXT, CHOICE)) == ("Er staat nog niets.",)


def test_one_field_of_a_row_is_enough() -> None:
    assert problems_in({"keuze": "A"}, form(TEXT, CHOICE)) == ()


@settings(max_examples=80, deadline=None)
@given(st.sampled_from((TEXT, QUESTION, CHOICE, SCALE, DATE, TICK)), st.text(max_size=200))
def test_no_value_is_too_strange_to_judge(one: Field, value: str) -> None:
    found = problems_in(cleaned({one.id: value}), form(one))
    assert all(sentence.endswith(".") for sentence in found)


UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c"


def test_signs_that_nobody_sees_go() -> None:
    for sign in f"{UNSEEN}\x00\x07\x1b\x7f\x80\x9f\u180e\u206a\ufff9\U000e0041\ud800\udfff":
        assert clean_text(f"be{sign}raad") == "beraad", ascii(sign)


def test_what_can_be_read_stays() -> None:
    for text in (
        "<script>alert(1)</script>",
        "<b>vet</b> & \"meer\" 'zo' {{ x }}",
        "één café, coöperatie, ½ €",
        "👍🏽",
        "سلام",
    ):
        assert clean_text(text) == text


def test_line_ends_stay_and_a_tab_keeps_words_apart() -> None:
    assert clean_text("a\r\nb\rc\nd\u2028e\u2029f\x85g") == "a\nb\nc\nd\ne\nf\ng"
    assert clean_text("een\ttwee") == "een twee"
    assert clean_text(f"  {UNSEEN} om {UNSEEN} ") == "om"


def test_a_value_of_nothing_but_unseen_signs_is_no_value() -> None:
    assert cleaned({"a": UNSEEN, "b": " \t\r\n", "c": " goed "}) == {"c": "goed"}


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(), max_size=40))
@example("\u202e\u2028\ud83d")
def test_what_is_cleaned_is_clean_can_be_written_down_and_stays_the_same(text: str) -> None:
    found = clean_text(text)
    assert clean_text(found) == found == found.strip()
    assert len(found) <= len(text)
    assert found.encode().decode() == found
    categories = {unicodedata.category(sign) for sign in found if sign != "\n"}
    assert not categories & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(sign) for sign in found} & {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip


_OPENED = {StepPhase.REVEALED, StepPhase.DISCUSSED, StepPhase.CLOSED}


@pytest.mark.parametrize(
    ("visibility", "phase", "round_", "is_struck"),
    list(itertools.product(Visibility, StepPhase, (0, 1), (False, True))),
)
def test_when_words_lie_open(visibility: Visibility, phase: StepPhase, round_: int, *, is_struck: bool) -> None:
    """In the second round of a step: what was written in the first was shown to all, what is of now is not yet."""
    session = Session(steps={"s": StepState(phase, round=1)})
    entry = Entry("e", "s", "f", round=round_, struck=is_struck)
    expected = {
        Visibility.PRIVATE: False,
        Visibility.TOTALS_ONLY: False,
        Visibility.OPEN: True,
        Visibility.HIDDEN_UNTIL_REVEAL: round_ == 0 or phase in _OPENED,
        Visibility.PRIVATE_THEN_HIDDEN: round_ == 0 or phase in _OPENED,
    }[visibility]
    assert lies_open(entry, form(a_field("x", visibility)), session) == (expected and not is_struck)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.uuids(), min_size=2, max_size=20, unique=True), st.text(st.characters(codec="utf-8")), st.data())
def test_the_order_says_nothing_of_who_was_first_and_stays_when_one_goes(
    ids: list[object], seed: str, data: st.DataObject
) -> None:
    entries = [Entry(str(one), "s", "f") for one in ids]
    found = shuffled(entries, seed)
    assert shuffled(data.draw(st.permutations(entries)), seed) == found
    gone = data.draw(st.sampled_from(found))
    assert shuffled([one for one in entries if one != gone], seed) == [one for one in found if one != gone]


def test_another_seed_gives_another_order_and_every_place_is_as_likely() -> None:
    entries = [Entry(f"e{number}", "s", "f") for number in range(6)]
    chance = random.Random(7)
    orders = [shuffled(entries, f"{chance.random()}") for _ in range(600)]
    first = [order[0].id for order in orders]
    assert {first.count(entry.id) for entry in entries} <= set(range(60, 145))


_WHO, _COUNTS = "‘Wie’", "‘Wat telt voor hem, in een paar woorden’"
_PART = {"norm": "Wachten", "wijst-naar": "A"}


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        (_PART, f"{_WHO} en {_COUNTS}"),
        ({"wijst-naar": "B", "wie": "Een buur"}, _COUNTS),
        ({"wie": "Een buur", "waarde": "  "}, _COUNTS),
        ({"waarde": "Rust"}, _WHO),
        ({"wie": "Een buur", "waarde": "Rust"}, ""),
        ({"wie": "Een buur", "waarde": "Rust", "wijst-naar": "A"}, ""),
    ],
)
def test_a_direction_is_somebody_s_and_follows_from_what_counts_for_him(values: dict[str, str], missing: str) -> None:
    """What he thinks that must be done, and where that points, may stay away; who and what counts may not."""
    voice = form_of(METHODS["dilemmamethode"], "perspectieven", "perspectief")
    assert voice
    said = f"Vul ook {missing} in. Wat u typte, blijft staan."
    assert problems_in(values, voice) == ((said,) if missing else ())


def test_only_what_gives_somebody_a_voice_asks_for_more_than_one_thing() -> None:
    asking = {
        (slug, form.id)
        for slug, method in METHODS.items()
        for step in method.steps
        for form in forms_of(step)
        if form.needed
    }
    assert asking == {
        ("dilemmamethode", "perspectief"), ("zeven-vragen", "betrokkene"), ("korte-reflectie", "perspectief"),
    }  # fmt: skip
    alone = Form("rij", "stap", (a_field("waarde", Visibility.OPEN, means=Meaning.VALUE),))
    assert alone.needed == ()
    assert problems_in({}, replace(alone, fields=(*alone.fields, a_field("x", Visibility.OPEN)))) == (
        "Er staat nog niets.",
    )
