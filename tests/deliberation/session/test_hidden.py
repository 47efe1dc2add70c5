"""Nothing hidden leaves the server before it is revealed: on no screen, in no total, by no name and by no side road."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.deliberation.session.room import (
    LEADER,
    LONG,
    MARK,
    METHODS,
    SCREEN,
    SECOND,
    Room,
    a_room,
    any_method,
    written_step,
)

from sleutelwerk.deliberation.engine.model import Method, Visibility
from sleutelwerk.deliberation.engine.session.decide import WARNED, Verb
from sleutelwerk.deliberation.engine.session.happenings import replay
from sleutelwerk.deliberation.engine.session.path import phases_of
from sleutelwerk.deliberation.engine.session.state import OPENED, StepPhase
from sleutelwerk.deliberation.engine.session.views import Audience

Shown = dict[str, Any]
_MARKED = re.compile(f"{MARK}[^{MARK}]*{MARK}")
WRITERS = tuple(f"p-{number}" for number in range(6))
EVERYBODY = (*WRITERS, LEADER, SECOND, SCREEN, "p-listener", "p-stranger")


def marks_in(shown: Any) -> set[str]:
    """Give every mark that stands anywhere in what a screen gets, keys included."""
    return set(_MARKED.findall(json.dumps(shown, ensure_ascii=False)))


def keys_in(shown: Any) -> Iterator[str]:
    """Give every key in plain data, except of what people wrote: those are the names of fields."""
    if isinstance(shown, dict):
        for key, inner in shown.items():
            yield key
            if key not in {"values", "totals"}:
                yield from keys_in(inner)
    elif isinstance(shown, list):
        for inner in shown:
            yield from keys_in(inner)


def only_what_may_be_seen(room: Room, audience: Audience, shown: Shown) -> None:
    """Hold what one kind of screen gets against the oracle, both ways: nothing too much, and nothing lost."""
    steps = shown.get("steps", {})
    words = marks_in([entry["values"] for step in steps.values() for entry in step["entries"]])
    totals = marks_in([step["totals"] for step in steps.values()])
    open_words, counted = room.oracle.entries_on(audience), room.oracle.counted_on(audience)
    assert words == open_words
    assert counted <= totals <= counted | open_words
    claimed = {room.names[one.claimed] for one in room.entries.values() if one.claimed}
    names = {
        Audience.WAITING: set[str](),
        Audience.SCREEN: set[str](),
        Audience.PEOPLE: claimed,
        Audience.DESK: set(room.names.values()),
    }[audience]
    assert marks_in(shown) - words - totals <= names
    assert not re.search(r"lock|revision", json.dumps(shown, ensure_ascii=False).replace('"locked"', ""))


def no_word_is_anybody_s(room: Room, audience: Audience, shown: Shown) -> None:
    """Hold that nothing on a screen ties words to a device, unless somebody said that they are his."""
    for step in shown.get("steps", {}).values():
        for entry in step["entries"]:
            claimed = room.entries[entry["id"]].claimed
            expected = {"id", "form", "values"} | ({"of"} if claimed and audience is not Audience.SCREEN else set())
            assert set(entry) == expected
            assert entry.get("of") in {None, room.names.get(claimed)}
            assert not any(one in json.dumps(entry["values"]) for one in room.session.people)


def no_clock_and_no_typing(audience: Audience, shown: Shown) -> None:
    """Hold that no screen learns when or by whom something is written; only the desk counts minutes of a phase."""
    desk_only = {"began", "extra", "who_is_ready", "turns", "people", "presence", "leading", "breaks_asked", "parked"}
    found = set(keys_in(shown))
    assert audience is Audience.DESK or not found & desk_only
    assert not {key for key in found if re.search(r"time|_at$|^at$|typing|author|device|seen", key)}
    assert audience is Audience.DESK or "18000" not in json.dumps(shown)


def all_write(room: Room, count: int = 6) -> list[str]:
    """Have so many people fill in everything that may be filled in now; the names of what they wrote."""
    written = [room.write(by, form) for form in room.forms() if form.held_back for by in WRITERS[:count]]
    return [one for one in written if one]


class Walk(RuleBasedStateMachine):
    """People press and write whatever they like, in any order, for as long as they like."""

    room: Room

    @initialize(method=any_method())
    def open(self, method: Method) -> None:
        self.room = a_room(method)
        self.room.come("p-outside", self.room.session.people["p-2"].role, inside=False)

    @rule(times=st.integers(1, 3))
    def press_on(self, times: int) -> None:
        for _ in range(times):
            self.room.press()

    @rule(by=st.sampled_from((LEADER, LEADER, SECOND)), verb=st.sampled_from(Verb), which=st.integers(0, 20))
    def press_anything(self, by: str, verb: Verb, which: int) -> None:
        steps = self.room.method.steps
        step = steps[which % len(steps)].id
        persons = {Verb.ADMIT: "p-outside", Verb.REMOVE: WRITERS[which % 6], Verb.SPOKE: WRITERS[which % 6]}
        state = self.room.session.step(step)
        seen = WARNED if state.warned and which % 2 else state.phase.value
        values = {Verb.ADVANCE: seen, Verb.REPEAT: str(state.round), Verb.EXTEND: "5", Verb.PARK: "later"}
        if verb is not Verb.FINISH:
            self.room.ask(by, verb, persons.get(verb, step), values.get(verb, ""))

    @rule(which=st.integers(0, 20))
    def once_more(self, which: int) -> None:
        begun = [one.id for one in self.room.method.steps if self.room.session.step(one.id).phase in OPENED]
        if begun:
            step = begun[which % len(begun)]
            self.room.lead(Verb.REPEAT, step, str(self.room.session.step(step).round))

    @rule(who=st.lists(st.sampled_from(WRITERS), min_size=1, max_size=6, unique=True), which=st.integers(0, 5))
    def everybody_writes(self, who: list[str], which: int) -> None:
        here = [form for form in self.room.forms() if form.step == self.room.session.current]
        for by in who if here else ():
            self.room.write(by, here[which % len(here)])

    @rule(which=st.integers(0, 20), count=st.integers(3, 6), times=st.integers(0, 2))
    def go_somewhere_and_have_many_write(self, which: int, count: int, times: int) -> None:
        steps = [step.id for step in self.room.method.steps if StepPhase.WRITING in phases_of(step)]
        if steps:
            for verb in (Verb.UNBLANK, Verb.RESUME):  # until then the group stays where it is
                self.room.lead(verb)
            self.room.lead(Verb.GO, steps[which % len(steps)])
            while self.room.session.step(self.room.session.current).phase is StepPhase.PREPARING:
                self.room.press()
            all_write(self.room, count)
            self.press_on(times)

    @rule(by=st.sampled_from((*WRITERS, LEADER, "p-listener", SCREEN)), which=st.integers(0, 50))
    def write_anywhere(self, by: str, which: int) -> None:
        if forms := self.room.forms():
            self.room.write(by, forms[which % len(forms)])

    @rule(which=st.integers(0, 50))
    def a_phone_sends_what_is_private(self, which: int) -> None:
        if private := [form for form in self.room.forms() if form.visibility is Visibility.PRIVATE]:
            self.room.keep("p-3", private[which % len(private)])

    @rule(which=st.integers(0, 20))
    def ask_for_totals(self, which: int) -> None:
        if here := [form for form in self.room.forms() if form.step == self.room.session.current]:
            self.room.lead(Verb.TOTALS, here[0].step, here[which % len(here)].id)

    @precondition(lambda self: self.room.entries)
    @rule(which=st.integers(0, 200))
    def strike(self, which: int) -> None:
        self.room.strike(sorted(self.room.entries)[which % len(self.room.entries)])

    @precondition(lambda self: self.room.entries)
    @rule(which=st.integers(0, 200))
    def say_it_is_mine(self, which: int) -> None:
        name = sorted(self.room.entries)[which % len(self.room.entries)]
        if set(self.room.oracle.written[name].marks) & self.room.oracle.entries_on(Audience.DESK):
            self.room.claim(name)

    @rule(verb=st.sampled_from((Verb.BLANK, Verb.UNBLANK, Verb.UNBLANK)))
    def blank(self, verb: Verb) -> None:
        self.room.lead(verb)

    @rule(by=st.sampled_from(WRITERS), verb=st.sampled_from((Verb.READY, Verb.NOT_READY, Verb.BREAK)))
    def say_something_without_words(self, by: str, verb: Verb) -> None:
        self.room.ask(by, verb, self.room.session.current)

    @invariant()
    def every_screen_shows_what_it_may(self) -> None:
        for audience in Audience:
            shown = self.room.see(audience)
            only_what_may_be_seen(self.room, audience, shown)
            no_word_is_anybody_s(self.room, audience, shown)
            no_clock_and_no_typing(audience, shown)

    def teardown(self) -> None:
        if hasattr(self, "room"):
            assert replay(reversed(self.room.log)) == self.room.session


Walk.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestWalk = Walk.TestCase


@settings(max_examples=60, deadline=None)
@given(any_method(), st.integers(0, 20), st.integers(1, 6), st.booleans())
def test_what_is_hidden_changes_nothing_on_any_screen(method: Method, which: int, count: int, second: object) -> None:
    """Not a letter differs between a room where everybody wrote and one where nobody did, until the reveal."""
    steps = [step.id for step in method.steps if StepPhase.WRITING in phases_of(step)]
    assume(steps)
    step = steps[which % len(steps)]
    room = a_room(method)
    room.go_to(step, StepPhase.WRITING)
    if second:
        all_write(room)
        room.press()
        room.press()
        room.lead(Verb.REPEAT, step, "0")
    before = dict(room.entries)
    for name in all_write(room, count)[::3]:
        room.strike(name)
    for _ in (StepPhase.WRITING, StepPhase.COLLECTED):
        with_them = {audience: json.dumps(room.see(audience)) for audience in Audience}
        after, room.entries = room.entries, before
        assert {audience: json.dumps(room.see(audience)) for audience in Audience} == with_them
        room.entries = after
        room.press()


def test_the_walk_reaches_what_it_is_about() -> None:
    """Each kind of thing that may lie open does so, in every method that has it: the oracle is not idle."""
    for method in METHODS.values():
        room = a_room(method)
        for step in method.steps:
            room.lead(Verb.GO, step.id)
            for _ in range(6):
                for form in (one for one in room.forms() if one.step == step.id):
                    for by in (*WRITERS, LEADER):
                        room.write(by, form)
                if room.session.step(step.id).phase in {StepPhase.PREPARING, StepPhase.WRITING, StepPhase.COLLECTED}:
                    room.press()
        for audience in (Audience.PEOPLE, Audience.SCREEN, Audience.DESK):
            only_what_may_be_seen(room, audience, room.see(audience))
        kept = {one.visibility for one in room.oracle.written.values()}
        has = {form.visibility for form in room.forms()}
        assert kept == has - {Visibility.PRIVATE}
        assert bool(room.oracle.counted_on(Audience.SCREEN)) == (Visibility.TOTALS_ONLY in has)
        assert room.oracle.entries_on(Audience.SCREEN)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(("evaluatie", "gevoel")), st.integers(3, 6), st.integers(0, 6), st.integers(0, 2))
def test_what_counts_in_totals_never_stands_alone(step: str, first: int, second: int, gone: int) -> None:
    """Around the least number of answers, struck ones and a second round included, the oracle is right every time."""
    room = a_room(METHODS["dilemmamethode" if step == "evaluatie" else "zeven-vragen"])
    room.go_to(step, StepPhase.WRITING)
    for number, count in enumerate((first, second)):
        for name in all_write(room, count)[:gone]:
            room.strike(name)
        for _ in range(3):
            for audience in Audience:
                only_what_may_be_seen(room, audience, room.see(audience))
            room.press()
        room.lead(Verb.REPEAT, step, str(number))
    assert room.see(Audience.SCREEN)["steps"][step]["entries"] == []


def test_revealing_shows_everything_at_once_and_not_one_before() -> None:
    step = written_step(LONG)
    room = a_room()
    room.go_to(step.id, StepPhase.WRITING)
    hidden = room.form(step.id, "hoop")
    marks = {mark for by in WRITERS for mark in room.oracle.written[room.write(by, hidden)].marks}
    seen = []
    for _ in range(3):
        seen.append(marks_in(room.see(Audience.DESK)) & marks)
        room.press()
    assert seen == [set(), set(), marks]


def test_the_desk_of_a_second_facilitator_gets_nothing_more_either() -> None:
    """There is one view for all desks; whoever is not leading gets that one."""
    room = a_room()
    first = json.dumps(room.see(Audience.DESK))
    room.ask(SECOND, Verb.TAKE_OVER)
    assert json.loads(first) | {"leading": SECOND} == room.see(Audience.DESK)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(12)))
def test_every_screen_of_a_kind_gets_the_same_whatever_came_first(order: list[int]) -> None:
    """Phones and processes may have read the entries in another order; what they show does not tell."""
    room = a_room()
    room.go_to("alternatieven", StepPhase.WRITING)
    for number in range(12):
        room.write(WRITERS[number % 6], room.form("alternatieven", "weg"))
    room.press()
    room.press()
    before = {audience: json.dumps(room.see(audience)) for audience in Audience}
    names = list(room.entries)
    room.entries = {names[number]: room.entries[names[number]] for number in order}
    assert {audience: json.dumps(room.see(audience)) for audience in Audience} == before


def test_an_empty_screen_holds_nothing_in_its_memory_either() -> None:
    room = a_room()
    room.write(LEADER, room.form("start", "afspraken"))
    room.write("p-2", room.form("start", "afspraken"))
    assert room.see(Audience.PEOPLE)["steps"]
    room.lead(Verb.BLANK)
    for audience in (Audience.PEOPLE, Audience.SCREEN):
        shown = room.see(audience)
        assert (shown["steps"], marks_in(shown)) == ({}, set())
    assert room.see(Audience.DESK)["steps"]
    room.lead(Verb.UNBLANK)
    assert marks_in(room.see(Audience.SCREEN))


def test_who_waits_learns_only_that_he_waits() -> None:
    room = a_room()
    room.write("p-2", room.form("start", "afspraken"))
    room.come("p-outside", room.session.people["p-2"].role, inside=False)
    seen = {"audience": "waiting", "waiting": ["p-outside"], "finished": False, "justice": False}
    assert room.see(Audience.WAITING) == seen
