"""Nobody is kept because nobody looked, and nothing of his is destroyed while he waits: each term to its day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.assessed import decided, weighed
from tests.cases.begun import TODAY, at_agreement, at_assessment, seen_by
from tests.cases.test_candidate import with_candidate
from tests.cases.test_ending import ended
from tests.cases.test_forgetting_ended import AGREEMENT_DAY, FILE_DAY, PAYMENT_DAY, full
from tests.cases.working import agree, spoke, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions import assessment as assess
from sleutelwerk.cases.actions.candidate import forget_silent_candidates
from sleutelwerk.cases.actions.decision import forget_rejected
from sleutelwerk.cases.actions.ending import begin_overdue_endings
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.forgetting_undecided import forget_undecided
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.models import (
    Agreement,
    Allowance,
    Assessment,
    Candidate,
    CandidateKey,
    Case,
    Contact,
    Decision,
    Ending,
    Hand,
    RightsRequest,
    Weighing,
)
from sleutelwerk.cases.queries.ending import ending_of
from sleutelwerk.cases.queries.undecided import forgotten_on, forgotten_soon
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.rights import Asked, Right, due_on, may_begin_anew, waits_for_him
from sleutelwerk.core.verdict import NotAllowedError

DAY = timedelta(days=1)
MONTH_LATER = date(2026, 12, 27)
#: He said yes on 26 November 2026; the last step was on the 27th.
UNDECIDED_DAY = date(2027, 2, 27)
LONGEST_DAY = date(2027, 5, 26)
#: The term of the assignment is over on 31 December 2027.
TERM_ENDS = date(2027, 12, 31)


def at(day: date) -> datetime:
    """Give a moment of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def ask(cast: Cast, case: Case, right: Right, day: date = TODAY) -> RightsRequest:
    """Note what he asks, on a day."""
    return note_request(cast.actor("professional"), case.pk, Question(right, day), now=at(day))


def lift(row: RightsRequest, day: date) -> None:
    """Let a restriction be answered and lifted."""
    RightsRequest.objects.filter(pk=row.pk).update(answered_on=day, lifted_on=day)


# waiting for him


@pytest.mark.parametrize("right", [Right.ACCESS, Right.RECTIFY, Right.OBJECT, Right.ERASE])
def test_a_question_makes_us_wait_until_the_day_on_which_he_had_to_hear_and_no_longer(right: Right) -> None:
    waiting = Asked(right, TODAY, due_on(TODAY))
    assert waits_for_him([waiting], MONTH_LATER)
    assert not waits_for_him([waiting], MONTH_LATER + DAY)
    assert waits_for_him([Asked(right, TODAY, due_on(TODAY, longer=True))], date(2027, 2, 27))
    assert not waits_for_him([Asked(right, TODAY, due_on(TODAY), answered_on=TODAY)], TODAY)
    assert not waits_for_him([], TODAY)


def test_a_restriction_makes_us_wait_until_it_is_lifted() -> None:
    years_later = date(2040, 1, 1)
    asked, day = Right.RESTRICT, TODAY
    assert waits_for_him([Asked(asked, day, due_on(day))], years_later)
    assert waits_for_him([Asked(asked, day, due_on(day), answered_on=day)], years_later)
    assert not waits_for_him([Asked(asked, day, due_on(day), answered_on=day, lifted_on=day)], years_later)
    assert waits_for_him([Asked(Right.ACCESS, day, due_on(day)), Asked(asked, day, due_on(day))], years_later)


def test_who_did_not_say_yes_is_not_forgotten_before_he_has_his_answer(cast: Cast) -> None:
    row = with_candidate(cast)
    asked_on = TODAY + 20 * DAY
    ask(cast, row.case, Right.ACCESS, asked_on)
    assert forget_silent_candidates(now=at(due_on(asked_on))) == 0
    assert Candidate.objects.filter(pk=row.pk).exists()
    assert forget_silent_candidates(now=at(due_on(asked_on) + DAY)) == 1
    assert not Candidate.objects.exists()


def test_who_did_not_say_yes_is_not_forgotten_while_locked(cast: Cast) -> None:
    row = with_candidate(cast)
    lock = ask(cast, row.case, Right.RESTRICT)
    assert forget_silent_candidates(now=at(TODAY + 400 * DAY)) == 0
    lift(lock, TODAY)
    assert forget_silent_candidates(now=at(TODAY + 400 * DAY)) == 1


