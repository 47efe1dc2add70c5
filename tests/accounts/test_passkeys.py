"""Showing a passkey: who holds the device is asked each time, and what does not fit is recorded."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY, WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData
from tests.accounts.steps import (
    has_app,
    has_password,
    kinds,
    sign_in_for_real,
    type_password,
)
from tests.people import Cast

from sleutelwerk.accounts.actions.people import suspend_person
from sleutelwerk.accounts.models import User
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries import pseudonym

pytestmark = pytest.mark.django_db

LOGIN, AGAIN = reverse("mfa_login_webauthn"), reverse("mfa_reauthenticate_webauthn")
#: Of the right form, and of nobody.
FORGED = json.dumps(
    {
        "id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {},
        "response": {
            "clientDataJSON": "e30", "authenticatorData": "A" * 50, "signature": "AAAA", "userHandle": "AAAA",
        },
    }
)  # fmt: skip


def has_passkey(user: User) -> None:
    """Give somebody a passkey that no device has."""
    make_key: Any = ES256.from_cryptography_key
    key = make_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    made = AttestedCredentialData.create(Aaguid.NONE, b"a passkey", key)
    data = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, made)
    told = json.dumps({"type": "webauthn.create", "challenge": "AAAA", "origin": "https://testserver"}).encode()
    response = {
        "clientDataJSON": websafe_encode(told),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    name = websafe_encode(b"a passkey")
    credential = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
    WebAuthn.add(user, "Mijn passkey", credential)


@pytest.fixture
def signed_in(cast: Cast) -> Client:
    """Give the browser of somebody who signed in for real, and who has a passkey as well."""
    user, client = has_password(cast["professional"]), Client()
    secret = has_app(user)
    has_passkey(user)
    sign_in_for_real(client, user, secret)
    return client


def test_who_holds_the_device_is_asked_each_time(signed_in: Client) -> None:
    """The library holds the answer to what it asked, which the session remembers."""
    asked = signed_in.get(AGAIN).context["js_data"]["request_options"]["publicKey"]
    assert asked["userVerification"] == "required"
    assert signed_in.session[STATE_SESSION_KEY]["user_verification"] == "required"
    stranger = Client()
    stranger.get(LOGIN, headers={"X-Requested-With": "XMLHttpRequest"})
    assert stranger.session[STATE_SESSION_KEY]["user_verification"] == "required"


@pytest.mark.parametrize("credential", [FORGED, '"x"', json.dumps({"response": []})])
def test_a_passkey_that_does_not_fit_is_recorded(credential: str, signed_in: Client, cast: Cast) -> None:
    Client().post(LOGIN, {"credential": credential})
    assert kinds(SITE_CHAIN).count("sign_in_failed") == 1
    signed_in.post(AGAIN, {"credential": credential})
    assert kinds(cast.here.pk).count("second_factor_failed") == 1
    half_way = Client()
    type_password(half_way, cast["professional"].email)
    half_way.post(reverse("mfa_authenticate"), {"credential": credential})
    assert kinds(cast.here.pk).count("second_factor_failed") == 2


def test_trying_passkeys_soon_fills_the_trail_no_more(cast: Cast, signed_in: Client) -> None:
    for _ in range(8):
        signed_in.post(AGAIN, {"credential": FORGED})
    assert kinds(cast.here.pk).count("second_factor_failed") == 5
    stranger = Client(REMOTE_ADDR="192.0.2.77")
    # a whole town hall may share an address, and is not stopped: a passkey cannot be guessed
    answers = {stranger.post(LOGIN, {"credential": FORGED}).status_code for _ in range(40)}
    assert answers == {302}
    assert kinds(SITE_CHAIN).count("sign_in_failed") == 10


def test_somebody_who_can_open_a_closed_account_is_seen_by_its_organisation(cast: Cast) -> None:
    user = has_password(cast["professional"])
    has_app(user)
    suspend_person(cast.actor("administrator"), user, now=timezone.now())
    assert type_password(Client(), user.email)["Location"] == reverse("account_inactive")
    entry = Entry.objects.get(chain=cast.here.pk, kind="sign_in_failed")
    assert str(pseudonym("person", user.pk)) in entry.body
