"""The sign-in library's forms for a passkey that is shown; one that does not fit is recorded as a wrong code is."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from sleutelwerk.accounts.actions.trace import trace_account, trace_stranger
from sleutelwerk.accounts.events import SECOND_FACTOR_FAILED, SIGN_IN_FAILED
from sleutelwerk.accounts.models import User

#: How often it is recorded, of one person or of one network: as often as a wrong code or password is looked at.
LIMITS = {"passkey-failed": "5/300s/key", "passkey-login-failed": "10/m/ip"}


def _is_told(action: str, key: str | None = None) -> bool:
    """Tell whether it is written down: the trail is not to be filled from here."""
    return bool(ratelimit.consume(context.request, app="accounts", action=action, config=LIMITS, key=key))


class OurLoginPasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Signing in by a passkey alone."""

    def clean_credential(self) -> Any:
        """Record what does not fit, of nobody: whose it would be is what the browser says."""
        try:
            return super().clean_credential()
        except ValidationError:
            if _is_told("passkey-login-failed"):
                trace_stranger(SIGN_IN_FAILED, "", now=timezone.now())
            raise


class _OfSomebody:
    """Records of whom a passkey was asked that did not fit; at most a few lines of somebody who goes on."""

    user: User

    def clean_credential(self) -> Any:
        """Look at it, and record when it does not fit."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # the library's form comes next
        except ValidationError:
            if _is_told("passkey-failed", str(self.user.pk)):
                trace_account(SECOND_FACTOR_FAILED, self.user, now=timezone.now())
            raise


class OurPasskeyForm(_OfSomebody, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey as the second factor at signing in."""


class OurReauthenticatePasskeyForm(_OfSomebody, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey before something sensitive."""
