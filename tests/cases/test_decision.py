"""Deciding: by somebody else on every road, with reasons, told to him, and after a no nothing left (N19, N53)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from tests.cases.assessed import (
    REASONS,
    another_decider,
    at_decision,
    both_handed_in,
    decided,
    said,
    weighed,
    with_assessors,
)
from tests.cases.begun import TODAY, at_assessment, seen_by
from tests.cases.handed import hand_over
from tests.people import NOW, Cast, make_person, somebody_absent

from sleutelwerk.accounts.models import RoleGrant, User
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions import assessment as assess
from sleutelwerk.cases.actions import decision as do
from sleutelwerk.cases.actions.assessment import Together
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.team import add_member, remove_member
from sleutelwerk.cases.models import Candidate, CandidateKey, Case, CaseKey, Decision, RightsRequest
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries import decision as look
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.conditions import ConditionShown
from sleutelwerk.cases.rules.decision import Condition, Outcome
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError

FOUR = ("asked_by", "told_by", "first_assessor", "second_assessor")


def opened(cast: Cast, row: Case, who: str = "professional") -> OpenCase:
    """Give a case as somebody of its team sees it."""
    found = seen_by(cast, who, row)
    assert found is not None
    return found


def grant(cast: Cast, who: str) -> User:
    """Make somebody a decision maker as well."""
    person = cast[who]
    RoleGrant.objects.create(
        user=person, organisation=cast.here, role=Role.DECISION_MAKER, granted_at=NOW, reviewed_at=NOW
    )
    return person


# asking


def test_a_lead_asks_a_decision_maker_outside_the_team(cast: Cast) -> None:
    row = at_decision(cast)
    assert Case.objects.get().stage == "decision"
    assert (row.asked_by_id, row.told_by_id) == (cast["professional"].pk, cast["professional"].pk)
    assert (row.first_assessor_id, row.second_assessor_id) == (cast["professional"].pk, cast["colleague"].pk)
    assert row.decider_id == cast["decision_maker"].pk
    assert opened(cast, Case.objects.get()).decider == "Decision Maker"
    assert Entry.objects.filter(kind="decision_asked").count() == 1


@pytest.mark.parametrize("who", ["professional", "colleague", "facilitator", "fg", "outside_professional"])
def test_nobody_else_can_be_asked(cast: Cast, who: str) -> None:
    row = weighed(cast)
    with pytest.raises(NotAllowedError):
        do.ask_decision(cast.actor("professional"), row.pk, cast[who].pk, now=NOW)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("who", ["professional", "colleague"])
def test_the_role_alone_makes_nobody_of_the_team_a_decider(cast: Cast, who: str) -> None:
    row = weighed(cast)
    grant(cast, who)
    assert [one.name for one in look.deciders_for(cast.actor("professional"), opened(cast, row))] == ["Decision Maker"]
    with pytest.raises(NotAllowedError):
        do.ask_decision(cast.actor("professional"), row.pk, cast[who].pk, now=NOW)


def test_an_assessor_who_left_the_team_does_not_decide(cast: Cast) -> None:
    row = weighed(cast)
    grant(cast, "colleague")
    remove_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="een hand in"):
        do.ask_decision(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)


def test_who_told_him_and_left_the_team_does_not_decide(cast: Cast) -> None:
    row = with_assessors(cast)
    cast.people["third"] = make_person("third", cast.here, (Role.PROFESSIONAL,))
    add_member(cast.actor("professional"), row.pk, cast["third"].pk, now=NOW)
    assess.name_assessors(cast.actor("professional"), row.pk, [cast["colleague"].pk, cast["third"].pk], now=NOW)
    hand_over(cast.actor("professional"), row.pk, cast["third"].pk, now=NOW)
    grant(cast, "professional")
    remove_member(cast.actor("third"), row.pk, cast["professional"].pk, now=NOW)
    candidate = Candidate.objects.get(case=row)
    assert candidate.told_by_id == cast["professional"].pk
    names = {one.name for one in look.deciders_for(cast.actor("third"), opened(cast, row, "third"))}
    assert names == {"Decision Maker"}


@pytest.mark.parametrize("column", FOUR)
def test_the_database_itself_refuses_each_of_the_four(cast: Cast, column: str) -> None:
    row = at_decision(cast)
    stranger = another_decider(cast)
    Decision.objects.filter(pk=row.pk).update(**{f"{column}_id": stranger.pk})
    with transaction.atomic(), pytest.raises(IntegrityError):
        Decision.objects.filter(pk=row.pk).update(decider=stranger)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Decision.objects.filter(pk=row.pk).update(**{f"{column}_id": cast["decision_maker"].pk})


def test_the_database_wants_reasons_a_moment_and_his_declaration(cast: Cast) -> None:
    row = at_decision(cast)
    whole: dict[str, Any] = {"outcome": "go", "reasons": b"x", "decided_at": NOW, "independent": True}
    for lacks in ({"reasons": None}, {"decided_at": None}, {"independent": False}):
        with transaction.atomic(), pytest.raises(IntegrityError):
            Decision.objects.filter(pk=row.pk).update(**{**whole, **lacks})
    assert Decision.objects.filter(pk=row.pk).update(**whole) == 1


def test_a_decision_is_asked_once_both_are_done_and_he_answered(cast: Cast) -> None:
    actor, decider = cast.actor("professional"), cast["decision_maker"].pk
    with pytest.raises(NotAllowedError, match="beide afwegingen"):
        do.ask_decision(actor, with_assessors(cast).pk, decider, now=NOW)
    row = both_handed_in(cast)
    with pytest.raises(NotAllowedError, match="eerst lezen"):
        do.ask_decision(actor, row.pk, decider, now=NOW)
    together = {"plan": "", "ours": "", "answer": " "}
    assess.save_weighing(actor, row.pk, Together(together, TODAY), now=NOW)
    with pytest.raises(NotAllowedError, match="antwoord"):
        do.ask_decision(actor, row.pk, decider, now=NOW)
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        do.ask_decision(cast.actor("colleague"), row.pk, decider, now=NOW)
    assess.save_weighing(actor, row.pk, Together({**together, "answer": "Hij zei niets."}, TODAY), now=NOW)
    do.ask_decision(actor, row.pk, decider, now=NOW)
    with pytest.raises(NotAllowedError, match="al voorbij"):
        do.ask_decision(actor, row.pk, decider, now=NOW)


def test_a_question_is_taken_back_until_it_is_answered(cast: Cast) -> None:
    row = at_decision(cast)
    case = Case.objects.get()
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        do.withdraw_decision(cast.actor("colleague"), case.pk, now=NOW)
    do.withdraw_decision(cast.actor("professional"), case.pk, now=NOW)
    assert Case.objects.get().stage == "assessment"
    assert look.asked_of(cast.actor("decision_maker"), row.pk) is None
    with pytest.raises(NotAllowedError, match="volgende stap"):
        do.withdraw_decision(cast.actor("professional"), case.pk, now=NOW)
    again = do.ask_decision(cast.actor("professional"), case.pk, cast["decision_maker"].pk, now=NOW)
    do.decide(cast.actor("decision_maker"), again.pk, said(), now=NOW)
    with pytest.raises(NotAllowedError, match="al besloten"):
        do.withdraw_decision(cast.actor("professional"), case.pk, now=NOW)


# what who decides sees


def test_he_sees_what_he_needs_and_nothing_else(cast: Cast) -> None:
    row = at_decision(cast)
    actor = cast.actor("decision_maker")
    found = look.asked_of(actor, row.pk)
    assert found is not None
    shown = look.to_decide(found)
    assert shown is not None
    assert shown.goal == "Meer kinderen gaan elke dag naar school."
    assert shown.measure.title == "Verbinder"
    assert shown.together["answer"] == "Hij wil het graag."
    assert shown.shown_on == TODAY
    assert list(shown.involved) == ["Professional", "Colleague"]
    assert seen_by(cast, "decision_maker", shown.case) is None
    assert [one.pk for one in look.decisions_for(actor, TODAY)] == [row.pk]
    assert look.decisions_for(cast.actor("professional"), TODAY) == []


def loses_his_role(cast: Cast, _case: Case) -> None:
    """Take the role away."""
    RoleGrant.objects.filter(user=cast["decision_maker"]).update(role=Role.PROFESSIONAL)


def moves_away(cast: Cast, _case: Case) -> None:
    """Let him go to another organisation, with the same role."""
    User.objects.filter(pk=cast["decision_maker"].pk).update(organisation=cast.elsewhere)
    cast["decision_maker"].refresh_from_db()


def joins_the_team(cast: Cast, case: Case) -> None:
    """Let him into the team after he was asked."""
    add_member(cast.actor("professional"), case.pk, cast["decision_maker"].pk, now=NOW)


def is_police(cast: Cast, _case: Case) -> None:
    """Let him be of the police."""
    User.objects.filter(pk=cast["decision_maker"].pk).update(email="beslisser@politie.nl")
    cast["decision_maker"].refresh_from_db()


def case_ends(_cast: Cast, case: Case) -> None:
    """Finish the case."""
    Case.objects.filter(pk=case.pk).update(ended_at=NOW)


@pytest.mark.parametrize("happens", [loses_his_role, moves_away, joins_the_team, is_police, case_ends])
def test_when_he_is_no_longer_fit_the_page_is_not_there(cast: Cast, happens: Callable[[Cast, Case], None]) -> None:
    row = at_decision(cast)
    assert look.still_decides(cast.actor("professional"), opened(cast, Case.objects.get()))
    happens(cast, Case.objects.get())
    actor = cast.actor("decision_maker")
    assert look.asked_of(actor, row.pk) is None
    assert look.decisions_for(actor, TODAY) == []
    with pytest.raises(NotAllowedError, match="er niet"):
        do.decide(actor, row.pk, said(), now=NOW)
    if happens is not case_ends:
        assert not look.still_decides(cast.actor("professional"), opened(cast, Case.objects.get()))


@pytest.mark.parametrize("who", ["professional", "colleague", "outside_professional", "facilitator"])
def test_nobody_else_decides(cast: Cast, who: str) -> None:
    row = at_decision(cast)
    if who in {"professional", "colleague"}:
        grant(cast, who)
    for actor in (cast.actor(who), cast.actor("decision_maker")):
        mine = actor.id == cast["decision_maker"].pk
        with pytest.raises(NotAllowedError, match="er niet"):
            do.decide(actor, somebody_absent() if mine else row.pk, said(), now=NOW)
    other = another_decider(cast)
    with pytest.raises(NotAllowedError, match="er niet"):
        do.decide(cast.actor(other.email.partition("@")[0]), row.pk, said(), now=NOW)


def test_without_a_key_there_is_nothing_to_decide_on(cast: Cast) -> None:
    row = at_decision(cast)
    found = look.asked_of(cast.actor("decision_maker"), row.pk)
    assert found is not None
    CaseKey.objects.all().delete()
    assert look.to_decide(found) is None


# deciding


@pytest.mark.parametrize("outcome", Outcome)
def test_what_is_decided_lies_sealed_with_its_reasons(cast: Cast, outcome: Outcome) -> None:
    row = decided(cast, outcome)
    kept = Decision.objects.get(pk=row.pk)
    assert (kept.outcome, kept.independent, kept.decided_at) == (outcome, True, NOW)
    assert b"geregeld" not in bytes(kept.reasons or b"")
    assert "geregeld" not in serializers.serialize("json", Entry.objects.all())
    found = look.reached(opened(cast, Case.objects.get()).decision)
    assert found is not None
    assert (found.reasons, found.decider, found.decided_on) == (REASONS, "Decision Maker", TODAY)
    wanted = [ConditionShown(1, "Er is een coach.", "de teamleider", date(2027, 1, 15), None)]
    assert list(found.conditions) == (wanted if outcome is Outcome.CONDITIONS else [])
    assert Case.objects.get().stage == "decision"
    CandidateKey.objects.all().delete()
    without = look.reached(kept)
    assert without is not None
    assert without.reasons == ""


@pytest.mark.parametrize(
    "given",
    [
        {"reasons": "Ja hoor."}, {"independent": False},
        {"outcome": Outcome.CONDITIONS, "conditions": []},
        {"conditions": [Condition("Er is een coach.", "", None)]},
    ],
    ids=["no-reasons", "not-independent", "no-conditions", "conditions-with-go"],
)  # fmt: skip
def test_a_decision_without_what_belongs_to_it_is_refused(cast: Cast, given: dict[str, Any]) -> None:
    row = at_decision(cast)
    with pytest.raises(NotAllowedError):
        do.decide(cast.actor("decision_maker"), row.pk, said(**given), now=NOW)
    assert Decision.objects.get().outcome == ""


def test_one_decides_once(cast: Cast) -> None:
    row = decided(cast)
    with pytest.raises(NotAllowedError, match="al besloten"):
        do.decide(cast.actor("decision_maker"), row.pk, said(Outcome.NO), now=NOW)
    assert Decision.objects.get().outcome == "go"
    assert Entry.objects.filter(kind="candidate_decided").count() == 1
    assert opened(cast, Case.objects.get()).decider == ""


def lock(case: Case, right: str = "restrict") -> RightsRequest:
    """Let him ask that nothing happens, or something else."""
    return RightsRequest.objects.create(
        candidate=case.candidate, right=right, received_on=TODAY, due_on=TODAY + timedelta(days=30), texts=b"x"
    )  # fmt: skip


def test_nothing_is_decided_while_he_asked_to_let_it_lie(cast: Cast) -> None:
    row = at_decision(cast)
    lock(Case.objects.get())
    with pytest.raises(NotAllowedError, match="op slot"):
        do.decide(cast.actor("decision_maker"), row.pk, said(), now=NOW)


# telling


@pytest.mark.parametrize(
    ("outcome", "stage"), [(Outcome.GO, "agreement"), (Outcome.CONDITIONS, "agreement"), (Outcome.NO, "decision")]
)
def test_once_he_heard_a_yes_it_goes_on(cast: Cast, outcome: Outcome, stage: str) -> None:
    decided(cast, outcome)
    case = Case.objects.get()
    do.note_outcome_told(cast.actor("colleague"), case.pk, TODAY, now=NOW)
    assert Case.objects.get().stage == stage
    assert Decision.objects.get().told_on == TODAY
    with pytest.raises(NotAllowedError):
        do.note_outcome_told(cast.actor("colleague"), case.pk, TODAY, now=NOW)


@pytest.mark.parametrize("told_on", [None, TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_he_hears_it_after_it_was_decided(cast: Cast, told_on: date | None) -> None:
    decided(cast)
    with pytest.raises(NotAllowedError):
        do.note_outcome_told(cast.actor("professional"), Case.objects.get().pk, told_on, now=NOW)


def test_there_is_nothing_to_tell_before_it_was_decided(cast: Cast) -> None:
    for row in (at_assessment(cast), at_decision(cast).candidate.case):
        with pytest.raises(NotAllowedError):
            do.note_outcome_told(cast.actor("professional"), row.pk, TODAY, now=NOW)


# forgetting


def at(day: date) -> datetime:
    """Give noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize("told_after", [None, 3])
