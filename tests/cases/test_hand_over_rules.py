"""When a case may go to another organisation, and who may answer: plain decisions, each way tried."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.rules.assignment import may_be_profile
from sleutelwerk.cases.rules.hand_over import (
    WAITS,
    YES_HOLDS,
    Leaving,
    Offer,
    may_answer,
    may_be_his_yes,
    may_leave,
    may_offer,
    may_receive,
    may_revoke,
)
from sleutelwerk.cases.rules.stages import Stage, may_write_on
from sleutelwerk.cases.rules.team import Membership, Part, Team
from sleutelwerk.core.verdict import ALLOWED, refused

TODAY = date(2026, 11, 27)
DAY = timedelta(days=1)
HERE, ELSEWHERE, LEAD, COLLEAGUE, RECEIVER = (UUID(int=n) for n in range(1, 6))
TEAM = Team(HERE, [Membership(LEAD, HERE, Part.LEAD), Membership(COLLEAGUE, HERE, Part.MEMBER)])
FREE = Leaving(stage=Stage.CARRYING_OUT)


def actor(person: UUID = LEAD, organisation: UUID | None = HERE, *roles: Role, police: bool = False) -> Actor:
    """Give somebody, a professional unless it says otherwise."""
    return Actor(person, organisation, frozenset(roles or (Role.PROFESSIONAL,)), police=police)


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.ENDING])
def test_a_case_that_nothing_keeps_may_go(stage: Stage) -> None:
    assert may_leave(Leaving(stage=stage))


@pytest.mark.parametrize(
    ("what", "why"),
    [("example", "voorbeeld"), ("over", "afgerond"), ("held", "vastgehouden"), ("order", "justitie"),
     ("question", "antwoord"), ("emergency", "noodtoegang"), ("lead_offered", "collega"), ("unpaid", "vergoeding"),
     ("rejected", "niet met hem verder"), ("thinking", "denkt nog na")],
)  # fmt: skip
def test_each_of_these_keeps_it_and_says_why(what: str, why: str) -> None:
    verdict = may_leave(Leaving(stage=Stage.CARRYING_OUT, **{what: True}))
    assert not verdict
    assert why in verdict.reason


def test_a_farewell_that_runs_is_not_left_to_others() -> None:
    assert "afscheid" in may_leave(Leaving(stage=Stage.ENDING)).reason


def test_only_its_lead_offers_a_case_and_once_at_a_time() -> None:
    assert may_offer(actor(), TEAM, TODAY, FREE, waits=False)
    assert "al aan" in may_offer(actor(), TEAM, TODAY, FREE, waits=True).reason
    assert "trekker" in may_offer(actor(COLLEAGUE), TEAM, TODAY, FREE, waits=False).reason
    assert "er niet" in may_offer(actor(RECEIVER, ELSEWHERE), TEAM, TODAY, FREE, waits=False).reason
    assert not may_offer(actor(), TEAM, TODAY, Leaving(stage=Stage.CARRYING_OUT, held=True), waits=False)


@pytest.mark.parametrize(
    ("said_on", "told", "why"),
    [(None, True, "Zonder zijn ja"), (TODAY, False, "hoe u het"), (TODAY + DAY, True, "al geweest"),
     (TODAY - YES_HOLDS - DAY, True, "vier weken"), (TODAY - 40 * DAY, True, "nog niet mee")],
)  # fmt: skip
def test_without_his_own_fresh_yes_it_does_not_go(said_on: date | None, *, told: bool, why: str) -> None:
    since = TODAY - 35 * DAY
    assert why in may_be_his_yes(said_on, told=told, since=since, today=TODAY).reason
    assert may_be_his_yes(TODAY - YES_HOLDS, told=True, since=since, today=TODAY)
    assert may_be_his_yes(TODAY, told=True, since=TODAY, today=TODAY)


def test_the_lead_takes_back_what_waits() -> None:
    assert may_revoke(actor(), TEAM, TODAY, waits=True)
    assert not may_revoke(actor(), TEAM, TODAY, waits=False)
    assert not may_revoke(actor(COLLEAGUE), TEAM, TODAY, waits=True)


def test_who_was_asked_answers_until_its_last_day() -> None:
    offer = Offer(RECEIVER, TODAY + WAITS)
    mine = actor(RECEIVER, ELSEWHERE)
    assert may_answer(mine, offer, HERE, TODAY)
    assert may_answer(mine, offer, HERE, TODAY + WAITS)
    for wrong in (
        may_answer(mine, offer, HERE, TODAY + WAITS + DAY),
        may_answer(mine, Offer(RECEIVER, TODAY + WAITS, ended=True), HERE, TODAY),
        may_answer(mine, Offer(None, TODAY + WAITS), HERE, TODAY),
        may_answer(actor(LEAD, ELSEWHERE), offer, HERE, TODAY),
        may_answer(actor(RECEIVER, ELSEWHERE, police=True), offer, HERE, TODAY),
        may_answer(actor(RECEIVER, ELSEWHERE, Role.FG), offer, HERE, TODAY),
        # he moved to the organisation that has it
        may_answer(actor(RECEIVER, HERE), offer, HERE, TODAY),
    ):
        assert "er niet meer" in wrong.reason


def test_who_takes_over_could_begin_a_case_and_hears_nothing_of_what_keeps_it() -> None:
    mine = actor(RECEIVER, ELSEWHERE)
    assert may_receive(mine, FREE, organisation_ready=ALLOWED, same_person=True)
    decider = actor(RECEIVER, ELSEWHERE, Role.DECISION_MAKER)
    assert "professional" in may_receive(decider, FREE, organisation_ready=ALLOWED, same_person=True).reason
    assert may_receive(mine, FREE, organisation_ready=refused("De FG."), same_person=True).reason == "De FG."
    kept = Leaving(stage=Stage.CARRYING_OUT, order=True)
    said = may_receive(mine, kept, organisation_ready=ALLOWED, same_person=True).reason
    assert said == may_receive(mine, FREE, organisation_ready=ALLOWED, same_person=False).reason
    assert "justitie" not in said


def test_a_case_that_was_taken_over_waits_for_its_own_assignment() -> None:
    assert may_write_on(None)
    assert "opnieuw vast" in may_write_on(None, resettle_due=True).reason


def test_the_profile_by_which_he_was_weighed_stays() -> None:
    assert may_be_profile("verbinder", "vertaler", resettling=False)
    assert may_be_profile("verbinder", "verbinder", resettling=True)
    assert not may_be_profile("verbinder", "vertaler", resettling=True)
