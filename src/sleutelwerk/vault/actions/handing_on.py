"""Hands an envelope on to another organisation: what was open closes at once, and nobody sees what lies in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.core.verdict import require
from sleutelwerk.vault import events
from sleutelwerk.vault.actions.trace import end, locked, trace
from sleutelwerk.vault.models import Opening
from sleutelwerk.vault.rules import Ended, Keepers, how_it_ended, may_keep


@transaction.atomic
def hand_on(*, actor: Actor, envelope: UUID, organisation: UUID, keepers: Keepers, now: datetime) -> None:
    """Let another organisation have it, whose people are `keepers` from now on. Raises NotAllowedError.

    It is recorded in the trails of both.
    """
    row, _seal = locked(envelope)
    require(may_keep(actor, keepers))
    for one in Opening.objects.filter(envelope=row, ended_at=None):
        one.envelope = row
        asked = one.as_asked()
        end(one, how_it_ended(asked, now) or (Ended.WITHDRAWN if asked.until is None else Ended.CLOSED), now, actor.id)
    trace(events.ENVELOPE_HANDED_ON, row, actor.id, now)
    row.organisation_id = organisation
    row.save(update_fields=["organisation"])
    trace(events.ENVELOPE_HANDED_ON, row, actor.id, now)
