"""Tells for whom a copy is marked: who was judged when he asked for access, or else whose account it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.queries.organisations import Greeting
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.knowledge.models import AccessRequest
from sleutelwerk.publishing.queries import requests_behind, requests_judged


@dataclass(frozen=True, slots=True)
class Marked:
    """Whose name and organisation a mark says, and the request that let him in, if one did."""

    name: str
    organisation: str
    request: UUID | None = None


def marked_for(actor: Actor, own: Greeting, key: str, *, now: datetime) -> Marked:
    """Give what the mark on a gated article or document says; `key` is its slug, `own` what the account says.

    The account of a reader from outside has no organisation, and a name that he chose himself: what somebody judged
    stands in his request. What is open to every account lets him in without one; then a request for something else
    still tells who he is, but not why he reads this.
    """
    asked = requests_behind(actor, key, now=now)
    judged = _newest(asked)
    if judged is not None:
        return Marked(judged.name, judged.workplace, judged.pk)
    if not asked and not own.organisation:
        elsewhere = _newest(requests_judged(actor, now=now))
        if elsewhere is not None:
            return Marked(elsewhere.name, elsewhere.workplace)
    return Marked(own.name, own.organisation)


def _newest(asked: Sequence[UUID]) -> AccessRequest | None:
    rows = {row.pk: row for row in AccessRequest.objects.filter(pk__in=asked)} if asked else {}
    return next((rows[one] for one in asked if one in rows), None)