def test_who_was_not_chosen_is_forgotten_within_four_weeks(cast: Cast, told_after: int | None) -> None:
    row = decided(cast, Outcome.NO)
    case, since = Case.objects.get(), TODAY
    if told_after:
        since = TODAY + timedelta(days=told_after)
        do.note_outcome_told(cast.actor("professional"), case.pk, since, now=at(since))
    candidate, sealed = row.candidate_id, bytes(Decision.objects.get().reasons or b"")
    tasks.forget_rejected(at(since + timedelta(days=27)))
    assert Candidate.objects.exists()
    tasks.forget_rejected(at(since + timedelta(days=28)))
    assert not Candidate.objects.exists()
    assert not CandidateKey.objects.exists()
    assert not Decision.objects.exists()
    with pytest.raises(CannotOpenError):
        candidate_vault(candidate).open("reasons", sealed)
    assert Case.objects.get().stage == "candidate"
    assert Entry.objects.filter(kind="rejected_forgotten", actor=None).count() == 1
    assert str(candidate) not in serializers.serialize("json", Entry.objects.all())
    assert do.forget_rejected(now=at(since + timedelta(days=29))) == 0


@pytest.mark.parametrize("outcome", [Outcome.GO, Outcome.CONDITIONS])
def test_who_was_chosen_is_not_forgotten(cast: Cast, outcome: Outcome) -> None:
    decided(cast, outcome)
    assert do.forget_rejected(now=at(TODAY + timedelta(days=400))) == 0
    assert Candidate.objects.exists()


