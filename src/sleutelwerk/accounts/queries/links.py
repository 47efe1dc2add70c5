"""Looks up one-time links by their secret."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.models import OneTimeLink
from sleutelwerk.accounts.rules.links import is_usable


def hash_of(secret: str) -> str:
    """Give what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def usable_link(secret: str, *, now: datetime) -> OneTimeLink | None:
    """Give the link with this secret while it works; wrong, used and expired links look the same."""
    found = OneTimeLink.objects.filter(secret_hash=hash_of(secret)).select_related("organisation").first()
    return found if found and is_usable(found.used_at, found.expires_at, now) else None


def link_in_hand(link: UUID | str | None, *, now: datetime) -> OneTimeLink | None:
    """Give the link that this browser came in with, while it works."""
    if not link:
        return None
    found = OneTimeLink.objects.filter(pk=link).select_related("organisation").first()
    return found if found and is_usable(found.used_at, found.expires_at, now) else None
