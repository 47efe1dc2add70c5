"""Lets in people who only read the library and belong to no organisation, and closes such an account at their wish."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from sleutelwerk.accounts.actions.letters import write
from sleutelwerk.accounts.actions.links import end_links, make_link
from sleutelwerk.accounts.actions.sessions import end_all_sessions
from sleutelwerk.accounts.actions.trace import trace, trace_account, trace_by_task
from sleutelwerk.accounts.events import PERSON_INVITED, PERSON_SUSPENDED
from sleutelwerk.accounts.models import OneTimeLink, User
from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.links import INVITATION_LASTS
from sleutelwerk.accounts.rules.readers import IDLE_FOR, may_close_own_account, may_invite_reader
from sleutelwerk.accounts.rules.suspension import Why
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.verdict import require


@transaction.atomic
def invite_reader(actor: Actor, *, email: str, name: str, site: str, now: datetime) -> None:
    """Send somebody a link to make an account without an organisation and without a role. An earlier one ends.

    Raises NotAllowedError. Call it for an address that has no account; accepting it for one that got one says so.
    """
    own = house()
    require(may_invite_reader(actor, own.pk if own else None))
    _send(email, name, site, now, made_by=actor.id)
    details = Details(ids={"address": pseudonym("address", email.lower())})
    trace(PERSON_INVITED, actor=actor, now=now, details=details)


@transaction.atomic
def invite_reader_again(*, email: str, name: str, site: str, now: datetime) -> None:
    """Send somebody whose link ran out a new one, at the wish of whoever reads his mailbox."""
    _send(email, name, site, now, made_by=None)
    details = Details(ids={"address": pseudonym("address", email.lower())})
    trace(PERSON_INVITED, actor=None, now=now, details=details)


def _send(email: str, name: str, site: str, now: datetime, *, made_by: UUID | None) -> None:
    purpose = OneTimeLink.Purpose.INVITATION
    end_links(now=now, organisation=None, purpose=purpose, email__iexact=email)
    secret = make_link(purpose, now=now, lasts=INVITATION_LASTS, email=email, name=name, made_by_id=made_by)
    write("reader_invitation", to=email, now=now, link=f"{site}uitnodiging/{secret}/", days=INVITATION_LASTS.days)


@transaction.atomic
def close_readers(*, keep: Collection[UUID], now: datetime) -> int:
    """Close the accounts of readers who have had nothing to read for a month; give how many.

    `keep` are the people with access now or until a month ago. Nobody else would ever look at such an account.
    """
    idle = User.objects.filter(organisation=None, is_active=True, is_fictional=False, joined_at__lt=now - IDLE_FOR)
    found = list(idle.exclude(pk__in=keep).select_for_update())
    for user in found:
        user.is_active, user.suspended_at, user.suspended_for = False, now, Why.UNUSED
        user.save(update_fields=["is_active", "suspended_at", "suspended_for"])
        end_all_sessions(user.pk)
        write("reader_closed", to=user.email, now=now)
        trace_by_task(PERSON_SUSPENDED, user, now=now, details=Details(reason=Why.UNUSED))
    return len(found)


def closed_reader(email: str) -> User | None:
    """Give the closed account of a reader of no organisation, so that he comes back to it and not beside it."""
    return User.objects.filter(email__iexact=email, organisation=None, is_active=False, is_fictional=False).first()


def reopen_reader(user: User, *, name: str, password: str | None) -> User:
    """Open a reader's closed account again, by a link out of his mailbox. His old ways to sign in are gone."""
    user.name, user.is_active, user.suspended_at, user.suspended_for = name, True, None, ""
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)
    return user


@transaction.atomic
def close_own_account(actor: Actor, user: User, *, now: datetime) -> None:
    """Close a reader's account at his own wish and end his sessions. Raises NotAllowedError.

    His name and address go when those of any closed account go: until then a copy that he got can be traced.
    """
    require(may_close_own_account(actor))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active, user.suspended_at, user.suspended_for = False, now, ""
    user.save(update_fields=["is_active", "suspended_at", "suspended_for"])
    end_all_sessions(user.pk)
    trace_account(PERSON_SUSPENDED, user, now=now)
