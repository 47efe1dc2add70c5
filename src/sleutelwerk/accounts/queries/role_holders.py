"""Looks up who holds a role and can act, so that the rooms above can send them a letter."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.roles import Role


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody with a role, and where a letter finds him. For letters only: no page shows these."""

    id: UUID
    email: str


def acting_holders(organisation: UUID, role: Role) -> tuple[RoleHolder, ...]:
    """Give everybody in an organisation who holds a role with an open account; made-up colleagues are left out."""
    people = User.objects.filter(
        organisation_id=organisation, grants__role=role, is_active=True, is_fictional=False
    ).distinct()
    return tuple(RoleHolder(user.pk, user.email) for user in people.order_by("pk"))
