"""While the group has a break or an empty screen it stays where it is: who leads is told what comes first."""

from __future__ import annotations

import pytest
from tests.deliberation.session.room import LEADER, SECOND, Room, a_room

from sleutelwerk.deliberation.engine.session.decide import MOVES, Verb
from sleutelwerk.deliberation.engine.session.happenings import Kind
from sleutelwerk.deliberation.engine.session.state import Role, StepPhase
from sleutelwerk.deliberation.engine.session.views import Audience

_BREAK = "Het is pauze. Kies eerst ‘Ga verder’."
_EMPTY = "De schermen zijn leeg. Kies eerst ‘Schermen weer aan’."
#: Each act that moves the group on, as it may be asked where the choices of a step lie open.
ACTS = {
    Verb.ADVANCE: ("afweging", "revealed"), Verb.GO: ("dialoog", ""), Verb.REPEAT: ("afweging", "0"),
    Verb.TOTALS: ("afweging", "weging"),
}  # fmt: skip


def at_an_open_step() -> Room:
    """Open a room where every act that moves the group may be asked."""
    room = a_room()
    room.go_to("afweging", StepPhase.REVEALED)
    return room


def test_every_act_that_moves_the_group_is_tried() -> None:
    assert set(ACTS) == MOVES


@pytest.mark.parametrize("verb", sorted(ACTS))
@pytest.mark.parametrize(
    ("held", "first", "why"), [(Verb.PAUSE, Verb.RESUME, _BREAK), (Verb.BLANK, Verb.UNBLANK, _EMPTY)]
)
def test_nothing_moves_while_nobody_would_see_it(verb: Verb, held: Verb, first: Verb, why: str) -> None:
    room = at_an_open_step()
    room.lead(held)
    before = room.session
    outcome = room.lead(verb, *ACTS[verb])
    assert (outcome.kinds, outcome.verdict.reason, outcome.repeated) == ((), why, False)
    assert room.session == before
    room.lead(first)
    assert room.lead(verb, *ACTS[verb]).kinds, "nothing was lost: now it happens"


def test_empty_screens_come_back_before_the_break_ends() -> None:
    room = at_an_open_step()
    seen = []
    for verb in (Verb.PAUSE, Verb.BLANK, Verb.UNBLANK, Verb.RESUME):
        room.lead(verb)
        shown = room.see(Audience.DESK)["held"]
        seen.append((shown, room.lead(Verb.ADVANCE, "afweging", "collected").verdict.reason))
    assert seen == [("paused", _BREAK), ("blanked", _EMPTY), ("paused", _BREAK), ("", "")]
    assert all("held" not in room.see(audience) for audience in Audience if audience is not Audience.DESK)


@pytest.mark.parametrize("held", [Verb.PAUSE, Verb.BLANK])
def test_who_leads_still_does_what_needs_no_group(held: Verb) -> None:
    room = at_an_open_step()
    late = room.come("p-late", Role.PARTICIPANT, inside=False)
    room.lead(held)
    assert room.lead(Verb.UNLOCK).kinds
    assert room.lead(Verb.ADMIT, late).kinds
    assert room.lead(Verb.EXTEND, value="5").kinds
    assert room.lead(Verb.PARK, "i-1", "later").kinds
    assert room.ask(SECOND, Verb.TAKE_OVER).kinds == ((Kind.TOOK_OVER, SECOND, ""),)
    assert room.ask(LEADER, Verb.TAKE_OVER).kinds
    # also when the group does not come back: somebody is in danger, or the room has to be left
    assert room.lead(Verb.FINISH).kinds == ((Kind.FINISHED, "", ""),)
