"""Closes openings, ends what is over time, and destroys an envelope: its key first, then its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.core.verdict import require
from sleutelwerk.vault import events
from sleutelwerk.vault.actions.trace import end, locked, locked_opening, trace
from sleutelwerk.vault.models import Envelope, EnvelopeKey, Opening
from sleutelwerk.vault.models.sealed import forget_opened_keys
from sleutelwerk.vault.rules import WAITS, Ended, Keepers, how_it_ended, may_close, may_keep


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: openings that were over, questions that nobody answered, and rows whose key was gone."""

    over: int = 0
    unanswered: int = 0
    removed: int = 0


@transaction.atomic
def close_opening(*, actor: Actor, opening: UUID, keepers: Keepers, now: datetime) -> None:
    """End an opening that runs, or take back a question of one's own. Raises NotAllowedError."""
    row, _seal = locked_opening(opening)
    asked = row.as_asked()
    require(may_close(actor, keepers, asked))
    how = how_it_ended(asked, now) or (Ended.WITHDRAWN if asked.until is None else Ended.CLOSED)
    end(row, how, now, actor.id)


def destroy(*, actor: Actor | None, envelope: UUID, keepers: Keepers | None, now: datetime) -> None:
    """Make an envelope unreadable for good, then remove its row. Raises NotAllowedError.

    Without an actor it is the site itself, as a term is over; it may ask again for what is gone. Stopping is always
    free: one person of the team is enough. A process that dies between the two leaves a row that nothing opens; the
    next sweep removes it. Inside a transaction of the caller both stand or fall with that one.
    """
    if actor is not None:
        require(may_keep(actor, keepers or Keepers(frozenset())))
    _destroy_key(actor, envelope, now)
    forget_opened_keys()
    remove_row(envelope)


@transaction.atomic
def _destroy_key(actor: Actor | None, envelope: UUID, now: datetime) -> None:
    if actor is None and not EnvelopeKey.objects.filter(envelope=envelope).exists():
        return  # the site asks again for what it did not finish
    row, _seal = locked(envelope)
    EnvelopeKey.objects.filter(envelope=row).delete()
    trace(events.ENVELOPE_DESTROYED, row, None if actor is None else actor.id, now)


@transaction.atomic
def remove_row(envelope: UUID) -> bool:
    """Remove an envelope that has no key any more, and all that hangs on it; tell whether there was one."""
    row = Envelope.objects.select_for_update(of=("self",)).filter(pk=envelope, key=None).first()
    if row is not None:
        row.delete()
    return row is not None


def sweep(*, now: datetime) -> Swept:
    """End openings that are over and questions that nobody answered; remove rows whose key was destroyed."""
    open_ = Opening.objects.filter(ended_at=None)
    due = open_.filter(until__lte=now) | open_.filter(until=None, asked_at__lte=now - WAITS)
    ended = [_end_if_over(key, now) for key in due.values_list("pk", flat=True)]
    keyless = Envelope.objects.filter(key=None).values_list("pk", flat=True)
    removed = sum(_remove_left_over(key, now) for key in keyless)
    return Swept(ended.count(Ended.OVER), ended.count(Ended.UNANSWERED), removed)


@transaction.atomic
def _end_if_over(opening: UUID, now: datetime) -> Ended | None:
    row = Opening.objects.select_for_update(of=("self",)).select_related("envelope").filter(pk=opening).first()
    how = None if row is None else how_it_ended(row.as_asked(), now)
    if row is not None and how is not None:
        end(row, how, now, None)
    return how


@transaction.atomic
def _remove_left_over(envelope: UUID, now: datetime) -> bool:
    row = Envelope.objects.filter(pk=envelope).first()
    removed = remove_row(envelope)
    if row is not None and removed:
        trace(events.ENVELOPE_REMOVED, row, None, now)
    return removed
