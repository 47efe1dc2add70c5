"""Keeps which versions of the content the team of a case knows of; it changes nothing else in the case."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.drift import as_kept, drift_of, newest_of
from sleutelwerk.cases.rules.drift import may_look_at_content
from sleutelwerk.core.verdict import require


def know_newest(row: Case, today: date) -> None:
    """Let a case begin with the content as it is now; the caller saves it.

    The profile is left out: it was frozen on the day on which it was chosen, and stands in columns of its own.
    """
    kept = as_kept(newest_of(row, today))
    kept.pop("profiles", None)
    row.content_seen = kept


@transaction.atomic
def look_at_content(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Note that the team talked about what is newer. Raises NotAllowedError, also when nothing is.

    The case keeps its own profile and what was agreed: whoever wants the newer ones begins that himself.
    """
    found, today = locked(actor, case, now), timezone.localdate(now)
    drifted = bool(drift_of(found, today))
    require(may_look_at_content(actor, found.team, today, drifted=drifted, ended=found.over))
    found.row.content_seen = {**found.row.content_seen, **as_kept(newest_of(found.row, today))}
    found.row.save(update_fields=["content_seen"])
    trace(events.CONTENT_LOOKED_AT, found.row, actor, now)
