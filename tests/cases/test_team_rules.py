"""Who may do what in a team: every rule from each side, and for everybody else the case does not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.rules import team as rules
from sleutelwerk.cases.rules.team import LARGEST_TEAM, Membership, Part, Team
from sleutelwerk.core.verdict import ALLOWED, refused

TODAY = date(2026, 11, 27)
HERE, THERE = uuid4(), uuid4()
LEAD = Actor(uuid4(), HERE, frozenset({Role.PROFESSIONAL}))
MEMBER = Actor(uuid4(), HERE, frozenset({Role.DECISION_MAKER}))
PARTNER = Actor(uuid4(), THERE, frozenset({Role.PROFESSIONAL}))
STRANGER = Actor(uuid4(), HERE, frozenset({Role.PROFESSIONAL}))
OF_PARTNER = Membership(PARTNER.id, THERE, Part.PARTNER, TODAY)
TEAM = Team(
    HERE, [Membership(LEAD.id, HERE, Part.LEAD), Membership(MEMBER.id, HERE, Part.MEMBER), OF_PARTNER]
)  # fmt: skip


@pytest.mark.parametrize("actor", [LEAD, MEMBER, PARTNER])
def test_who_is_in_the_team_sees_the_case(actor: Actor) -> None:
    assert rules.may_see(actor, TEAM, TODAY)


@pytest.mark.parametrize(
    "actor",
    [
        STRANGER,
        replace(LEAD, police=True),
        replace(LEAD, organisation=None),
        replace(LEAD, organisation=THERE),
        replace(LEAD, roles=frozenset({Role.ADMINISTRATOR})),
        replace(LEAD, roles=frozenset({Role.FG})),
    ],
)
def test_for_everybody_else_it_is_not_there(actor: Actor) -> None:
    verdict = rules.may_see(actor, TEAM, TODAY)
    assert (verdict.allowed, verdict.reason) == (False, "Dit dossier is er niet.")
    assert rules.may_lead(actor, TEAM, TODAY) == verdict
    assert rules.may_remove(actor, TEAM, TODAY, PARTNER.id) == verdict


def test_a_partner_is_out_after_his_day_and_not_in_before_he_says_yes() -> None:
    assert not rules.may_see(PARTNER, TEAM, TODAY + timedelta(days=1))
    waiting = Team(HERE, [replace(OF_PARTNER, accepted=False)])
    assert not rules.may_see(PARTNER, waiting, TODAY)


def test_a_professional_begins_where_it_can_be_done() -> None:
    assert rules.may_begin(LEAD, organisation_ready=ALLOWED)
    assert not rules.may_begin(MEMBER, organisation_ready=ALLOWED)
    assert not rules.may_begin(replace(LEAD, police=True), organisation_ready=ALLOWED)
    assert rules.may_begin(LEAD, organisation_ready=refused("x")).reason == "x"


def test_the_assignment_is_written_by_the_own_organisation_until_it_is_settled() -> None:
    assert rules.may_write(MEMBER, TEAM, TODAY, settled=False)
    assert not rules.may_write(MEMBER, TEAM, TODAY, settled=True)
    assert not rules.may_write(PARTNER, TEAM, TODAY, settled=False)


def test_only_the_lead_lets_people_in() -> None:
    colleague = Membership(uuid4(), HERE, Part.MEMBER)
    assert rules.may_add(LEAD, TEAM, TODAY, colleague)
    assert not rules.may_add(MEMBER, TEAM, TODAY, colleague)
    assert not rules.may_add(LEAD, TEAM, TODAY, Membership(MEMBER.id, HERE, Part.MEMBER))


def test_a_partner_has_a_last_day_that_is_still_to_come() -> None:
    partner = Membership(uuid4(), THERE, Part.PARTNER, TODAY)
    assert rules.may_add(LEAD, TEAM, TODAY, partner)
    assert not rules.may_add(LEAD, TEAM, TODAY, replace(partner, until=None))
    assert not rules.may_add(LEAD, TEAM, TODAY, replace(partner, until=TODAY - timedelta(days=1)))


def test_a_team_stays_small() -> None:
    full = Team(HERE, [TEAM.members[0], *(Membership(uuid4(), HERE, Part.MEMBER) for _ in range(LARGEST_TEAM - 1))])
    assert not rules.may_add(LEAD, full, TODAY, Membership(uuid4(), HERE, Part.MEMBER))
    almost = Team(HERE, full.members[:-1])
    assert rules.may_add(LEAD, almost, TODAY, Membership(uuid4(), HERE, Part.MEMBER))
    assert not rules.may_add(LEAD, almost, TODAY, Membership(uuid4(), HERE, Part.MEMBER), waiting=1)


def test_people_leave_by_themselves_or_by_the_lead_but_never_the_lead() -> None:
    assert rules.may_remove(LEAD, TEAM, TODAY, MEMBER.id)
    assert rules.may_remove(MEMBER, TEAM, TODAY, MEMBER.id)
    assert not rules.may_remove(MEMBER, TEAM, TODAY, PARTNER.id)
    assert not rules.may_remove(LEAD, TEAM, TODAY, LEAD.id)
    assert not rules.may_remove(LEAD, TEAM, TODAY, uuid4())


def test_the_lead_asks_a_colleague_in_the_team_to_take_over_and_one_at_a_time() -> None:
    assert rules.may_offer_lead(LEAD, TEAM, TODAY, MEMBER.id)
    for person in (PARTNER.id, LEAD.id, uuid4()):
        assert not rules.may_offer_lead(LEAD, TEAM, TODAY, person)
    assert not rules.may_offer_lead(MEMBER, TEAM, TODAY, MEMBER.id)
    assert not rules.may_offer_lead(LEAD, _asked(), TODAY, MEMBER.id)


def _asked() -> Team:
    """Give the team while a colleague was asked to take over."""
    return Team(HERE, [replace(one, offered=one.person == MEMBER.id) for one in TEAM.members])


def test_only_who_was_asked_answers_and_only_the_lead_takes_it_back() -> None:
    assert rules.may_answer_lead(MEMBER, _asked(), TODAY)
    assert not rules.may_answer_lead(MEMBER, TEAM, TODAY)
    assert not rules.may_answer_lead(LEAD, _asked(), TODAY)
    assert not rules.may_answer_lead(PARTNER, _asked(), TODAY)
    assert rules.may_take_back_lead(LEAD, _asked(), TODAY)
    assert not rules.may_take_back_lead(LEAD, TEAM, TODAY)
    assert not rules.may_take_back_lead(MEMBER, _asked(), TODAY)


def test_a_case_goes_only_while_nobody_is_in_it() -> None:
    assert rules.may_delete(LEAD, TEAM, TODAY, has_candidate=False)
    assert not rules.may_delete(LEAD, TEAM, TODAY, has_candidate=True)
    assert not rules.may_delete(MEMBER, TEAM, TODAY, has_candidate=False)
