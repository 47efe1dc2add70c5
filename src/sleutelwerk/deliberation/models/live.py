"""A live session as it is kept: devices, happenings and entries, of which none says who wrote what."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_CLOSED = "tests/deliberation/test_closing.py::test_at_closing_devices_and_codes_are_gone"
_RAW = "tests/deliberation/test_forgetting.py::test_raw_entries_are_unreadable_after_two_weeks"


class Device(models.Model):
    """A phone, desk or big screen in a session. Gone at closing. Nothing that was written points at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deliberation = models.ForeignKey("deliberation.Deliberation", on_delete=models.CASCADE, related_name="devices")
    #: SHA-256 of the secret in its cookie, and of the words by which another phone takes over.
    token_hash = models.CharField(max_length=64, unique=True)
    words_hash = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=16)
    #: A first name or another one, sealed under the raw key.
    called = models.BinaryField()
    #: The account behind a facilitator's desk.
    account = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    #: The sign-in with which a desk was taken: when that is ended the desk is as well. Empty once he signed out.
    login = models.CharField(max_length=40, blank=True)

    personal_data: ClassVar = {
        "called": Personal(
            "Zodat de gespreksleider weet wie er binnen wil. Verzegeld.", "Tot het beraad wordt gesloten.", _CLOSED
        ),
        "account": Personal(
            "Om te weten welke gespreksleider achter het scherm zit.", "Tot het beraad wordt gesloten.", _CLOSED
        ),
        "login": Personal(
            "Om de regietafel te sluiten als de gespreksleider uitlogt.", "Tot het beraad wordt gesloten.", _CLOSED
        ),
    }
    impersonal: ClassVar = ("id", "deliberation", "token_hash", "words_hash", "role")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class LiveHappening(models.Model):
    """One thing that happened in a session, sealed; `number` is given under a lock on the deliberation."""

    deliberation = models.ForeignKey("deliberation.Deliberation", on_delete=models.CASCADE, related_name="happenings")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    personal_data: ClassVar = {
        "body": Personal("De loop van het gesprek, verzegeld.", "Tot 14 dagen na het beraad.", _RAW),
    }
    impersonal: ClassVar = ("id", "deliberation", "number")

    class Meta:
        """Numbered once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deliberation", "number"], name="deliberation_happening_once")
        ]

    def __str__(self) -> str:
        """Give its place, not what it was."""
        return f"happening {self.number}"


class LiveEntry(models.Model):
    """What somebody wrote, sealed, under an id that his phone made up. It has no author, no time and no number."""

    id = models.UUIDField(primary_key=True, editable=False)
    deliberation = models.ForeignKey("deliberation.Deliberation", on_delete=models.CASCADE, related_name="entries")
    body = models.BinaryField()

    personal_data: ClassVar = {
        "body": Personal("Wat iemand schreef, zonder naam en verzegeld.", "Tot 14 dagen na het beraad.", _RAW),
    }
    impersonal: ClassVar = ("id", "deliberation")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class LiveSend(models.Model):
    """A send that was taken, so that a retry never doubles. Its id is made of the send's, and tells no order."""

    id = models.UUIDField(primary_key=True, editable=False)
    deliberation = models.ForeignKey("deliberation.Deliberation", on_delete=models.CASCADE, related_name="sends")

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "deliberation")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
