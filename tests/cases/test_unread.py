"""What somebody wrote and nobody else of the team saw yet makes destroying wait a while, and never longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.begun import seen_by
from tests.cases.test_ending import ending
from tests.cases.test_forgetting_ended import FILE_DAY, at, full
from tests.cases.working import spoke, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.actions.beginning import open_case, read_case
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.rights import Question, answer_request, note_request
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import Case, Contact, Ending
from sleutelwerk.cases.queries.going import going_for
from sleutelwerk.cases.rules.destroying import UNREAD_WAITS
from sleutelwerk.cases.rules.rights import Right

pytestmark = pytest.mark.django_db
EVE = FILE_DAY - timedelta(days=1)
#: He had to hear by then, and what he asked is still unread for some days.
QUIET = at(FILE_DAY + timedelta(days=10))


def asked(cast: Cast, case: Case) -> None:
    """Note a question of his that was to be answered long ago, just before the file goes."""
    question = Question(Right.ACCESS, FILE_DAY - timedelta(days=60))
    note_request(cast.actor("professional"), case.pk, question, now=at(EVE))


def test_a_question_that_nobody_read_makes_it_wait_thirty_days_and_no_longer(cast: Cast) -> None:
    case = full(cast)
    asked(cast, case)
    line = going_for(cast.actor("fg"), at(FILE_DAY)).free[0]
    assert "hoogstens tot 25 maart 2028" in line.waits
    assert forget_ended(now=QUIET) == 0
    last = at(EVE) + UNREAD_WAITS
    assert forget_ended(now=last - timedelta(minutes=1)) == 0
    assert forget_ended(now=last) == 1
    assert not Ending.objects.exists()


def test_it_goes_once_somebody_opened_the_page(cast: Cast) -> None:
    case = full(cast)
    asked(cast, case)
    open_case(cast.actor("professional"), case.pk, now=at(EVE))
    assert forget_ended(now=QUIET) == 0, "who wrote it reads it on another day"
    open_case(cast.actor("professional"), case.pk, now=at(FILE_DAY))
    assert forget_ended(now=QUIET) == 1


def test_somebody_else_may_look_at_once_and_an_outsider_does_not_count(cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    assert seen_by(cast, "outside_professional", case) is None
    open_case(cast.actor("outside_professional"), case.pk, now=NOW)
    assert Case.objects.get().input_at == NOW
    open_case(cast.actor("colleague"), case.pk, now=NOW)
    assert Case.objects.get().input_at is None


def test_whoever_answers_him_read_it(cast: Cast) -> None:
    case = full(cast)
    row = note_request(cast.actor("professional"), case.pk, Question(Right.ACCESS, EVE), now=at(EVE))
    answer_request(cast.actor("professional"), case.pk, row.pk, "U las alles met mij.", now=at(EVE))
    assert forget_ended(now=at(FILE_DAY)) == 1


@pytest.mark.parametrize("what", ["contact", "signal"])
def test_a_contact_and_a_signal_count_as_well(cast: Cast, what: str) -> None:
    case = working(cast, profile="waarnemer")
    if what == "contact":
        spoke(cast, case)
    else:
        note_signal(cast.actor("professional"), case.pk, Heard("school", "Ouders zoeken hulp."), now=NOW)
    assert Case.objects.get().input_by == cast["professional"]


def test_a_contact_in_a_farewell_that_nobody_finished_waits_too(cast: Cast) -> None:
    case = ending(cast)
    day = at(FILE_DAY)
    Case.objects.filter(pk=case.pk).update(input_at=day - timedelta(days=1), input_by=cast["colleague"])
    assert forget_ended(now=day) == 0
    assert forget_ended(now=day + timedelta(days=30)) == 1
    assert not Contact.objects.exists()


def test_who_wrote_last_is_known_until_somebody_looked(cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    assert Case.objects.get().input_by == cast["professional"]
    open_case(cast.actor("colleague"), case.pk, now=NOW)
    assert Case.objects.get().input_by is None


def test_what_was_written_while_somebody_looked_stays_unread(cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    found = seen_by(cast, "colleague", case)
    assert found is not None
    later = NOW + timedelta(minutes=5)
    spoke(cast, case, now=later)
    read_case(cast.actor("colleague"), found, now=later)
    assert Case.objects.get().input_at == later


def test_the_page_itself_is_what_counts(client: Client, cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    sign_in(client, cast["colleague"])
    client.get(reverse("cases:open-case", args=[case.pk]))
    assert Case.objects.get().input_at is None
