"""Who may let in somebody who only reads the library, and who may close such an account."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused

#: How old an account of a reader is at least before it is closed for having nothing to read.
IDLE_FOR = timedelta(days=28)


def may_invite_reader(actor: Actor, house: UUID | None) -> Verdict:
    """Tell whether the actor may let a reader in: an access reviewer of the house, for what he granted."""
    if house is not None and actor.organisation == house and actor.has(Role.ACCESS_REVIEWER):
        return ALLOWED
    return refused("Een lezer uitnodigen doet de beoordelaar van toegang.")


def may_close_own_account(actor: Actor) -> Verdict:
    """Tell whether somebody may close his own account: who is of no organisation, and so has nobody to ask."""
    if actor.organisation is None:
        return ALLOWED
    return refused("Uw account sluit een beheerder van uw organisatie.")
