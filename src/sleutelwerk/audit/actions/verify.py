"""Verifies a chain, and records that this was done and what it came to."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sleutelwerk.audit.actions.record import record
from sleutelwerk.audit.engine.body import Details, Pseudonym
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.events import TRAIL_VERIFIED
from sleutelwerk.audit.queries.verification import ChainReport, Progress, verify_chain


def verify_trail(
    *, actor: UUID | None, chain: UUID, now: datetime, processes: int = 1, progress: Progress = lambda _: None
) -> ChainReport:
    """Check a chain, its head and its seals. The entry about it tells how far it was right.

    A chain whose head was tampered with may take no entry any more; the installation's own chain then tells it.
    """
    report = verify_chain(chain, processes=processes, progress=progress)
    counts = {"length": report.length, "uncovered": report.uncovered}
    for where in (chain, SITE_CHAIN):
        ids: dict[str, UUID | Pseudonym] = {} if where == chain else {"chain": chain}
        details = Details(counts=counts, flags={"ok": report.ok}, ids=ids)
        # when neither can take it, both are broken, and the report says so of the one it is about
        with suppress(IntegrityError), transaction.atomic():
            record(chain=where, kind=TRAIL_VERIFIED, actor=actor, now=now, details=details)
            break
    return report
