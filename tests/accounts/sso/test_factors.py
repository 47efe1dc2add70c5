"""Making a factor of one's own asks for the provider again, as whoever finds an open screen could else stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from tests.accounts.sso.conftest import leaving, sign_in
from tests.accounts.sso.process import Process

from sleutelwerk.accounts.models import IdentityProvider
from sleutelwerk.accounts.rules.sessions import FRESH_FOR


def grow_old(client: Client, by: timedelta) -> None:
    """Let everything that was shown in this session have been shown so much longer ago."""
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - by.total_seconds()} for record in session["account_authentication_methods"]
    ]
    session.save()


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_whoever_finds_an_open_screen_makes_no_factor_of_his_own(idp: Process, page: str) -> None:
    client = Client()
    sign_in(client, idp)
    grow_old(client, FRESH_FOR)
    answer = client.get(reverse(page))
    assert answer.headers.get("Location", "").startswith(reverse("accounts:sso-step-up")), answer.status_code
    client.post(reverse(page), {"code": "000000", "credential": "{}"})
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_whoever_has_just_come_or_proves_himself_there_again_does(idp: Process, page: str) -> None:
    client = Client()
    sign_in(client, idp)
    assert client.get(reverse(page)).status_code == 200
    grow_old(client, FRESH_FOR)
    address = leaving(client.post(reverse("accounts:sso-step-up"), {"next": reverse(page)}))
    assert client.get(idp.authorize(address))["Location"] == reverse(page)
    assert client.get(reverse(page)).status_code == 200


def test_whose_organisation_has_no_provider_any_more_makes_one_instead(
    idp: Process, connected: IdentityProvider
) -> None:
    """Nothing else is left that could be asked of him, and without one he would be shut out for good."""
    client = Client()
    sign_in(client, idp)
    grow_old(client, FRESH_FOR)
    connected.active = False
    connected.save()
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
