"""Leaves a trace of what somebody did with a case file, of which the trail knows a pseudonym only."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases.models import Case
from sleutelwerk.core.events import Event


def trace(kind: Event, row: Case, actor: Actor, now: datetime, details: Details = NO_DETAILS) -> None:
    """Record it in the trail of the organisation whose case it is, also when somebody of a partner did it."""
    record(
        chain=row.organisation_id, kind=kind, actor=actor.id, subject=pseudonym("case", row.pk), now=now,
        details=details,
    )  # fmt: skip
