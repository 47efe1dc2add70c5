"""Cases to practise with: nobody real is put into them, and they go by themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cases.begun import TODAY, at_work, begun, seen_by
from tests.cases.envelopes import TEXTS
from tests.cases.ordered import ordered
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions.allowance import Proposal, declare_elsewhere, propose_allowance
from sleutelwerk.cases.actions.envelope import put_in_envelope
from sleutelwerk.cases.actions.examples import make_examples
from sleutelwerk.cases.models import Allowance, Candidate, CandidateKey, Case, CaseKey, Order
from sleutelwerk.cases.queries.envelope import lacks_envelope
from sleutelwerk.cases.rules.examples import exercise_gone_on, may_keep_somebody, may_reward
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.vault.models import Envelope

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def exercise(cast: Cast) -> Case:
    """Give an exercise in which the invented person is at work."""
    row = at_work(cast)
    Case.objects.filter(pk=row.pk).update(practice=True, created_at=NOW, changed_at=NOW)
    row.refresh_from_db()
    return row


def at(days: int) -> datetime:
    """Give a moment so many days later."""
    return NOW + days * DAY


def test_nobody_is_kept_or_rewarded_in_what_is_invented() -> None:
    assert "voorbeeld" in may_keep_somebody(example=True, practice=True).reason
    assert "oefening" in may_keep_somebody(example=False, practice=True).reason
    assert may_keep_somebody(example=False, practice=False)
    assert "oefening" in may_reward(example=False, practice=True).reason
    assert may_reward(example=True, practice=True)
    assert may_reward(example=False, practice=False)


def test_no_envelope_is_sealed_in_an_exercise(cast: Cast) -> None:
    row, client = exercise(cast), browser_of(cast)
    with pytest.raises(NotAllowedError, match="Dit is een oefening"):
        put_in_envelope(cast.actor("professional"), row.pk, TEXTS, now=NOW)
    assert not Envelope.objects.exists()
    shown = text_of(client, page_of("open-case", row))
    assert "Leg hem in een envelop" not in shown
    assert "Het verdwijnt vanzelf op" in shown
    found = seen_by(cast, "professional", row)
    assert found is not None
    assert not lacks_envelope(cast.actor("professional"), found, TODAY)


def test_nothing_is_given_in_an_exercise(cast: Cast) -> None:
    row, client = exercise(cast), browser_of(cast)
    lead, month = cast.actor("professional"), date(2026, 11, 1)
    with pytest.raises(NotAllowedError, match="niemand die iets krijgt"):
        propose_allowance(lead, row.pk, Proposal("vrijwilligersvergoeding", month, 1000, "tijd", 120), now=NOW)
    with pytest.raises(NotAllowedError, match="niemand die iets krijgt"):
        declare_elsewhere(lead, row.pk, month, 1000, now=NOW)
    assert not Allowance.objects.exists()
    shown = text_of(client, page_of("allowances", row))
    assert "niemand die iets krijgt" in shown
    assert "Stel iets voor" not in shown


def test_it_goes_by_itself_after_sixty_days_with_its_keys(cast: Cast) -> None:
    exercise(cast)
    real = begun(cast)
    tasks.remove_old_examples(at(59))
    assert Case.objects.count() == 2
    tasks.remove_old_examples(at(60))
    assert list(Case.objects.values_list("pk", flat=True)) == [real.pk]
    assert not Candidate.objects.exists()
    assert not CandidateKey.objects.exists()
    assert CaseKey.objects.count() == 1
    assert Entry.objects.filter(kind="example_removed", actor=None).count() == 1


def test_whoever_still_changes_it_has_two_weeks() -> None:
    assert exercise_gone_on(TODAY, TODAY) == TODAY + 60 * DAY
    assert exercise_gone_on(TODAY, TODAY + 50 * DAY) == TODAY + 64 * DAY
    assert exercise_gone_on(TODAY, TODAY + 119 * DAY) == TODAY + 120 * DAY


def test_a_drill_in_it_stays_a_drill_and_makes_it_wait(cast: Cast) -> None:
    row = exercise(cast)
    drill = ordered(cast, row)
    assert drill.drill
    tasks.remove_old_examples(at(60))
    assert Case.objects.filter(pk=row.pk).exists()
    Order.objects.update(ended_at=at(61), ended_how="withdrawn")
    tasks.remove_old_examples(at(62))
    assert not Case.objects.filter(pk=row.pk).exists()
    assert Order.objects.get().case is None


def test_the_fg_sees_how_many_there_are(cast: Cast) -> None:
    exercise(cast)
    make_examples(cast.actor("professional"), now=timezone.now())
    shown = browser_of(cast, "fg").get(reverse("cases:going")).content.decode()
    assert "Er is nu 1 oefening" in shown
