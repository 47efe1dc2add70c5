"""Invites people, lets them in, and gives somebody who lost his phone a way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from sleutelwerk.accounts.actions.letters import write, write_invitation
from sleutelwerk.accounts.actions.links import end_links, make_link, use_up
from sleutelwerk.accounts.actions.readers import closed_reader, reopen_reader
from sleutelwerk.accounts.actions.sessions import end_all_sessions
from sleutelwerk.accounts.actions.trace import role_details, trace, trace_account
from sleutelwerk.accounts.events import (
    INVITATION_ACCEPTED,
    INVITATION_WITHDRAWN,
    NEW_FACTOR_LINK_SENT,
    NEW_FACTOR_STARTED,
    PERSON_INVITED,
)
from sleutelwerk.accounts.models import OneTimeLink, Organisation, RoleGrant, User
from sleutelwerk.accounts.queries.actors import person_for
from sleutelwerk.accounts.rules.actors import Actor, is_police
from sleutelwerk.accounts.rules.links import INVITATION_LASTS, NEW_FACTOR_LASTS
from sleutelwerk.accounts.rules.people import may_change_person, may_manage_people
from sleutelwerk.accounts.rules.roles import Role, may_be_held
from sleutelwerk.core.verdict import ALLOWED, refused, require

ALREADY_HERE = refused("Dit adres heeft al een account. U kunt gewoon inloggen.")
MADE_UP = refused("Dit is een verzonnen collega. Zo iemand kan niet inloggen.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite, and for what."""

    name: str
    email: str
    roles: frozenset[Role]


@transaction.atomic
def invite_person(actor: Actor, invitation: Invitation, *, site: str, now: datetime) -> None:
    """Send somebody a link to join the actor's organisation. An earlier one to that address ends.

    Whether the address has an account somewhere is not told: then no letter goes out that could be used, and the
    invitation simply stays open. Raises NotAllowedError.
    """
    require(may_manage_people(actor, actor.organisation))
    assert actor.organisation is not None
    organisation = Organisation.objects.get(pk=actor.organisation)
    require(may_be_held(invitation.roles, police=is_police(invitation.email, organisation.kind)))
    purpose = OneTimeLink.Purpose.INVITATION
    end_links(now=now, organisation=organisation, purpose=purpose, email__iexact=invitation.email)
    secret = make_link(
        purpose, now=now, lasts=INVITATION_LASTS, organisation=organisation, email=invitation.email,
        name=invitation.name, roles=sorted(invitation.roles), made_by_id=actor.id,
    )  # fmt: skip
    write_invitation(to=invitation.email, link=f"{site}uitnodiging/{secret}/", now=now)
    trace(PERSON_INVITED, actor=actor, now=now, details=role_details(given=invitation.roles))


@transaction.atomic
def withdraw_invitation(actor: Actor, link: UUID, *, now: datetime) -> bool:
    """End an invitation of the actor's organisation; give whether there was one. Raises NotAllowedError."""
    require(may_manage_people(actor, actor.organisation))
    which = {"pk": link, "organisation": actor.organisation, "purpose": OneTimeLink.Purpose.INVITATION}
    ended = end_links(now=now, **which)
    if ended:
        trace(INVITATION_WITHDRAWN, actor=actor, now=now)
    return bool(ended)


@transaction.atomic
def accept_invitation(link: OneTimeLink, *, name: str, password: str | None, now: datetime) -> User:
    """Make the account that a link invites to.

    Raises LinkUsedError, and NotAllowedError when its roles no longer fit or the address got an account meanwhile, for
    example by the invitation of another organisation.
    """
    use_up(link, now=now)
    if link.organisation_id is None and (closed := closed_reader(link.email)):
        user = reopen_reader(closed, name=name, password=password)
        trace_account(INVITATION_ACCEPTED, user, now=now)
        return user
    require(ALREADY_HERE if User.objects.filter(email__iexact=link.email).exists() else ALLOWED)
    organisation = link.organisation
    # without an organisation somebody only reads the library, and there is nothing to hold a role in
    roles = frozenset(Role(role) for role in link.roles) if organisation else frozenset()
    require(may_be_held(roles, police=is_police(link.email, organisation.kind if organisation else "")))
    user = User(email=link.email, name=name, organisation=organisation, joined_at=now)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    # the link came out of this mailbox, so the address is confirmed
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in sorted(roles):
        RoleGrant.objects.create(
            user=user,
            organisation_id=link.organisation_id,  # type: ignore[misc]  # whoever gets a role has an organisation
            role=role,
            granted_by_id=link.made_by_id,
            granted_at=now,
            reviewed_at=now,
        )
    trace_account(INVITATION_ACCEPTED, user, now=now, details=role_details(given=roles))
    return user


@transaction.atomic
def send_new_factor_link(actor: Actor, user: User, *, site: str, now: datetime) -> None:
    """Send a colleague who lost his second factor a link to make a new one. Raises NotAllowedError.

    The administrator vouches that it is really him: the mailbox alone is no proof (ASVS 6.3.6).
    """
    require(may_change_person(actor, person_for(user)))
    # whoever could come in as a made-up colleague would be two persons, and four eyes would be his own
    require(MADE_UP if user.is_fictional else ALLOWED)
    purpose = OneTimeLink.Purpose.NEW_FACTOR
    end_links(now=now, purpose=purpose, email=user.email)
    secret = make_link(
        purpose,
        now=now,
        lasts=NEW_FACTOR_LASTS,
        organisation_id=user.organisation_id,
        email=user.email,
        made_by_id=actor.id,
    )
    write("new_factor", to=user.email, now=now, link=f"{site}uitnodiging/{secret}/")
    trace(NEW_FACTOR_LINK_SENT, actor=actor, person=user.pk, now=now)


@transaction.atomic
def start_new_factor(link: OneTimeLink, user: User, *, now: datetime) -> None:
    """Let go of somebody's lost second factors and end his sessions, so that he makes a new one at once."""
    use_up(link, now=now)
    Authenticator.objects.filter(user=user).delete()
    end_all_sessions(user.pk)
    trace_account(NEW_FACTOR_STARTED, user, now=now)


def account_of_link(link: OneTimeLink) -> User | None:
    """Give the account that a link for a new factor is for, while it is open."""
    open_accounts = User.objects.filter(is_active=True, is_fictional=False)
    return open_accounts.filter(email__iexact=link.email, organisation=link.organisation).first()
