"""Destroys what has had its time: what was written live within two weeks, records after their term, and the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation import events
from sleutelwerk.deliberation.actions.closing import keep_draft
from sleutelwerk.deliberation.actions.vault import KEPT, RAW, destroy_key, vault_of
from sleutelwerk.deliberation.engine.report import frozen
from sleutelwerk.deliberation.models import Deliberation, LiveEntry, LiveHappening, Record
from sleutelwerk.deliberation.models.table import forget
from sleutelwerk.deliberation.queries.after import CLOSED, body_of
from sleutelwerk.deliberation.rules.closing import RAW_GOES_AFTER, UNUSED_AFTER, is_over

_PREPARING = Deliberation.State.PREPARING


def destroy_raw(row: Deliberation, *, actor: UUID | None, now: datetime) -> None:
    """Make what people wrote unreadable for good, and leave a receipt of it. The lock on the row is held.

    The key goes, and the sealed texts as well. The drafts stay, and forget from which entries they were made.
    """
    entries, _all = LiveEntry.objects.filter(deliberation=row).delete()
    happenings, _all = LiveHappening.objects.filter(deliberation=row).delete()
    destroy_key(row, RAW)
    row.raw_gone_at = now
    row.save(update_fields=["raw_gone_at"])
    vault = vault_of(row.pk)
    receipt = {"on": timezone.localdate(now).isoformat(), "entries": entries, "happenings": happenings}
    # without the other key there is nothing to write in, and nothing to read
    for kept in Record.objects.filter(deliberation=row) if vault.holds(KEPT) else ():
        with suppress(CannotOpenError):  # a damaged record must not keep what was written readable
            keep_draft(row, vault, Record.Kind(kept.kind), frozen(body_of(kept, vault)) | {"receipt": receipt})
    counts = {"entries": entries, "happenings": happenings}
    _trace(events.RAW_DESTROYED, row, actor, now, Details(counts=counts))
    transaction.on_commit(lambda: forget(row.pk))


def destroy_old_raw(*, now: datetime) -> int:
    """Destroy what was written live in talks that closed two weeks ago; give of how many talks."""
    old = Deliberation.objects.filter(state__in=CLOSED, closed_at__lte=now - RAW_GOES_AFTER, raw_gone_at=None)
    return sum(_destroy_old(key, now) for key in old.values_list("pk", flat=True))


@transaction.atomic
def _destroy_old(key: UUID, now: datetime) -> bool:
    row = Deliberation.objects.select_for_update().filter(pk=key, raw_gone_at=None).first()
    if row is None:
        return False
    destroy_raw(row, actor=None, now=now)
    return True


def forget_what_is_over(*, now: datetime) -> int:
    """Destroy records whose term is over, and deliberations of which none is left; give how many deliberations went.

    A preparation that never became a talk goes a year after its day.
    """
    candidates = Deliberation.objects.filter(
        Q(state__in=CLOSED) | Q(state=_PREPARING, created_at__lt=now - UNUSED_AFTER)
    )
    return sum(_forget(key, now) for key in candidates.values_list("pk", flat=True))


@transaction.atomic
def _forget(key: UUID, now: datetime) -> bool:
    row = Deliberation.objects.select_for_update().filter(pk=key).first()
    if row is None:
        return False
    if row.state == _PREPARING:
        over = row.starts_at is None or row.starts_at < now - UNUSED_AFTER
    else:
        for one in [one for one in Record.objects.filter(deliberation=row) if _is_over(row, one, now)]:
            one.delete()
            _trace(events.RECORD_DESTROYED, row, None, now, Details(flags={"note": one.kind == Record.Kind.NOTE}))
        over = not Record.objects.filter(deliberation=row).exists()
    if over:
        _destroy(row, now)
    return over


def _is_over(row: Deliberation, one: Record, now: datetime) -> bool:
    assert row.closed_at is not None
    is_note = one.kind == Record.Kind.NOTE
    return is_over(
        keep_until=one.keep_until,
        closed_on=timezone.localdate(row.closed_at),
        months=row.keep_decision_months if is_note else row.keep_reflection_months,
        today=timezone.localdate(now),
    )


def _destroy(row: Deliberation, now: datetime) -> None:
    """Let a deliberation go: its keys first, then its row and all that hangs on it."""
    for kind in (RAW, KEPT):
        destroy_key(row, kind)
    _trace(events.DELIBERATION_DESTROYED, row, None, now)
    key = row.pk
    row.delete()
    transaction.on_commit(lambda: forget(key))


def _trace(kind: Event, row: Deliberation, actor: UUID | None, now: datetime, details: Details | None = None) -> None:
    record(
        chain=row.organisation_id,
        kind=kind,
        actor=actor,
        subject=pseudonym("deliberation", row.pk),
        now=now,
        details=details or Details(),
    )
