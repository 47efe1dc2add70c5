"""Records that somebody read letters to others in the outbox, in the trail of each of them, so that they can see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import LETTER_READ, OUTBOX_READ
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.actions.record import lock_head
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.queries import pseudonym


@transaction.atomic
def outbox_read(actor: Actor, addresses: Collection[str], *, now: datetime) -> None:
    """Record one look at the outbox, and for everybody with an account that a letter to him was in it."""
    others = User.objects.filter(email__in=set(addresses)).exclude(pk=actor.id).only("organisation_id")
    concerned = [(user.organisation_id or SITE_CHAIN, user.pk) for user in others]
    trails = {chain for chain, _person in concerned} | {actor.organisation or SITE_CHAIN}
    # in one order, that of the installation last: two that look at once would wait for each other
    for chain in sorted(trails, key=lambda one: (one == SITE_CHAIN, one)):
        lock_head(chain)
    trace(OUTBOX_READ, actor=actor, now=now)
    for chain, person in concerned:
        record(chain=chain, kind=LETTER_READ, actor=actor.id, subject=pseudonym("person", person), now=now)
