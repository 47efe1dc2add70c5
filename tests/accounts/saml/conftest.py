"""The SAML provider, an organisation that is connected to it, and somebody's way there and back."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.saml.process import TWO_FACTORS, SamlProcess, hidden, running_saml_provider
from tests.accounts.sso.conftest import leave
from tests.accounts.sso.keys import give_key
from tests.people import NOW, Cast, make_cast

from sleutelwerk.accounts.models import IdentityProvider

DOMAIN = "voorbeeld.example"
EMAIL, NAME = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:2.16.840.1.113730.3.1.241"
SADIA: dict[str, Any] = {
    "name_id": "idp|sadia-7",
    "attributes": {"mail": [f"sadia@{DOMAIN}"], "displayName": ["Sadia Verzonnen"]},
}


@pytest.fixture(scope="session")
def saml_process() -> Iterator[SamlProcess]:
    """Start the provider once."""
    with running_saml_provider() as process:
        yield process


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture
def connected(saml_process: SamlProcess, cast: Cast) -> IdentityProvider:
    """Give the provider of 'here' as our database knows it, tried and switched on."""
    provider = IdentityProvider.objects.create(
        organisation=cast.here, protocol="saml", metadata=saml_process.metadata(), domains=[DOMAIN],
        issuer=f"{saml_process.address}/metadata", accepted_acr=[TWO_FACTORS], email_claim=EMAIL, name_claim=NAME,
        tried_at=NOW, active=True,
    )  # fmt: skip
    give_key(provider)
    return provider


class Idp:
    """The provider, which knows our service."""

    def __init__(self, process: SamlProcess, service: str) -> None:
        self.process = process
        self._service = service

    def tell(self, **wishes: Any) -> None:
        """Say what it is to do from now on, with Sadia behind its keyboard unless somebody else is named."""
        self.process.tell(**{"service": self._service, "person": SADIA, "level": TWO_FACTORS} | wishes)


@pytest.fixture
def idp(saml_process: SamlProcess, connected: IdentityProvider) -> Idp:
    """Give the provider as it should be."""
    service = Client().get(reverse("accounts:saml-metadata", kwargs={"slug": connected.slug})).content.decode()
    found = Idp(saml_process, service)
    found.tell()
    return found


def answer_for(client: Client, idp: Idp, address: str = f"sadia@{DOMAIN}") -> tuple[str, dict[str, str]]:
    """Set out and sign in there; give the path on our site and the form with the answer."""
    return idp.process.visit(leave(client, address))


def bring(client: Client, path: str, form: dict[str, str]) -> Any:
    """Bring an answer as a browser does: from another site without cookies, and then on from our own page."""
    between = Client(enforce_csrf_checks=True).post(path, form)
    if between.status_code != 200:
        return between
    assert not between.cookies, "nothing is kept for whoever comes without a visit"
    page = between.content.decode()
    client.handler.enforce_csrf_checks = True  # browsers bring no token along here
    try:
        return client.post(path.replace("/antwoord/", "/terug/"), hidden(page))
    finally:
        client.handler.enforce_csrf_checks = False


def saml_sign_in(client: Client, idp: Idp, address: str = f"sadia@{DOMAIN}") -> Any:
    """Go all the way there and back; give the answer to the way back."""
    return bring(client, *answer_for(client, idp, address))


def xml_of(form: dict[str, str]) -> str:
    """Give an answer as text."""
    return base64.b64decode(form["SAMLResponse"]).decode()


def with_xml(form: dict[str, str], text: str) -> dict[str, str]:
    """Give a form with another answer in it."""
    return {**form, "SAMLResponse": base64.b64encode(text.encode()).decode()}
