"""What is kept of a collaboration that is over goes on its day: not a day earlier, not twice, and with its key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import serializers
from tests.cases.test_ending import AFTERCARE, all_done, ended, ending
from tests.cases.working import PAPER_TEXT, paid, spoke, working
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions.ending import Farewell, begin_ending, finish_ending, save_ending
from sleutelwerk.cases.actions.envelope import put_in_envelope
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.looking_back import begin_look_back
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import (
    Agreement,
    Allowance,
    Assessment,
    Candidate,
    CandidateKey,
    Case,
    CaseKey,
    Contact,
    Decision,
    Ending,
    LookBack,
    Member,
    Pause,
    RightsRequest,
    ThemeSignal,
    Weighing,
)
from sleutelwerk.cases.models.vault import CaseVault, candidate_vault, forget_opened_keys, vault_of
from sleutelwerk.cases.queries.agreement import PAPER
from sleutelwerk.cases.queries.allowance import note_column
from sleutelwerk.cases.queries.candidate import EMPTY_PAPERS, papers_of
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.vault.models import Envelope, EnvelopeKey
from sleutelwerk.vault.rules import Field

#: The end is 27 November 2026, and aftercare of ninety days ends on 25 February 2027: a year later the file goes.
FILE_DAY = date(2028, 2, 25)
PAYMENT_DAY = date(2034, 1, 1)
AGREEMENT_DAY = date(2036, 11, 27)


def at(day: date) -> datetime:
    """Give a moment of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def full(cast: Cast) -> Case:
    """End a case in which everything was kept that can be kept."""
    row = working(cast, profile="waarnemer")
    actor, candidate = cast.actor("professional"), Candidate.objects.get(case=row)
    put_in_envelope(actor, row.pk, {Field.NAME: "Een naam"}, now=NOW)
    Assessment.objects.create(candidate=candidate, place=1, findings=b"x", named_at=NOW)
    Weighing.objects.create(candidate=candidate, together=b"x", changed_at=NOW)
    Decision.objects.create(candidate=candidate, asked_at=NOW)
    spoke(cast, row)
    note_signal(actor, row.pk, Heard("school", "Ouders zoeken hulp."), now=NOW)
    begin_look_back(actor, row.pk, now=NOW)
    pause_work(actor, row.pk, "gunst", now=NOW)
    paid(candidate, date(2026, 11, 1))
    draft = Agreement.objects.get()
    draft.pk, draft.revision, draft.active_from, draft._state.adding = None, 2, None, True
    draft.save()
    begin_ending(actor, row.pk, Farewell("done", NOW.date()), now=NOW)
    save_ending(actor, row.pk, all_done(), now=NOW)
    finish_ending(actor, row.pk, now=NOW)
    return row


def certificates() -> list[str]:
    """Give what the trail says that was destroyed."""
    forgotten = Entry.objects.filter(kind="ended_forgotten").order_by("number")
    return [str(one.body).partition('"what":"')[2].partition('"')[0] for one in forgotten]


def test_the_file_goes_with_his_key_on_its_day_and_what_the_law_wants_stays(cast: Cast) -> None:
    row = full(cast)
    candidate = Candidate.objects.get(case=row)
    wrapped = bytes(CandidateKey.objects.get().wrapped)
    old = candidate_vault(candidate.pk)
    papers, paper = bytes(candidate.papers), bytes(Agreement.objects.get(revision=1).paper)
    tasks.forget_ended(at(FILE_DAY - timedelta(days=1)))
    assert Contact.objects.exists()
    assert Envelope.objects.exists()
    tasks.forget_ended(at(FILE_DAY))
    for model in (Contact, ThemeSignal, LookBack, Pause, Ending, Assessment, Weighing, Decision, RightsRequest):
        assert not model._default_manager.exists(), model
    assert not Envelope.objects.exists()
    assert not EnvelopeKey.objects.exists()
    candidate.refresh_from_db()
    assert (candidate.envelope, candidate.told_by) == (None, None)
    assert papers_of(candidate) == EMPTY_PAPERS
    assert bytes(CandidateKey.objects.get().wrapped) != wrapped
    new = candidate_vault(candidate.pk)
    assert new.open(PAPER, bytes(Agreement.objects.get().paper)) == PAPER_TEXT
    allowance = Allowance.objects.get()
    assert new.open(note_column(allowance.pk), bytes(allowance.note))["what"] == "reiskosten"
    for text in (papers, paper):
        with pytest.raises(CannotOpenError):
            new.open("papers" if text is papers else PAPER, text)
    with pytest.raises(CannotOpenError):
        old.open(PAPER, bytes(Agreement.objects.get().paper))
    assert certificates() == ["file"]


