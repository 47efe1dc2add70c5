"""Gives a case another lead, as people do: one asks and the other says yes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.actions.team import answer_lead, offer_lead


def hand_over(lead: Actor, case: UUID, person: UUID, *, now: datetime) -> None:
    """Let a lead ask a colleague, and let him say yes."""
    offer_lead(lead, case, person, now=now)
    answer_lead(actor_for(User.objects.get(pk=person), []), case, takes=True, now=now)
