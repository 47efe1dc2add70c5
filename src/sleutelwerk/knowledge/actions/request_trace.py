"""Leaves a trace of what happened to a request, in the trail of the house; it names neither mailbox nor asker."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event
from sleutelwerk.knowledge.models import AccessRequest


def trace_request(
    kind: Event, row: AccessRequest, *, actor: UUID | None, now: datetime, details: Details = NO_DETAILS
) -> None:
    """Record what somebody did with a request; without an actor it was the asker, by his link, or the site itself."""
    subject = pseudonym("access_request", row.pk)
    record(chain=row.organisation_id, kind=kind, actor=actor, subject=subject, now=now, details=details)
