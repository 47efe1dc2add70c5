"""Whether a one-time link still works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sleutelwerk.core.verdict import ALLOWED, Verdict, refused

#: A set-up link is printed on the operator's own screen; an invitation waits in a mailbox.
SET_UP_LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(days=7)
NEW_FACTOR_LASTS = timedelta(hours=24)
CONFIRMATION_LASTS = timedelta(hours=24)
#: How long after its end a link, with the address that it was for, can still be seen by an administrator.
KEPT_AFTER_END = timedelta(days=28)


def is_usable(used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Tell whether a link was not used before and has not expired."""
    return used_at is None and now < expires_at


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a link to confirm an address was made for."""

    account: UUID | None
    address: str


def may_confirm_address(account: UUID, address: str, link: Confirmation) -> Verdict:
    """Tell whether a link confirms the address of this account: it was made for both, and both are still so.

    Otherwise somebody could have the owner of a mailbox confirm, out of courtesy, an address in a stranger's account.
    """
    if link.account == account and link.address.lower() == address.lower():
        return ALLOWED
    return refused("Deze link hoort bij een ander account of een ander adres.")
