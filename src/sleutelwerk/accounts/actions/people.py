"""Changes what colleagues may do: roles, a closed account, and the yearly or quarterly look at it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sleutelwerk.accounts.actions.letters import write
from sleutelwerk.accounts.actions.links import end_links
from sleutelwerk.accounts.actions.sessions import end_all_sessions
from sleutelwerk.accounts.actions.trace import role_details, trace, trace_by_task
from sleutelwerk.accounts.events import ACCESS_REVIEWED, PERSON_RESTORED, PERSON_SUSPENDED, ROLES_SET
from sleutelwerk.accounts.models import OneTimeLink, RoleGrant, User
from sleutelwerk.accounts.queries.actors import person_for, roles_of
from sleutelwerk.accounts.queries.people import other_administrators
from sleutelwerk.accounts.queries.reviews import is_last_administrator, is_left_unused
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import (
    LAST_ONE,
    is_administrator,
    may_restore,
    may_review_access,
    may_set_roles,
    may_suspend,
)
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.rules.suspension import Why, closed_by
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.verdict import ALLOWED, require

#: The links that somebody gives as an administrator.
_GIVEN_AS_ADMINISTRATOR = (OneTimeLink.Purpose.INVITATION, OneTimeLink.Purpose.NEW_FACTOR)


@transaction.atomic
def set_roles(actor: Actor, user: User, roles: Collection[Role], *, now: datetime) -> None:
    """Give a colleague exactly these roles. What changed works at once. Raises NotAllowedError."""
    user = _locked(user)
    require(may_set_roles(actor, person_for(user), roles, other_administrators=other_administrators(user)))
    assert user.organisation_id is not None  # the rule lets nobody through who is of no organisation
    before, after = roles_of(user.pk), frozenset(roles)
    RoleGrant.objects.filter(user=user, role__in=before - after).delete()
    if is_administrator(before - after):
        # nobody comes in any more on the word of somebody who may no longer give it
        end_links(now=now, made_by=user, organisation=user.organisation, purpose__in=_GIVEN_AS_ADMINISTRATOR)
    if before and not after:
        user.unused_from = now
        user.save(update_fields=["unused_from"])
    for role in sorted(after - before):
        RoleGrant.objects.create(
            user=user,
            organisation_id=user.organisation_id,
            role=role,
            granted_by_id=actor.id,
            granted_at=now,
            reviewed_at=now,
        )
    details = role_details(given=after - before, taken=before - after)
    trace(ROLES_SET, actor=actor, person=user.pk, now=now, details=details)


@transaction.atomic
def suspend_person(actor: Actor, user: User, *, now: datetime) -> None:
    """Close a colleague's account for now and end his sessions. Raises NotAllowedError."""
    user = _locked(user)
    require(may_suspend(actor, person_for(user), other_administrators=other_administrators(user)))
    _close(user, Why.BY_ADMINISTRATOR, now)
    trace(PERSON_SUSPENDED, actor=actor, person=user.pk, now=now, details=Details(reason=Why(user.suspended_for)))


@transaction.atomic
def restore_person(actor: Actor, user: User, *, now: datetime) -> None:
    """Open a closed account again; that his roles still fit counts as looked at. Raises NotAllowedError."""
    user = _locked(user)
    require(may_restore(actor, person_for(user)))
    user.is_active, user.suspended_at, user.suspended_for, user.unused_from = True, None, "", now
    user.save(update_fields=["is_active", "suspended_at", "suspended_for", "unused_from"])
    RoleGrant.objects.filter(user=user).update(reviewed_at=now)
    trace(PERSON_RESTORED, actor=actor, person=user.pk, now=now)


@transaction.atomic
def review_access(actor: Actor, user: User, *, keeps: bool, now: datetime) -> None:
    """Say that a colleague still needs his roles, or close his account. Raises NotAllowedError."""
    user = _locked(user)
    require(may_review_access(actor, person_for(user)))
    if keeps:
        RoleGrant.objects.filter(user=user).update(reviewed_at=now)
    else:
        require(LAST_ONE if is_last_administrator(user) else ALLOWED)
        _close(user, closed_by(actor), now)
        trace(PERSON_SUSPENDED, actor=actor, person=user.pk, now=now, details=Details(reason=Why(user.suspended_for)))
    trace(ACCESS_REVIEWED, actor=actor, person=user.pk, now=now, details=Details(flags={"keeps": keeps}))


@transaction.atomic
def close_unreviewed(user: User, *, now: datetime) -> bool:
    """Close an account whose review stayed away too long; give whether it was open. It is not deleted (N36)."""
    user = _locked(user)
    if not user.is_active or is_last_administrator(user):
        return False
    _close(user, Why.REVIEW_OVERDUE, now)
    write("closed_unreviewed", to=user.email, now=now)
    trace_by_task(PERSON_SUSPENDED, user, now=now, details=Details(reason=Why(user.suspended_for)))
    return True


@transaction.atomic
def close_unused(user: User, *, now: datetime) -> bool:
    """Close an account that has no role and that nobody uses; give whether it was open. It is not deleted (N36)."""
    user = _locked(user)
    if not is_left_unused(user, now=now):
        return False
    _close(user, Why.UNUSED, now)
    write("closed_unused", to=user.email, now=now)
    trace_by_task(PERSON_SUSPENDED, user, now=now, details=Details(reason=Why.UNUSED))
    return True


def _locked(user: User) -> User:
    """Take the account as it stands now, so that two administrators cannot take each other's role at once."""
    locked = User.objects.select_for_update().filter(organisation=user.organisation).order_by("pk")
    return {found.pk: found for found in locked}[user.pk]


def _close(user: User, why: Why, now: datetime) -> None:
    user.is_active, user.suspended_at, user.suspended_for = False, now, why
    user.save(update_fields=["is_active", "suspended_at", "suspended_for"])
    end_links(now=now, made_by=user)  # nobody comes in any more on the word of somebody who is out himself
    end_all_sessions(user.pk)
