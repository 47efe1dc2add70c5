"""Writes a chain to a file that outsiders can verify, signed at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from sleutelwerk.audit.actions.record import record
from sleutelwerk.audit.actions.seal import seal_chains, signer_in_use
from sleutelwerk.audit.engine.chain import Row
from sleutelwerk.audit.engine.export import Signed, write_export
from sleutelwerk.audit.engine.seals import Head
from sleutelwerk.audit.events import TRAIL_EXPORTED
from sleutelwerk.audit.queries.streams import one_moment, rows_between

_BUNDLE = 500


def export_trail(
    *,
    actor: UUID | None,
    chain: UUID,
    target: IO[bytes],
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Head:
    """Write a whole chain to `target` as a zip file; give the head that was signed. Raises UnusableKeys.

    That it was exported is itself the last entry of the export.
    """
    with transaction.atomic():
        signer = signer_in_use(now)
        record(chain=chain, kind=TRAIL_EXPORTED, actor=actor, now=now)
        head, signature = seal_chains([chain], signer, now)[chain]
    with one_moment():
        for written in write_export(target, _bundles(chain, head.number), Signed(head, signature, signer.public_pem)):
            progress(written)
    return head


def _bundles(chain: UUID, until: int) -> Iterator[list[Row]]:
    """Give the entries in lists; also on PostgreSQL each list is a question of its own, so that none is held."""
    for after in range(0, until, _BUNDLE):
        yield list(rows_between(chain, after, min(after + _BUNDLE, until)))
