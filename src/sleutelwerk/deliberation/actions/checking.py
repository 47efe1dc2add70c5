"""Those who took part check the draft: whoever holds the key of what he wrote strikes it out, and nobody knows who."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation.actions.closing import keep_draft
from sleutelwerk.deliberation.actions.vault import Vault, vault_of
from sleutelwerk.deliberation.engine.report import without_entry
from sleutelwerk.deliberation.engine.session.entries import lock_for, struck
from sleutelwerk.deliberation.events import OWN_WORDS_STRUCK
from sleutelwerk.deliberation.models import Deliberation, LiveEntry, Record
from sleutelwerk.deliberation.models.table import entry_in, forget, sealed_entry
from sleutelwerk.deliberation.queries.after import body_of
from sleutelwerk.deliberation.rules.closing import may_strike


def strike_own(token: str, entry: UUID, key: str, *, now: datetime) -> bool:
    """Take somebody's own words out of the draft for good; False for a wrong address, entry or key, all the same.

    Striking twice is one strike: a phone that lost the answer sends again.
    """
    with transaction.atomic():
        row = Deliberation.objects.select_for_update().filter(check_token=token).first() if token else None
        if row is None or not may_strike(state=row.state, check_until=row.check_until, now=now):
            return False
        lying = LiveEntry.objects.filter(pk=entry, deliberation=row).first()
        if lying is None:
            return False
        vault = vault_of(row.pk)
        if not _strike(row, vault, lying, key):
            return False
        # who did it is not known, and stays so
        subject = pseudonym("deliberation", row.pk)
        record(chain=row.organisation_id, kind=OWN_WORDS_STRUCK, actor=None, subject=subject, now=now)
    forget(row.pk)
    return True


def _strike(row: Deliberation, vault: Vault, lying: LiveEntry, key: str) -> bool:
    try:
        entry = entry_in(vault, lying.pk, bytes(lying.body))
    except CannotOpenError:
        return False
    if entry.lock != lock_for(key):
        return False
    lying.body = sealed_entry(vault, struck(entry))
    lying.save(update_fields=["body"])
    for kept in Record.objects.filter(deliberation=row, final_at=None):
        keep_draft(row, vault, Record.Kind(kept.kind), without_entry(body_of(kept, vault), entry.id))
    return True
