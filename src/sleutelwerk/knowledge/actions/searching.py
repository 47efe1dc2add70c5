"""Records that somebody searched; never for what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.knowledge.events import LIBRARY_SEARCHED


@transaction.atomic
def record_search(actor: Actor, found: int, *, now: datetime) -> None:
    """Write down that somebody searched the kennisbank, and how much he was shown."""
    trace(LIBRARY_SEARCHED, actor=actor, now=now, details=Details(counts={"found": found}))
