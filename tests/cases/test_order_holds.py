"""While an order runs nothing that it may be about is destroyed, by no task and by nobody; afterwards all goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.assessed import decided
from tests.cases.begun import begun, complete
from tests.cases.ordered import ordered, stepped
from tests.cases.test_candidate import with_candidate
from tests.cases.test_forgetting_ended import FILE_DAY, at, full
from tests.cases.working import spoke, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions.beginning import delete_case
from sleutelwerk.cases.actions.candidate import note_yes, stop_candidate
from sleutelwerk.cases.actions.contact import remove_contact
from sleutelwerk.cases.actions.rights import Question, erase_candidate, note_request
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import Candidate, Case, Contact, Emergency, Order, ThemeSignal
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.order import Step
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
LATER = at(date(2060, 1, 1))
TASKS: tuple[Callable[..., None], ...] = (
    tasks.forget_silent_candidates, tasks.forget_rejected, tasks.forget_undecided, tasks.forget_signals,
    tasks.forget_ended, tasks.remove_keyless,
)  # fmt: skip


def run_all() -> None:
    """Let every task do what is due, long after every term."""
    for task in TASKS:
        task(LATER)


def withdraw(cast: Cast, order: Order) -> None:
    """End an order that nothing was handed over for."""
    stepped(cast, order, Step.LAWYER)
    stepped(cast, order, Step.END, "security_officer", how="withdrawn")


def silent(cast: Cast) -> Case:
    """Give one whose candidate did not answer."""
    return with_candidate(cast).case


def undecided(cast: Cast) -> Case:
    """Give one who said yes, and of whom nothing came."""
    case = with_candidate(cast).case
    note_yes(cast.actor("professional"), case.pk, NOW.date() + timedelta(days=1), now=NOW + timedelta(days=1))
    return case


def rejected(cast: Cast) -> Case:
    """Give one who was not chosen."""
    return decided(cast, Outcome.NO).candidate.case


@pytest.mark.parametrize("begin", [silent, undecided, rejected, full])
def test_no_task_destroys_anything_while_an_order_runs(cast: Cast, begin: Callable[[Cast], Case]) -> None:
    case = begin(cast)
    order = ordered(cast, case)
    run_all()
    assert Candidate.objects.filter(case=case, key__isnull=False).exists()
    assert Case.objects.filter(pk=case.pk, key__isnull=False).exists()
    withdraw(cast, order)
    run_all()
    assert not Candidate.objects.exists()


def test_a_signal_waits_too(cast: Cast) -> None:
    case = working(cast, profile="waarnemer")
    note_signal(cast.actor("professional"), case.pk, Heard("school", "Ouders zoeken hulp."), now=NOW)
    order = ordered(cast, case)
    tasks.forget_signals(LATER)
    assert ThemeSignal.objects.exists()
    withdraw(cast, order)
    tasks.forget_signals(LATER)
    assert not ThemeSignal.objects.exists()


def test_a_drill_holds_nothing_back(cast: Cast) -> None:
    case = silent(cast)
    Case.objects.filter(pk=case.pk).update(practice=True)
    ordered(cast, case)
    tasks.forget_silent_candidates(LATER)
    assert not Candidate.objects.exists()


def test_nobody_throws_a_case_away(cast: Cast) -> None:
    case = begun(cast)
    complete(cast)
    order = ordered(cast, case)
    with pytest.raises(NotAllowedError, match="mag nu niets weg"):
        delete_case(cast.actor("professional"), case.pk, now=NOW)
    withdraw(cast, order)
    delete_case(cast.actor("professional"), case.pk, now=NOW)
    assert not Order.objects.exists()


def test_when_he_stops_what_stands_there_waits(client: Client, cast: Cast) -> None:
    case = silent(cast)
    order = ordered(cast, case)
    with pytest.raises(NotAllowedError, match="stoppen mag altijd"):
        stop_candidate(cast.actor("professional"), case.pk, now=NOW)
    sign_in(client, cast["professional"])
    page = client.post(reverse("cases:stop-candidate", args=[case.pk]), follow=True).content.decode()
    assert "stoppen mag altijd" in page
    assert "vordering van" not in page
    withdraw(cast, order)
    stop_candidate(cast.actor("professional"), case.pk, now=NOW)
    assert not Candidate.objects.exists()


def test_what_he_asks_to_erase_waits(client: Client, cast: Cast) -> None:
    case = silent(cast)
    note_request(cast.actor("professional"), case.pk, Question(Right.ERASE, NOW.date()), now=NOW)
    order = ordered(cast, case)
    with pytest.raises(NotAllowedError, match="mag nu niets weg"):
        erase_candidate(cast.actor("professional"), case.pk, now=NOW)
    sign_in(client, cast["professional"])
    page = client.post(reverse("cases:erase-candidate", args=[case.pk]), follow=True).content.decode()
    assert "mag nu niets weg" in page
    withdraw(cast, order)
    erase_candidate(cast.actor("professional"), case.pk, now=NOW)
    assert not Candidate.objects.exists()


def test_a_contact_that_was_noted_by_mistake_stays(cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    ordered(cast, case)
    contact = Contact.objects.get()
    with pytest.raises(NotAllowedError, match="mag nu niets weg"):
        remove_contact(cast.actor("professional"), case.pk, contact.pk, now=contact.created_at)


def test_when_the_file_goes_the_order_and_the_emergency_go_with_it(cast: Cast) -> None:
    case = full(cast)
    withdraw(cast, ordered(cast, case))
    tasks.forget_ended(at(FILE_DAY))
    assert Candidate.objects.filter(case=case).exists()
    assert not Order.objects.exists()
    assert not Emergency.objects.exists()