@pytest.mark.parametrize("right", [Right.ACCESS, Right.OBJECT])
def test_the_file_waits_for_his_answer_until_it_was_due(cast: Cast, right: Right) -> None:
    row = full(cast)
    ask(cast, row, right, FILE_DAY - DAY)
    due = due_on(FILE_DAY - DAY)
    assert forget_ended(now=at(due)) == 0
    assert Ending.objects.exists()
    assert RightsRequest.objects.exists()
    assert forget_ended(now=at(due + DAY)) == 1
    assert not RightsRequest.objects.exists()


def test_what_was_paid_and_agreed_waits_as_well(cast: Cast) -> None:
    row = full(cast)
    forget_ended(now=at(FILE_DAY))
    lock = ask(cast, row, Right.RESTRICT, PAYMENT_DAY - 3 * DAY)
    assert forget_ended(now=at(AGREEMENT_DAY)) == 0
    assert Allowance.objects.exists()
    assert Agreement.objects.exists()
    lift(lock, PAYMENT_DAY)
    ask(cast, row, Right.ACCESS, AGREEMENT_DAY)
    assert forget_ended(now=at(due_on(AGREEMENT_DAY))) == 0
    assert forget_ended(now=at(due_on(AGREEMENT_DAY) + DAY)) == 3
    assert not Case.objects.exists()


@pytest.mark.parametrize("right", [Right.ACCESS, Right.OBJECT, Right.ERASE])
def test_after_a_no_an_open_question_makes_us_wait_until_it_was_due(cast: Cast, right: Right) -> None:
    row, asked_on = no(cast), TODAY + 27 * DAY
    ask(cast, row, right, asked_on)
    assert forget_rejected(now=at(due_on(asked_on))) == 0
    assert forget_rejected(now=at(due_on(asked_on) + DAY)) == 1


def test_after_the_file_day_nothing_tells_how_he_was_told_or_when_he_said_yes(cast: Cast) -> None:
    row = full(cast)
    told_on = Candidate.objects.get().told_on
    forget_ended(now=at(FILE_DAY))
    kept = Candidate.objects.get()
    assert (kept.told_how, kept.agreed_on, kept.told_by, kept.told_on) == ("", None, None, told_on)
    assert forget_silent_candidates(now=at(FILE_DAY + DAY)) == 0, "what the law wants stays its own time"
    client = Client()
    sign_in(client, cast["professional"])
    page = client.get(reverse("cases:open-case", args=[row.pk])).content.decode()
    assert kept.pseudonym in page
    assert "Hij denkt na" not in page
    assert "Hij wil verder" not in page
    assert client.get(reverse("cases:read-report", args=[row.pk])).status_code == 200


def test_he_is_told_that_the_day_of_telling_stays(cast: Cast) -> None:
    row = ended(cast)
    found = seen_by(cast, "professional", row)
    assert found is not None
    shown = ending_of(found)
    assert shown is not None
    assert any("inlichtte" in str(one.what) and one.gone_on == AGREEMENT_DAY for one in shown.kept)


# nothing follows on his yes


def soon(cast: Cast, case: Case, day: date, who: str = "professional") -> bool:
    """Tell whether somebody is told that he will be forgotten."""
    found = seen_by(cast, who, case)
    return found is not None and forgotten_soon(cast.actor(who), found, day)


@pytest.mark.parametrize("stage", ["candidate", "assessment", "decision", "agreement"])
def test_who_said_yes_and_heard_nothing_is_forgotten_after_three_months(cast: Cast, stage: str) -> None:
    row = at_assessment(cast)
    Case.objects.filter(pk=row.pk).update(stage=stage)
    tasks.forget_undecided(at(UNDECIDED_DAY - DAY))
    assert Candidate.objects.exists()
    tasks.forget_undecided(at(UNDECIDED_DAY))
    for model in (Candidate, CandidateKey, Hand):
        assert not model._default_manager.exists(), model
    assert Case.objects.get().stage == "candidate"
    assert Entry.objects.filter(kind="candidate_forgotten", actor=None).count() == 1
    assert forget_undecided(now=at(UNDECIDED_DAY)) == 0


