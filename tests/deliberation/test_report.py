"""The drafts of the two records: what lay open, sorted by what it is; nothing hidden, struck, named or counted few."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deliberation.session.room import METHODS, Room, a_field, a_method, a_room, a_step, any_method

from sleutelwerk.deliberation.engine import report
from sleutelwerk.deliberation.engine.load import load_method
from sleutelwerk.deliberation.engine.model import FieldKind, Meaning, Visibility
from sleutelwerk.deliberation.engine.report import Part, Talk
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.entries import Entry, struck
from sleutelwerk.deliberation.engine.session.path import phases_of, step_of
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.engine.session.views import Audience
from sleutelwerk.publishing.content import shipped_root

PLAN: dict[str, Any] = {"question": "Mogen wij dit?", "functions": ["wijkadviseur"], "decider_function": "manager"}


def talk_of(room: Room, aim: str = "advise", plan: Mapping[str, Any] = PLAN, *, decided_here: bool = False) -> Talk:
    """Give the talk of a room at its end."""
    return Talk(
        method=room.method, session=room.session, entries=room.entries, plan=plan, held_on="2026-11-27", aim=aim,
        decided_here=decided_here,
    )  # fmt: skip


def lay(room: Room, step: str, form: str, **values: str) -> str:
    """Lay an entry on the table, whatever may be; the id."""
    name = f"e{len(room.entries)}"
    room.entries[name] = Entry(name, step, form, MappingProxyType({k.replace("_", "-"): v for k, v in values.items()}))
    return name


def opened(room: Room, step: str) -> None:
    """Bring a step to where what was written lies open."""
    found = step_of(room.method, step)
    assert found is not None
    room.go_to(step, StepPhase.DISCUSSED if StepPhase.DISCUSSED in phases_of(found) else StepPhase.REVEALED)


def test_each_entry_goes_where_it_belongs() -> None:
    """A perspective is no reason, an argument for or against is one, a fact keeps who looks it up."""
    room = a_room(METHODS["zeven-vragen"])
    steps = {form.id: form.step for form in room.forms()}
    for form, values in {
        "betrokkene": {"wie": "Bewoner", "recht": "rust"},
        "argument": {"argument": "Eerlijk", "kant": "voor", "soort": "wat hoort"},
        "onbekend": {"weten": "Of hij wil", "wie": "wijkadviseur"},
        "samen": {"samen": "Doe het"},
        "kans": {"kans-hem": "groot", "kans-kring": "weten we niet", "kans-ons": "klein"},
    }.items():
        lay(room, steps[form], form, **values)
        opened(room, steps[form])
    body = report.reflection_of(talk_of(room))
    assert body["perspectives"] == [{"entry": "e0", "party": "Bewoner", "value": "rust"}]
    assert body["reasons"] == [{"entry": "e1", "choice": "voor", "because": "Eerlijk"}]
    assert body["fact_lines"] == [{"entry": "e2", "fact": "Of hij wil", "owner": "wijkadviseur"}]
    assert body["advice"] == [{"entry": "e3", "conclusion": "Doe het"}]
    assert report.to_verify(body) == body["fact_lines"]
    # what was estimated for him, his circle and us stands apart, and is no reason
    risks = {"risk_to_him": "groot", "risk_to_circle": "weten we niet", "risk_to_us": "klein"}
    assert body["risks"] == [{"entry": "e4", **risks}]


def test_what_the_group_will_not_do_is_a_limit_in_the_note() -> None:
    """It stands in the note and asks for one; it is no reason and no agreement to carry out."""
    room = a_room(METHODS["afspraken"])
    lay(room, "kiezen", "niet", niet="Hem naar namen vragen")
    opened(room, "kiezen")
    talk = talk_of(room)
    assert report.has_agreements(talk)
    note, reflection = report.note_of(talk), report.reflection_of(talk)
    assert note["limits"] == [{"entry": "e0", "limit_damage": "Hem naar namen vragen"}]
    assert (note["actions"], reflection["reasons"]) == ([], [])


def test_the_sentences_of_a_look_back_stand_in_the_report_without_a_name() -> None:
    room = a_room(METHODS["terugblik"])
    lay(room, "eigen-versie", "zin", zin="Toen had ik gewacht, want hij was moe")
    opened(room, "eigen-versie")
    assert report.reflection_of(talk_of(room))["reasons"] == [
        {"entry": "e0", "because": "Toen had ik gewacht, want hij was moe"}
    ]


def test_a_decision_stands_in_the_note_and_not_in_the_report() -> None:
    """Where whoever decides was there to do so the conclusion is the decision, and the report has no part for it."""
    room = a_room()
    lay(room, "afspraken", "conclusie", conclusie="Wij vragen hem")
    lay(room, "afspraken", "actie", actie="Bellen", wie="wijkadviseur", klaar="2026-12-11")
    opened(room, "afspraken")
    talk = talk_of(room, aim="decide", decided_here=True)
    assert "advice" not in report.reflection_of(talk)
    note = report.note_of(talk)
    assert note["decision"] == [{"entry": "e0", "conclusion": "Wij vragen hem"}]
    assert "our_advice" not in note
    assert note["actions"] == [{"entry": "e1", "action": "Bellen", "owner": "wijkadviseur", "due": "2026-12-11"}]
    assert note["decider"] == [{"entry": "", "decider": "manager"}]
    assert report.has_agreements(talk)
    assert not report.has_agreements(talk_of(a_room()))


@pytest.mark.parametrize("aim", ["advise", "learn", "decide"])
def test_what_a_group_gives_along_is_no_decision_that_somebody_took(aim: str) -> None:
    """Whoever decides was not there to say it: the note holds an advice, and no decision until somebody writes one."""
    room = a_room()
    lay(room, "afspraken", "conclusie", conclusie="Wij vragen hem")
    opened(room, "afspraken")
    note = report.note_of(talk_of(room, aim=aim))
    assert note["our_advice"] == [{"entry": "e0", "conclusion": "Wij vragen hem"}]
    assert (note["decision"], note["decider"]) == ([], [{"entry": "", "decider": "manager"}])
    assert report.reflection_of(talk_of(room, aim=aim))["advice"] == note["our_advice"]


def test_the_preparation_fills_in_what_the_talk_left_and_not_what_it_struck() -> None:
    """What was struck out does not come back from the plan."""
    room = a_room()
    assert report.reflection_of(talk_of(room))["question"] == [{"entry": "", "question": "Mogen wij dit?"}]
    name = lay(room, "dilemma", "vraag", vraag="Mogen wij dit?")
    room.entries[name] = struck(room.entries[name])
    opened(room, "dilemma")
    assert report.reflection_of(talk_of(room))["question"] == []


@pytest.mark.parametrize("slug", sorted(METHODS))
def test_the_desk_asks_of_both_whether_there_was_one(slug: str) -> None:
    """In every method of ours the group writes each apart, or ticks that there was none; silence says neither."""
    room = a_room(METHODS[slug])
    step = next(form.step for form in room.forms() if form.id == "ander")
    opened(room, step)
    body = report.reflection_of(talk_of(room))
    assert (body["dissenting_view"], body["remaining_doubt"], body["said_none"]) == ([], [], [])
    assert "dissent" not in body
    lay(room, step, "ander", ander="Wacht tot de zomer")
    lay(room, step, "twijfel", geen_twijfel="ja")
    body = report.reflection_of(talk_of(room))
    assert body["dissenting_view"] == [{"entry": "e0", "dissenting_view": "Wacht tot de zomer"}]
    assert (body["remaining_doubt"], body["said_none"]) == ([], ["remaining_doubt"])
    # what is written stands before a tick; a tick that is taken back says nothing
    lay(room, step, "twijfel", twijfel="Of hij durft")
    assert report.reflection_of(talk_of(room))["said_none"] == []
    room.entries["e2"] = struck(room.entries["e2"])
    assert report.reflection_of(talk_of(room))["said_none"] == ["remaining_doubt"]
    room.entries["e1"] = struck(room.entries["e1"])
    assert report.reflection_of(talk_of(room))["said_none"] == []


def test_a_method_of_before_keeps_its_one_heading() -> None:
    """A talk that was prepared with it says its doubt there, and both are still asked for."""
    found = load_method(shipped_root() / "deliberation_methods/dilemmamethode/1/method.yaml").method
    assert found is not None
    room = a_room(found)
    lay(room, "afspraken", "zorg", zorg="Of hij durft")
    opened(room, "afspraken")
    body = report.reflection_of(talk_of(room))
    assert body["dissent"] == [{"entry": "e0", "dissent": "Of hij durft"}]
    assert (body["dissenting_view"], body["remaining_doubt"], body["said_none"]) == ([], [], [])


def test_a_draft_of_before_is_read_in_the_shape_of_today() -> None:
    """Whatever was written stays; a body of today is left alone."""
    old = {"advice": [], "dissent": [{"entry": "a", "dissent": "x"}], "asked_for_dissent": True}
    new: dict[str, Any] = {"dissenting_view": [], "remaining_doubt": []}
    assert report.in_todays_shape(old) == {"advice": [], "dissent": old["dissent"], **new, "said_none": []}
    asked = report.in_todays_shape({"dissent": [], "asked_for_dissent": True})
    assert asked == {**new, "said_none": ["dissenting_view", "remaining_doubt"]}
    assert report.in_todays_shape({"dissent": [], "asked_for_dissent": False}) == {**new, "said_none": []}
    assert report.in_todays_shape(asked) is asked


def test_the_day_to_look_back_is_the_last_that_was_named() -> None:
    """Nothing when the group named none."""
    room = a_room()
    assert report.review_day(talk_of(room)) == ""
    for day in ("2027-01-15", "2027-03-01", "2027-02-01"):
        lay(room, "afspraken", "terugkijken", terugkijken=day)
    opened(room, "afspraken")
    assert report.review_day(talk_of(room)) == "2027-03-01"


def test_the_day_of_the_preparation_stands_in_the_note_until_the_group_names_or_strikes_one() -> None:
    """What the calendar says is what the note says."""
    room = a_room()
    assert report.note_of(talk_of(room))["review_on"] == []
    planned = [{"entry": "", "review_on": "2027-03-01"}]
    assert report.note_of(talk_of(room), "2027-03-01")["review_on"] == planned
    name = lay(room, "afspraken", "terugkijken", terugkijken="2027-01-15")
    opened(room, "afspraken")
    assert report.note_of(talk_of(room), "2027-03-01")["review_on"] == [{"entry": name, "review_on": "2027-01-15"}]
    room.entries[name] = struck(room.entries[name])
    assert report.note_of(talk_of(room), "2027-03-01")["review_on"] == []


@pytest.mark.parametrize(("people", "shown"), [(4, []), (5, ["inzicht"])])
def test_the_evaluation_counts_from_five_up_and_of_the_last_round(people: int, shown: list[str]) -> None:
    """Four answers are none; texts never stand in the record."""
    room = a_room(writers=people)
    opened(room, "evaluatie")
    for number in range(people):
        lay(room, "evaluatie", "mening", inzicht="3", open=f"tekst {number}")
    lay(room, "evaluatie", "onbekend", inzicht="3")
    body = report.reflection_of(talk_of(room))
    labels = {"Ik begrijp het dilemma beter": "inzicht"}
    assert [labels[one["label"]] for one in body["evaluation"]] == shown
    assert "tekst" not in str(body)
    room.lead(Verb.REPEAT, "evaluatie", "0")
    opened(room, "evaluatie")
    assert report.reflection_of(talk_of(room))["evaluation"] == []


def test_before_its_reveal_the_evaluation_is_not_counted() -> None:
    """Nobody saw it, so it is in no record."""
    room = a_room()
    room.go_to("evaluatie", StepPhase.WRITING)
    for _number in range(6):
        lay(room, "evaluatie", "mening", inzicht="3")
    assert report.reflection_of(talk_of(room))["evaluation"] == []


def test_who_had_no_voice_is_named() -> None:
    """The empty chair, once a step that gives voices lies open."""
    room = a_room()
    assert report.reflection_of(talk_of(room))["chairs"] == []
    lay(room, "perspectieven", "perspectief", wie="De sleutelfiguur", waarde="rust")
    opened(room, "perspectieven")
    assert report.reflection_of(talk_of(room))["chairs"] == [
        "gemeenschap", "bewoner of slachtoffer", "collega", "bestuurder"
    ]  # fmt: skip


def test_people_are_counted_in_the_room_or_else_as_planned() -> None:
    """On one device nobody else is in the room."""
    room = a_room(writers=4)
    assert report.reflection_of(talk_of(room))["facts"]["people"] == 5
    empty = Room(room.method)
    assert report.reflection_of(talk_of(empty))["facts"]["people"] == 1


def test_without_its_method_there_is_the_plan() -> None:
    """A method that left the installation gives a draft of the preparation alone."""
    room = a_room()
    lay(room, "dilemma", "vraag", vraag="Wel gevraagd?")
    talk = Talk(method=None, session=room.session, entries=room.entries, plan=PLAN, held_on="", aim="learn")
    body = report.reflection_of(talk)
    assert body["question"] == [{"entry": "", "question": "Mogen wij dit?"}]
    assert body["facts"]["method"] == ""


def test_reasons_stand_under_the_value_that_they_name() -> None:
    """In the order of the alphabet, by direction; what names no value comes last, and nothing is counted."""
    body = {
        "perspectives": [
            {"entry": "", "value": "Trouw"},
            {"entry": "", "value": "Rust"},
            {"entry": "", "party": "Hij"},
        ],
        "reasons": [
            {"entry": "", "choice": "B", "because": "zijn trouw telt"},
            {"entry": "", "choice": "A", "because": "TROUW aan de buurt"},
            {"entry": "", "because": "rust in huis"},
            {"entry": "", "choice": "A", "despite": "geen geld"},
        ],
    }
    found = report.map_of_differences(body)
    assert [ground.value for ground in found] == ["Rust", "Trouw", ""]
    assert [direction for direction, _lines in found[1].directions] == ["A", "B"]
    assert report.map_of_differences({}) == ()


def test_taking_an_entry_out_and_forgetting_entries() -> None:
    """Every line of an entry goes, whatever part it is in; other lines and facts stay as they are."""
    body = {"facts": {"people": 3}, "advice": [{"entry": "a", "conclusion": "x"}], "dissent": [{"entry": "b"}]}
    assert report.without_entry(body, "a") == {"facts": {"people": 3}, "advice": [], "dissent": [{"entry": "b"}]}
    assert report.entries_in(body) == {"a", "b"}
    assert report.entries_in(report.frozen(body)) == frozenset()
    assert report.frozen(body)["facts"] == {"people": 3}


def test_cells() -> None:
    """Every part of both records has its texts."""
    assert report.cells_of(Part.ACTIONS) == ("action", "owner", "due")
    assert report.cells_of(Part.SIDE_A) == ("side_a",)
    assert report.cells_of(Part.LIMITS) == ("limit_damage",)


def test_a_made_up_method_with_fields_that_mean_nothing() -> None:
    """What only a label tells stays out; an entry of a form that is not there is passed over."""
    means_value = a_field("v", Visibility.OPEN, means=Meaning.VALUE)
    plain = a_field("p", Visibility.OPEN)
    tick = a_field("t", Visibility.OPEN, kind=FieldKind.TICK, means=Meaning.POINTS_TO)
    room = a_room(a_method(a_step("een", means_value, plain, tick)))
    lay(room, "een", "v", v="trouw")
    lay(room, "een", "p", p="niets")
    lay(room, "een", "t", t="ja")
    lay(room, "een", "weg", weg="weg")
    opened(room, "een")
    body = report.reflection_of(talk_of(room, plan={}))
    assert body["perspectives"] == [{"entry": "e0", "value": "trouw"}]
    assert body["reasons"] == [{"entry": "e2", "choice": "ja"}]
    assert "niets" not in str(body)


@given(any_method(), st.data())
def test_nothing_that_was_not_shown_is_in_a_draft(method: Any, data: st.DataObject) -> None:
    """Whatever is written, by whom and how far the group came: the oracle of what was shown knows every word in it."""
    room = a_room(method)
    for _number in range(data.draw(st.integers(1, 12))):
        form = data.draw(st.sampled_from(room.forms())) if room.forms() else None
        if form is not None and data.draw(st.booleans()):
            room.write(data.draw(st.sampled_from(("p-0", "p-1", "p-2", "p-leader"))), form)
        elif data.draw(st.booleans()):
            room.press()
    everything = str([report.reflection_of(talk_of(room, plan={})), report.note_of(talk_of(room, plan={}))])
    shown = room.oracle.entries_on(Audience.SCREEN) | room.oracle.counted_on(Audience.SCREEN)
    for one in room.oracle.written.values():
        for mark in one.marks:
            assert mark not in everything or mark in shown
    for name in room.names.values():
        assert name not in everything
