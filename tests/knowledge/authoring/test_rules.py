"""Who may write, propose, sign, return, take back and put aside: every state and every pair of people."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.knowledge.rules import articles as rules
from sleutelwerk.knowledge.rules.articles import Facts, State

HOUSE, OTHER = uuid4(), uuid4()
WRITER, READER = uuid4(), uuid4()
EVERY_STATE = pytest.mark.parametrize("state", State)


def actor(who: UUID = WRITER, *roles: Role, organisation: UUID | None = HOUSE) -> Actor:
    return Actor(who, organisation, frozenset(roles or (Role.CONTENT_OWNER,)))


def facts(state: State = State.PROPOSED, *, writers: frozenset[UUID] = frozenset({WRITER})) -> Facts:
    return Facts(state, HOUSE, WRITER if state is State.PROPOSED else None, writers)


@pytest.mark.parametrize("role", Role)
def test_only_a_content_owner_of_the_house_writes(role: Role) -> None:
    assert bool(rules.may_write(actor(WRITER, role), HOUSE)) == (role is Role.CONTENT_OWNER)


def test_a_content_owner_of_elsewhere_and_a_site_without_house_write_nothing() -> None:
    assert not rules.may_write(actor(organisation=OTHER), HOUSE)
    assert not rules.may_write(actor(organisation=None), None)


@EVERY_STATE
def test_only_an_open_text_is_changed_and_put_aside(state: State) -> None:
    assert bool(rules.may_edit(actor(), facts(state))) == (state in rules.WRITABLE)
    assert bool(rules.may_discard(actor(READER), facts(state))) == (state in rules.WRITABLE)
    assert state.label


@EVERY_STATE
def test_only_a_proposal_is_signed_returned_and_withdrawn(state: State) -> None:
    waits = state is State.PROPOSED
    assert bool(rules.may_sign(actor(READER), facts(state))) == waits
    assert bool(rules.may_return(actor(READER), facts(state), reason="Te lang.")) == waits
    assert bool(rules.may_withdraw(actor(), facts(state))) == waits


def test_whoever_wrote_along_signs_and_returns_nothing() -> None:
    both = facts(writers=frozenset({WRITER, READER}))
    assert rules.may_sign(actor(READER), both).reason.startswith("U schreef mee")
    assert not rules.may_return(actor(READER), both, reason="Te lang.")
    assert not rules.may_sign(actor(), facts(writers=frozenset()))


def test_only_the_proposer_takes_a_proposal_back() -> None:
    assert not rules.may_withdraw(actor(READER), facts())


def test_people_of_elsewhere_decide_nothing() -> None:
    stranger = actor(READER, organisation=OTHER)
    for verdict in (
        rules.may_edit(stranger, facts(State.DRAFT)),
        rules.may_propose(stranger, facts(State.DRAFT), note="Daarom.", errors=False),
        rules.may_sign(stranger, facts()),
        rules.may_return(stranger, facts(), reason="Daarom."),
        rules.may_withdraw(stranger, facts()),
    ):
        assert verdict == rules.NOT_YOURS


@pytest.mark.parametrize(
    ("note", "errors", "may"),
    [
        ("Daarom.", False, True),
        (" \n", False, False),
        ("x" * 301, False, False),
        ("x" * 300, False, True),
        ("Daarom.", True, False),
    ],
)
def test_a_proposal_says_why_and_has_no_errors(note: str, errors: bool, may: bool) -> None:
    assert bool(rules.may_propose(actor(), facts(State.DRAFT), note=note, errors=errors)) is may


@pytest.mark.parametrize(("reason", "may"), [("Te lang.", True), ("  ", False), ("x" * 301, False)])
def test_a_return_has_a_reason(reason: str, may: bool) -> None:
    assert bool(rules.may_return(actor(READER), facts(), reason=reason)) is may
