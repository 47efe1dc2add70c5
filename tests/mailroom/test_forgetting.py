"""A letter does not stay: its text goes when it was sent, the rest after a month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.smtp import EmailBackend
from tests.people import NOW

from sleutelwerk.mailroom.actions import forget_old, post, send_waiting
from sleutelwerk.mailroom.models import Letter


class Taken(EmailBackend):
    """Takes every letter; how a real server does is shown elsewhere."""

    def send_messages(self, email_messages: Any) -> int:
        """Take them all."""
        return len(email_messages)


@pytest.mark.django_db
def test_a_letter_loses_its_text_when_sent_and_goes_after_a_month() -> None:
    post(recipient="iemand@voorbeeld.example", subject="Een brief", body="Met een link.", now=NOW)
    assert send_waiting(Taken(), now=NOW) == 1
    letter = Letter.objects.get()
    assert (letter.body, letter.sent_at) == ("", NOW)
    assert forget_old(now=NOW + timedelta(days=30)) == 0
    assert forget_old(now=NOW + timedelta(days=30, seconds=1)) == 1