def test_his_team_is_told_two_weeks_before(cast: Cast) -> None:
    row = at_assessment(cast)
    assert not soon(cast, row, UNDECIDED_DAY - 15 * DAY)
    assert soon(cast, row, UNDECIDED_DAY - 14 * DAY)
    assert soon(cast, row, UNDECIDED_DAY + 5 * DAY), "also while it waits for him"
    assert not soon(cast, row, UNDECIDED_DAY, "outside_professional")
    Case.objects.filter(pk=row.pk).update(stage="reward")
    assert not soon(cast, row, UNDECIDED_DAY)
    Candidate.objects.all().delete()
    assert not soon(cast, row, UNDECIDED_DAY)


def test_a_partner_is_not_told(cast: Cast) -> None:
    row = at_assessment(cast)
    found = seen_by(cast, "professional", row)
    assert found is not None
    assert not forgotten_soon(cast.actor("outside_professional"), found, UNDECIDED_DAY)


LATER = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("model", "step"),
    [
        (Candidate, {"created_at": at(LATER)}),
        (Candidate, {"agreed_on": LATER}),
        (Assessment, {"named_at": at(LATER)}),
        (Assessment, {"handed_in_at": at(LATER)}),
        (Weighing, {"changed_at": at(LATER)}),
        (Weighing, {"shown_on": LATER}),
        (Decision, {"asked_at": at(LATER)}),
        (Decision, {"decided_at": at(LATER)}),
        (Decision, {"told_on": LATER}),
    ],
)
def test_the_term_runs_from_the_last_step(cast: Cast, model: Any, step: dict[str, Any]) -> None:
    case = decided(cast).candidate.case
    assert forgotten_on(case.pk) == UNDECIDED_DAY
    model.objects.update(**step)
    assert forgotten_on(case.pk) == date(2027, 4, 30), "a month without that day ends on its last"


@pytest.mark.parametrize("step", [{"drafted_at": at(LATER)}, {"our_yes_at": at(LATER)}, {"his_yes_on": LATER}], ids=str)
def test_working_on_what_is_agreed_is_a_step(cast: Cast, step: dict[str, Any]) -> None:
    case = at_agreement(cast)
    row = agree(Candidate.objects.get())
    assert forgotten_on(case.pk) is None, "what held once is kept by another term"
    Agreement.objects.filter(pk=row.pk).update(active_from=None, **step)
    assert forgotten_on(case.pk) == date(2027, 4, 30)


def test_hearing_from_him_is_a_step(cast: Cast) -> None:
    row = at_assessment(cast)
    asked = ask(cast, row, Right.ACCESS, LATER)
    assert forgotten_on(row.pk) == date(2027, 4, 30)
    RightsRequest.objects.filter(pk=asked.pk).update(answered_on=date(2027, 2, 10))
    assert forgotten_on(row.pk) == date(2027, 5, 10)


def test_however_many_steps_it_never_lasts_longer_than_six_months_after_his_yes(cast: Cast) -> None:
    row = decided(cast).candidate.case
    Weighing.objects.update(changed_at=at(LONGEST_DAY - DAY))
    assert forget_undecided(now=at(LONGEST_DAY - DAY)) == 0
    assert forget_undecided(now=at(LONGEST_DAY)) == 1
    assert not Candidate.objects.filter(case=row).exists()


def test_it_waits_for_him_as_every_other_term_does(cast: Cast) -> None:
    row = at_assessment(cast)
    asked_on = LONGEST_DAY - DAY
    Candidate.objects.update(created_at=at(asked_on))
    ask(cast, row, Right.RECTIFY, asked_on)
    assert forget_undecided(now=at(due_on(asked_on))) == 0
    assert forget_undecided(now=at(due_on(asked_on) + DAY)) == 1


def test_who_has_another_term_is_left_alone(cast: Cast) -> None:
    working(cast)
    decided(cast, Outcome.NO)
    ended(cast)
    silent = with_candidate(cast)
    assert forget_undecided(now=at(date(2040, 1, 1))) == 0
    assert Candidate.objects.count() == 4
    assert forgotten_on(silent.case_id) is None


# anew after a no


def no(cast: Cast) -> Case:
    """Begin a case of which was decided not to go on with him."""
    return decided(cast, Outcome.NO).candidate.case


