"""Asks to open an envelope, and says yes for a time or no: two people, both of the team."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.verdict import require
from sleutelwerk.vault import events
from sleutelwerk.vault.actions.trace import end, ids_of, locked, locked_opening, trace
from sleutelwerk.vault.models import Opening
from sleutelwerk.vault.rules import (
    ALONE,
    USUAL,
    Ended,
    Keepers,
    how_it_ended,
    may_agree,
    may_ask_to_open,
    may_open_alone,
    may_refuse,
)


@transaction.atomic
def ask_to_open(*, actor: Actor, envelope: UUID, keepers: Keepers, reason: str, now: datetime) -> UUID:
    """Ask colleagues to let one open an envelope; give the number of the question. Raises NotAllowedError."""
    row, seal = locked(envelope)
    own = Opening.objects.select_related("envelope").filter(envelope=row, asked_by=actor.id, ended_at=None).first()
    if own is not None and (how := how_it_ended(own.as_asked(), now)) is not None:
        end(own, how, now, None)
        own = None
    require(may_ask_to_open(actor, keepers, reason, has_one=own is not None))
    number = uuid4()
    asked = Opening.objects.create(
        pk=number,
        envelope=row,
        asked_by_id=actor.id,
        reason=seal.seal_reason(number, reason.strip()),
        asked_at=now,
    )
    trace(events.OPENING_ASKED, row, actor.id, now, Details(ids=ids_of(asked)))
    return number


@transaction.atomic
def agree_to_open(
    *, actor: Actor, opening: UUID, keepers: Keepers, now: datetime, lasting: timedelta = USUAL
) -> datetime:
    """Let a colleague open an envelope for so long; give until when. Raises NotAllowedError."""
    row, _seal = locked_opening(opening)
    require(may_agree(actor, keepers, row.as_asked(), lasting, now))
    row.agreed_by_id, row.agreed_at, row.until = actor.id, now, now + lasting
    row.save(update_fields=["agreed_by", "agreed_at", "until"])
    minutes = {"minutes": int(lasting.total_seconds() // 60)}
    trace(events.OPENING_AGREED, row.envelope, actor.id, now, Details(ids=ids_of(row), counts=minutes))
    return now + lasting


@transaction.atomic
def open_alone(*, actor: Actor, envelope: UUID, keepers: Keepers, reason: str, now: datetime) -> UUID:
    """Open an envelope without a second person, because of danger; give the number of the opening.

    What he asked before and nobody answered yet is taken back. It is for the caller to tell the others at once, and to
    have them look back. Raises NotAllowedError.
    """
    row, seal = locked(envelope)
    own = Opening.objects.select_related("envelope").filter(envelope=row, asked_by=actor.id, ended_at=None).first()
    runs = own is not None and own.as_asked().runs(now)
    require(may_open_alone(actor, keepers, has_one=runs, now=now))
    if own is not None:
        end(own, how_it_ended(own.as_asked(), now) or Ended.WITHDRAWN, now, actor.id)
    number = uuid4()
    opened = Opening.objects.create(
        pk=number, envelope=row, asked_by_id=actor.id, reason=seal.seal_reason(number, reason), asked_at=now,
        agreed_at=now, until=now + ALONE, alone=True,
    )  # fmt: skip
    minutes = {"minutes": int(ALONE.total_seconds() // 60)}
    trace(events.OPENED_ALONE, row, actor.id, now, Details(ids=ids_of(opened), counts=minutes))
    return number


@transaction.atomic
def refuse_to_open(*, actor: Actor, opening: UUID, keepers: Keepers, now: datetime) -> None:
    """Say no to a colleague; he may ask again with a better reason. Raises NotAllowedError."""
    row, _seal = locked_opening(opening)
    require(may_refuse(actor, keepers, row.as_asked(), now))
    end(row, Ended.REFUSED, now, actor.id)
