"""Looks up what the room of requests may know of accounts: who reviews, and which account a confirmed mailbox has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.roles import Role


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who judges requests, for letters to him and for the choice of who stands in."""

    id: UUID
    name: str
    email: str


def reviewers_of(organisation: UUID) -> Sequence[Reviewer]:
    """Give the access reviewers of an organisation who can act, by name."""
    people = User.objects.filter(
        organisation_id=organisation, grants__role=Role.ACCESS_REVIEWER, is_active=True, is_fictional=False
    )
    return [Reviewer(user.pk, user.name or user.email, user.email) for user in people.order_by("name", "email")]


def account_of_mailbox(email: str) -> UUID | None:
    """Give the open account whose owner showed that this mailbox is his."""
    found = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    person: UUID | None = found.values_list("user", flat=True).first()
    return person


def address_of_account(person: UUID) -> str:
    """Give the address of an account."""
    return User.objects.values_list("email", flat=True).get(pk=person)
