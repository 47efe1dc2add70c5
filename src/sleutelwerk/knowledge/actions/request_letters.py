"""Writes the letters about requests for access, with their links; they name nobody and nothing that was asked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sleutelwerk.accounts.queries.links import hash_of
from sleutelwerk.knowledge.models import AccessRequest, RequestLink
from sleutelwerk.knowledge.rules.requests import CONFIRM_LASTS, FOLLOW_LASTS, LinkFor
from sleutelwerk.mailroom.actions import post_letter
from sleutelwerk.publishing.queries import GivenAccess

_PATHS = {
    LinkFor.CONFIRM: "kennisbank/toegang/bevestigen",
    LinkFor.FOLLOW: "kennisbank/toegang/vraag",
    LinkFor.VOUCH: "kennisbank/toegang/borg",
    LinkFor.RENEW: "kennisbank/toegang/verlengen",
}


def write(kind: str, *, to: str, now: datetime, **context: object) -> None:
    """Put the letter `knowledge/mail/<kind>.txt` in the outbox; its first line is the subject."""
    post_letter(f"knowledge/mail/{kind}.txt", to=[to], now=now, **context)


def make_link(
    row: AccessRequest, purpose: LinkFor, *, now: datetime, lasts: timedelta, about: UUID | None = None
) -> str:
    """Make a link about a request, or about another one of the same mailbox, and give its address.

    Its secret is kept nowhere.
    """
    secret = secrets.token_urlsafe(32)
    RequestLink.objects.create(
        secret_hash=hash_of(secret), purpose=purpose, request_id=about or row.pk, made_at=now, expires_at=now + lasts
    )
    return f"{row.site}{_PATHS[purpose]}/{secret}/"


def write_confirm(row: AccessRequest, *, now: datetime) -> None:
    """Ask whether it was really the owner of this mailbox."""
    link = make_link(row, LinkFor.CONFIRM, now=now, lasts=CONFIRM_LASTS)
    write("request_confirm", to=row.email, now=now, link=link, days=CONFIRM_LASTS.days)


def write_known(row: AccessRequest, grant: GivenAccess, *, now: datetime) -> None:
    """Say to a mailbox that was granted access before that it has it, with a link to how that stands."""
    link = make_link(row, LinkFor.FOLLOW, now=now, lasts=FOLLOW_LASTS, about=grant.request)
    write("request_known", to=row.email, now=now, link=link, days=FOLLOW_LASTS.days)


def write_running(row: AccessRequest, running: AccessRequest, *, now: datetime) -> None:
    """Say to a mailbox that asked before that its request is being looked at, with a new link to it."""
    link = make_link(row, LinkFor.FOLLOW, now=now, lasts=FOLLOW_LASTS, about=running.pk)
    write("request_running", to=row.email, now=now, link=link, days=FOLLOW_LASTS.days)


def write_news(kind: str, row: AccessRequest, *, now: datetime) -> None:
    """Tell the asker that something happened, with a link to see what."""
    link = make_link(row, LinkFor.FOLLOW, now=now, lasts=FOLLOW_LASTS)
    write(kind, to=row.email, now=now, link=link, days=FOLLOW_LASTS.days)


def write_vouch(row: AccessRequest, *, now: datetime) -> None:
    """Ask a colleague whether he vouches for the asker."""
    link = make_link(row, LinkFor.VOUCH, now=now, lasts=CONFIRM_LASTS)
    write("request_vouch", to=row.voucher_email, now=now, link=link, days=CONFIRM_LASTS.days)
