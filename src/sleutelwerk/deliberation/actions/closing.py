"""Closes the room of a deliberation: codes, devices and names go at once, and the drafts of the records lie ready."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation.actions.announce import announce
from sleutelwerk.deliberation.actions.vault import KEPT, Vault, vault_of
from sleutelwerk.deliberation.engine.report import Body, Talk, has_agreements, note_of, reflection_of, review_day
from sleutelwerk.deliberation.events import DELIBERATION_CLOSED
from sleutelwerk.deliberation.models import Deliberation, Device, LiveEntry, LiveSend, Record
from sleutelwerk.deliberation.models.table import Table, forget, table_at
from sleutelwerk.deliberation.queries.live import Seat, method_of
from sleutelwerk.deliberation.rules.closing import FORGOTTEN_AFTER, check_ends, may_close

#: Random bytes in the address where those who took part check the draft: 24 signs that nobody guesses.
_TOKEN_BYTES = 18


def ready_for_check(row: Deliberation) -> str:
    """Give the secret of the address where the draft can be checked; made once, when the talk is finished.

    Phones learn it before their devices go. Call it inside the transaction that holds the lock on the row.
    """
    if not row.check_token:
        row.check_token = secrets.token_urlsafe(_TOKEN_BYTES)
        row.save(update_fields=["check_token"])
    return row.check_token


def close_room(seat: Seat, *, now: datetime) -> bool:
    """Close the room of a seat; False when it is closed already, or this device may not close it.

    What was written stays sealed under the raw key, for checking, until the report is final.
    """
    with transaction.atomic():
        row = _live(seat.deliberation.pk)
        if row is None:
            return False
        try:
            vault = vault_of(row.pk)
            table = table_at(row.pk, row.live_version, vault)
            if not may_close(table.session, seat.name, seat.role):
                return False
            _draft(row, vault, table)
        except CannotOpenError:
            return False
        _shut(row, actor=seat.account, now=now)
    forget(row.pk)
    return True


def close_forgotten_rooms(*, now: datetime) -> int:
    """Close the rooms that opened more than a day ago and that nobody closed; give how many."""
    over = Deliberation.objects.filter(state=Deliberation.State.LIVE, opened_at__lt=now - FORGOTTEN_AFTER)
    return sum(_close_forgotten(key, now) for key in over.values_list("pk", flat=True))


def _close_forgotten(key: UUID, now: datetime) -> bool:
    with transaction.atomic():
        row = _live(key)
        if row is None:
            return False
        vault = vault_of(row.pk)
        # what nobody can read any more gives no drafts; the door is shut all the same
        with suppress(CannotOpenError):
            _draft(row, vault, table_at(row.pk, row.live_version, vault))
        _shut(row, actor=None, now=now)
    forget(key)
    return True


def _live(key: UUID) -> Deliberation | None:
    return Deliberation.objects.select_for_update().filter(pk=key, state=Deliberation.State.LIVE).first()


def _draft(row: Deliberation, vault: Vault, table: Table) -> None:
    """Lay the drafts ready. Raises CannotOpenError before it changes anything."""
    talk = talk_of(row, vault, table)
    keep_draft(row, vault, Record.Kind.REFLECTION, reflection_of(talk))
    if row.aim == Deliberation.Aim.DECIDE or has_agreements(talk):
        keep_draft(row, vault, Record.Kind.NOTE, note_of(talk, row.review_on.isoformat() if row.review_on else ""))
    row.review_on = date.fromisoformat(review_day(talk)) if review_day(talk) else row.review_on


def _shut(row: Deliberation, *, actor: UUID | None, now: datetime) -> None:
    """Let codes, devices and names go, and begin the terms."""
    devices, _all = Device.objects.filter(deliberation=row).delete()
    LiveSend.objects.filter(deliberation=row).delete()
    ready_for_check(row)
    row.state, row.closed_at = Deliberation.State.CONCEPT, now
    row.join_code = row.screen_code = None
    row.check_until = check_ends(now)
    row.save(update_fields=["state", "closed_at", "join_code", "screen_code", "check_until", "review_on"])
    entries = LiveEntry.objects.filter(deliberation=row).count()
    record(
        chain=row.organisation_id,
        kind=DELIBERATION_CLOSED,
        actor=actor,
        subject=pseudonym("deliberation", row.pk),
        now=now,
        details=Details(counts={"devices": devices, "entries": entries}),
    )
    announce(row.pk)


def talk_of(row: Deliberation, vault: Vault, table: Table) -> Talk:
    """Give a talk as the records are made from it. Raises CannotOpenError."""
    held_on = timezone.localdate(row.opened_at) if row.opened_at else None
    return Talk(
        method=method_of(row),
        session=table.session,
        entries=table.entries,
        plan=vault.open(KEPT, "plan", bytes(row.plan)),
        held_on=held_on.isoformat() if held_on else "",
        aim=row.aim,
        decided_here=row.aim == Deliberation.Aim.DECIDE and row.decider == Deliberation.Decider.SPEAKS_LAST,
    )


def keep_draft(row: Deliberation, vault: Vault, kind: Record.Kind, body: Body) -> None:
    """Lay a draft down sealed, in the place of an earlier one. Raises CannotOpenError when its key is gone."""
    sealed = vault.seal(KEPT, f"record/{kind.value}", body)
    Record.objects.update_or_create(deliberation=row, kind=kind, defaults={"body": sealed})
