"""What each role at the table may do and gets: by hand, role by role, from what people are promised."""

from __future__ import annotations

import itertools

import pytest
from tests.deliberation.session.room import a_field
from tests.deliberation.session.test_may import at

from sleutelwerk.deliberation.engine.model import Visibility, Writer
from sleutelwerk.deliberation.engine.session.decide import fills_in
from sleutelwerk.deliberation.engine.session.entries import Entry
from sleutelwerk.deliberation.engine.session.path import Form
from sleutelwerk.deliberation.engine.session.state import Role, StepPhase
from sleutelwerk.deliberation.rules import seats

HIDDEN = Visibility.HIDDEN_UNTIL_REVEAL


def a_form(who: Writer, visibility: Visibility = Visibility.OPEN) -> Form:
    """Make a form of one text."""
    return Form("f", "s", (a_field("x", visibility, who=who),))


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_own_page(role: Role) -> None:
    assert seats.is_at_desk(role) == (role is Role.FACILITATOR)
    assert seats.is_screen(role) == (role is Role.SCREEN)
    assert seats.may_see_code(role) == (role in {Role.FACILITATOR, Role.SCREEN}), "phones show nobody in"


@pytest.mark.parametrize("role", Role)
def test_the_desk_types_for_all_when_it_is_alone(role: Role) -> None:
    assert not seats.types_for_all(role, one_device=False)
    assert seats.types_for_all(role, one_device=True) == (role is Role.FACILITATOR)


@pytest.mark.parametrize("role", Role)
def test_a_desk_hears_for_as_long_as_its_facilitator_leads(role: Role) -> None:
    assert seats.is_heard(role, leads=True)
    assert seats.is_heard(role, leads=False) == (role is not Role.FACILITATOR)


@pytest.mark.parametrize(("role", "phase"), list(itertools.product(Role, StepPhase)))
def test_only_the_desk_strikes_words_of_others_and_once_they_lie_open(role: Role, phase: StepPhase) -> None:
    session, form, entry = at(phase), a_form(Writer.EVERYONE, HIDDEN), Entry("e", "s", "f", {"x": "Woorden"}, round=1)
    lies_open = phase in {StepPhase.REVEALED, StepPhase.DISCUSSED, StepPhase.CLOSED}
    assert seats.may_strike_here(session, entry, form, role, own=True)
    expected = role is Role.FACILITATOR and lies_open
    assert seats.may_strike_here(session, entry, form, role, own=False) == expected


@pytest.mark.parametrize(("role", "who"), list(itertools.product(Role, Writer)))
def test_what_lies_open_for_the_group_is_gone_on_with(role: Role, who: Writer) -> None:
    desk = role is Role.FACILITATOR and who in {Writer.INBRENGER, Writer.FACILITATOR, Writer.GROUP}
    his = role is Role.INBRENGER and who is Writer.INBRENGER
    assert seats.may_go_on_with(a_form(who), role) == (desk or his)
    assert not seats.may_go_on_with(a_form(who, HIDDEN), role), "what is hidden is of the device that wrote it"


def test_each_role_fills_in_its_own_fields() -> None:
    """What the pages are told, so that they offer nothing that is refused."""
    given = {role: fills_in(role, one_device=False) for role in Role}
    assert given == {
        Role.FACILITATOR: {Writer.INBRENGER, Writer.FACILITATOR, Writer.GROUP},
        Role.INBRENGER: {Writer.EVERYONE, Writer.INBRENGER},
        Role.PARTICIPANT: {Writer.EVERYONE},
        Role.DECISION_MAKER: {Writer.EVERYONE},
        Role.LISTENER: frozenset(),
        Role.SCREEN: frozenset(),
    }
    alone = {role: fills_in(role, one_device=True) for role in Role}
    assert alone == {**given, Role.FACILITATOR: frozenset(Writer)}
