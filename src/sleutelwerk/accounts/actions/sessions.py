"""Ends sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from sleutelwerk.accounts.actions.trace import trace, trace_account
from sleutelwerk.accounts.events import SESSION_TIMED_OUT, SESSIONS_ENDED
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details


def timed_out(request: HttpRequest, *, now: datetime) -> None:
    """Record that a session ended by itself."""
    if isinstance(request.user, User):
        trace_account(SESSION_TIMED_OUT, request.user, now=now)


def end_all_sessions(user: UUID, *, except_key: str | None = None) -> int:
    """End every session of an account, but one if it is named; give how many."""
    keys = list(
        UserSession.objects.filter(user_id=user).exclude(session_key=except_key).values_list("session_key", flat=True)
    )
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def sign_out_everywhere(actor: Actor, *, keep: str | None, now: datetime) -> int:
    """End one's own sessions on all other devices; give how many."""
    ended = end_all_sessions(actor.id, except_key=keep)
    trace(SESSIONS_ENDED, actor=actor, person=actor.id, now=now, details=Details(counts={"sessions": ended}))
    return ended
