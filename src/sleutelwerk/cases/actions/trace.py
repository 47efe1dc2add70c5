"""Leaves a trace of what somebody did with a case file, or that he saw a list; of a case it knows a pseudonym only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases.models import Case
from sleutelwerk.core.events import Event


@transaction.atomic
def trace_list(kind: Event, actor: Actor, *, now: datetime) -> None:
    """Record that somebody looked through a list of his own organisation."""
    assert actor.organisation is not None
    record(chain=actor.organisation, kind=kind, actor=actor.id, now=now)


def trace(kind: Event, row: Case, actor: Actor | None, now: datetime, details: Details = NO_DETAILS) -> None:
    """Record it in the trail of the organisation whose case it is, also when somebody of a partner did it.

    Nobody did what the day brought about.
    """
    record(
        chain=row.organisation_id, kind=kind, actor=actor.id if actor else None, subject=pseudonym("case", row.pk),
        now=now, details=details,
    )  # fmt: skip
