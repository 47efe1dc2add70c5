"""Connecting a SAML provider: what an administrator hands over, what is refused, and where the extra is missing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cryptography import x509
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import etree
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML
from tests.accounts.saml.conftest import DOMAIN, EMAIL, NAME, SADIA, Idp, bring
from tests.accounts.saml.process import TWO_FACTORS, SamlProcess
from tests.accounts.sso.conftest import fault_of, leaving
from tests.people import NOW, Cast, sign_in

from sleutelwerk.accounts.actions.connect_provider import connect_provider, own_key
from sleutelwerk.accounts.engine import saml
from sleutelwerk.accounts.engine.saml.metadata import UnusableMetadata, read_metadata
from sleutelwerk.accounts.engine.saml.ourselves import certificate
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db

PAGE, SSO = "/organisatie/inloggen/saml/", "/organisatie/inloggen/"


def filled_in(**other: Any) -> dict[str, Any]:
    """Give the form as it should be filled in, without the metadata."""
    return {
        "domains": DOMAIN, "accepted_acr": TWO_FACTORS, "step_up_acr": "", "email_claim": EMAIL, "name_claim": NAME
    } | other  # fmt: skip


@pytest.fixture
def administrator(cast: Cast) -> Client:
    """Give the browser of the administrator."""
    client = Client()
    sign_in(client, cast["administrator"])
    return client


@pytest.mark.parametrize("way", ["file", "pasted"])
def test_metadata_comes_in_as_a_file_or_as_text(
    way: str, administrator: Client, cast: Cast, saml_process: SamlProcess
) -> None:
    text = saml_process.metadata()
    given: Any = SimpleUploadedFile("idp.xml", b"\xef\xbb\xbf" + text.encode()) if way == "file" else text
    assert "Kent uw provider alleen SAML?" in administrator.get(SSO).content.decode()
    assert "multipart/form-data" in administrator.get(PAGE).content.decode()
    answer = administrator.post(PAGE, filled_in(**{way: given}))
    assert answer.headers["Location"] == SSO
    provider = IdentityProvider.objects.get()
    assert (provider.organisation, provider.protocol, provider.active) == (cast.here, "saml", False)
    assert provider.issuer == f"{saml_process.address}/metadata"
    page = administrator.get(SSO).content.decode()
    for name in ("saml/metadata.xml", "saml/antwoord/", ""):
        assert f"http://testserver/sso/{provider.slug}/{name}</code>" in page
    assert "jwks.json" not in page
    assert "Kijk de provider na" not in page
    body = Entry.objects.get(chain=cast.here.pk, kind="provider_changed").body
    assert "127.0.0.1" not in body


def changed(text: str, old: str, new: str) -> str:
    """Change metadata."""
    assert re.search(old, text)
    return re.sub(old, new, text)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (r"(?s).*", "geen xml", "geen XML"),
        (r"(?s)^", '<!DOCTYPE x [<!ENTITY y "z">]>', "geen XML"),
        ("IDPSSODescriptor", "SPSSODescriptor", "Hier staan er 0"),
        ('http://127[^"]*/sso', "http://inloggen.elders.example/sso", "https://"),
        ("bindings:HTTP-Redirect", "bindings:HTTP-POST", "HTTP-Redirect"),
        ("X509Certificate>[^<]+<", "X509Certificate>AAAA<", "certificaat"),
        ('use="signing"', 'use="encryption"', "certificaat"),
        ('entityID="[^"]*"', 'entityID=""', "entityID"),
        ('entityID="', 'validUntil="2020-01-01T00:00:00Z" entityID="', "verlopen"),
        ('entityID="', 'validUntil="ooit" entityID="', "niet te lezen"),
        ('SAML:2.0:protocol"', 'SAML:1.1:protocol"', "SAML 2.0 niet"),
        (r"(?s)$", "<!-- " + "x" * 200_000 + " -->", "te lang"),
    ],
)
def test_metadata_that_cannot_be_used_is_refused_in_words(
    old: str, new: str, says: str, administrator: Client, saml_process: SamlProcess
) -> None:
    text = changed(saml_process.metadata().removeprefix("<?xml version='1.0' encoding='UTF-8'?>\n"), old, new)
    answer = administrator.post(PAGE, filled_in(pasted=text))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not IdentityProvider.objects.exists()


def test_metadata_that_ends_later_is_good_until_then(saml_process: SamlProcess) -> None:
    text = changed(saml_process.metadata(), 'entityID="', 'validUntil="2090-01-01T00:00:00" entityID="')
    assert read_metadata(text.encode().decode(), now=NOW, lenient=True).entity_id


def test_several_providers_in_one_file_are_refused(saml_process: SamlProcess) -> None:
    one = re.sub(r"^<\?xml[^>]*>\s*", "", saml_process.metadata())
    two = f'<a:EntitiesDescriptor xmlns:a="urn:oasis:names:tc:SAML:2.0:metadata">{one}{one}</a:EntitiesDescriptor>'
    with pytest.raises(UnusableMetadata, match="Hier staan er 2"):
        read_metadata(two, now=NOW, lenient=True)


@pytest.mark.parametrize(
    "given", [{}, {"pasted": "  "}, {"file": SimpleUploadedFile("x.xml", b"\xff\xfe\x00")},
              {"file": SimpleUploadedFile("x.xml", b"x" * 210_000)}],
)  # fmt: skip
def test_a_file_is_asked_for(given: dict[str, Any], administrator: Client) -> None:
    answer = administrator.post(PAGE, filled_in(**given))
    assert answer.status_code == 422
    assert "Er klopt nog iets niet" in answer.content.decode()
    assert not IdentityProvider.objects.exists()


@pytest.mark.parametrize("domain", ["elders.example", f"{DOMAIN}\npolitie.nl", "iemand@voorbeeld.example"])
def test_the_rule_on_domains_is_the_same(domain: str, administrator: Client, saml_process: SamlProcess) -> None:
    answer = administrator.post(PAGE, filled_in(pasted=saml_process.metadata(), domains=domain))
    assert answer.status_code == 422
    assert not IdentityProvider.objects.exists()


def test_a_trial_goes_well_and_then_it_can_be_switched_on(
    idp: Idp, connected: IdentityProvider, administrator: Client
) -> None:
    IdentityProvider.objects.update(active=False, tried_at=None)
    assert administrator.post(reverse("accounts:sso-switch"), {"active": "on"}).status_code == 422
    there = idp.process.visit(leaving(administrator.post(reverse("accounts:sso-try"))))
    assert bring(administrator, *there).headers["Location"] == SSO
    page = administrator.get(SSO).content.decode()
    assert "De proefaanmelding is gelukt" in page
    assert not ExternalIdentity.objects.exists()
    administrator.post(reverse("accounts:sso-switch"), {"active": "on"})
    connected.refresh_from_db()
    assert connected.active


def test_a_trial_that_fails_says_what_to_mend(idp: Idp, administrator: Client, connected: IdentityProvider) -> None:
    idp.tell(stranger=True)
    there = idp.process.visit(leaving(administrator.post(reverse("accounts:sso-try"))))
    assert bring(administrator, *there).headers["Location"] == SSO
    assert "nieuwe metadata" in administrator.get(SSO).content.decode()


def test_new_metadata_wants_a_new_trial_and_another_provider_or_protocol_lets_go(
    administrator: Client, cast: Cast, connected: IdentityProvider
) -> None:
    link = {"user": cast["professional"], "provider": connected, "subject": "x", "linked_at": NOW}
    ExternalIdentity.objects.create(**link)
    administrator.post(PAGE, filled_in(name_claim="other"))
    connected.refresh_from_db()
    assert (connected.tried_at, connected.active, connected.name_claim) == (None, False, "other")
    assert connected.metadata, "what was handed over before is kept when nothing new is"
    assert ExternalIdentity.objects.exists()
    other = connected.metadata.replace('/metadata"', '/another"')
    administrator.post(PAGE, filled_in(pasted=other))
    assert not ExternalIdentity.objects.exists()
    ExternalIdentity.objects.create(**link)
    connected.refresh_from_db()
    oidc = {"client_id": "x", "domains": [DOMAIN], "accepted_acr": ["hoog"], "step_up_acr": "", "email_claim": "email",
            "name_claim": "name"}  # fmt: skip
    connect_provider(cast.actor("administrator"), {**oidc, "issuer": connected.issuer}, now=NOW)
    connected.refresh_from_db()
    assert (connected.protocol, connected.metadata) == ("oidc", "")
    assert not ExternalIdentity.objects.exists(), "the same name at another kind of provider may be somebody else"


def test_our_metadata_is_well_formed_and_does_not_change(idp: Idp, connected: IdentityProvider) -> None:
    address = reverse("accounts:saml-metadata", kwargs={"slug": connected.slug})
    first, second = (Client().get(address) for _ in range(2))
    assert first.content == second.content
    assert first["Content-Type"] == "application/samlmetadata+xml"
    checked = OneLogin_Saml2_XML.validate_xml(first.content, "saml-schema-metadata-2.0.xsd")
    assert not isinstance(checked, str)
    root = etree.fromstring(first.content)
    assert root.get("entityID") == f"http://testserver{address}"
    assert root[0].get("WantAssertionsSigned") == root[0].get("AuthnRequestsSigned") == "true"
    held = x509.load_der_x509_certificate(certificate(own_key(connected)))
    held.verify_directly_issued_by(held)
    assert b"PRIVATE" not in first.content
    assert Client().get(reverse("accounts:saml-metadata", kwargs={"slug": "0" * 12})).status_code == 404
    IdentityProvider.objects.update(protocol="oidc")
    assert Client().get(address).status_code == 404


def test_the_description_that_an_organisation_handed_over_may_run_out(idp: Idp, connected: IdentityProvider) -> None:
    connected.metadata = changed(connected.metadata, 'entityID="', 'validUntil="2020-01-01T00:00:00Z" entityID="')
    connected.save()
    assert fault_of(Client().post(reverse("accounts:sso-start"), {"address": SADIA["attributes"]["mail"][0]})) == (
        "wrong_metadata"
    )


def test_where_the_extra_is_missing_the_page_is_not_there_and_it_says_how_to_get_it(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saml, "is_installed", lambda: False)
    assert administrator.get(PAGE).status_code == 404
    assert administrator.post(PAGE, filled_in()).status_code == 404
    page = administrator.get(SSO).content.decode()
    assert "sleutelwerk[saml]" in page
    assert PAGE not in page


def test_looking_over_is_for_the_other_protocol(administrator: Client, connected: IdentityProvider) -> None:
    assert administrator.post(reverse("accounts:sso-check")).status_code == 404
    assert administrator.get(SSO).status_code == 200
