"""Who asks for something: all that a decision may know about the person behind the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.rules.roles import Role

#: Addresses of the police, whatever organisation somebody was invited by (N15).
POLICE_DOMAINS = ("politie.nl",)


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person. `proved_at` is when he last showed a second factor, or None."""

    id: UUID
    organisation: UUID | None
    roles: frozenset[Role]
    police: bool = False
    proved_at: datetime | None = None

    def has(self, *roles: Role) -> bool:
        """Tell whether the person holds one of these roles."""
        return bool(self.roles.intersection(roles))


def is_police(email: str, organisation_kind: str) -> bool:
    """Tell whether somebody is of the police: by his organisation, or by his address."""
    domain = email.rpartition("@")[2].lower()
    return organisation_kind == "police" or any(domain == d or domain.endswith(f".{d}") for d in POLICE_DOMAINS)
