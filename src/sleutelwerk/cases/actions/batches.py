"""Lets two people look at what goes before its day; it goes on its day whether they did or not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.trace import trace_list
from sleutelwerk.cases.models import Batch, BatchItem
from sleutelwerk.cases.queries.going import fingerprint_of, going_for
from sleutelwerk.cases.rules.destroying import may_confirm, may_propose
from sleutelwerk.cases.rules.watching import function_of, may_watch
from sleutelwerk.core.verdict import refused, require

NO_BATCH = refused("Dit is er niet.")


def look_at_list(actor: Actor, *, now: datetime) -> None:
    """Record that somebody saw which codes are on the list."""
    trace_list(events.GOING_LISTED, actor, now=now)


@transaction.atomic
def propose_batch(actor: Actor, shown: str, *, now: datetime) -> Batch:
    """Propose what somebody saw; `shown` is the fingerprint of it. Raises NotAllowedError."""
    require(may_watch(actor))
    assert actor.organisation is not None
    free = going_for(actor, now).free
    require(may_propose(actor, shown=shown, now=fingerprint_of(free), free=len(free)))
    batch = Batch.objects.create(
        organisation_id=actor.organisation, proposed_by_id=actor.id, proposed_at=now,
        proposed_role=function_of(actor), proposed_mark=pseudonym("user", actor.id),
    )  # fmt: skip
    for one in free:
        BatchItem.objects.create(batch=batch, case_id=one.case, what=one.what, due_on=one.due_on)
    record(
        chain=actor.organisation, kind=events.BATCH_PROPOSED, actor=actor.id, now=now,
        details=Details(counts={"lines": len(free)}, ids={"batch": batch.pk}),
    )  # fmt: skip
    return batch


@transaction.atomic
def confirm_batch(actor: Actor, batch: UUID, *, now: datetime) -> Batch:
    """Say that one looked as well, after another. Raises NotAllowedError."""
    row = Batch.objects.select_for_update().filter(pk=batch, organisation=actor.organisation).first()
    if row is None or not may_watch(actor):
        require(NO_BATCH)
    assert row is not None
    require(may_confirm(actor, row.proposed_by_id, confirmed=row.confirmed_at is not None))
    row.confirmed_by_id, row.confirmed_at = actor.id, now
    row.confirmed_role, row.confirmed_mark = function_of(actor), pseudonym("user", actor.id)
    row.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_role", "confirmed_mark"])
    record(
        chain=row.organisation_id, kind=events.BATCH_CONFIRMED, actor=actor.id, now=now,
        details=Details(counts={"lines": row.items.count()}, ids={"batch": row.pk}),
    )  # fmt: skip
    return row


def tidy_batches() -> None:
    """Let go of proposals of which nothing is left."""
    Batch.objects.filter(items=None).delete()
