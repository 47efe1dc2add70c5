"""The outbox, as the database keeps it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_LETTERS = "tests/mailroom/test_forgetting.py::test_a_letter_loses_its_text_when_sent_and_goes_after_a_month"


class Letter(models.Model):
    """One letter to one address. Its text goes as soon as it was sent; that it was sent stays a month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "recipient": Personal(
            "Om de brief te bezorgen, en te zien of dat lukte.",
            "Tot 30 dagen na het versturen of opgeven; gaat hij nooit weg, dan 30 dagen na het schrijven.",
            _LETTERS,
        ),
        "body": Personal(
            "De brief zelf. Er staat nooit in over wie of wat het gaat.",
            "Tot de brief is verstuurd of opgegeven; gaat hij nooit weg, dan 30 dagen na het schrijven.",
            _LETTERS,
        ),
    }
    impersonal: ClassVar = ("id", "subject", "written_at", "next_try_at", "tries", "sent_at", "given_up_at")

    class Meta:
        """Found by what still has to go."""

        indexes: ClassVar = [models.Index(fields=["sent_at", "given_up_at", "next_try_at"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
