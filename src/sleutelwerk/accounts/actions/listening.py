"""Connects what the sign-in library tells to what we do about it; nothing of that is imported before it happens."""

from __future__ import annotations

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.dispatch import Signal

from sleutelwerk.core.later import later

_TOLD: tuple[tuple[Signal, str], ...] = (
    (account_signals.user_logged_in, "signed_in"),
    (account_signals.authentication_step_completed, "step"),
    (account_signals.password_changed, "password_changed"),
    (account_signals.password_set, "password_changed"),
    (account_signals.password_reset, "password_changed"),
    (auth_signals.user_login_failed, "failed"),
    (auth_signals.user_logged_out, "signed_out"),
    (mfa_signals.authenticator_added, "factor_added"),
    (mfa_signals.authenticator_removed, "factor_removed"),
    (mfa_signals.authenticator_reset, "codes_made"),
    (mfa_signals.authentication_failed, "factor_failed"),
)


def listen() -> None:
    """Connect everything; called once, when the room is ready."""
    for signal, name in _TOLD:
        signal.connect(later(f"sleutelwerk.accounts.actions.signing_in.{name}"), weak=False, dispatch_uid=name)
