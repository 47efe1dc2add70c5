"""The first step opens with what the last deliberation left to do; what may name a person is on the desk only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.deliberation.deliberations import Room
from tests.people import Cast, make_cast

from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.state import Role
from sleutelwerk.deliberation.models import table
from sleutelwerk.deliberation.queries.live import standing_of

LINES = [
    "De school bellen, wijkmanager, 2026-12-10",
    "Vragen of zijn broer Ahmed meekomt, jongerenwerker",
    "Hem bellen",
]
TO_DO = [
    {"text": "De school bellen, wijkmanager, 10-12-2026", "for_all": True},
    {"text": "Vragen of zijn broer Ahmed meekomt, jongerenwerker", "for_all": False},
    {"text": "Hem bellen", "for_all": True},
]


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    """Give an open room that follows another, with Anna and a big screen in it and Bram at its door."""
    room = Room(cast, plan={"open_actions": LINES})
    room.comes("Anna")
    room.comes("Groot scherm", Role.SCREEN)
    room.comes("Bram", admit=False)
    return room


def seen(room: Room) -> dict[str, Any]:
    """Give what each kind of screen gets of it, where it gets anything."""
    standing = standing_of(str(room.row.pk))
    assert standing is not None
    slices = {name: json.loads(slice_) for name, slice_ in standing.slices.items()}
    return {name: shown["left_open"] for name, shown in slices.items() if shown.get("left_open")}


def test_what_was_left_to_do_is_on_every_screen_and_what_may_name_a_person_on_the_desk_only(room: Room) -> None:
    for_all = [one for one in TO_DO if one["for_all"]]
    assert seen(room) == {"people": for_all, "screen": for_all, "desk": TO_DO}
    assert b"Ahmed" not in b"".join(slice_ for name, slice_ in slices(room).items() if name != "desk")


def slices(room: Room) -> dict[str, bytes]:
    """Give all that goes to screens."""
    standing = standing_of(str(room.row.pk))
    assert standing is not None
    return dict(standing.slices)


def test_it_stands_in_the_first_step_alone_and_not_on_a_screen_that_was_made_empty(room: Room) -> None:
    room.does(Verb.BLANK)
    assert seen(room) == {}
    room.does(Verb.UNBLANK)
    assert seen(room)
    room.does(Verb.GO, "casus")
    assert seen(room) == {}
    room.does(Verb.GO, "start")
    assert seen(room)


def test_another_process_reads_the_same_and_who_follows_nothing_gets_nothing(room: Room, cast: Cast) -> None:
    here = seen(room)
    table.forget(room.row.pk)
    assert seen(room) == here
    assert seen(Room(cast)) == {}
