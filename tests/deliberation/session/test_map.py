"""The map of differences on desk and big screen: reasons by value and direction, once they lie open, and no counts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.deliberation.session.room import LEADER, METHODS, Room, a_room
from tests.deliberation.session.test_views import answered

from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.engine.session.views import Audience

REASONS = (
    {"keuze": "B", "omdat": "Zijn rust gaat voor."},
    {"keuze": "A", "omdat": "Eerlijk zijn telt zwaar."},
    {"keuze": "B", "omdat": "rust komt later wel"},
    {"keuze": "A", "omdat": "Het moet eens gezegd."},
)


def weighed() -> Room:
    """Give a room where values lie open and reasons lie face down."""
    room = a_room()
    room.go_to("perspectieven", StepPhase.WRITING)
    values = (
        {"wie": "De buurt", "waarde": "Rust"},
        {"wie": "Hijzelf", "waarde": "Eerlijk"},
        {"wie": "x", "waarde": "y"},
    )
    answered(room, "perspectieven", "perspectief", *values)
    room.press()
    room.press()
    room.go_to("afweging", StepPhase.WRITING)
    answered(room, "afweging", "weging", *REASONS)
    return room


def maps(room: Room) -> dict[Audience, dict[str, Any]]:
    """Give the maps by kind of screen and step, where there are any."""
    shown = {audience: room.see(audience).get("steps", {}) for audience in Audience}
    found = {one: {name: step["map"] for name, step in steps.items() if "map" in step} for one, steps in shown.items()}
    return {audience: of_steps for audience, of_steps in found.items() if of_steps}


def in_words(room: Room, ground: dict[str, Any]) -> tuple[str, dict[str, set[str]]]:
    """Give one value of the map with the reasons for which its entries stand."""
    ways = {way["to"]: {room.entries[name].values["omdat"] for name in way["entries"]} for way in ground["ways"]}
    return ground["value"], ways


def test_nothing_is_mapped_before_the_reasons_lie_open() -> None:
    room = weighed()
    for _ in (StepPhase.WRITING, StepPhase.COLLECTED):
        assert maps(room) == {}
        room.press()
    assert set(maps(room)) == {Audience.SCREEN, Audience.DESK}


def test_reasons_stand_together_by_value_and_direction_in_the_order_of_the_alphabet() -> None:
    room = weighed()
    room.press()
    room.press()
    seen = maps(room)
    assert seen[Audience.SCREEN] == seen[Audience.DESK]
    assert list(seen[Audience.SCREEN]) == ["afweging"]
    assert [in_words(room, ground) for ground in seen[Audience.SCREEN]["afweging"]] == [
        ("Eerlijk", {"A": {"Eerlijk zijn telt zwaar."}}),
        ("Rust", {"B": {"Zijn rust gaat voor.", "rust komt later wel"}}),
        ("", {"A": {"Het moet eens gezegd."}}),
    ]
    # it names what lies open anyway, and counts nothing
    assert "weging" not in room.see(Audience.SCREEN)["steps"]["afweging"]["totals"]
    assert not any(figure in json.dumps(seen[Audience.SCREEN]) for figure in (": 1", ": 2"))


def test_it_goes_along_to_the_step_that_draws_on_it_and_loses_what_was_struck() -> None:
    room = weighed()
    room.press()
    room.press()
    struck = next(name for name, one in room.entries.items() if one.values.get("omdat") == "Zijn rust gaat voor.")
    room.entries[struck] = replace(room.entries[struck], struck=True)
    room.go_to("dialoog", StepPhase.DISCUSSED)
    seen = maps(room)[Audience.SCREEN]
    assert set(seen) == {"afweging", "dialoog"}
    assert struck not in json.dumps(seen)
    room.lead(Verb.BLANK)
    assert set(maps(room)) == {Audience.DESK}


def test_a_second_round_stays_off_the_map_until_it_is_laid_open() -> None:
    room = weighed()
    room.press()
    room.press()
    room.lead(Verb.REPEAT, "afweging", "0")
    answered(room, "afweging", "weging", {"keuze": "A", "omdat": "Toch rust."})
    fresh = list(room.entries)[-1]
    for _ in (StepPhase.WRITING, StepPhase.COLLECTED):
        assert fresh not in json.dumps([maps(room)])
        room.press()
    assert fresh in json.dumps(maps(room)[Audience.SCREEN])


def test_sentences_without_value_or_direction_need_no_map() -> None:
    room = a_room(METHODS["terugblik"])
    room.go_to("eigen-versie", StepPhase.WRITING)
    room.write("p-2", room.form("eigen-versie", "zin"))
    room.press()
    room.press()
    assert maps(room) == {}
    assert room.see(Audience.DESK)["leading"] == LEADER
