"""Looks up whose access has to be looked at again, and whose account is closed because nobody did or nobody uses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.models import RoleGrant, User
from sleutelwerk.accounts.queries.actors import person_for
from sleutelwerk.accounts.queries.people import Colleague, colleagues, other_administrators
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import (
    Person,
    is_administrator,
    is_review_overdue,
    is_unused,
    may_review_access,
    review_due,
)
from sleutelwerk.accounts.rules.roles import Role


def to_review(viewer: Actor, *, now: datetime) -> Sequence[Colleague]:
    """Give the colleagues whose access this viewer is asked to look at again, the most urgent first."""
    asked = [c for c in colleagues(viewer, now=now) if c.review_asked and not c.fictional]
    mine = [c for c in asked if may_review_access(viewer, _person(c, viewer))]
    return sorted(mine, key=lambda c: c.first_due or now)


def _person(found: Colleague, viewer: Actor) -> Person:
    return Person(found.id, viewer.organisation, frozenset(held.role for held in found.roles))


def overdue(*, now: datetime) -> Sequence[User]:
    """Give the active accounts whose review stayed away too long, in every organisation; for the nightly job.

    The last administrator of an organisation is left out: closing that account would lock everybody out. The FG sees
    it as an exception instead.
    """
    grants = RoleGrant.objects.filter(user__is_active=True, user__is_fictional=False).select_related("user")
    late = {
        grant.user_id: grant.user
        for grant in grants
        if is_review_overdue(review_due(Role(grant.role), grant.reviewed_at), now)
    }
    return [user for user in late.values() if not is_last_administrator(user)]


def is_last_administrator(user: User) -> bool:
    """Tell whether an organisation would have no administrator without this account."""
    return is_administrator(person_for(user).roles) and not other_administrators(user)


def overdue_administrators(organisation: UUID, *, now: datetime) -> bool:
    """Tell whether the last administrator of an organisation stayed open although nobody looked at him in time."""
    grants = RoleGrant.objects.filter(organisation_id=organisation, user__is_active=True).select_related("user")
    late = (grant for grant in grants if is_review_overdue(review_due(Role(grant.role), grant.reviewed_at), now))
    return any(is_last_administrator(grant.user) for grant in late)


def unused(*, now: datetime) -> Sequence[User]:
    """Give the open accounts of organisations that have no role and that nobody uses; for the nightly job.

    Most came by a provider and never got a role. Readers of no organisation are left out: their access ends by itself.
    """
    without_role = User.objects.filter(
        organisation__isnull=False, is_active=True, is_fictional=False, grants__isnull=True
    )  # fmt: skip
    return [user for user in without_role if is_left_unused(user, now=now)]


def is_left_unused(user: User, *, now: datetime) -> bool:
    """Tell whether an open account has no role and was not used for too long."""
    moments = (user.last_login, user.joined_at, user.unused_from)
    return user.is_active and is_unused(moments, now) and not person_for(user).roles
