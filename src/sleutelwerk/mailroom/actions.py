"""Puts letters in the outbox and takes them to the mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from enum import Enum
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from sleutelwerk.mailroom import queries
from sleutelwerk.mailroom.models import Letter, Lost
from sleutelwerk.mailroom.rules import KEPT_FOR, next_try

#: What a server says of one letter, rather than of itself.
_REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
AT_ONCE = 50
SUBMISSION_PORT = 587
SMTPS_PORT = 465


class Outcome(Enum):
    """What came of handing one letter over."""

    TAKEN = "taken"
    REFUSED = "refused"
    SERVER_AWAY = "server away"


def post(*, recipient: str, subject: str, body: str, now: datetime) -> None:
    """Put a letter in the outbox. It is part of the caller's transaction: what is undone is not sent."""
    Letter.objects.create(
        recipient=recipient, subject=" ".join(subject.split())[:200], body=body, written_at=now, next_try_at=now
    )


def post_letter(template: str, *, to: Iterable[str], now: datetime, **context: object) -> None:
    """Put a letter of a template in the outbox for each of these addresses; its first line is the subject."""
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    for recipient in to:
        post(recipient=recipient, subject=subject, body=body.strip() + "\n", now=now)


def send_waiting(server: EmailBackend, *, now: datetime) -> int:
    """Take what waits to the mail server; give how many letters it took. One that fails is tried again later.

    A server that is away, or hangs, ends the round: with fifty letters in turn the job would outlast its lease.
    """
    sent = 0
    for letter in list(queries.waiting(now)[:AT_ONCE]):
        outcome = _send(server, letter, now)
        if outcome is Outcome.SERVER_AWAY:
            break
        sent += outcome is Outcome.TAKEN
    return sent


def _send(server: EmailBackend, letter: Letter, now: datetime) -> Outcome:
    letter.tries += 1
    # the text as well only when it goes: what does not open now may open once its key was put back
    changed = ["tries", "sent_at", "next_try_at", "given_up_at"]
    outcome = _hand_over(server, letter)
    again = next_try(letter.tries, now)
    if outcome is Outcome.TAKEN:
        letter.sent_at = now
    elif again:
        letter.next_try_at = again
    else:
        letter.given_up_at = now
    if letter.sent_at or letter.given_up_at:
        # what was sent is in the mailbox, what was given up helps nobody; here it would only be a place to leak from
        letter.body = ""
        changed.append("body")
    letter.save(update_fields=changed)
    return outcome


def _hand_over(server: EmailBackend, letter: Letter) -> Outcome:
    if isinstance(letter.body, Lost):
        return Outcome.REFUSED
    try:
        taken = server.send_messages([EmailMessage(letter.subject, letter.body, to=[letter.recipient])])
    except (*_REFUSALS, ValueError):  # the latter: an address that cannot be written in a header
        return Outcome.REFUSED
    except OSError:  # which all other problems of smtplib are as well
        with suppress(OSError):  # hanging up may fail for the same reason
            server.close()
        return Outcome.SERVER_AWAY
    return Outcome.TAKEN if taken else Outcome.SERVER_AWAY


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Delete letters that were sent, or given up, more than a month ago; give how many.

    Without a mail server nothing is ever sent or given up: then a month counts from the writing.
    """
    end = now - KEPT_FOR
    old = Q(sent_at__lt=end) | Q(given_up_at__lt=end) | Q(sent_at=None, given_up_at=None, written_at__lt=end)
    return Letter.objects.filter(old).delete()[0]


def mail_server(url: str) -> EmailBackend:
    """Give the mail server at an address such as `smtp://name:secret@host:587`; `smtps://` starts encrypted.

    `smtp://` asks for STARTTLS, but on this machine itself, where nothing travels, it does not.
    """
    parts = urlsplit(url)
    encrypted = parts.scheme == "smtps"
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return EmailBackend(
        host=parts.hostname or "localhost",
        port=parts.port or (SMTPS_PORT if encrypted else SUBMISSION_PORT),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=encrypted,
        use_tls=not encrypted and not local,
        timeout=settings.EMAIL_TIMEOUT,
    )
