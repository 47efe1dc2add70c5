"""Looks up letters: those that have to go, and those that an operator without a mail server reads out himself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from sleutelwerk.mailroom.models import Letter, Lost


def has_mail_server() -> bool:
    """Tell whether letters leave by themselves."""
    return bool(settings.SMTP_URL)


def waiting(now: datetime) -> QuerySet[Letter]:
    """Give the letters whose time to be sent has come, the oldest first."""
    return Letter.objects.filter(sent_at=None, given_up_at=None, next_try_at__lte=now).order_by("written_at")


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as the outbox page shows it; of one that is `lost` the text does not open any more."""

    recipient: str
    subject: str
    body: str
    written_at: datetime
    lost: bool


def unsent() -> Sequence[Shown]:
    """Give what waits in the outbox, the newest first. Only for an operator without a mail server.

    With one, nobody needs to pass links on, so nobody reads in letters to others by which they come in.
    """
    if has_mail_server():
        return []
    letters = Letter.objects.filter(sent_at=None).order_by("-written_at")[:100]
    return [
        Shown(one.recipient, one.subject, one.body, one.written_at, lost=isinstance(one.body, Lost)) for one in letters
    ]


def given_up() -> int:
    """Count the letters that could not be delivered."""
    return Letter.objects.filter(sent_at=None).exclude(given_up_at=None).count()
