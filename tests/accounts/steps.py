"""What people do in these tests, and what others then find: letters, codes of an app, entries of the trail."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from tests.people import PASSWORD

from sleutelwerk.accounts.models import User
from sleutelwerk.audit.models import Entry
from sleutelwerk.mailroom.models import Letter

AN_APP_SHOWS_A_CODE_FOR = 30


def letters_to(address: str) -> list[Letter]:
    """Give the letters to an address, the newest last."""
    return list(Letter.objects.filter(recipient__iexact=address).order_by("written_at"))


def link_in(letter: Letter) -> str:
    """Give the one link in a letter, as a path of this site."""
    found = re.findall(r"https?://\S+", letter.body)
    assert len(found) == 1, letter.body
    return str(urlsplit(found[0]).path)


def link_to(address: str) -> str:
    """Give the link in the newest letter to an address."""
    return link_in(letters_to(address)[-1])


def code_of(secret: str, *, later: int = 0) -> str:
    """Give the code that an app shows now, or so many half minutes later, by the library's own generator."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // AN_APP_SHOWS_A_CODE_FOR + later)))


def wait_past_the_turn() -> None:
    """Wait, when an app is about to show its next code, so that a test about older codes sees no turn halfway."""
    left = AN_APP_SHOWS_A_CODE_FOR - time.time() % AN_APP_SHOWS_A_CODE_FOR
    if left < 5:
        time.sleep(left)


def couple_app(client: Client) -> str:
    """Couple an app to the account that is signed in; give its secret.

    The library tells what happened when its transaction has ended, so this needs a test with real transactions.
    """
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, page
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return str(secret)


def kinds(chain: UUID) -> list[str]:
    """Give what the trail of an organisation says has happened, in order."""
    return list(Entry.objects.filter(chain=chain).order_by("number").values_list("kind", flat=True))


def everything_stored(*, but: Iterable[type[Model]] = ()) -> str:
    """Give every value of every row of every table but these, as text: what a copy of the database tells."""
    from django.apps import apps  # noqa: PLC0415 - the list of tables is complete only by now

    skipped = set(but)
    found: list[Any] = []
    for model in apps.get_models(include_auto_created=True):
        if model not in skipped:
            found += [repr(row) for row in model._default_manager.values_list()]
    return "\n".join(found)


def has_password(user: User) -> User:
    """Give somebody a password, hashed as the site does."""
    user.set_password(PASSWORD)
    user.save()
    return user


def has_app(user: User) -> str:
    """Give somebody an app that is coupled; give its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret


def has_recovery_codes(user: User) -> list[str]:
    """Give somebody recovery codes."""
    return list(RecoveryCodes.activate(user).get_unused_codes())


def type_password(client: Client, address: str, password: str = PASSWORD, **more: str) -> Any:
    """Sign in as far as a password goes."""
    return client.post(reverse("account_login"), {"login": address, "password": password, **more})


def type_code(client: Client, code: str) -> Any:
    """Show the second factor."""
    return client.post(reverse("mfa_authenticate"), {"code": code})


def sign_in_for_real(client: Client, user: User, secret: str) -> None:
    """Go all the way: password and code."""
    assert type_password(client, user.email)["Location"] == reverse("mfa_authenticate")
    assert type_code(client, code_of(secret))["Location"] == reverse("home:dashboard")
