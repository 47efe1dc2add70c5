"""Who may write, change and knock: each combination by hand, from what people are promised."""

from __future__ import annotations

import itertools
from dataclasses import replace
from types import MappingProxyType

import pytest
from tests.deliberation.session.room import LONG, a_field, a_room

from sleutelwerk.core.verdict import Verdict
from sleutelwerk.deliberation.engine.model import Visibility, Writer
from sleutelwerk.deliberation.engine.session.decide import may_change, may_join, may_write
from sleutelwerk.deliberation.engine.session.entries import Entry, struck
from sleutelwerk.deliberation.engine.session.path import Form, form_of, step_of
from sleutelwerk.deliberation.engine.session.state import Person, Presence, Role, Session, StepPhase, StepState

_HELD_BACK = {Visibility.HIDDEN_UNTIL_REVEAL, Visibility.PRIVATE_THEN_HIDDEN, Visibility.TOTALS_ONLY}
#: Who fills what in, as the method's paper says it.
_WHO = {
    Writer.EVERYONE: {Role.INBRENGER, Role.PARTICIPANT, Role.DECISION_MAKER},
    Writer.INBRENGER: {Role.INBRENGER, Role.FACILITATOR},
    Writer.FACILITATOR: {Role.FACILITATOR},
    Writer.GROUP: {Role.FACILITATOR},
}


def a_form(visibility: Visibility, who: Writer = Writer.EVERYONE) -> Form:
    """Make a form of one text."""
    return Form("f", "s", (a_field("x", visibility, who=who),))


def at(phase: StepPhase, **more: object) -> Session:
    """Give a session in which a step is in this phase."""
    return replace(Session(steps=MappingProxyType({"s": StepState(phase, round=1)})), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("who", "role"), list(itertools.product(Writer, Role)))
def test_each_field_is_filled_in_by_whom_it_says(who: Writer, role: Role) -> None:
    may = bool(may_write(at(StepPhase.WRITING), a_form(Visibility.OPEN, who), role, one_device=False))
    assert may == (role in _WHO[who])
    with_one = may_write(at(StepPhase.WRITING), a_form(Visibility.OPEN, who), role, one_device=True)
    assert bool(with_one) == (role in _WHO[who] | {Role.FACILITATOR}), "on one device the facilitator types for all"


@pytest.mark.parametrize(("visibility", "phase"), list(itertools.product(Visibility, StepPhase)))
def test_what_is_hidden_is_written_while_all_write_and_the_rest_at_any_time(
    visibility: Visibility, phase: StepPhase
) -> None:
    verdict = may_write(at(phase), a_form(visibility), Role.PARTICIPANT, one_device=False)
    expected = visibility is not Visibility.PRIVATE and (visibility not in _HELD_BACK or phase is StepPhase.WRITING)
    assert bool(verdict) == expected
    assert verdict.reason.endswith(".") != expected


@pytest.mark.parametrize("role", Role)
def test_what_is_private_stays_on_the_phone_whoever_sends_it(role: Role) -> None:
    for phase, one_device in itertools.product(StepPhase, (False, True)):
        verdict = may_write(at(phase), a_form(Visibility.PRIVATE), role, one_device=one_device)
        assert "eigen telefoon" in verdict.reason


def test_nobody_writes_ahead_or_after_the_end() -> None:
    form = a_form(Visibility.OPEN)
    assert "nog niet begonnen" in may_write(Session(), form, Role.PARTICIPANT, one_device=False).reason
    over = at(StepPhase.WRITING, finished=True)
    assert "afgelopen" in may_write(over, form, Role.PARTICIPANT, one_device=False).reason
    assert "afgelopen" in may_change(over, Entry("e", "s", "f", round=1), form).reason


def test_moving_on_says_that_the_draft_is_still_there() -> None:
    form = a_form(Visibility.HIDDEN_UNTIL_REVEAL)
    verdict = may_write(at(StepPhase.COLLECTED), form, Role.PARTICIPANT, one_device=False)
    assert "staat nog op uw scherm" in verdict.reason


@pytest.mark.parametrize(("visibility", "phase", "round_"), list(itertools.product(Visibility, StepPhase, (0, 1))))
def test_words_can_be_changed_until_they_are_collected(visibility: Visibility, phase: StepPhase, round_: int) -> None:
    verdict = may_change(at(phase), Entry("e", "s", "f", round=round_), a_form(visibility))
    expected = visibility not in _HELD_BACK or (round_ == 1 and phase is StepPhase.WRITING)
    assert bool(verdict) == expected
    assert expected or "doorhalen" in verdict.reason


def test_struck_words_are_not_changed_any_more() -> None:
    gone = struck(Entry("e", "s", "f", round=1))
    assert "doorgehaald" in may_change(at(StepPhase.WRITING), gone, a_form(Visibility.OPEN)).reason


JOINING = sorted(set(Role) - {Role.FACILITATOR})


@pytest.mark.parametrize("role", JOINING)
def test_whoever_has_the_code_may_knock(role: Role) -> None:
    assert may_join(Session(), role)


def why_not(verdict: Verdict) -> str:
    """Give the reason of a refusal, and hold that it is one."""
    assert not verdict
    assert verdict.reason.endswith(".")
    return verdict.reason


@pytest.mark.parametrize("role", JOINING)
def test_nobody_knocks_at_a_locked_door_or_after_the_end(role: Role) -> None:
    assert "De deur is dicht" in why_not(may_join(Session(locked=True), role))
    assert "afgelopen" in why_not(may_join(Session(locked=True, finished=True), role))


def test_nobody_becomes_a_facilitator_by_a_code() -> None:
    assert "eigen account" in why_not(may_join(Session(), Role.FACILITATOR))


def test_the_hall_holds_thirty_who_wait() -> None:
    def crowd(count: int) -> Session:
        return Session(people={f"p-{one}": Person(Role.PARTICIPANT) for one in range(count)})

    assert may_join(crowd(29), Role.PARTICIPANT)
    assert "wachten al veel" in why_not(may_join(crowd(30), Role.PARTICIPANT))
    inside = {f"p-{one}": Person(Role.PARTICIPANT, Presence.ADMITTED) for one in range(30)}
    assert may_join(Session(people=inside), Role.LISTENER), "who is in does not wait"


def test_steps_and_forms_are_found_by_name_or_not_at_all() -> None:
    assert (step_of(LONG, "bestaat-niet"), form_of(LONG, "bestaat-niet", "weg")) == (None, None)
    assert form_of(LONG, "alternatieven", "bestaat-niet") is None
    weighing = form_of(LONG, "afweging", "weging")
    assert weighing is not None
    assert [one.id for one in weighing.fields] == ["keuze", "omdat", "ondanks", "beperken", "nodig"]
    assert (weighing.who, weighing.most) == (Writer.EVERYONE, 1)
    assert a_room().form("afweging", "weging") == weighing
