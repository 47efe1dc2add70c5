"""Finds and holds what an action is about, and records what was done, under a pseudonym."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event
from sleutelwerk.core.verdict import require
from sleutelwerk.vault.events import OPENING_ENDED, OPENING_REFUSED
from sleutelwerk.vault.models import Envelope, Opening
from sleutelwerk.vault.models.sealed import Seal, seal_of
from sleutelwerk.vault.rules import NO_ENVELOPE, Ended


def locked(envelope: UUID) -> tuple[Envelope, Seal]:
    """Hold an envelope until the transaction ends; give it with what opens it. Raises NotAllowedError.

    One whose key is gone is there no more, even while its row is.
    """
    row = Envelope.objects.select_for_update().filter(pk=envelope).first()
    seal = seal_of(envelope)
    if row is None or not seal:
        require(NO_ENVELOPE)
    assert row is not None
    return row, seal


def locked_opening(opening: UUID) -> tuple[Opening, Seal]:
    """Hold an opening and its envelope until the transaction ends. Raises NotAllowedError."""
    envelope = Opening.objects.filter(pk=opening).values_list("envelope", flat=True).first()
    if envelope is None:
        require(NO_ENVELOPE)
    assert envelope is not None
    row, seal = locked(envelope)
    found = Opening.objects.get(pk=opening)
    found.envelope = row
    return found, seal


def end(row: Opening, how: Ended, now: datetime, actor: UUID | None) -> None:
    """Put an end to an opening or a question, and record it."""
    row.ended_at, row.ended_how = now, how
    row.save(update_fields=["ended_at", "ended_how"])
    kind = OPENING_REFUSED if how is Ended.REFUSED else OPENING_ENDED
    trace(kind, row.envelope, actor, now, Details(codes={"how": how}, ids=ids_of(row)))


def ids_of(row: Opening) -> dict[str, UUID]:
    """Name the opening and those concerned, so that the FG can follow one opening through the trail."""
    people = {"asked_by": row.asked_by_id, "agreed_by": row.agreed_by_id}
    return {"opening": row.pk} | {name: person for name, person in people.items() if person is not None}


def trace(kind: Event, envelope: Envelope, actor: UUID | None, now: datetime, details: Details = NO_DETAILS) -> None:
    """Record something of an envelope in the trail of its organisation; which one it is, is a pseudonym there."""
    record(
        chain=envelope.organisation_id,
        kind=kind,
        actor=actor,
        subject=pseudonym("envelope", envelope.pk),
        now=now,
        details=details,
    )
