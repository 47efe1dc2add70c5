"""Looking back: a letter without content six weeks after, once, to those who still lead."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.deliberation.held import CLOSED, OPENED, a_record, a_talk
from tests.people import Cast, make_cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.deliberation import tasks
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db
SIX_WEEKS = CLOSED + timedelta(days=42)


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def test_a_letter_six_weeks_after_and_one_only(cast: Cast) -> None:
    """It says nothing of what it is about, not even that it was a deliberation."""
    a_record(cast, final=True)
    tasks.remind_leaders(SIX_WEEKS - timedelta(seconds=1))
    assert not Letter.objects.exists()
    tasks.remind_leaders(SIX_WEEKS)
    tasks.remind_leaders(SIX_WEEKS + timedelta(days=1))
    letter = Letter.objects.get()
    assert letter.recipient == cast["facilitator"].email
    assert re.search("(?i)bera[ad]", f"{letter.subject} {letter.body}") is None
    assert "Werktitel" not in letter.body
    assert "http" not in letter.body


def test_who_does_not_lead_any_more_gets_none(cast: Cast) -> None:
    """Without the role there is nothing for him to open."""
    row = a_record(cast, final=True)
    RoleGrant.objects.filter(user=cast["facilitator"]).delete()
    tasks.remind_leaders(SIX_WEEKS)
    assert not Letter.objects.exists()
    assert Deliberation.objects.get(pk=row.pk).reminded_at == SIX_WEEKS


def test_an_exercise_is_not_looked_back_on(cast: Cast) -> None:
    """Nothing came of it."""
    row = a_record(cast, final=True)
    Deliberation.objects.filter(pk=row.pk).update(practice=True)
    tasks.remind_leaders(SIX_WEEKS)
    assert not Letter.objects.exists()


def test_the_job_closes_forgotten_rooms(cast: Cast) -> None:
    """As a task."""
    held = a_talk(cast, people=1)
    tasks.close_forgotten_rooms(OPENED + timedelta(days=2))
    assert held.fresh.state == "concept"
