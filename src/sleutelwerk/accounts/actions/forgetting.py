"""Lets go of what need not be kept any more: names of closed accounts, links that nobody used, sessions that ended."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace_by_task
from sleutelwerk.accounts.events import PERSON_FORGOTTEN
from sleutelwerk.accounts.models import ExternalIdentity, OneTimeLink, RoleGrant, User
from sleutelwerk.accounts.rules.links import KEPT_AFTER_END
from sleutelwerk.accounts.rules.people import FORGOTTEN_AFTER, NOWHERE


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


def forget_links(*, now: datetime) -> int:
    """Delete links whose time was over a month ago, with the addresses that they were for; give how many."""
    return OneTimeLink.objects.filter(expires_at__lt=now - KEPT_AFTER_END).delete()[0]


def forget_ended_sessions(*, now: datetime) -> int:
    """Delete sessions whose time is over, and what is known of their devices; give how many."""
    ended = Session.objects.filter(expire_date__lt=now).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended
