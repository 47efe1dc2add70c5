"""Lets go of what need not be kept any more: names of closed accounts, links that nobody used, sessions that ended."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace_by_task, trace_forgotten
from sleutelwerk.accounts.events import LETTERS_FORGOTTEN, LINKS_FORGOTTEN, PERSON_FORGOTTEN, SESSIONS_FORGOTTEN
from sleutelwerk.accounts.models import ExternalIdentity, OneTimeLink, RoleGrant, User
from sleutelwerk.accounts.rules.links import KEPT_AFTER_END
from sleutelwerk.accounts.rules.people import FORGOTTEN_AFTER, NOWHERE
from sleutelwerk.mailroom.actions import forget_old


def forget_closed(*, now: datetime) -> int:
    """Wipe name and address of accounts that have been closed long enough; give how many."""
    closed = User.objects.filter(is_active=False, suspended_at__lt=now - FORGOTTEN_AFTER)
    return sum(_forget(user, now) for user in closed.exclude(email__endswith=f"@{NOWHERE}"))


@transaction.atomic
def _forget(user: User, now: datetime) -> bool:
    user.name, user.email = "", f"{user.pk}@{NOWHERE}"
    user.set_unusable_password()
    user.last_login = user.joined_at = user.unused_from = None
    user.save()
    for rows in (EmailAddress, Authenticator, UserSession, RoleGrant, ExternalIdentity):
        rows.objects.filter(user=user).delete()
    trace_by_task(PERSON_FORGOTTEN, user, now=now)
    return True


@transaction.atomic
def forget_links(*, now: datetime) -> int:
    """Delete links whose time was over a month ago, with the addresses that they were for; give how many."""
    gone = OneTimeLink.objects.filter(expires_at__lt=now - KEPT_AFTER_END).delete()[0]
    trace_forgotten(LINKS_FORGOTTEN, {"links": gone}, now=now)
    return gone


@transaction.atomic
def forget_ended_sessions(*, now: datetime) -> int:
    """Delete sessions whose time is over, and what is known of their devices; give how many."""
    ended = Session.objects.filter(expire_date__lt=now).delete()[0]
    devices = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]
    trace_forgotten(SESSIONS_FORGOTTEN, {"sessions": ended, "devices": devices}, now=now)
    return ended


@transaction.atomic
def forget_letters(*, now: datetime) -> int:
    """Delete letters of more than a month ago; give how many. The mailroom lies beside the trail and knows none."""
    gone = forget_old(now=now)
    trace_forgotten(LETTERS_FORGOTTEN, {"letters": gone}, now=now)
    return gone
