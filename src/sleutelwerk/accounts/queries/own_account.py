"""Looks up what somebody sees of his own account: how he signs in, and where he is signed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from sleutelwerk.accounts.models import User

#: What a browser calls itself by, and what people call it, in this order: most browsers also name older ones.
_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """One place where somebody is signed in."""

    device: str
    since: datetime
    network: str
    here: bool


def devices(user: User, session_key: str | None) -> Sequence[Device]:
    """Give where this person is signed in, this place first."""
    sessions = UserSession.objects.purge_and_list(user)
    found = [
        Device(device_name(one.user_agent), one.created_at, _network(str(one.ip)), one.session_key == session_key)
        for one in sessions
    ]
    return sorted(found, key=lambda one: (not one.here, one.since))


def device_name(user_agent: str) -> str:
    """Say in two words what a browser says in twenty."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "onbekend apparaat")
    return f"{browser} op {system}"


def _network(address: str) -> str:
    """Leave the end of an address off: enough to know one's own network by."""
    if ip_address(address).is_loopback:
        return _("deze computer")
    return re.sub(r"\.\d+$", ".x", address) if "." in address else ":".join(address.split(":")[:3]) + ":…"


@dataclass(frozen=True, slots=True)
class Factors:
    """How somebody can sign in."""

    has_password: bool
    has_app: bool
    passkeys: int
    codes_left: int


def factors(user: User) -> Factors:
    """Give how this person can sign in."""
    own = list(Authenticator.objects.filter(user=user))
    codes = [one for one in own if one.type == Authenticator.Type.RECOVERY_CODES]
    return Factors(
        has_password=user.has_usable_password(),
        has_app=any(one.type == Authenticator.Type.TOTP for one in own),
        passkeys=sum(one.type == Authenticator.Type.WEBAUTHN for one in own),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else 0,
    )


def is_address_confirmed(user: User) -> bool:
    """Tell whether somebody showed that the mailbox of his address is his."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())
