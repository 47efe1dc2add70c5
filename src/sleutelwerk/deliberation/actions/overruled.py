"""Tells the FG what somebody let stand in a deliberation; why lies under the key that opens its plan and records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.deliberation.models.vault import KEPT, vault_of
from sleutelwerk.deliberation.queries.overruled import reason_place
from sleutelwerk.privacy.actions import record_exception
from sleutelwerk.privacy.rules import KeptUnder, Overrule, Place, Sealer


def keep_overrules(actor: Actor, deliberation: UUID, overrules: Iterable[Overrule], now: datetime) -> None:
    """Record each of them. Raises NotAllowedError."""

    def seal(number: UUID, reason: str) -> bytes:
        return vault_of(deliberation).seal(KEPT, reason_place(number), reason)

    sealer = Sealer(KeptUnder.DELIBERATION, deliberation, seal)
    for one in overrules:
        record_exception(actor, place=Place.DELIBERATION, overrule=one, sealer=sealer, now=now)
