"""Turns a signed-in account into the actor that decisions are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.actors import Actor, is_police
from sleutelwerk.accounts.rules.people import Person, is_forgotten
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.rules.sessions import proved_at


def actor_for(user: User, records: Iterable[Mapping[str, Any]] = ()) -> Actor:
    """Give the actor of a signed-in account; `records` tell how he signed in."""
    roles, kind = _standing(user)
    return Actor(
        id=user.pk,
        organisation=user.organisation_id,
        roles=roles,
        police=is_police(user.email, kind),
        proved_at=proved_at(records),
    )


def actor_by(key: UUID) -> Actor | None:
    """Give the actor of an account by its key, as it is at this moment; None when it is closed or gone.

    One question, written out as SQL: every act at the desk of a live session asks it anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, [_key(User, key), True])
        found = cursor.fetchall()
    if not found:
        return None
    email, organisation, kind = found[0][:3]
    if organisation is not None and not isinstance(organisation, UUID):
        organisation = UUID(organisation)
    roles = frozenset(Role(role) for *_who, role in found if role is not None)
    return Actor(key, organisation, roles, is_police(email, kind or ""))


_ACTOR = (
    "SELECT who.email, who.organisation_id, house.kind, held.role FROM accounts_user who "
    "LEFT JOIN accounts_organisation house ON house.id = who.organisation_id "
    "LEFT JOIN accounts_rolegrant held ON held.user_id = who.id WHERE who.id = %s AND who.is_active = %s"
)


def as_now(actor: Actor) -> Actor | None:
    """Give an actor with the roles that he has at this moment; None when his account was closed meanwhile."""
    user = User.objects.select_related("organisation").filter(pk=actor.id, is_active=True).first()
    return replace(actor_for(user), proved_at=actor.proved_at) if user else None


def person_for(user: User) -> Person:
    """Give an account as the person whom a decision is about."""
    roles, kind = _standing(user)
    return Person(user.pk, user.organisation_id, roles, is_police(user.email, kind), is_forgotten(user.email))


_STANDING = (
    "SELECT house.kind, held.role FROM accounts_user who "
    "LEFT JOIN accounts_organisation house ON house.id = who.organisation_id "
    "LEFT JOIN accounts_rolegrant held ON held.user_id = who.id WHERE who.id = %s"
)


def _standing(user: User) -> tuple[frozenset[Role], str]:
    """Give somebody's roles and the kind of his organisation. Every page asks it: one question, written out as SQL."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [_key(User, user.pk)])
        found = cursor.fetchall()
    return frozenset(Role(role) for _kind, role in found if role is not None), (found[0][0] if found else "") or ""


def roles_of(user: UUID) -> frozenset[Role]:
    """Give the roles that somebody holds: written out as SQL, as Django would compose it anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT role FROM accounts_rolegrant WHERE user_id = %s", [_key(User, user)])
        return frozenset(Role(role) for (role,) in cursor.fetchall())


def of_police(user: User) -> bool:
    """Tell whether somebody is of the police."""
    return is_police(user.email, _kind_of(user))


def _kind_of(user: User) -> str:
    """Give the kind of somebody's organisation."""
    if user.organisation_id is None or User.organisation.is_cached(user):
        return user.organisation.kind if user.organisation else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM accounts_organisation WHERE id = %s", [_key(User, user.organisation_id)])
        return str(cursor.fetchone()[0])


def _key(model: type[Model], key: UUID) -> Any:
    """Write a key as this database does."""
    return model._meta.pk.get_db_prep_value(key, connection)
