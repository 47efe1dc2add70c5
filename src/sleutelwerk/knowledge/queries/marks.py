"""Tells for whom a copy is marked: who was judged when he asked for access, or else whose account it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.queries.organisations import Greeting
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.knowledge.models import AccessRequest
from sleutelwerk.publishing.queries import requests_behind


@dataclass(frozen=True, slots=True)
class Marked:
    """Whose name and organisation a mark says, and the request that let him in, if one did."""

    name: str
    organisation: str
    request: UUID | None = None


def marked_for(actor: Actor, own: Greeting, key: str, *, now: datetime) -> Marked:
    """Give what the mark on a gated article or document says; `key` is its slug, `own` what the account says.

    The account of a reader from outside has no organisation, and a name that he chose himself: what somebody judged
    stands in his request.
    """
    asked = requests_behind(actor, key, now=now)
    rows = {row.pk: row for row in AccessRequest.objects.filter(pk__in=asked)} if asked else {}
    judged = next((rows[one] for one in asked if one in rows), None)
    if judged is None:
        return Marked(own.name, own.organisation)
    return Marked(judged.name, judged.workplace, judged.pk)
