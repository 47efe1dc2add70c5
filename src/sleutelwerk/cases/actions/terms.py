"""Lets terms of keeping hold for an organisation: by themselves when it begins, and else when somebody looked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.cases import events
from sleutelwerk.cases.content import newest_retention, newest_retention_data
from sleutelwerk.cases.models import ConfirmedTerms
from sleutelwerk.cases.queries.terms import confirmed_terms
from sleutelwerk.cases.rules.destroying import may_confirm_terms
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.core.verdict import require


def begin_with_terms(organisation: UUID, *, now: datetime) -> None:
    """Let the terms of today hold for an organisation that has none yet: nothing was kept under others."""
    if confirmed_terms(organisation) is None:
        _hold(organisation, None, now)


@transaction.atomic
def look_at_terms(organisation: UUID, by: UUID | None, *, now: datetime) -> None:
    """Record that somebody saw what newer terms touch; nobody is who runs the site, by command."""
    record(chain=organisation, kind=events.TERMS_READ, actor=by, now=now)


@transaction.atomic
def confirm_terms(actor: Actor, shown: str, *, now: datetime) -> ConfirmedTerms:
    """Let the newest terms hold, of which the actor saw what they touch; `shown` is their hash. NotAllowedError."""
    require(may_watch(actor))
    assert actor.organisation is not None
    known = confirmed_terms(actor.organisation, lock=True)
    newest = newest_retention()
    confirmed = known.content_hash if known else newest.content_hash
    require(may_confirm_terms(actor, shown=shown, newest=newest.content_hash, confirmed=confirmed))
    assert known is not None
    row = _hold(actor.organisation, actor.id, now)
    record(
        chain=actor.organisation, kind=events.TERMS_CONFIRMED, actor=actor.id, now=now,
        details=Details(
            counts={"version": row.version, "before": known.version},
            hashes={"terms": row.content_hash},
        ),
    )  # fmt: skip
    return row


def _hold(organisation: UUID, by: UUID | None, now: datetime) -> ConfirmedTerms:
    newest = newest_retention()
    return ConfirmedTerms.objects.create(
        organisation_id=organisation, version=newest.version, content_hash=newest.content_hash,
        data=newest_retention_data(), confirmed_at=now, confirmed_by_id=by,
    )  # fmt: skip