@pytest.mark.parametrize("right", ["access", "restrict"])
def test_forgetting_waits_while_he_waits_for_an_answer(cast: Cast, right: str) -> None:
    decided(cast, Outcome.NO)
    asked = lock(Case.objects.get(), right)
    later = at(TODAY + timedelta(days=29))
    assert do.forget_rejected(now=later) == 0
    lifted_on = TODAY if right == "restrict" else None
    RightsRequest.objects.filter(pk=asked.pk).update(answered_on=TODAY, lifted_on=lifted_on)
    assert do.forget_rejected(now=later) == 1


def test_looking_anew_stops_the_four_weeks(cast: Cast) -> None:
    decided(cast, Outcome.NO)
    note_request(cast.actor("professional"), Case.objects.get().pk, Question(Right.RECTIFY, TODAY), now=NOW)
    assess.look_again(cast.actor("professional"), Case.objects.get().pk, now=NOW)
    assert do.forget_rejected(now=at(TODAY + timedelta(days=28))) == 0, "he waits for an answer"
    assess.confirm_look_again(cast.actor("colleague"), Case.objects.get().pk, now=NOW)
    assert do.forget_rejected(now=at(TODAY + timedelta(days=40))) == 0


# what asks for attention, and what the overview shows


def test_who_is_asked_for_what(cast: Cast) -> None:
    row = weighed(cast)
    lead, colleague = cast.actor("professional"), cast.actor("colleague")
    found = opened(cast, row)
    assert look.to_ask_decision(lead, found, TODAY)
    assert not look.to_ask_decision(colleague, opened(cast, row, "colleague"), TODAY)
    asked = do.ask_decision(lead, row.pk, cast["decision_maker"].pk, now=NOW)
    found = opened(cast, row)
    assert not look.to_ask_decision(lead, found, TODAY)
    assert not look.to_tell_outcome(lead, found, TODAY)
    do.decide(cast.actor("decision_maker"), asked.pk, said(), now=NOW)
    assert look.to_tell_outcome(lead, opened(cast, row), TODAY)
    assert look.decisions_for(cast.actor("decision_maker"), TODAY) == []
    do.note_outcome_told(lead, row.pk, TODAY, now=NOW)
    assert not look.to_tell_outcome(lead, opened(cast, row), TODAY)
    panel = look.panel_of(lead, opened(cast, row))
    assert panel is not None
    assert (panel.now, panel.told_on, panel.forgotten_on) == ("later", TODAY, None)


def test_before_he_said_yes_there_is_no_panel_and_nobody_to_ask(cast: Cast) -> None:
    row = at_assessment(cast)
    found = opened(cast, row)
    assert look.panel_of(cast.actor("professional"), found) is not None
    assert not look.still_decides(cast.actor("professional"), found)
    Candidate.objects.all().delete()
    Case.objects.update(stage="candidate")
    found = opened(cast, row)
    assert look.panel_of(cast.actor("professional"), found) is None
    assert look.deciders_for(cast.actor("professional"), found) == []


def test_an_account_that_is_gone_is_still_named_in_words(cast: Cast) -> None:
    decided(cast)
    Decision.objects.update(decider=None)
    found = look.reached(opened(cast, Case.objects.get()).decision)
    assert found is not None
    assert "niet meer werkt" in found.decider
