"""Asks whoever led a deliberation to look back: once, six weeks after, by a letter that tells nothing of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.queries.role_holders import acting_holders
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.deliberation.events import LEADERS_REMINDED
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.rules.closing import LOOK_BACK_AFTER
from sleutelwerk.mailroom.actions import post_letter


def remind_leaders(*, now: datetime) -> int:
    """Write to the facilitators of deliberations that were done six weeks ago; give how many letters."""
    due = Deliberation.objects.filter(
        state=Deliberation.State.FINAL, final_at__lte=now - LOOK_BACK_AFTER, reminded_at=None, practice=False
    )
    return sum(_remind(key, now) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(key: UUID, now: datetime) -> int:
    row = Deliberation.objects.select_for_update().filter(pk=key, reminded_at=None).first()
    if row is None:
        return 0
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    leaders = {row.facilitator_id, row.second_facilitator_id}
    holders = [one for one in acting_holders(row.organisation_id, Role.FACILITATOR) if one.id in leaders]
    post_letter("deliberation/mail/look_back.txt", to=[one.email for one in holders], now=now)
    record(
        chain=row.organisation_id,
        kind=LEADERS_REMINDED,
        actor=None,
        subject=pseudonym("deliberation", row.pk),
        now=now,
        details=Details(counts={"letters": len(holders)}),
    )
    return len(holders)
