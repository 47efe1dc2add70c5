"""What may happen next: whoever asks whatever, one answer comes, nothing happens twice, and nothing gets lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.deliberation.session.room import (
    LEADER,
    LONG,
    METHODS,
    SCREEN,
    SECOND,
    Room,
    a_field,
    a_method,
    a_room,
    a_step,
    any_method,
)

from sleutelwerk.deliberation.engine.model import Method, Visibility
from sleutelwerk.deliberation.engine.session.decide import (
    MOST_BREAKS,
    MOST_EXTRA,
    OF_ALL,
    WARNED,
    WAS_IT_SEEN,
    Command,
    Outcome,
    Verb,
    all_ready,
    decide,
)
from sleutelwerk.deliberation.engine.session.happenings import Kind
from sleutelwerk.deliberation.engine.session.path import ALONE, SPOKEN, WRITTEN, only_counts, phases_of
from sleutelwerk.deliberation.engine.session.state import MOST_PEOPLE, Presence, Role, Session, StepPhase
from sleutelwerk.deliberation.engine.session.views import Audience, outline

_SENTENCE = re.compile(r"[A-ZÉ][^\n]*[.?!]")
LED = sorted(set(Verb) - OF_ALL)


def happened(outcome: Outcome) -> list[tuple[Kind, str, str]]:
    """Give what happened, after looking that it is one of three things: happened, done already, or refused and why."""
    assert [bool(outcome.kinds), outcome.repeated, not outcome.verdict].count(True) == 1
    assert bool(outcome.verdict) or _SENTENCE.fullmatch(outcome.verdict.reason)
    return list(outcome.kinds)


def refused_with(outcome: Outcome, words: str) -> bool:
    """Tell whether something was refused, with these words in the reason."""
    return happened(outcome) == [] and not outcome.verdict and words in outcome.verdict.reason


_SOME_STEPS = sorted({step.id for step in LONG.steps})
_ANY_TEXT = st.text(st.characters(), max_size=12)
_ABOUT = _ANY_TEXT | st.sampled_from([*_SOME_STEPS, "s0", "s1", LEADER, SECOND, SCREEN, "p-2", "i-1"])
_TEXTS = ["0", "1", "-1", "61", "٣", "²", "weging", "row0", "x" * 10_000]
_VALUE = _ANY_TEXT | st.sampled_from([*StepPhase, WARNED, *_TEXTS])


@settings(max_examples=80, deadline=None)
@given(
    any_method(),
    st.integers(0, 25),
    st.sampled_from((LEADER, LEADER, LEADER, SECOND, "p-2", "p-listener", SCREEN, "", "nobody")),
    st.lists(st.builds(Command, st.sampled_from(Verb), _ABOUT, _VALUE), min_size=1, max_size=12),
)
@example(LONG, 0, LEADER, [Command(Verb.EXTEND, "", "9" * 5_000)])
def test_nothing_that_anybody_asks_breaks_a_session(
    method: Method, presses: int, by: str, commands: list[Command]
) -> None:
    room = a_room(method)
    for _ in range(presses):
        room.press()
    for command in commands:
        before = room.session
        outcome = room.ask(by, command.verb, command.about, command.value)
        happened(outcome)
        assert (room.session == before) == (not outcome.kinds)
        assert room.session.current in {step.id for step in method.steps}
        assert set(room.session.steps) <= {step.id for step in method.steps}
        "".join(f"{about}{value}" for _kind, about, value in outcome.kinds).encode()  # it can be written down


def test_a_session_in_which_nothing_began_takes_every_command() -> None:
    room = Room(LONG)
    room.come(LEADER, Role.FACILITATOR)
    room.happen((Kind.TOOK_OVER, LEADER, ""))
    for verb in LED:
        happened(decide(room.session, LONG, LEADER, Command(verb)))
    assert refused_with(room.lead(Verb.EXTEND, value="5"), "Vernieuw")
    assert happened(room.lead(Verb.GO, LONG.steps[0].id)) == [(Kind.PHASE, LONG.steps[0].id, "preparing")]
    assert not room.session.locked


@pytest.mark.parametrize("by", ["p-0", "p-1", "p-2", "p-listener", SCREEN])
@pytest.mark.parametrize("verb", LED)
def test_what_only_a_facilitator_may_ask_is_refused_to_others(by: str, verb: Verb) -> None:
    room = a_room()
    room.come("p-outside", Role.PARTICIPANT, inside=False)
    before = room.session
    for about in ("", "start", "casus", "p-outside", by):
        for value in ("", "preparing", "0", "5"):
            assert refused_with(room.ask(by, verb, about, value), "Vernieuw")
    assert room.session == before


@pytest.mark.parametrize("presence", ["removed", "waiting", "unknown"])
@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PARTICIPANT, Role.SCREEN])
def test_who_is_not_in_the_room_does_nothing(presence: str, role: Role) -> None:
    room = a_room()
    if presence != "unknown":
        room.come("p-x", role, inside=presence == "removed")
    if presence == "removed":
        room.happen((Kind.REMOVED, "p-x", ""))
    room.go_to("start", StepPhase.WRITING)
    before = room.session
    for verb in Verb:
        assert refused_with(room.ask("p-x", verb, "start", "writing"), "Vernieuw")
    assert room.session == before


def test_a_finished_session_takes_nothing() -> None:
    room = a_room()
    room.go_to("start", StepPhase.WRITING)
    assert happened(room.lead(Verb.FINISH)) == [(Kind.FINISHED, "", "")]
    before = room.session
    for by in (LEADER, SECOND, "p-2", "p-listener"):
        for verb in Verb:
            assert refused_with(room.ask(by, verb, "start", "writing"), "afgelopen")
    assert room.session == before


def test_a_button_pressed_twice_from_one_desk_does_one_thing() -> None:
    room = a_room()
    seen = room.session
    first = room.lead(Verb.ADVANCE, "start", seen.step("start").phase.value)
    again = room.lead(Verb.ADVANCE, "start", seen.step("start").phase.value)
    assert happened(first) == [(Kind.PHASE, "start", "writing")]
    assert (happened(again), again.repeated) == ([], True)


def test_who_still_writes_is_warned_before_writing_ends() -> None:
    room = a_room()
    room.go_to("start", StepPhase.WRITING)
    assert room.lead(Verb.ADVANCE, "start", WARNED).repeated, "nobody was warned yet"
    assert happened(room.lead(Verb.ADVANCE, "start", "writing")) == [(Kind.WARNED, "start", "")]
    assert room.lead(Verb.ADVANCE, "start", "writing").repeated, "the same press once more ends nothing"
    assert (room.session.step("start").phase, room.session.step("start").warned) == (StepPhase.WRITING, True)
    for audience in (Audience.PEOPLE, Audience.SCREEN, Audience.DESK):
        assert room.see(audience)["steps"]["start"]["warned"] is True
    assert room.write("p-2", room.form("start", "hoop")), "until it ends everybody goes on"
    assert happened(room.lead(Verb.ADVANCE, "start", WARNED)) == [(Kind.PHASE, "start", "collected")]
    assert not room.session.step("start").warned
    assert "warned" not in room.see(Audience.PEOPLE)["steps"]["start"]


def test_nobody_is_warned_when_everybody_said_that_he_is_done() -> None:
    room = a_room()
    room.go_to("start", StepPhase.WRITING)
    for by in room.session.admitted(Role.INBRENGER, Role.PARTICIPANT, Role.DECISION_MAKER):
        assert not all_ready(room.session, "start")
        room.ask(by, Verb.READY, "start")
    assert happened(room.lead(Verb.ADVANCE, "start", "writing")) == [(Kind.PHASE, "start", "collected")]


def test_who_wrote_no_longer_when_the_last_one_was_done_is_collected_with_the_same_press() -> None:
    room = a_room(writers=2)
    room.go_to("start", StepPhase.WRITING)
    room.lead(Verb.ADVANCE, "start", "writing")
    for by in ("p-0", "p-1"):
        room.ask(by, Verb.READY, "start")
    assert happened(room.lead(Verb.ADVANCE, "start", "writing")) == [(Kind.PHASE, "start", "collected")]


@pytest.mark.parametrize(
    ("verb", "about", "value"), [(Verb.EXTEND, "", "5"), (Verb.GO, "start", ""), (Verb.REPEAT, "start", "0")]
)
def test_time_on_top_coming_back_or_writing_anew_takes_the_warning_back(verb: Verb, about: str, value: str) -> None:
    room = a_room()
    room.go_to("start", StepPhase.WRITING)
    room.lead(Verb.ADVANCE, "start", "writing")
    if verb is Verb.GO:
        room.lead(Verb.GO, "casus")
    if verb is Verb.REPEAT:
        for _ in range(2):
            room.press()
    room.lead(verb, about, value)
    step = room.session.step("start")
    assert (step.phase, step.warned) == (StepPhase.WRITING, False)
    assert happened(room.lead(Verb.ADVANCE, "start", "writing")) == [(Kind.WARNED, "start", "")]


@settings(max_examples=40, deadline=None)
@given(any_method(), st.integers(0, 30), st.sampled_from((Verb.ADVANCE, Verb.REPEAT, Verb.TAKE_OVER, Verb.GO)))
def test_two_facilitators_who_press_at_the_same_time_do_one_thing(method: Method, presses: int, verb: Verb) -> None:
    """Both saw the same screen. Who leads is heard; the other is refused, or after taking over finds it done."""
    room = a_room(method)
    for _ in range(presses):
        room.press()
    seen = room.session
    step = seen.step(seen.current)
    target = method.steps[-1].id if verb is Verb.GO else seen.current
    value = str(step.round) if verb is Verb.REPEAT else step.phase.value
    first = room.ask(LEADER, verb, target, value)
    between = room.session
    second = room.ask(SECOND, verb, target, value)
    if verb is Verb.TAKE_OVER:
        assert (first.repeated, happened(second)) == (True, [(Kind.TOOK_OVER, SECOND, "")])
        return
    assert refused_with(second, "Neem het over")
    assert room.session == between
    room.ask(SECOND, Verb.TAKE_OVER)
    if first.kinds:
        third = room.ask(SECOND, verb, target, value)
        assert (happened(third), third.repeated) == ([], True)
    assert room.session.steps == between.steps


def test_who_took_over_leads_and_a_participant_never_can() -> None:
    room = a_room()
    assert room.ask("p-2", Verb.TAKE_OVER).kinds == ()
    assert happened(room.ask(SECOND, Verb.TAKE_OVER)) == [(Kind.TOOK_OVER, SECOND, "")]
    assert refused_with(room.ask(LEADER, Verb.PAUSE), "Uw collega leidt")
    assert happened(room.ask(SECOND, Verb.PAUSE)) == [(Kind.PAUSED, "", "")]


@pytest.mark.parametrize("slug", sorted(METHODS))
def test_the_big_button_leads_through_the_whole_method_in_order(slug: str) -> None:
    method = METHODS[slug]
    room = a_room(method)
    seen = [(room.session.current, room.session.step(room.session.current).phase)]
    while room.press().kinds:
        seen.append((room.session.current, room.session.step(room.session.current).phase))
    expected = [(step.id, phase) for step in method.steps for phase in phases_of(step)[:-1]]
    assert seen == [*expected, (method.steps[-1].id, StepPhase.CLOSED)]
    assert all(room.session.step(step.id).phase is StepPhase.CLOSED for step in method.steps)
    assert room.session.locked == (len(method.steps) > 1)
    assert room.press().repeated


def test_a_step_in_which_nobody_writes_alone_has_a_shorter_way() -> None:
    spoken, written = a_step("s", a_field("a", Visibility.OPEN)), a_step("w", a_field("a", Visibility.PRIVATE))
    assert phases_of(spoken) == phases_of(a_step("leeg")) == SPOKEN
    for visibility in set(Visibility) - {Visibility.OPEN, Visibility.PRIVATE}:
        assert phases_of(a_step("w", a_field("a", Visibility.OPEN), a_field("b", visibility))) == WRITTEN
    assert phases_of(written) == ALONE  # nothing to collect or to lay open


def test_a_step_that_only_counts_lays_nobody_s_words_open() -> None:
    count, hidden = a_field("a", Visibility.TOTALS_ONLY), a_field("b", Visibility.HIDDEN_UNTIL_REVEAL)
    talk = a_field("c", Visibility.OPEN)
    steps = [a_step("s", *fields) for fields in ((count,), (count, talk), (count, hidden), (hidden,), (talk,), ())]
    assert [only_counts(step) for step in steps] == [True, True, False, False, False, False]
    told = {
        one["id"] for method in METHODS.values() for one in outline(method, desk=False)["steps"] if one["only_counts"]
    }
    assert told == {"evaluatie", "gevoel"}


def test_an_unknown_step_is_no_step() -> None:
    room = a_room()
    for verb in (Verb.ADVANCE, Verb.GO, Verb.TOTALS):
        assert refused_with(room.lead(verb, "bestaat-niet", "preparing"), "Vernieuw")
    assert refused_with(room.lead(Verb.REPEAT, "bestaat-niet", "0"), "niet geschreven")


def test_skipping_and_going_back_lose_nothing() -> None:
    """The group skips a step, comes back to one that it left in the middle of writing, and goes on from there."""
    room = a_room()
    room.go_to("perspectieven", StepPhase.WRITING)
    room.ask("p-2", Verb.READY, "perspectieven")
    kept = room.write("p-2", room.form("perspectieven", "perspectief"))
    left = room.session.step("perspectieven")
    assert happened(room.lead(Verb.GO, "dialoog")) == [(Kind.PHASE, "dialoog", "preparing")]
    assert happened(room.lead(Verb.GO, "perspectieven")) == [(Kind.WENT_TO, "perspectieven", "")]
    assert room.session.step("perspectieven") == left
    assert room.lead(Verb.GO, "perspectieven").repeated
    for _ in range(3):
        room.press()
    assert happened(room.press())[:2] == [
        (Kind.PHASE, "perspectieven", "closed"),
        (Kind.PHASE, "alternatieven", "preparing"),
    ]
    room.press()
    begun = room.session.step("alternatieven")
    room.lead(Verb.GO, "perspectieven")
    assert room.oracle.written[kept].marks
    # from a step that is closed already, on to one that was begun already: no phase is touched
    assert happened(room.press()) == [(Kind.WENT_TO, "alternatieven", "")]
    assert room.session.step("alternatieven") == begun


def test_repeating_keeps_what_was_written_and_hides_what_is_new() -> None:
    room = a_room()
    form = room.form("alternatieven", "weg")
    room.go_to("alternatieven", StepPhase.WRITING)
    assert refused_with(room.lead(Verb.REPEAT, "alternatieven", "0"), "nog niet onthuld")
    first = room.write("p-2", form)
    room.press()
    room.press()
    assert happened(room.lead(Verb.REPEAT, "alternatieven", "0")) == [(Kind.REPEATED, "alternatieven", "")]
    assert room.lead(Verb.REPEAT, "alternatieven", "0").repeated, "he saw the first round on his button"
    assert refused_with(room.lead(Verb.REPEAT, "alternatieven", "1"), "nog niet onthuld")
    second = room.write("p-2", form)
    assert {room.entries[one].round for one in (first, second)} == {0, 1}
    room.press()
    room.press()
    assert refused_with(room.lead(Verb.REPEAT, "casus", "0"), "niet geschreven")


@pytest.mark.parametrize("verb", [Verb.ADVANCE, Verb.GO])
def test_the_door_locks_as_the_group_goes_to_the_second_step(verb: Verb) -> None:
    room = a_room()
    late = room.come("p-late", Role.PARTICIPANT, inside=False)
    doors = set()
    while room.session.current == "start":
        doors.add(room.session.locked)
        if verb is Verb.GO:
            room.lead(verb, "dilemma")
        else:
            room.press()
    assert (doors, room.session.locked) == ({False}, True)
    assert refused_with(room.lead(Verb.ADMIT, late), "De deur is dicht")
    assert happened(room.lead(Verb.UNLOCK)) == [(Kind.UNLOCKED, "", "")]
    assert happened(room.lead(Verb.ADMIT, late)) == [(Kind.ADMITTED, late, "")]
    room.go_to("verhelderen", StepPhase.PREPARING)
    assert not room.session.locked, "opened by hand, it stays open until it is locked by hand"
    assert happened(room.lead(Verb.LOCK)) == [(Kind.LOCKED, "", "")]


def test_going_back_to_the_first_step_leaves_the_door_as_it_is() -> None:
    room = a_room()
    room.lead(Verb.GO, "casus")
    room.lead(Verb.UNLOCK)
    assert happened(room.lead(Verb.GO, "start")) == [(Kind.WENT_TO, "start", "")]
    assert not room.session.locked


def test_a_method_of_one_step_never_locks() -> None:
    room = a_room(a_method(a_step("enige", a_field("a", Visibility.OPEN))))
    while room.press().kinds:
        pass
    assert not room.session.locked


def test_no_more_than_thirty_people_come_in() -> None:
    room = Room(LONG)
    room.come(LEADER, Role.FACILITATOR)
    room.happen((Kind.TOOK_OVER, LEADER, ""))
    for number in range(MOST_PEOPLE + 3):
        room.come(f"p-{number}", Role.PARTICIPANT, inside=False)
        room.lead(Verb.ADMIT, f"p-{number}")
    assert MOST_PEOPLE == 30
    assert len(room.session.admitted()) == 30
    assert refused_with(room.lead(Verb.ADMIT, "p-30"), "Er passen 30 mensen")
    screen = room.come(SCREEN, Role.SCREEN, inside=False)
    assert happened(room.lead(Verb.ADMIT, screen)) == [(Kind.ADMITTED, screen, "")], "a screen is no person"
    room.lead(Verb.REMOVE, "p-0")
    assert happened(room.lead(Verb.ADMIT, "p-30")) == [(Kind.ADMITTED, "p-30", "")]


def test_who_was_sent_away_stays_away() -> None:
    room = a_room()
    assert room.lead(Verb.ADMIT, "p-2").repeated
    assert happened(room.lead(Verb.REMOVE, "p-2")) == [(Kind.REMOVED, "p-2", "")]
    assert room.lead(Verb.REMOVE, "p-2").repeated
    assert refused_with(room.lead(Verb.ADMIT, "p-2"), "Vernieuw")
    room.happen((Kind.JOINED, "p-2", "participant"))
    assert room.session.people["p-2"].presence is Presence.REMOVED
    for about in ("nobody", ""):
        assert refused_with(room.lead(Verb.ADMIT, about), "Vernieuw")
        assert refused_with(room.lead(Verb.REMOVE, about), "Vernieuw")


@pytest.mark.parametrize("who", [LEADER, SECOND])
def test_a_facilitator_cannot_be_sent_away(who: str) -> None:
    assert refused_with(a_room().lead(Verb.REMOVE, who), "Vernieuw")


@pytest.mark.parametrize(
    ("on", "off", "attribute"),
    [(Verb.PAUSE, Verb.RESUME, "paused"), (Verb.BLANK, Verb.UNBLANK, "blanked"), (Verb.LOCK, Verb.UNLOCK, "locked")],
)
def test_what_goes_on_goes_off_again_and_twice_is_once(on: Verb, off: Verb, attribute: str) -> None:
    room = a_room()
    assert room.lead(off).repeated
    for verb, value in ((on, True), (off, False)):
        assert len(happened(room.lead(verb))) == 1
        assert getattr(room.session, attribute) is value
        assert room.lead(verb).repeated


def test_writers_say_when_they_are_ready_while_they_write() -> None:
    room = a_room()
    assert room.ask("p-2", Verb.READY, "start").repeated, "nobody writes yet"
    room.go_to("start", StepPhase.WRITING)
    assert room.ask("p-2", Verb.NOT_READY, "start").repeated
    assert happened(room.ask("p-2", Verb.READY, "start")) == [(Kind.READY, "p-2", "start")]
    assert room.ask("p-2", Verb.READY, "start").repeated
    assert happened(room.ask("p-2", Verb.NOT_READY, "start")) == [(Kind.NOT_READY, "p-2", "start")]
    assert room.ask("p-2", Verb.READY, "casus").repeated
    for by in (LEADER, "p-listener", SCREEN):
        assert refused_with(room.ask(by, Verb.READY, "start"), "Vernieuw")


def test_a_break_is_asked_in_silence() -> None:
    room = a_room()
    assert happened(room.ask("p-0", Verb.BREAK, "p-0", "m0")) == [(Kind.BREAK_ASKED, "", "m0")]
    assert room.ask("p-0", Verb.BREAK, "p-0", "m0").repeated, "the same request, sent again"
    for by in (LEADER, SCREEN):
        assert refused_with(room.ask(by, Verb.BREAK, value="m1"), "Vernieuw")
    assert room.see(Audience.DESK)["breaks_asked"] == 1
    room.lead(Verb.PAUSE)
    room.lead(Verb.RESUME)
    assert room.see(Audience.DESK)["breaks_asked"] == 0
    assert happened(room.ask("p-listener", Verb.BREAK, value="m2")) == [(Kind.BREAK_ASKED, "", "m2")]


def test_a_phone_that_asks_for_a_break_does_not_hear_that_another_did() -> None:
    room = a_room()
    first = room.ask("p-0", Verb.BREAK, value="m0")
    for number, by in enumerate(("p-1", "p-2", "p-listener"), start=1):
        other = room.ask(by, Verb.BREAK, value=f"m{number}")
        assert (other.verdict, other.repeated) == (first.verdict, first.repeated)


def test_no_flood_of_requests_for_a_break_is_kept() -> None:
    room = a_room()
    for number in range(MOST_BREAKS):
        assert happened(room.ask("p-0", Verb.BREAK, value=f"m{number}"))
    assert room.ask("p-0", Verb.BREAK, value="one more").repeated
    assert a_room().ask("p-0", Verb.BREAK, value="m" * 41).repeated, "no phone makes a mark as long as that"


@pytest.mark.parametrize("by", [LEADER, SECOND])
def test_either_facilitator_says_that_he_saw_it_and_only_who_asked_hears_that(by: str) -> None:
    room = a_room()
    assert room.ask(by, Verb.SEEN).repeated, "nobody asked"
    others = [room.see(audience) for audience in (Audience.PEOPLE, Audience.SCREEN)]
    room.ask("p-2", Verb.BREAK, value="m2")
    assert room.ask("p-2", Verb.BREAK, value=f"{WAS_IT_SEEN}m2").repeated, "not yet"
    assert happened(room.ask(by, Verb.SEEN)) == [(Kind.BREAK_SEEN, "", "")]
    assert room.ask(by, Verb.SEEN).repeated
    assert room.see(Audience.DESK)["breaks_asked"] == 0
    # no screen but the desk changes by any of this
    assert [room.see(audience) for audience in (Audience.PEOPLE, Audience.SCREEN)] == others
    for guess in ("", "m0", "m"):
        assert room.ask("p-0", Verb.BREAK, value=WAS_IT_SEEN + guess).repeated, "no other phone hears it"
    assert refused_with(room.ask("p-2", Verb.BREAK, value=f"{WAS_IT_SEEN}m2"), "heeft gezien dat u een pauze vraagt")
    # to ask once more is a new request, which nobody saw yet
    assert happened(room.ask("p-0", Verb.BREAK, value="m0")) == [(Kind.BREAK_ASKED, "", "m0")]
    assert room.ask("p-0", Verb.BREAK, value=f"{WAS_IT_SEEN}m0").repeated
    room.ask(by, Verb.SEEN)
    room.lead(Verb.PAUSE)
    room.lead(Verb.RESUME)
    for mark in ("m0", "m2"):
        assert room.ask("p-2", Verb.BREAK, value=WAS_IT_SEEN + mark).repeated, "there was one"


@pytest.mark.parametrize("value", ["1", "5", str(MOST_EXTRA)])
def test_minutes_are_given_on_top(value: str) -> None:
    assert happened(a_room().lead(Verb.EXTEND, value=value)) == [(Kind.EXTENDED, "start", value)]


@pytest.mark.parametrize("value", ["", "0", "61", "-5", "+5", "05", "5.0", "vijf", "٣", "²", " 5", "1_0", "9" * 5_000])
def test_other_numbers_of_minutes_are_refused(value: str) -> None:
    assert refused_with(a_room().lead(Verb.EXTEND, value=value), "Kies 1 tot 60 minuten.")


def test_totals_are_asked_for_once_and_only_of_what_lies_open() -> None:
    room = a_room()
    room.go_to("afweging", StepPhase.COLLECTED)
    assert refused_with(room.lead(Verb.TOTALS, "afweging", "weging"), "Onthul eerst")
    room.press()
    for name in ("bestaat-niet", ""):
        assert refused_with(room.lead(Verb.TOTALS, "afweging", name), "Vernieuw")
    assert happened(room.lead(Verb.TOTALS, "afweging", "weging")) == [(Kind.TOTALS, "afweging", "weging")]
    assert room.lead(Verb.TOTALS, "afweging", "weging").repeated
    room.lead(Verb.REPEAT, "afweging", "0")
    assert room.session.step("afweging").totals == frozenset(), "of a new round they are asked for again"


def test_texts_and_what_is_private_are_never_counted() -> None:
    private = METHODS["korte-reflectie"]
    room = a_room(private)
    room.go_to("uitstel", StepPhase.DISCUSSED)
    assert refused_with(room.lead(Verb.TOTALS, "uitstel", "reactie"), "Vernieuw")
    room.go_to("andere-ogen", StepPhase.REVEALED)
    assert refused_with(room.lead(Verb.TOTALS, "andere-ogen", "perspectief"), "Vernieuw")


def test_what_is_parked_is_cleaned_kept_once_and_taken_away() -> None:
    room = a_room()
    assert happened(room.lead(Verb.PARK, "i-1", " later\u202e bespreken\ud800 ")) == [
        (Kind.PARKED, "i-1", "later bespreken")
    ]
    assert room.lead(Verb.PARK, "i-1", "later bespreken").repeated
    assert room.session.parked == (("i-1", "later bespreken"),)
    assert room.lead(Verb.UNPARK, "i-2").repeated
    assert happened(room.lead(Verb.UNPARK, "i-1")) == [(Kind.UNPARKED, "i-1", "")]
    assert room.lead(Verb.UNPARK, "i-1").repeated


@pytest.mark.parametrize("value", ["", " \n ", "\u200b", "x" * 201])
def test_nothing_or_too_much_is_not_parked(value: str) -> None:
    assert refused_with(a_room().lead(Verb.PARK, "i-1", value), "Schrijf 1 tot 200 tekens.")


@pytest.mark.parametrize("name", ["", "x" * 41, "é", "a\nb", "\ud800"])
def test_what_is_parked_has_a_plain_name(name: str) -> None:
    assert refused_with(a_room().lead(Verb.PARK, name, "later"), "Vernieuw")


def test_a_turn_is_counted_of_who_is_in() -> None:
    room = a_room()
    assert happened(room.lead(Verb.SPOKE, "p-2")) == [(Kind.SPOKE, "p-2", "")]
    assert happened(room.lead(Verb.SPOKE, "p-2")) == [(Kind.SPOKE, "p-2", "")]
    assert room.session.people["p-2"].turns == 2
    room.lead(Verb.REMOVE, "p-2")
    for about in ("p-2", "nobody", ""):
        assert refused_with(room.lead(Verb.SPOKE, about), "Vernieuw")


def test_an_empty_session_knows_nobody() -> None:
    for verb in Verb:
        assert refused_with(decide(Session(), LONG, "", Command(verb)), "Vernieuw")
