"""Writes in the audit trail what the sign-in library tells: who came in, who did not, and which factors changed."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from sleutelwerk.accounts import events
from sleutelwerk.accounts.actions.sessions import end_all_sessions
from sleutelwerk.accounts.actions.trace import trace_account, trace_stranger
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.sessions import Factor
from sleutelwerk.audit.engine.body import Details


def signed_in(user: User, request: HttpRequest, **_: Any) -> None:
    """Begin the clock of a session."""
    now = timezone.now()
    request.session["began_at"] = request.session["seen_at"] = now.timestamp()
    trace_account(events.SIGNED_IN, user, now=now)


def step(user: User, method: str, **extra: Any) -> None:
    """Record that somebody showed a factor again."""
    if extra.get("reauthenticated"):
        trace_account(
            events.SECOND_FACTOR_SHOWN,
            user,
            now=timezone.now(),
            details=Details(codes={"factor": Factor.of(extra.get("type", method))}),
        )


def failed(credentials: dict[str, Any], **_: Any) -> None:
    """Record that signing in did not work out, whoever tried."""
    address = credentials.get("email") or credentials.get("username") or ""
    trace_stranger(events.SIGN_IN_FAILED, str(address), now=timezone.now())


def factor_failed(user: User, **_: Any) -> None:
    """Record a second factor that was wrong."""
    trace_account(events.SECOND_FACTOR_FAILED, user, now=timezone.now())


def signed_out(user: User | None, **_: Any) -> None:
    """Record that somebody signed out."""
    if user is not None:
        trace_account(events.SIGNED_OUT, user, now=timezone.now())


def password_changed(user: User, request: HttpRequest, **_: Any) -> None:
    """End all other sessions of whoever changed his password."""
    end_all_sessions(user.pk, except_key=request.session.session_key)
    trace_account(events.PASSWORD_CHANGED, user, now=timezone.now())


def factor_added(user: User, request: HttpRequest, authenticator: Authenticator, **_: Any) -> None:
    """Count whoever just made a factor as having shown it."""
    now = timezone.now()
    if authenticator.type == Authenticator.Type.TOTP:
        # the code that coupled the app is used by that: the library keeps in mind only those of signing in
        authenticator.wrap().validate_code(request.POST.get("code", ""))
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        # whoever just made a factor has shown it: the session counts as strong from here on
        record_authentication(request, user, method="mfa", reauthenticated=True, type=authenticator.type)
    trace_account(events.FACTOR_ADDED, user, now=now, details=Details(codes={"factor": Factor.of(authenticator.type)}))


def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record that a factor is gone."""
    trace_account(
        events.FACTOR_REMOVED,
        user,
        now=timezone.now(),
        details=Details(codes={"factor": Factor.of(authenticator.type)}),
    )


def codes_made(user: User, **_: Any) -> None:
    """Record that recovery codes were made anew."""
    trace_account(events.RECOVERY_CODES_MADE, user, now=timezone.now())
