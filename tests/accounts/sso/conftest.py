"""The provider process, and a browser's way through it without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.sso.keys import give_key
from tests.accounts.sso.process import Process, running_provider
from tests.accounts.sso.provider import SUBSTANTIAL
from tests.people import NOW, Cast, make_cast

from sleutelwerk.accounts.actions.connect_provider import own_key
from sleutelwerk.accounts.actions.sign_in_with_provider import book
from sleutelwerk.accounts.engine.oidc.keys import public_set
from sleutelwerk.accounts.models import IdentityProvider

CLIENT_ID = "sleutelwerk-test"
DOMAIN = "voorbeeld.example"
NADIA: dict[str, Any] = {
    "sub": "idp|nadia-42",
    "email": f"nadia@{DOMAIN}",
    "email_verified": True,
    "name": "Nadia Verzonnen",
}


@pytest.fixture(scope="session")
def provider_process() -> Iterator[Process]:
    """Start the provider once."""
    with running_provider() as process:
        yield process


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture
def connected(cast: Cast) -> IdentityProvider:
    """Give the provider of 'here' as our database knows it, tried and switched on; `idp` fills its address in."""
    provider = IdentityProvider.objects.create(
        organisation=cast.here, issuer="http://127.0.0.1:9", client_id=CLIENT_ID, domains=[DOMAIN],
        accepted_acr=[SUBSTANTIAL], tried_at=NOW, active=True,
    )  # fmt: skip
    give_key(provider)
    return provider


@pytest.fixture
def idp(provider_process: Process, connected: IdentityProvider) -> Iterator[Process]:
    """Give the provider as it should be, with Nadia behind its keyboard."""
    connected.issuer = provider_process.address
    connected.save()
    back = reverse("accounts:sso-callback", kwargs={"slug": connected.slug})
    client = {"id": CLIENT_ID, "redirect_uri": f"http://testserver{back}", "jwks": public_set(own_key(connected))}
    provider_process.tell(
        client=client, person=NADIA, fault="", seconds_ago=0, form=False, thin=False, drop=[], metadata={}
    )
    book().forget(connected.issuer)
    yield provider_process
    book().forget(connected.issuer)


def leave(client: Client, address: str = NADIA["email"], **more: str) -> str:
    """Set out from the page of ours; give the address at the provider that it leads to."""
    return leaving(client.post(reverse("accounts:sso-start"), {"address": address, **more}))


def leaving(answer: Any) -> str:
    """Read the address at the provider out of the page in between."""
    assert answer.status_code == 200, answer
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return unescape(found[1])


def sign_in(client: Client, idp: Process, **more: str) -> Any:
    """Go all the way there and back; give the answer to the way back."""
    return client.get(idp.authorize(leave(client, **more)))


def fault_of(answer: Any) -> str:
    """Give the code of a refusal; empty when it is none."""
    found = re.fullmatch(r"/sso/mislukt/([a-z_]+)/", answer.headers.get("Location", ""))
    return found[1] if found else ""
