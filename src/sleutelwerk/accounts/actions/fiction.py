"""Adds made-up colleagues to look around with, and removes them at one go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import FICTION_ADDED, FICTION_REMOVED
from sleutelwerk.accounts.models import Organisation, RoleGrant, User
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import may_manage_people
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.verdict import require

#: Names that nobody takes for a real person, each with roles and how long ago these were looked at, in days.
COLLEAGUES = (
    ("Vera Voorbeeld", "vera", (Role.PROFESSIONAL,), 20),
    ("Bas Beispiel", "bas", (Role.PROFESSIONAL, Role.FACILITATOR), 350),
    ("Eva Exempel", "eva", (Role.DECISION_MAKER,), 120),
    ("Sam Sample", "sam", (Role.SECURITY_OFFICER,), 75),
)


@transaction.atomic
def add_fiction(actor: Actor, *, now: datetime) -> None:
    """Add the made-up colleagues. They have no way to sign in. Raises NotAllowedError."""
    organisation = _organisation(actor)
    for name, address, roles, days in COLLEAGUES:
        email = f"{address}.{str(organisation.pk)[:8]}@voorbeeld.invalid"
        user, made = User.objects.get_or_create(
            email=email, defaults={"name": name, "organisation": organisation, "is_fictional": True, "joined_at": now}
        )
        if made:
            user.set_unusable_password()
            user.save()
            _give(user, organisation, roles, now - timedelta(days=days))
    organisation.shows_fiction = True
    organisation.save(update_fields=["shows_fiction"])
    trace(FICTION_ADDED, actor=actor, now=now, details=Details(counts={"people": len(COLLEAGUES)}))


def _give(user: User, organisation: Organisation, roles: tuple[Role, ...], since: datetime) -> None:
    for role in roles:
        RoleGrant.objects.create(user=user, organisation=organisation, role=role, granted_at=since, reviewed_at=since)


@transaction.atomic
def remove_fiction(actor: Actor, *, now: datetime) -> int:
    """Remove everything that was made up; give how many people. Raises NotAllowedError."""
    organisation = _organisation(actor)
    people = User.objects.filter(organisation=organisation, is_fictional=True)
    count = people.count()
    people.delete()
    organisation.shows_fiction = False
    organisation.save(update_fields=["shows_fiction"])
    trace(FICTION_REMOVED, actor=actor, now=now, details=Details(counts={"people": count}))
    return count


def _organisation(actor: Actor) -> Organisation:
    require(may_manage_people(actor, actor.organisation))
    assert actor.organisation is not None
    return Organisation.objects.get(pk=actor.organisation)
