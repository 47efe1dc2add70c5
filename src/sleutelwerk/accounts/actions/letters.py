"""Writes the letters about accounts; they say neither who nor what about, as more people than one read a mailbox."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.links import INVITATION_LASTS
from sleutelwerk.mailroom.actions import post_letter


def write(kind: str, *, to: str, now: datetime, **context: object) -> None:
    """Put the letter `accounts/mail/<kind>.txt` in the outbox; its first line is the subject."""
    post_letter(f"accounts/mail/{kind}.txt", to=[to], now=now, **context)


def write_invitation(*, to: str, link: str, now: datetime) -> None:
    """Invite somebody; whoever has an account already is told so instead, and the link goes to nobody."""
    if User.objects.filter(email__iexact=to).exists():
        write("already_here", to=to, now=now)
    else:
        write("invitation", to=to, now=now, link=link, days=INVITATION_LASTS.days)
