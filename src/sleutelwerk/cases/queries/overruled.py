"""Opens why somebody let words stand in a case, for the FG; nothing once the key is gone."""

from __future__ import annotations

from uuid import UUID

from sleutelwerk.cases.models.vault import candidate_vault, vault_of
from sleutelwerk.core.sealing import CannotOpenError


def reason_column(number: UUID) -> str:
    """Name the place of one reason."""
    return f"overruled/{number}"


def reason_in_case(case: UUID, number: UUID, sealed: bytes) -> str | None:
    """Give a reason that lies under the key of a case; None when that is gone."""
    try:
        return str(vault_of(case).open(reason_column(number), sealed))
    except CannotOpenError:
        return None


def reason_about_candidate(candidate: UUID, number: UUID, sealed: bytes) -> str | None:
    """Give a reason that lies under the key of a candidate; None when that is gone."""
    try:
        return str(candidate_vault(candidate).open(reason_column(number), sealed))
    except CannotOpenError:
        return None
