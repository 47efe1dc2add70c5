"""Opens why somebody let words stand in a deliberation, for the FG; nothing once the key is gone."""

from __future__ import annotations

from uuid import UUID

from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation.models.vault import KEPT, vault_of


def reason_place(number: UUID) -> str:
    """Name the place of one reason."""
    return f"overruled/{number}"


def reason_in_deliberation(deliberation: UUID, number: UUID, sealed: bytes) -> str | None:
    """Give a reason that lies under the key of a deliberation; None when that is gone."""
    try:
        return str(vault_of(deliberation).open(KEPT, reason_place(number), sealed))
    except CannotOpenError:
        return None
