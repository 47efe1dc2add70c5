"""What our own eyes check after the library's: it refuses all of this first, and must not be the only one that does."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from tests.people import NOW

from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.engine.oidc.request import Demand
from sleutelwerk.accounts.engine.saml import answer as reading
from sleutelwerk.accounts.engine.saml.answer import SamlVisit
from sleutelwerk.accounts.engine.saml.metadata import SamlProvider
from sleutelwerk.accounts.engine.saml.ourselves import Ourselves, certificate, private_key

SIGNED = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
<saml:Assertion ID="a"><saml:Issuer>https://idp.example</saml:Issuer><ds:Signature><ds:SignedInfo>
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<ds:Reference URI="#a"><ds:Transforms>
<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>
<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>
<ds:DigestMethod Algorithm="DIGEST"/></ds:Reference></ds:SignedInfo></ds:Signature></saml:Assertion></samlp:Response>"""
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"


def signed(digest: str) -> Any:
    """Give an answer whose one assertion names this way to digest."""
    return etree.fromstring(SIGNED.replace("DIGEST", digest)).getroottree()


@pytest.fixture
def provider() -> SamlProvider:
    """Give another provider than the one that signed."""
    return SamlProvider("https://other.example", "https://other.example/sso", (_certificate(),))


@pytest.fixture
def visit() -> SamlVisit:
    """Give a visit that asked this site's own provider."""
    us = Ourselves("https://wij.example/saml", "https://wij.example/saml/antwoord/", _key())
    return SamlVisit(us, "_asked", Demand(("strong",), timedelta(minutes=5)), NOW)


def _key() -> bytes:
    key = rsa.generate_private_key(65_537, 2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate() -> bytes:
    return certificate(_key())


def refused(check: str, *given: Any) -> Fault:
    """Give the fault for which a check of ours refuses."""
    with pytest.raises(SignInRefused) as found:
        getattr(reading, check)(*given)
    return found.value.fault


def test_an_answer_longer_than_any_is_not_even_read() -> None:
    assert refused("_document", "A" * (reading.LONGEST_ANSWER + 1)) is Fault.UNUSABLE_ANSWER


def test_a_weak_digest_under_a_strong_signature_is_refused() -> None:
    assert reading._the_one_signed(signed(SHA256)).get("ID") == "a"
    assert refused("_the_one_signed", signed(SHA1)) is Fault.ASSERTION_SIGNATURE


def test_another_issuer_in_the_signed_part_is_refused(visit: SamlVisit, provider: SamlProvider) -> None:
    assertion = signed(SHA256).find(".//{urn:oasis:names:tc:SAML:2.0:assertion}Assertion")
    assert refused("_check_addressed_to_us", assertion, provider, visit) is Fault.WRONG_ISSUER


def test_what_the_library_trips_over_is_refused(visit: SamlVisit, provider: SamlProvider) -> None:
    nothing = base64.b64encode(b"<a/>").decode()
    assert refused("_check_by_library", nothing, provider, visit) is Fault.ASSERTION_WRONG
    unusable = SamlProvider("", "nowhere", ())
    assert refused("_check_by_library", nothing, unusable, visit) is Fault.ASSERTION_WRONG


@pytest.mark.parametrize("period", [{"NotBefore": "2090-01-01T00:00:00Z"}, {"NotOnOrAfter": "2020-01-01T00:00:00Z"}])
def test_another_period_than_now_is_refused(period: dict[str, str]) -> None:
    reading._check_period(etree.Element("now"), NOW)
    assert refused("_check_period", etree.Element("then", period), NOW) is Fault.ASSERTION_EXPIRED


def test_our_key_is_of_rsa() -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(TypeError, match="no RSA"):
        private_key(pem)
