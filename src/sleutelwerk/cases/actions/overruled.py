"""Tells the FG what somebody let stand in a text after a warning, in the transaction that keeps the text.

Why he did lies under the key of whom or what the text is about: when that key goes, nobody can read it any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Candidate, Case
from sleutelwerk.cases.models.vault import candidate_vault, vault_of
from sleutelwerk.cases.queries.overruled import reason_column
from sleutelwerk.privacy.actions import record_exception
from sleutelwerk.privacy.rules import KeptUnder, Overrule, Place, Sealer


def keep_overrules(
    actor: Actor, place: Place, overrules: Iterable[Overrule], now: datetime, *, about: Case | Candidate
) -> None:
    """Record each of them. Raises NotAllowedError."""
    for one in overrules:
        record_exception(actor, place=place, overrule=one, sealer=_sealer(about), now=now)


def _sealer(about: Case | Candidate) -> Sealer:
    person = isinstance(about, Candidate)
    vault = candidate_vault(about.pk) if person else vault_of(about.pk)

    def seal(number: UUID, reason: str) -> bytes:
        return vault.seal(reason_column(number), reason)

    return Sealer(KeptUnder.CANDIDATE if person else KeptUnder.CASE, about.pk, seal)
