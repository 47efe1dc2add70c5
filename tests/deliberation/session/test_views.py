"""What the screens get, by hand: totals of five or more, who is ready, minutes on the desk, and the empty chair."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.deliberation.session.room import LEADER, LONG, MARK, METHODS, Room, a_field, a_method, a_room, a_step

from sleutelwerk.deliberation.engine.model import FieldKind, Meaning, Step, Visibility
from sleutelwerk.deliberation.engine.session.chair import Chair, missing_chairs
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.entries import Entry
from sleutelwerk.deliberation.engine.session.happenings import Kind
from sleutelwerk.deliberation.engine.session.state import Person, Presence, Role, Session, StepPhase
from sleutelwerk.deliberation.engine.session.views import AUDIENCE_OF, Audience, Beside, audience_of, beside, outline
from sleutelwerk.deliberation.engine.shorten import shorten

SEEING = (Audience.PEOPLE, Audience.SCREEN, Audience.DESK)


def answered(room: Room, step: str, form: str, *answers: dict[str, str]) -> None:
    """Lay answers on the table, one of each writer, in the present round."""
    for values in answers:
        name = f"a-{len(room.entries)}"
        room.entries[name] = Entry(name, step, form, values, round=room.session.step(step).round)


def totals(room: Room, step: str, audience: Audience = Audience.SCREEN) -> Any:
    """Give the totals of a step as a screen gets them."""
    return room.see(audience)["steps"][step]["totals"]


def test_every_device_has_one_view_and_it_is_that_of_its_kind() -> None:
    assert set(AUDIENCE_OF) == set(Role)
    desks = {role for role, audience in AUDIENCE_OF.items() if audience is Audience.DESK}
    screens = {role for role, audience in AUDIENCE_OF.items() if audience is Audience.SCREEN}
    assert (desks, screens) == ({Role.FACILITATOR}, {Role.SCREEN})


@pytest.mark.parametrize("role", Role)
def test_who_waits_or_went_gets_the_view_of_no_role(role: Role) -> None:
    assert audience_of(Person(role)) is Audience.WAITING
    assert audience_of(Person(role, Presence.ADMITTED)) is AUDIENCE_OF[role]
    assert audience_of(Person(role, Presence.REMOVED)) is None
    assert audience_of(None) is None


def test_each_kind_of_screen_gets_its_own_beside_its_view() -> None:
    first, later = LONG.steps[0].id, LONG.steps[1].id
    both = {Beside.NUMBER, Beside.TOLD}

    def at(**session: Any) -> dict[Audience, set[Beside]]:
        return {one: set(beside(one, Session(**session), LONG)) for one in Audience}

    assert at(current=first) == {
        Audience.WAITING: set(),
        Audience.PEOPLE: both | {Beside.LEFT_OPEN},
        Audience.SCREEN: both | {Beside.LEFT_OPEN, Beside.DOOR},
        Audience.DESK: both | {Beside.LEFT_OPEN, Beside.LEFT_OPEN_TO_FEW},
    }
    assert at(current=later) == {**dict.fromkeys(SEEING, both), Audience.WAITING: set()}
    finished = at(current=later, finished=True)
    assert finished == {**dict.fromkeys(SEEING, both), Audience.WAITING: set(), Audience.PEOPLE: both | {Beside.CHECK}}
    number = {Beside.NUMBER}
    blank = {**dict.fromkeys(SEEING, number), Audience.WAITING: set()}
    assert at(current=later, blanked=True) == blank
    # the code stays: it stands on the wall already, and people still come in
    assert at(current=first, blanked=True) == {**blank, Audience.SCREEN: {Beside.NUMBER, Beside.DOOR}}


def test_of_fewer_than_five_there_is_no_total() -> None:
    room = a_room()
    room.go_to("evaluatie", StepPhase.WRITING)
    answered(room, "evaluatie", "mening", *[{"inzicht": "4", "open": f"{MARK}goed{MARK}"}] * 4)
    assert totals(room, "evaluatie") == {}
    room.press()
    room.press()
    for audience in SEEING:
        assert totals(room, "evaluatie", audience) == {"mening": {"few": True}}
        assert MARK not in json.dumps(room.see(audience)["steps"], ensure_ascii=False)


def test_of_five_the_counts_stand_apart_from_the_texts() -> None:
    room = a_room()
    room.go_to("evaluatie", StepPhase.WRITING)
    marks = ["4", "1", "4", "3", "4"]
    texts = ["zus", "zo", "", "", "af"]
    answered(room, "evaluatie", "mening", *[{"inzicht": a, "open": b} for a, b in zip(marks, texts, strict=True)])
    room.press()
    room.press()
    for audience in SEEING:
        found = totals(room, "evaluatie", audience)
        assert found == {"mening": {"inzicht": {"1": 1, "3": 1, "4": 3}, "open": ["af", "zo", "zus"]}}
        assert room.see(audience)["steps"]["evaluatie"]["entries"] == []


def test_a_question_that_fewer_than_five_answered_has_no_count() -> None:
    room = a_room()
    room.go_to("evaluatie", StepPhase.WRITING)
    answered(room, "evaluatie", "mening", *[{"inzicht": "2", "vrij": "1"}] * 4, {"inzicht": "3"}, {"anderen": "4"})
    room.press()
    room.press()
    assert totals(room, "evaluatie") == {"mening": {"inzicht": {"2": 4, "3": 1}, "open": []}}


def test_three_people_who_answer_twice_are_not_five() -> None:
    """What was filled in before a step was repeated does not count along; else three would pass for six."""
    room = a_room()
    room.go_to("evaluatie", StepPhase.WRITING)
    answered(room, "evaluatie", "mening", *[{"inzicht": "1"}] * 3)
    room.press()
    room.press()
    room.lead(Verb.REPEAT, "evaluatie", "0")
    answered(room, "evaluatie", "mening", *[{"inzicht": "1"}] * 3)
    assert totals(room, "evaluatie") == {}
    room.press()
    room.press()
    assert totals(room, "evaluatie") == {"mening": {"few": True}}


def test_a_struck_answer_does_not_count() -> None:
    room = a_room()
    room.go_to("evaluatie", StepPhase.WRITING)
    answered(room, "evaluatie", "mening", *[{"inzicht": "1"}] * 4)
    room.entries["gone"] = Entry("gone", "evaluatie", "mening", {}, struck=True)
    room.press()
    room.press()
    assert totals(room, "evaluatie") == {"mening": {"few": True}}


def test_other_totals_only_come_when_asked_for() -> None:
    room = a_room()
    room.go_to("afweging", StepPhase.WRITING)
    answered(room, "afweging", "weging", {"keuze": "A", "omdat": "veilig"}, {"keuze": "B"}, {"keuze": "A"})
    room.press()
    room.press()
    assert totals(room, "afweging") == {}
    room.lead(Verb.TOTALS, "afweging", "weging")
    found = totals(room, "afweging")
    assert found["weging"]["keuze"] == {"A": 2, "B": 1}
    assert "omdat" not in found["weging"]  # texts lie open already, each beside its choice


def test_what_is_private_has_no_totals_even_if_somebody_asked() -> None:
    private = a_field("a", Visibility.PRIVATE, kind=FieldKind.CHOICE, options=("ja", "nee"))
    room = a_room(a_method(a_step("s", private)))
    answered(room, "s", "a", *[{"a": "ja"}] * 9)
    room.happen((Kind.PHASE, "s", "revealed"), (Kind.TOTALS, "s", "a"))
    for audience in SEEING:
        assert totals(room, "s", audience) == {}
        assert "ja" not in json.dumps(room.see(audience))


def test_the_screen_learns_how_many_are_ready_and_the_desk_who() -> None:
    room = a_room()
    room.go_to("start", StepPhase.WRITING)
    for by in ("p-2", "p-0", "p-3"):
        room.ask(by, Verb.READY, "start")
    room.lead(Verb.REMOVE, "p-3")
    for audience in SEEING:
        step = room.see(audience)["steps"]["start"]
        assert (step["ready"], step["of"]) == (2, 5), "who was sent away does not count, nor do screen and listener"
        assert step.get("who_is_ready") == (["p-0", "p-2"] if audience is Audience.DESK else None)


def test_only_the_desk_has_people_minutes_turns_breaks_and_what_is_parked() -> None:
    room = a_room()
    room.lead(Verb.EXTEND, value="5")
    room.lead(Verb.SPOKE, "p-2")
    room.lead(Verb.PARK, "i-1", "over geld")
    room.ask("p-2", Verb.BREAK)
    room.lead(Verb.REMOVE, "p-3")
    room.come("p-outside", Role.PARTICIPANT, inside=False)
    desk = room.see(Audience.DESK)
    people = {one["id"]: one for one in desk["people"]}
    assert people["p-2"] == {
        "id": "p-2", "name": room.names["p-2"], "role": "participant", "presence": "admitted", "turns": 1,
    }  # fmt: skip
    assert people["p-outside"]["presence"] == "waiting"
    assert "p-3" not in people
    assert (desk["leading"], desk["breaks_asked"], desk["locked"]) == (LEADER, 1, False)
    assert desk["parked"] == [{"id": "i-1", "text": "over geld"}]
    assert (desk["steps"]["start"]["extra"], desk["steps"]["start"]["began"] > 0) == (5, True)
    for audience in (Audience.PEOPLE, Audience.SCREEN):
        shown = room.see(audience)
        assert set(shown) == {"audience", "current", "finished", "paused", "blanked", "justice", "steps"}
        assert set(shown["steps"]["start"]) == {"phase", "round", "ready", "of", "entries", "totals"}
        assert "geld" not in json.dumps(shown)


def test_nobody_sees_a_step_that_has_not_begun() -> None:
    room = a_room()
    answered(room, "casus", "situatie", {"situatie": "vooruit"})
    for audience in SEEING:
        assert list(room.see(audience)["steps"]) == ["start"]


def test_words_of_no_known_form_are_nowhere() -> None:
    room = a_room()
    answered(room, "start", "bestaat-niet", {"x": f"{MARK}weg{MARK}"})
    answered(room, "bestaat-niet", "afspraken", {"x": f"{MARK}weg{MARK}"})
    for audience in Audience:
        assert "weg" not in json.dumps(room.see(audience))


@pytest.mark.parametrize(("by", "name"), [("p-2", "schade-a"), (LEADER, "vraag")])
def test_a_name_stands_with_words_only_when_he_said_so_and_never_on_the_screen(by: str, name: str) -> None:
    def of() -> list[str | None]:
        return [room.see(audience)["steps"]["dilemma"]["entries"][0].get("of") for audience in SEEING]

    room = a_room()
    room.go_to("dilemma", StepPhase.WRITING)
    mine = room.write(by, room.form("dilemma", name))
    room.press()
    room.press()
    assert of() == [None, None, None]
    room.claim(mine)
    assert of() == [room.names[by], None, room.names[by]]
    del room.names[by]
    assert of() == [None, None, None], "his phone is gone: nameless again"


#: What is for the ear and the eye of whoever leads.
_DESK_ONLY = {"say", "ask", "watch", "shorten", "shortest", "skip", "recalls"}


@pytest.mark.parametrize("slug", sorted(METHODS))
def test_beforehand_everybody_gets_the_forms_and_only_the_desk_what_its_leader_says(slug: str) -> None:
    method = METHODS[slug]
    of_desk, of_phone = outline(method, desk=True), outline(method, desk=False)
    assert json.loads(json.dumps(of_desk)) == of_desk
    for step, on_desk, on_phone in zip(method.steps, of_desk["steps"], of_phone["steps"], strict=True):
        assert set(on_desk) - set(on_phone) == _DESK_ONLY
        assert {key: on_desk[key] for key in on_phone} == on_phone
        assert (on_desk["say"], on_desk["shortest"]) == (list(step.script), step.shortest)
        assert [field["id"] for form in on_phone["forms"] for field in form["fields"]] == [
            one.id for one in step.fields
        ]
        assert bool(on_phone["parties"]) == (step.empty_chair and bool(step.sheet.rows))
    assert not any(line in json.dumps(of_phone, ensure_ascii=False) for step in method.steps for line in step.watch)


def test_a_desk_counts_the_minutes_that_were_prepared() -> None:
    planned = {one.step.id: one.minutes for one in shorten(LONG, 70).steps}
    shown = {step["id"]: step["minutes"] for step in outline(LONG, desk=True, minutes=planned)["steps"]}
    assert shown == planned
    assert sum(shown.values()) <= 70 < LONG.minutes


def test_a_phone_knows_which_form_is_private_and_which_waits_for_the_reveal() -> None:
    forms = {
        one["id"]: one for step in outline(METHODS["korte-reflectie"], desk=False)["steps"] for one in step["forms"]
    }
    assert (forms["reactie"]["visibility"], forms["reactie"]["held_back"]) == ("private", False)
    assert (forms["perspectief"]["held_back"], forms["perspectief"]["most"]) == (True, 6)
    assert [one["means"] for one in forms["perspectief"]["fields"]] == ["party", "value"]
    assert [one["needed"] for one in forms["perspectief"]["fields"]] == [True, True]
    weighing = next(step for step in outline(LONG, desk=False)["steps"] if step["id"] == "afweging")
    assert weighing["phases"] == ["preparing", "writing", "collected", "revealed", "discussed", "closed"]
    assert weighing["forms"][0]["fields"][0]["options"] == ["A", "B", "iets anders"]


def test_the_desk_knows_of_which_forms_it_may_ask_totals() -> None:
    """Of what has something to choose and lies open as words; what counts in totals only is counted by itself."""
    forms = {one["id"]: one["countable"] for step in outline(LONG, desk=True)["steps"] for one in step["forms"]}
    assert {name for name, countable in forms.items() if countable} == {"bevinding", "perspectief", "weging"}
    assert forms["mening"] is False


PARTY = a_field("wie", Visibility.HIDDEN_UNTIL_REVEAL, row="r", means=Meaning.PARTY)
VALUE = a_field("telt", Visibility.HIDDEN_UNTIL_REVEAL, row="r", means=Meaning.VALUE)
EYES = a_method(a_step("s", PARTY, VALUE, empty_chair=True))


def eyes(*answers: tuple[str, str]) -> Room:
    """Give a room where these parties got these values, not shown yet."""
    room = a_room(EYES)
    room.go_to("s", StepPhase.WRITING)
    answered(room, "s", "r", *[{"wie": party, "telt": value} for party, value in answers])
    return room


def chairs(room: Room) -> Any:
    """Give the empty chairs as the desk gets them."""
    return room.see(Audience.DESK)["steps"]["s"]["chairs"]


def test_empty_chairs_are_named_once_what_was_written_lies_open() -> None:
    room = eyes(("Sleutelfiguur", "rust"), ("de wijkagent", "veiligheid"), ("burgemeester", ""))
    for _ in range(2):
        assert chairs(room) == []
        room.press()
    assert chairs(room) == [Chair.COMMUNITY, Chair.RESIDENT, Chair.ADMINISTRATOR], "a party without a value is no voice"
    room.lead(Verb.REPEAT, "s", "0")
    assert chairs(room) == []


@pytest.mark.parametrize(
    ("party", "chair"),
    [
        ("De sleutelfiguren", Chair.KEY_FIGURE),
        ("lege stoel", Chair.KEY_FIGURE),
        ("ZIJN ACHTERBAN", Chair.COMMUNITY),
        ("de gemeenschap, stem 2", Chair.COMMUNITY),
        ("slachtoffer", Chair.RESIDENT),
        ("mijn collega’s", Chair.COLLEAGUE),
        ("college van B en W", Chair.ADMINISTRATOR),
    ],
)
def test_people_name_a_chair_in_their_own_words(party: str, chair: Chair) -> None:
    room = eyes((party, "rust"))
    room.press()
    room.press()
    assert set(Chair) - set(chairs(room)) == {chair}


#: Whose voice each row is that we offer, read by people; somebody else, such as his family, is none of the chairs.
OFFERED: dict[str, set[Chair]] = {
    "De sleutelfiguur (lege stoel)": {Chair.KEY_FIGURE},
    "Zijn gezin": set(),
    "De gemeenschap, stem 1": {Chair.COMMUNITY},
    "De gemeenschap, stem 2": {Chair.COMMUNITY},
    "De gemeenschap, twee stemmen": {Chair.COMMUNITY},
    "Zijn kring": {Chair.COMMUNITY},
    "Bewoner of slachtoffer": {Chair.RESIDENT},
    "Uitvoerder": {Chair.COLLEAGUE},
    "Collega": {Chair.COLLEAGUE},
    "Wij zelf": {Chair.COLLEAGUE},
    "Bestuurder": {Chair.ADMINISTRATOR},
}
ASKING = [
    (method.slug, step)
    for method in METHODS.values()
    for step in method.steps
    if step.empty_chair and {Meaning.PARTY, Meaning.VALUE} <= {one.means for one in step.fields}
]


@pytest.mark.parametrize("step", [step for _slug, step in ASKING], ids=[slug for slug, _step in ASKING])
def test_a_row_that_a_method_offers_is_known_as_the_chair_that_it_is(step: Step) -> None:
    assert step.sheet.rows
    for row in step.sheet.rows:
        room = eyes((row, "rust"))
        room.press()
        room.press()
        assert set(Chair) - set(chairs(room)) == OFFERED[row], row
    room = eyes(*[(row, "rust") for row in step.sheet.rows])
    room.press()
    room.press()
    assert chairs(room) == [], "every chair that the desk asks for has a row"


def test_nobody_asks_for_chairs_where_nothing_tells_who_has_a_voice() -> None:
    """A step with one sentence of one's own has no party to read; to call every chair empty there would be untrue."""
    step = a_step("s", a_field("zin", Visibility.HIDDEN_UNTIL_REVEAL), empty_chair=True)
    room = a_room(a_method(step))
    room.go_to("s", StepPhase.REVEALED)
    assert missing_chairs(step, room.entries.values(), room.session) == ()
    assert chairs(room) == []


def test_words_elsewhere_fill_no_chair() -> None:
    room = eyes()
    answered(room, "s", "bestaat-niet", {"wie": "bewoner", "telt": "rust"})
    room.press()
    room.press()
    assert len(chairs(room)) == len(Chair)
    assert missing_chairs(EYES.steps[0], room.entries.values(), room.session) == tuple(Chair)
