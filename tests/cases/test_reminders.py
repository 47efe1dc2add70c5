"""What the work in a case asks of somebody for his start page, on each side of every line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.cases.begun import TODAY, at_agreement
from tests.cases.test_ending import ended, ending, with_partner
from tests.cases.working import opened_by, spoke, working
from tests.people import NOW, Cast

from sleutelwerk.cases.actions.contact import FollowUp, settle_promise
from sleutelwerk.cases.actions.looking_back import begin_look_back
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import Agreement, Candidate, Case, Contact
from sleutelwerk.cases.queries.reminders import Reminder, reminders_of, work_panel
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.home.queries.case_attention import of_case_worker


def asked_of(cast: Cast, row: Case, who: str = "professional", *, days: int = 0) -> set[Reminder]:
    """Give what waits for somebody, so many days from today."""
    return set(reminders_of(cast.actor(who), opened_by(cast, who, row), TODAY + timedelta(days=days)))


@pytest.mark.parametrize(("days", "asked"), [(28, False), (29, True)])
def test_after_four_weeks_he_must_be_spoken(cast: Cast, days: int, asked: bool) -> None:
    row = working(cast)
    Agreement.objects.update(active_from=NOW - timedelta(days=300))
    spoke(cast, row)
    assert (Reminder.SPEAK_HIM in asked_of(cast, row, days=days)) is asked


@pytest.mark.parametrize(("agreed", "last"), [(7, 7), (14, 14), (28, 28), (None, 28)])
def test_he_must_be_spoken_as_often_as_was_agreed(cast: Cast, agreed: int | None, last: int) -> None:
    row = working(cast)
    Agreement.objects.update(active_from=NOW - timedelta(days=300), contact_days=agreed)
    spoke(cast, row)
    assert Reminder.SPEAK_HIM not in asked_of(cast, row, days=last)
    assert Reminder.SPEAK_HIM in asked_of(cast, row, days=last + 1)


def test_what_was_agreed_before_does_not_count_any_more(cast: Cast) -> None:
    row = working(cast)
    old = Agreement.objects.get()
    Agreement.objects.update(contact_days=7, over_at=NOW)
    Agreement.objects.create(
        candidate=old.candidate, revision=2, template=old.template, template_version=1, template_hash=old.template_hash,
        paper=old.paper, fingerprint=old.fingerprint, drafted_at=NOW, our_yes_at=NOW, his_yes_on=TODAY, active_from=NOW,
        contact_days=14,
    )  # fmt: skip
    spoke(cast, row)
    panel = work_panel(opened_by(cast, "professional", row), TODAY)
    assert panel is not None
    assert (panel.work.silence, panel.work.contact_by) == (14, TODAY + timedelta(days=14))


def test_whoever_laid_it_still_is_not_asked_to_let_it_go_on(cast: Cast) -> None:
    row = working(cast)
    pause_work(cast.actor("professional"), row.pk, "dreiging", now=NOW)
    assert asked_of(cast, row) == set()
    assert asked_of(cast, row, "colleague") == {Reminder.PAUSED}


def test_a_signal_waits_four_weeks_for_an_answer(cast: Cast) -> None:
    row = working(cast, profile="waarnemer")
    note_signal(cast.actor("professional"), row.pk, Heard("school", "Ouders zoeken hulp."), now=NOW)
    assert Reminder.ANSWER_SIGNAL not in asked_of(cast, row, days=28)
    assert Reminder.ANSWER_SIGNAL in asked_of(cast, row, days=29)


def test_what_was_promised_is_asked_for_when_its_day_passed(cast: Cast) -> None:
    row = working(cast)
    for days in (3, 9):
        spoke(cast, row, follow_up=FollowUp("de cursus uitzoeken", None, TODAY + timedelta(days=days)))
    assert Reminder.KEEP_PROMISE not in asked_of(cast, row, days=3)
    assert Reminder.KEEP_PROMISE in asked_of(cast, row, days=4)
    assert Reminder.KEEP_PROMISE in asked_of(cast, row, "colleague", days=4)
    first = Contact.objects.get(follow_up_by=TODAY + timedelta(days=3))
    settle_promise(cast.actor("professional"), row.pk, first.pk, done=True, now=NOW)
    assert Reminder.KEEP_PROMISE not in asked_of(cast, row, days=9)
    assert Reminder.KEEP_PROMISE in asked_of(cast, row, days=10)
    note_request(cast.actor("professional"), row.pk, Question(Right.RESTRICT, TODAY), now=NOW)
    assert Reminder.KEEP_PROMISE not in asked_of(cast, row, days=10)


def test_what_was_promised_without_a_day_is_not_asked_for(cast: Cast) -> None:
    row = working(cast)
    spoke(cast, row, follow_up=FollowUp("de cursus uitzoeken"))
    assert Reminder.KEEP_PROMISE not in asked_of(cast, row, days=300)


def test_a_day_to_look_back_and_a_look_that_lies_half_done_are_told(cast: Cast) -> None:
    row = working(cast)
    assert Reminder.LOOK_BACK not in asked_of(cast, row, days=29)
    assert Reminder.LOOK_BACK in asked_of(cast, row, days=30)
    begin_look_back(cast.actor("professional"), row.pk, now=NOW)
    assert Reminder.LOOK_BACK in asked_of(cast, row)


def test_the_lead_is_asked_to_finish_on_the_last_day(cast: Cast) -> None:
    row = ending(cast, ends_on=TODAY + timedelta(days=10))
    assert asked_of(cast, row, days=9) == set()
    assert asked_of(cast, row, days=10) == {Reminder.FINISH_ENDING}
    assert asked_of(cast, row, "colleague", days=10) == set()


def test_nothing_is_asked_of_partners_before_the_work_or_after_it(cast: Cast) -> None:
    row = working(cast)
    with_partner(cast, row)
    assert asked_of(cast, row, "outside_professional", days=40) == set()
    assert asked_of(cast, ended(cast), days=40) == set()
    assert asked_of(cast, at_agreement(cast), days=40) == set()


def test_the_panel_costs_one_question(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = working(cast, profile="waarnemer")
    spoke(cast, row)
    begin_look_back(cast.actor("professional"), row.pk, now=NOW)
    pause_work(cast.actor("colleague"), row.pk, "dreiging", now=NOW)
    found = opened_by(cast, "professional", row)
    with django_assert_num_queries(1):
        panel = work_panel(found, TODAY)
    assert panel is not None
    assert (panel.work.paused, panel.work.last_contact, panel.look_due) == (True, TODAY, True)
    assert (panel.signals, panel.in_contact, panel.over) == (True, True, False)
    Candidate.objects.all().delete()
    assert work_panel(opened_by(cast, "professional", row), TODAY) is None


@pytest.mark.parametrize(
    ("agreed", "told"),
    [
        (7, "U sprak af: minstens elke 7 dagen contact. Dat is nu langer geleden."),
        (1, "U sprak af: elke dag contact. Dat is nu langer geleden."),
        (28, "U sprak af: minstens elke 28 dagen contact."),
        (None, "U sprak hem al 28 dagen niet of langer."),
    ],
)
def test_the_start_page_names_the_rhythm_that_was_agreed(cast: Cast, agreed: int | None, told: str) -> None:
    working(cast)
    Agreement.objects.update(active_from=NOW - timedelta(days=300), contact_days=agreed)
    text = next(one.text for one in of_case_worker(cast.actor("professional"), NOW) if one.title == "Zoek hem weer op")
    assert text.startswith(told)


def test_for_several_rhythms_the_start_page_names_none(cast: Cast) -> None:
    for agreed in (7, 14):
        row = working(cast)
        Agreement.objects.filter(candidate__case=row).update(active_from=NOW - timedelta(days=300), contact_days=agreed)
    text = next(one.text for one in of_case_worker(cast.actor("professional"), NOW) if one.title == "Zoek hem weer op")
    assert text.startswith("U sprak hem langer niet dan u afsprak")
