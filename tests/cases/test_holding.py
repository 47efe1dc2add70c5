"""While a case is held nothing of it is destroyed, by no task and by none of us; what he wants himself goes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cases.begun import begun, complete
from tests.cases.test_candidate import with_candidate
from tests.cases.test_forgetting_ended import AGREEMENT_DAY, FILE_DAY, at, full
from tests.cases.test_order_holds import TASKS, rejected, silent, undecided
from tests.cases.working import spoke, working
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions.beginning import delete_case
from sleutelwerk.cases.actions.candidate import stop_candidate
from sleutelwerk.cases.actions.contact import remove_contact
from sleutelwerk.cases.actions.holding import Wanted, lift_hold, put_on_hold, put_on_hold_by_code
from sleutelwerk.cases.actions.rights import Question, erase_candidate, note_request
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import Agreement, Candidate, CandidateKey, Case, CaseKey, Contact, Hold, ThemeSignal
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.queries.holding import hold_nearly_over, holds_for
from sleutelwerk.cases.queries.report import report_of
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
#: Just before this day everything that tests keep is long over its term, except what the law wants longer.
LATER = date(2028, 6, 1)


def held(cast: Cast, case: Case, reason: str = "complaint", *, on: datetime = NOW, days: int = 365) -> Hold:
    """Hold a case as its lead."""
    until = on.date() + timedelta(days=days)
    return put_on_hold(cast.actor("professional"), case.pk, Wanted(reason, until), now=on)


def run_all(day: date) -> None:
    """Let every task do what is due."""
    for task in TASKS:
        task(at(day))


@pytest.mark.parametrize("begin", [silent, undecided, rejected, full])
@pytest.mark.parametrize("reason", ["complaint", "archive"])
def test_no_task_destroys_anything_while_a_case_is_held(cast: Cast, begin: Callable[[Cast], Case], reason: str) -> None:
    case = begin(cast)
    hold = held(cast, case, reason, on=at(LATER - timedelta(days=10)))
    run_all(LATER)
    assert Candidate.objects.filter(case=case, key__isnull=False).exists()
    assert not Entry.objects.filter(kind__in=("ended_forgotten", "rejected_forgotten", "candidate_forgotten")).exists()
    lift_hold(cast.actor("fg"), hold.pk, now=at(LATER))
    run_all(LATER)
    assert not Candidate.objects.filter(case=case, case__ended_at=None).exists()
    assert Entry.objects.filter(kind__in=("ended_forgotten", "rejected_forgotten", "candidate_forgotten")).exists()


def test_papers_that_are_kept_longer_wait_too(cast: Cast) -> None:
    case = full(cast)
    tasks.forget_ended(at(FILE_DAY))
    hold = held(cast, case, on=at(AGREEMENT_DAY - timedelta(days=30)))
    tasks.forget_ended(at(AGREEMENT_DAY))
    assert Agreement.objects.exists()
    lift_hold(cast.actor("security_officer"), hold.pk, now=at(AGREEMENT_DAY))
    tasks.forget_ended(at(AGREEMENT_DAY))
    assert not Case.objects.exists()


def test_a_signal_waits(cast: Cast) -> None:
    case = working(cast, profile="waarnemer")
    note_signal(cast.actor("professional"), case.pk, Heard("school", "Ouders zoeken hulp."), now=NOW)
    held(cast, case)
    tasks.forget_signals(NOW + timedelta(days=365))
    assert ThemeSignal.objects.exists()
    tasks.forget_signals(NOW + timedelta(days=367))
    assert not ThemeSignal.objects.exists()


def test_what_lost_its_key_waits_as_beside_it_may_lie_what_opens(cast: Cast) -> None:
    case = with_candidate(cast).case
    hold = held(cast, case)
    CandidateKey.objects.all().delete()
    tasks.remove_keyless(NOW)
    assert Candidate.objects.exists()
    CaseKey.objects.all().delete()
    tasks.remove_keyless(NOW)
    assert Case.objects.exists()
    lift_hold(cast.actor("fg"), hold.pk, now=NOW)
    tasks.remove_keyless(NOW)
    assert not Case.objects.exists()


def test_none_of_us_destroys_anything(cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    held(cast, case, "archive")
    contact = Contact.objects.get()
    with pytest.raises(NotAllowedError, match="mag nu niets weg"):
        remove_contact(cast.actor("professional"), case.pk, contact.pk, now=contact.created_at)


def test_nobody_throws_a_case_away(cast: Cast) -> None:
    case = begun(cast)
    complete(cast)
    held(cast, case)
    with pytest.raises(NotAllowedError, match="mag nu niets weg"):
        delete_case(cast.actor("professional"), case.pk, now=NOW)


@pytest.mark.parametrize("reason", ["complaint", "his_request", "archive"])
def test_a_hold_goes_with_what_it_held(cast: Cast, reason: str) -> None:
    """His own stop and his right to erase go before; the hold goes along, as it was about what is gone."""
    case = with_candidate(cast).case
    held(cast, case, reason)
    stop_candidate(cast.actor("professional"), case.pk, now=NOW)
    assert not Candidate.objects.exists()
    assert not Hold.objects.exists()


def test_when_he_asks_to_erase_a_complaint_does_not_stop_it(cast: Cast) -> None:
    case = with_candidate(cast).case
    held(cast, case)
    note_request(cast.actor("professional"), case.pk, Question(Right.ERASE, NOW.date()), now=NOW)
    erase_candidate(cast.actor("professional"), case.pk, now=NOW)
    assert not Candidate.objects.exists()


def test_a_legal_claim_goes_before_his_stop_and_before_erasing(cast: Cast) -> None:
    case, lead = with_candidate(cast).case, cast.actor("professional")
    hold = held(cast, case, "legal_claim")
    with pytest.raises(NotAllowedError, match="stoppen mag altijd"):
        stop_candidate(lead, case.pk, now=NOW)
    note_request(lead, case.pk, Question(Right.ERASE, NOW.date()), now=NOW)
    with pytest.raises(NotAllowedError, match="mag nu niets weg"):
        erase_candidate(lead, case.pk, now=NOW)
    lift_hold(cast.actor("fg"), hold.pk, now=NOW)
    erase_candidate(lead, case.pk, now=NOW)
    assert not Candidate.objects.exists()


def test_a_hold_is_over_after_its_last_day(cast: Cast) -> None:
    case = with_candidate(cast).case
    hold = held(cast, case, days=40)
    tasks.forget_silent_candidates(at(hold.until))
    assert Candidate.objects.exists()
    with pytest.raises(NotAllowedError, match="voorbij"):
        lift_hold(cast.actor("fg"), hold.pk, now=at(hold.until + timedelta(days=1)))
    tasks.forget_silent_candidates(at(hold.until + timedelta(days=1)))
    assert not Candidate.objects.exists()


def test_another_person_lets_go(cast: Cast) -> None:
    case = with_candidate(cast).case
    hold = held(cast, case)
    with pytest.raises(NotAllowedError, match="zelf"):
        lift_hold(cast.actor("professional"), hold.pk, now=NOW)
    for who in ("colleague", "administrator", "decision_maker", "outside_fg"):
        with pytest.raises(NotAllowedError, match="er niet"):
            lift_hold(cast.actor(who), hold.pk, now=NOW)
    lift_hold(cast.actor("fg"), hold.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="voorbij"):
        lift_hold(cast.actor("security_officer"), hold.pk, now=NOW)
    hold.refresh_from_db()
    hold.lifted_by = hold.put_on_by
    with pytest.raises(IntegrityError), transaction.atomic():
        hold.save()


def test_who_watches_holds_by_code_and_the_lead_lets_go(cast: Cast) -> None:
    case = with_candidate(cast).case
    wanted = Wanted("archive", NOW.date() + timedelta(days=30))
    hold = put_on_hold_by_code(cast.actor("fg"), f" {case.code.upper()} ", wanted, now=NOW)
    assert [one.pk for one in holds_for(cast.actor("security_officer"), NOW.date())] == [hold.pk]
    for who in ("outside_fg", "professional", "administrator"):
        assert holds_for(cast.actor(who), NOW.date()) == []
    lift_hold(cast.actor("professional"), hold.pk, now=NOW)
    assert holds_for(cast.actor("fg"), NOW.date()) == []


def test_a_code_that_is_not_there_is_recorded(cast: Cast) -> None:
    case = with_candidate(cast).case
    wanted = Wanted("archive", NOW.date() + timedelta(days=30))
    for who, code in (("fg", "niets-000"), ("outside_fg", case.code)):
        with pytest.raises(NotAllowedError, match="er niet"):
            put_on_hold_by_code(cast.actor(who), code, wanted, now=NOW)
    assert Entry.objects.filter(kind="hold_case_unknown").count() == 2
    assert not Hold.objects.exists()


def test_only_the_lead_holds_from_within(cast: Cast) -> None:
    case = with_candidate(cast).case
    for who in ("colleague", "fg", "outside_professional"):
        with pytest.raises(NotAllowedError):
            put_on_hold(cast.actor(who), case.pk, Wanted("archive", NOW.date() + timedelta(days=9)), now=NOW)
    assert not Hold.objects.exists()


def test_he_reads_of_it_and_the_team_is_told_in_time(cast: Cast) -> None:
    case, lead = with_candidate(cast).case, cast.actor("professional")
    held(cast, case, days=60)
    found = case_for(lead, case.pk, today=NOW.date())
    assert found is not None
    assert found.held_until == NOW.date() + timedelta(days=60)
    assert not hold_nearly_over(lead, found, NOW.date())
    assert hold_nearly_over(lead, found, NOW.date() + timedelta(days=40))
    report = report_of(lead, found, now=NOW, today=NOW.date())
    assert report is not None
    (section,) = [one for one in report.sections if one.key == "hold"]
    assert section.blocks[0].title == "Er loopt een klacht"
    assert ("Door", "de collega die uw dossier bijhoudt") in section.blocks[0].pairs