def test_each_part_goes_on_its_own_day_and_at_last_the_case(cast: Cast) -> None:
    row = full(cast)
    sealed = bytes(Case.objects.get().assignment)
    tasks.forget_ended(at(FILE_DAY))
    tasks.forget_ended(at(PAYMENT_DAY - timedelta(days=1)))
    assert Allowance.objects.exists()
    tasks.forget_ended(at(PAYMENT_DAY))
    assert not Allowance.objects.exists()
    tasks.forget_ended(at(AGREEMENT_DAY - timedelta(days=1)))
    assert Agreement.objects.exists()
    assert Case.objects.filter(pk=row.pk).exists()
    tasks.forget_ended(at(AGREEMENT_DAY))
    for model in (Agreement, Candidate, CandidateKey, Case, CaseKey, Member):
        assert not model._default_manager.exists(), model
    with pytest.raises(CannotOpenError):
        vault_of(row.pk).open("assignment", sealed)
    assert certificates() == ["file", "payment", "agreement", "case"]
    trail = serializers.serialize("json", Entry.objects.all())
    for told in ("Ouders", "reiskosten", str(row.pk), "gunst", "Een naam"):
        assert told not in trail


def test_nothing_goes_twice_or_early_when_the_clock_is_set_back(cast: Cast) -> None:
    full(cast)
    assert forget_ended(now=at(FILE_DAY)) == 1
    for day in (FILE_DAY, FILE_DAY - timedelta(days=400), NOW.date(), date(2020, 1, 1)):
        assert forget_ended(now=at(day)) == 0
    assert Agreement.objects.exists()
    assert Allowance.objects.exists()
    assert certificates() == ["file"]


def test_long_after_all_goes_at_once(cast: Cast) -> None:
    full(cast)
    assert forget_ended(now=at(date(2040, 1, 1))) == 4
    assert not Case.objects.exists()


def test_an_ending_that_nobody_finished_goes_on_its_day_as_well(cast: Cast) -> None:
    row = ending(cast)
    tasks.forget_ended(at(date(2027, 11, 26)))
    assert Ending.objects.exists()
    tasks.forget_ended(at(date(2027, 11, 27)))
    row.refresh_from_db()
    assert not Ending.objects.exists()
    assert row.ended_at == at(date(2027, 11, 27))
    assert Agreement.objects.get().over_at is not None
    tasks.forget_ended(at(AGREEMENT_DAY))
    assert not Case.objects.exists()


def test_what_stands_still_because_he_asked_is_not_destroyed(cast: Cast) -> None:
    row = ended(cast)
    note_request(cast.actor("professional"), row.pk, Question(Right.RESTRICT, NOW.date()), now=NOW)
    assert forget_ended(now=at(FILE_DAY)) == 0
    assert Ending.objects.exists()
    RightsRequest.objects.update(lifted_on=NOW.date(), answered_on=NOW.date())
    assert forget_ended(now=at(FILE_DAY)) == 1


def test_what_nobody_can_read_any_more_goes_along(cast: Cast) -> None:
    row = ended(cast)
    CandidateKey.objects.all().delete()
    forget_opened_keys()
    assert forget_ended(now=at(FILE_DAY)) == 2
    assert not Case.objects.filter(pk=row.pk).exists()
    assert certificates() == ["file", "case"]


def test_a_case_that_goes_on_is_left_alone(cast: Cast) -> None:
    row = working(cast)
    spoke(cast, row)
    ending(cast, ends_on=NOW.date() + timedelta(days=60))
    assert forget_ended(now=NOW + timedelta(days=100)) == 0
    assert isinstance(candidate_vault(Candidate.objects.get(case=row).pk), CaseVault)
    assert Contact.objects.count() == 1
    assert AFTERCARE < FILE_DAY
