"""When an agreement may be written, read, accepted and held."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.rules import agreement as may
from sleutelwerk.cases.rules.agreement import Step, days_in_order
from sleutelwerk.cases.rules.stages import AT_WORK, Stage
from sleutelwerk.cases.rules.team import Membership, Part, Team

HERE, ELSEWHERE = uuid4(), uuid4()
LEAD, COLLEAGUE, PARTNER = uuid4(), uuid4(), uuid4()
TODAY = date(2026, 11, 27)


def actor(person: UUID, organisation: UUID = HERE) -> Actor:
    """Give somebody who may have case files."""
    return Actor(person, organisation, frozenset({Role.PROFESSIONAL}))


def team(*others: Membership) -> Team:
    """Give a team with its lead."""
    return Team(HERE, [Membership(LEAD, HERE, Part.LEAD), *others])


THEIR_COLLEAGUE = Membership(COLLEAGUE, HERE, Part.MEMBER)
THEIR_PARTNER = Membership(PARTNER, ELSEWHERE, Part.PARTNER, TODAY + timedelta(days=9))


@pytest.mark.parametrize("stage", Stage)
def test_agreements_are_made_at_their_stage_and_while_he_works(stage: Stage) -> None:
    assert bool(may.may_agree(stage, ended=False)) == (stage is Stage.AGREEMENT or stage in AT_WORK)
    assert not may.may_agree(stage, ended=True)


def test_there_is_one_draft_at_a_time_and_content_to_make_it_from() -> None:
    assert may.may_begin_agreement(drafting=False, template=True)
    assert "al een versie" in may.may_begin_agreement(drafting=True, template=True).reason
    assert "geen tekst" in may.may_begin_agreement(drafting=False, template=False).reason


def test_a_text_that_stands_is_not_changed_under_its_reader() -> None:
    assert may.may_change(ready=False)
    assert not may.may_change(ready=True)
    assert may.may_reopen(ready=True)
    assert not may.may_reopen(ready=False)


def test_a_text_stands_only_when_it_is_whole() -> None:
    assert may.may_make_ready(to_do=0, ready=False)
    assert "nog één ding" in may.may_make_ready(to_do=1, ready=False).reason
    assert "nog 3 dingen" in may.may_make_ready(to_do=3, ready=False).reason
    assert "al vast" in may.may_make_ready(to_do=0, ready=True).reason


def test_a_draft_is_thrown_away_only_while_another_holds() -> None:
    assert may.may_discard(ready=False, another_holds=True)
    assert not may.may_discard(ready=False, another_holds=False)
    assert not may.may_discard(ready=True, another_holds=True)


def test_on_paper_goes_what_stands_and_is_whole() -> None:
    assert may.may_hand_out(ready=True, whole=True)
    assert not may.may_hand_out(ready=False, whole=True)
    assert not may.may_hand_out(ready=True, whole=False)


@pytest.mark.parametrize(
    ("others", "writers", "who", "allowed"),
    [
        ((), {LEAD}, LEAD, True),
        ((THEIR_PARTNER,), {LEAD}, LEAD, True),
        ((THEIR_COLLEAGUE,), {LEAD}, LEAD, False),
        ((THEIR_COLLEAGUE,), {LEAD}, COLLEAGUE, True),
        ((THEIR_COLLEAGUE,), {COLLEAGUE}, COLLEAGUE, False),
        ((THEIR_COLLEAGUE,), {COLLEAGUE}, LEAD, True),
        ((THEIR_COLLEAGUE,), {LEAD, COLLEAGUE}, COLLEAGUE, False),
        ((THEIR_COLLEAGUE,), set(), LEAD, True),
        ((THEIR_COLLEAGUE,), {uuid4()}, COLLEAGUE, False),
        ((Membership(COLLEAGUE, HERE, Part.MEMBER, accepted=False),), {LEAD}, LEAD, True),
    ],
)
def test_our_yes_is_that_of_a_second_pair_of_eyes_where_there_is_one(
    others: tuple[Membership, ...], writers: set[UUID], who: UUID, *, allowed: bool
) -> None:
    written = may.Written(frozenset(writers), in_company=False)
    verdict = may.may_say_our_yes(actor(who), team(*others), TODAY, written)
    assert bool(verdict) == allowed, verdict.reason


def test_who_sent_his_colleague_away_is_not_alone() -> None:
    assert not may.may_say_our_yes(actor(LEAD), team(), TODAY, may.Written(frozenset({LEAD}), in_company=True))


def test_a_partner_does_not_bind_us_and_does_not_hear_for_us() -> None:
    whole = team(THEIR_COLLEAGUE, THEIR_PARTNER)
    assert not may.may_say_our_yes(
        actor(PARTNER, ELSEWHERE), whole, TODAY, may.Written(frozenset({LEAD}), in_company=True)
    )
    assert {one.person for one in may.hears_for_us(whole, TODAY)} == {LEAD, COLLEAGUE}


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_a_yes_is_to_this_text_whole_and_once(ready: bool, same: bool, whole: bool, already: bool) -> None:
    verdict = may.may_accept(ready=ready, same_text=same, whole=whole, already=already)
    assert bool(verdict) == (ready and same and whole and not already)


@pytest.mark.parametrize(
    ("given_on", "said_on", "told"),
    [
        (None, TODAY, "Vul in"),
        (TODAY, None, "Vul in"),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=2), "al geweest"),
        (TODAY, TODAY + timedelta(days=1), "al geweest"),
        (TODAY - timedelta(days=3), TODAY, "eerdere versie"),
        (TODAY, TODAY, "een nacht"),
        (TODAY - timedelta(days=1), TODAY, ""),
    ],
)
def test_his_yes_comes_a_night_after_his_paper(given_on: date | None, said_on: date | None, told: str) -> None:
    ready_on = TODAY - timedelta(days=2)
    verdict = may.may_note_his_yes(ready_on=ready_on, given_on=given_on, said_on=said_on, today=TODAY)
    assert bool(verdict) == (told == "")
    assert told in verdict.reason


@pytest.mark.parametrize(
    ("given", "step"),
    [
        ({"exists": False}, Step.BEGIN),
        ({"holds": True}, Step.HOLDS),
        ({"to_do": 2}, Step.FILL_IN),
        ({}, Step.MAKE_READY),
        ({"ready": True}, Step.BOTH_YES),
        ({"ready": True, "ours": True}, Step.HIS_YES),
        ({"ready": True, "his": True}, Step.OUR_YES),
    ],
)
def test_there_is_one_next_step(given: dict[str, Any], step: Step) -> None:
    facts: dict[str, Any] = {"exists": True, "holds": False, "ready": False, "to_do": 0, "ours": False, "his": False}
    assert may.next_step(**facts | given) is step


@pytest.mark.parametrize(
    ("begin", "look_back", "end", "wrong"),
    [
        ("2027-01-01", "2027-04-01", "2028-01-01", set()),
        ("2027-01-01", "2027-01-01", "2027-01-01", set()),
        ("2027-01-01", "2027-04-02", "2027-12-31", {"look_back"}),
        ("2027-01-01", "2026-12-31", "2027-12-31", {"look_back"}),
        ("2027-01-01", "2027-02-02", "2027-02-01", {"look_back"}),
        ("2027-01-01", "2027-02-01", "2026-12-31", {"end"}),
        ("2027-01-01", None, "2028-01-02", {"end"}),
        ("2027-01-01", "2028-01-01", None, {"look_back"}),
        (None, "2027-04-01", "2026-01-01", set()),
    ],
)
def test_days_of_an_agreement_come_in_order(
    begin: str | None, look_back: str | None, end: str | None, wrong: set[str]
) -> None:
    days = [None if one is None else date.fromisoformat(one) for one in (begin, look_back, end)]
    assert set(days_in_order(*days)) == wrong
