"""Looks up the people of an organisation, for those who may know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from sleutelwerk.accounts.models import OneTimeLink, RoleGrant, User
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import (
    NOWHERE,
    is_administrator,
    is_forgotten,
    is_review_asked,
    may_manage_people,
    may_see_people,
    review_due,
)
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.rules.suspension import Why
from sleutelwerk.audit.engine.body import Pseudonym
from sleutelwerk.audit.queries import pseudonym


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds, and when it has to be looked at again."""

    role: Role
    granted_at: datetime
    due: datetime
    asked: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody as the people page shows him."""

    id: UUID
    name: str
    email: str
    roles: tuple[HeldRole, ...]
    active: bool
    suspended_for: str
    fictional: bool
    enrolled: bool
    joined_at: datetime | None

    @property
    def is_administrator(self) -> bool:
        """Tell whether he manages accounts."""
        return is_administrator([held.role for held in self.roles])

    @property
    def first_due(self) -> datetime | None:
        """When the first of his roles has to be looked at again."""
        return min((held.due for held in self.roles), default=None)

    @property
    def review_asked(self) -> bool:
        """Tell whether one of his roles is to be looked at again by now."""
        return any(held.asked for held in self.roles)


def colleagues(viewer: Actor, *, now: datetime) -> Sequence[Colleague]:
    """Give the people of the viewer's organisation by name, or nobody when he may not know."""
    if not may_see_people(viewer, viewer.organisation):
        return []
    return [_colleague(user, now) for user in _people(viewer)]


def colleague(viewer: Actor, person: UUID, *, now: datetime) -> Colleague | None:
    """Give one colleague; None when there is no such person, or the viewer may not know."""
    if not may_see_people(viewer, viewer.organisation):
        return None
    user = _people(viewer).filter(pk=person).first()
    return _colleague(user, now) if user else None


def account_of(viewer: Actor, person: UUID) -> User | None:
    """Give the account of a colleague for an action, under the same rule."""
    if viewer.organisation is None or not may_see_people(viewer, viewer.organisation):
        return None
    return _remembered(viewer.organisation).filter(pk=person).select_related("organisation").first()


def _remembered(organisation: UUID) -> QuerySet[User]:
    """Give the accounts of an organisation that still have a name and an address."""
    return User.objects.filter(organisation_id=organisation).exclude(email__endswith=f"@{NOWHERE}")


def _people(viewer: Actor) -> QuerySet[User]:
    grants = Prefetch("grants", RoleGrant.objects.order_by("role"))
    if viewer.organisation is None:
        return User.objects.none()
    people = _remembered(viewer.organisation).order_by("name", "email")
    return people.prefetch_related(grants, "authenticator_set")


def _colleague(user: User, now: datetime) -> Colleague:
    held = [
        HeldRole(Role(grant.role), grant.granted_at, due, is_review_asked(due, now))
        for grant in user.grants.all()
        for due in [review_due(Role(grant.role), grant.reviewed_at)]
    ]
    return Colleague(
        id=user.pk,
        name=user.name or user.email,
        email=user.email,
        roles=tuple(held),
        active=user.is_active,
        suspended_for=Why(user.suspended_for).label if user.suspended_for else "",
        fictional=user.is_fictional,
        enrolled=bool(user.authenticator_set.all()),  # type: ignore[attr-defined]  # the library's relation is untyped
        joined_at=user.joined_at,
    )


def other_administrators(user: User) -> int:
    """Count the administrators of somebody's organisation who can still act, without himself."""
    if user.organisation_id is None:
        return 0
    grants = RoleGrant.objects.filter(organisation_id=user.organisation_id, role=Role.ADMINISTRATOR)
    return grants.filter(user__is_active=True, user__is_fictional=False).exclude(user=user).count()


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that nobody has answered yet."""

    id: UUID
    email: str
    name: str
    roles: tuple[Role, ...]
    expires_at: datetime
    expired: bool


def open_invitations(viewer: Actor, *, now: datetime) -> Sequence[Invited]:
    """Give the invitations of the viewer's organisation that were not taken up."""
    if viewer.organisation is None or not may_manage_people(viewer, viewer.organisation):
        return []
    links = OneTimeLink.objects.filter(
        organisation_id=viewer.organisation, purpose=OneTimeLink.Purpose.INVITATION, used_at=None
    ).order_by("made_at")
    return [
        Invited(
            link.pk, link.email, link.name, tuple(Role(r) for r in link.roles), link.expires_at, link.expires_at <= now
        )
        for link in links
    ]


def administrators(viewer: Actor) -> int:
    """Count the administrators of the viewer's organisation who can act."""
    return _acting_administrators(viewer).count()


def administrator_names(viewer: Actor) -> list[str]:
    """Give the names of the administrators of the viewer's own organisation: they are the ones to ask for a role."""
    return [user.name or user.email for user in _acting_administrators(viewer).order_by("name")]


def _acting_administrators(viewer: Actor) -> QuerySet[User]:
    if viewer.organisation is None:
        return User.objects.none()
    return User.objects.filter(
        organisation_id=viewer.organisation, grants__role=Role.ADMINISTRATOR, is_active=True, is_fictional=False
    ).distinct()


def is_address_taken(email: str) -> bool:
    """Tell whether somebody has an account with this address. Only for one who holds a set-up link."""
    return User.objects.filter(email__iexact=email).exists()


def names_of(viewer: Actor, people: Collection[UUID]) -> dict[UUID, str]:
    """Give the names of people of the viewer's own organisation, by id; others are left out."""
    if viewer.organisation is None:
        return {}
    found = User.objects.filter(organisation_id=viewer.organisation, pk__in=people)
    return {user.pk: _name_of(user) for user in found}


def people_by_pseudonym(viewer: Actor) -> dict[Pseudonym, str]:
    """Give the names in the viewer's own organisation by what the audit trail calls them; for those who oversee."""
    if viewer.organisation is None or not may_see_people(viewer, viewer.organisation):
        return {}
    found = User.objects.filter(organisation_id=viewer.organisation)
    return {pseudonym("person", user.pk): _name_of(user) for user in found}


def _name_of(user: User) -> str:
    """Give what the trail calls somebody; whoever was forgotten has no name and no address any more."""
    return _("iemand die er niet meer is") if is_forgotten(user.email) else user.name or user.email
