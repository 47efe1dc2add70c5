"""Makes one-time links and uses them up."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from sleutelwerk.accounts.models import OneTimeLink
from sleutelwerk.accounts.queries.links import hash_of


class LinkUsedError(Exception):
    """Somebody else, or another tab, used the link in the meantime."""


def make_link(purpose: OneTimeLink.Purpose, *, now: datetime, lasts: timedelta, **fields: Any) -> str:
    """Make a link and give its secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        secret_hash=hash_of(secret), purpose=purpose, made_at=now, expires_at=now + lasts, **fields
    )
    return secret


def use_up(link: OneTimeLink, *, now: datetime) -> None:
    """Use a link up. Raises LinkUsedError when that has been done already; the database lets one through."""
    if not OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now, draft={}):
        raise LinkUsedError(str(link.pk))


@transaction.atomic
def keep_draft(link: OneTimeLink, part: str, values: dict[str, Any]) -> None:
    """Keep what was filled in of one part of the set-up. Raises LinkUsedError when the link has been used meanwhile.

    The draft is read again under a lock: a second tab may have kept another part since this link was looked up.
    """
    held = OneTimeLink.objects.select_for_update().filter(pk=link.pk, used_at=None).first()
    if held is None:
        raise LinkUsedError(str(link.pk))
    link.draft = held.draft = {**held.draft, part: values}
    held.save(update_fields=["draft"])


def end_links(*, now: datetime, **which: Any) -> int:
    """End the open links that answer to this description, and let go of what was filled in; give how many."""
    return OneTimeLink.objects.filter(used_at=None, **which).update(expires_at=now, used_at=F("made_at"), draft={})