@pytest.mark.parametrize("right", [None, Right.ERASE])
def test_after_a_no_nobody_looks_anew_unless_he_asks(cast: Cast, right: Right | None) -> None:
    row = no(cast)
    if right is not None:
        ask(cast, row, right)
    with pytest.raises(NotAllowedError, match="Noteer eerst zijn vraag"):
        assess.look_again(cast.actor("professional"), row.pk, now=NOW)
    assert Decision.objects.exists()


@pytest.mark.parametrize("right", [Right.ACCESS, Right.RECTIFY, Right.OBJECT])
def test_after_a_no_his_question_lets_two_look_anew(cast: Cast, right: Right) -> None:
    row = no(cast)
    ask(cast, row, right)
    assess.look_again(cast.actor("professional"), row.pk, now=NOW)
    assess.confirm_look_again(cast.actor("colleague"), row.pk, now=NOW)
    assert not Decision.objects.exists()
    assert forget_rejected(now=at(TODAY + 40 * DAY)) == 0
    assert forget_undecided(now=at(UNDECIDED_DAY)) == 1, "and it ends all the same"


def test_what_he_wanted_to_stand_still_is_not_begun_anew(cast: Cast) -> None:
    row = no(cast)
    ask(cast, row, Right.ACCESS)
    ask(cast, row, Right.RESTRICT)
    with pytest.raises(NotAllowedError, match="op slot"):
        assess.look_again(cast.actor("professional"), row.pk, now=NOW)
    assert Decision.objects.exists()


def test_long_after_his_yes_his_question_is_noted_first_or_nothing_would_be_left_of_the_term(cast: Cast) -> None:
    row, later = weighed(cast), date(2027, 3, 10)
    Weighing.objects.update(changed_at=at(later))
    with pytest.raises(NotAllowedError, match="Noteer eerst"):
        assess.look_again(cast.actor("professional"), row.pk, now=at(later))
    ask(cast, row, Right.ACCESS, later)
    assess.look_again(cast.actor("professional"), row.pk, now=at(later))
    assert forgotten_on(row.pk) == LONGEST_DAY
    assert may_begin_anew([], after_no=False, agreed_on=TODAY, today=TODAY + 28 * DAY)
    assert not may_begin_anew([], after_no=False, agreed_on=TODAY, today=TODAY + 29 * DAY)


# work that nobody rounds off


@pytest.mark.parametrize("stage", ["reward", "carrying_out", "evaluation"])
def test_work_past_its_term_is_ended_by_itself_after_four_weeks(cast: Cast, stage: str) -> None:
    row = working(cast)
    spoke(cast, row)
    Case.objects.filter(pk=row.pk).update(stage=stage)
    last = TERM_ENDS + 28 * DAY
    tasks.forget_ended(at(last))
    assert not Ending.objects.exists()
    tasks.forget_ended(at(last + DAY))
    ending = Ending.objects.get()
    assert (ending.why, ending.ends_on, ending.begun_by, ending.begun_at) == ("term", TERM_ENDS, None, at(last + DAY))
    row.refresh_from_db()
    assert (row.stage, row.ended_at) == ("ending", None)
    assert Entry.objects.filter(kind="ending_begun", actor=None).count() == 1
    assert begin_overdue_endings(now=at(last + 2 * DAY)) == 0
    tasks.forget_ended(at(date(2028, 12, 30)))
    assert Contact.objects.exists()
    tasks.forget_ended(at(date(2028, 12, 31)))
    assert not Contact.objects.exists()
    tasks.forget_ended(at(date(2037, 12, 31)))
    assert not Case.objects.exists()


def test_it_does_not_end_while_he_asked_to_let_it_stand(cast: Cast) -> None:
    row = working(cast)
    late = at(TERM_ENDS + 60 * DAY)
    lock = ask(cast, row, Right.RESTRICT, TERM_ENDS)
    assert begin_overdue_endings(now=late) == 0
    lift(lock, TERM_ENDS)
    assert begin_overdue_endings(now=late) == 1


def test_nothing_is_ended_where_there_is_nobody_or_it_is_over(cast: Cast) -> None:
    late = at(TERM_ENDS + 60 * DAY)
    ended(cast)
    at_agreement(cast)
    assert begin_overdue_endings(now=late) == 0
    row = working(cast)
    CandidateKey.objects.filter(candidate__case=row).delete()
    assert begin_overdue_endings(now=late) == 0, "without his key there is nothing to say goodbye with"
