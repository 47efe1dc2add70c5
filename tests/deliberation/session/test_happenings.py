"""What happened makes the session: in any order, with doubles, in pieces, and every kind changes what it says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deliberation.session.room import Room, a_room

from sleutelwerk.deliberation.engine.session.happenings import Happening, Kind, happen, replay
from sleutelwerk.deliberation.engine.session.state import Person, Presence, Role, Session, StepPhase, StepState
from sleutelwerk.deliberation.engine.session.views import Audience

_PEOPLE = st.sampled_from(("p-1", "p-2", "p-3"))
_STEPS = st.sampled_from(("start", "casus"))
_PHASES = st.sampled_from(StepPhase).map(str) | st.just("revealed abc") | st.just("revealed def")
_NOTHING = st.just("")
_ABOUT_AND_VALUE = {
    Kind.JOINED: (_PEOPLE, st.sampled_from(Role).map(str)),
    Kind.PHASE: (_STEPS, _PHASES),
    Kind.EXTENDED: (_STEPS, st.sampled_from(("1", "5", "60"))),
    Kind.READY: (_PEOPLE, _STEPS),
    Kind.NOT_READY: (_PEOPLE, _STEPS),
    Kind.TOTALS: (_STEPS, st.sampled_from(("weging", "mening"))),
    Kind.PARKED: (st.sampled_from(("i-1", "i-2")), st.just("later")),
    Kind.UNPARKED: (st.sampled_from(("i-1", "i-2")), _NOTHING),
    Kind.REPEATED: (_STEPS, _NOTHING),
    Kind.WENT_TO: (_STEPS, _NOTHING),
}


@st.composite
def stories(draw: st.DrawFn) -> list[Happening]:
    """Make up what happened, sensible or not; numbers go up, with gaps as entries take numbers as well."""
    made, number = [], 0
    for kind in draw(st.lists(st.sampled_from(Kind), max_size=25)):
        number += draw(st.integers(1, 3))
        about, value = _ABOUT_AND_VALUE.get(kind, (_PEOPLE, _NOTHING))
        made.append(Happening(number, kind, draw(about), draw(value), at=number))
    return made


@settings(max_examples=80, deadline=None)
@given(stories(), st.data())
def test_any_order_with_doubles_and_in_pieces_gives_the_same_session(
    story: list[Happening], data: st.DataObject
) -> None:
    expected = replay(story)
    doubled = story + data.draw(st.lists(st.sampled_from(story), max_size=10) if story else st.just([]))
    assert replay(data.draw(st.permutations(doubled))) == expected
    cut = data.draw(st.integers(0, len(story)))
    half = replay(story[:cut])
    assert replay(doubled, half) == expected
    assert replay(story[cut:], half) == expected
    assert expected.number == (story[-1].number if story else 0)


@settings(max_examples=60, deadline=None)
@given(stories())
def test_what_was_seen_already_changes_nothing_and_no_session_is_changed_in_place(story: list[Happening]) -> None:
    session = replay(story)
    for one in story:
        assert happen(session, one) is session
    before = repr(session)
    for kind in Kind:
        about, value = ("p-1", "participant") if kind is Kind.JOINED else ("start", "1")
        if kind is not Kind.PHASE:
            happen(session, Happening(session.number + 1, kind, about, value))
    assert repr(session) == before
    with pytest.raises(TypeError):
        session.people["p-9"] = Person(Role.LISTENER)  # type: ignore[index]


def told(*kinds: tuple[Kind, str, str]) -> Session:
    """Give the session after these."""
    return replay(Happening(number, *one, at=number) for number, one in enumerate(kinds, start=1))


_IN = (Kind.JOINED, "p", "participant")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([_IN], {"people": {"p": Person(Role.PARTICIPANT)}}),
        ([_IN, (Kind.ADMITTED, "p", "")], {"people": {"p": Person(Role.PARTICIPANT, Presence.ADMITTED)}}),
        ([_IN, (Kind.REMOVED, "p", "")], {"people": {"p": Person(Role.PARTICIPANT, Presence.REMOVED)}}),
        ([_IN, (Kind.REMOVED, "p", ""), _IN], {"people": {"p": Person(Role.PARTICIPANT, Presence.REMOVED)}}),
        ([_IN, (Kind.SPOKE, "p", ""), (Kind.SPOKE, "p", "")], {"people": {"p": Person(Role.PARTICIPANT, turns=2)}}),
        ([(Kind.SPOKE, "nobody", "")], {"people": {}}),
        ([(Kind.LOCKED, "", "")], {"locked": True}),
        ([(Kind.LOCKED, "", ""), (Kind.UNLOCKED, "", "")], {"locked": False}),
        ([(Kind.PAUSED, "", "")], {"paused": True}),
        ([(Kind.BREAK_ASKED, "", "a"), (Kind.BREAK_ASKED, "", "b")], {"breaks_asked": frozenset("ab")}),
        ([(Kind.BREAK_ASKED, "", "a"), (Kind.PAUSED, "", ""), (Kind.RESUMED, "", "")],
         {"paused": False, "breaks_asked": frozenset()}),
        ([(Kind.BREAK_ASKED, "", "a"), (Kind.BREAK_SEEN, "", "")],
         {"breaks_asked": frozenset(), "breaks_seen": frozenset("a")}),
        ([(Kind.BREAK_ASKED, "", "a"), (Kind.BREAK_SEEN, "", ""), (Kind.BREAK_ASKED, "", "b")],
         {"breaks_asked": frozenset("b"), "breaks_seen": frozenset("a")}),
        ([(Kind.BREAK_ASKED, "", "a"), (Kind.BREAK_SEEN, "", ""), (Kind.PAUSED, "", ""), (Kind.RESUMED, "", "")],
         {"breaks_seen": frozenset()}),
        ([(Kind.BLANKED, "", "")], {"blanked": True}),
        ([(Kind.BLANKED, "", ""), (Kind.UNBLANKED, "", "")], {"blanked": False}),
        ([(Kind.TOOK_OVER, "p", "")], {"leading": "p"}),
        ([(Kind.FINISHED, "", "")], {"finished": True}),
        ([(Kind.PARKED, "i", "a"), (Kind.PARKED, "j", "b"), (Kind.UNPARKED, "i", "")], {"parked": (("j", "b"),)}),
        ([(Kind.PHASE, "s", "writing"), (Kind.WENT_TO, "t", "")],
         {"current": "t", "steps": {"s": StepState(StepPhase.WRITING, began=1)}}),
        ([(Kind.PHASE, "s", "revealed seed"), (Kind.PHASE, "s", "discussed")],
         {"current": "s", "steps": {"s": StepState(StepPhase.DISCUSSED, seed="seed", began=1)}}),
        ([(Kind.PHASE, "s", "writing"), (Kind.READY, "p", "s"), (Kind.PHASE, "s", "collected")],
         {"steps": {"s": StepState(StepPhase.COLLECTED, ready=frozenset({"p"}), began=1)}}),
        ([(Kind.READY, "p", "s"), (Kind.READY, "q", "s"), (Kind.NOT_READY, "p", "s")],
         {"steps": {"s": StepState(ready=frozenset({"q"}))}}),
        ([(Kind.EXTENDED, "s", "5"), (Kind.EXTENDED, "s", "3")], {"steps": {"s": StepState(extra=8)}}),
        ([(Kind.PHASE, "s", "revealed x"), (Kind.READY, "p", "s"), (Kind.TOTALS, "s", "f"), (Kind.REPEATED, "s", "")],
         {"current": "s", "steps": {"s": StepState(StepPhase.WRITING, round=1, seed="x", began=4)}}),
    ],
)  # fmt: skip
def test_each_kind_changes_what_it_says(kinds: list[tuple[Kind, str, str]], expected: dict[str, object]) -> None:
    found = told(*kinds)
    assert {name: getattr(found, name) for name in expected} == expected


def test_readiness_is_of_one_time_of_writing() -> None:
    assert told((Kind.READY, "p", "s"), (Kind.PHASE, "s", "writing")).step("s").ready == frozenset()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.randoms(use_true_random=False))
def test_two_processes_that_read_the_same_story_show_the_same(presses: int, chance: object) -> None:
    """A desk on one process and a phone on another: neither knows more, whatever order the rows came in."""
    room = a_room()
    for _ in range(presses):
        room.press()
    shuffled = [*room.log, *room.log[:5]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    other = Room(room.method, replay(shuffled), room.entries, room.names)
    for audience in Audience:
        assert json.dumps(other.see(audience)) == json.dumps(room.see(audience))
    assert replace(other.session, number=0) == replace(room.session, number=0)
