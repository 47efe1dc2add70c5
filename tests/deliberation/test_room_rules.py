"""Who opens a room: whoever leads it, once, with a method that is there."""

from __future__ import annotations

from uuid import uuid4

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.deliberation.rules.room import leads, may_open


def test_who_leads_opens_once_and_with_a_method_that_is_there() -> None:
    leader = Actor(uuid4(), uuid4(), frozenset({Role.FACILITATOR}))
    assert may_open(leader, leader.id, None, state="preparing", known=True)
    assert may_open(leader, None, leader.id, state="preparing", known=True)
    assert "leidt" in may_open(leader, uuid4(), None, state="preparing", known=True).reason
    assert "al open geweest" in may_open(leader, leader.id, None, state="live", known=True).reason
    assert "methode" in may_open(leader, leader.id, None, state="preparing", known=False).reason


def test_who_lost_the_role_leads_no_more() -> None:
    person = Actor(uuid4(), uuid4(), frozenset({Role.PROFESSIONAL}))
    assert not leads(person, person.id, None)
