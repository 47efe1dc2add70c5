"""Sends a visitor to his organisation's SAML provider, with a signed request whose number the answer must carry."""

from __future__ import annotations

import base64
import zlib
from datetime import UTC, datetime
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from sleutelwerk.accounts.engine.oidc.request import Demand, Secrets
from sleutelwerk.accounts.engine.saml.metadata import SamlProvider
from sleutelwerk.accounts.engine.saml.ourselves import NS, PERSISTENT, POST, Ourselves, named, private_key

RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


def request_id(own: Secrets) -> str:
    """Give the number of the request of a visit: 256 bits that only this visit knows."""
    return f"_{own.nonce}"  # an XML name may not begin with a digit or a dash


def sign_in_address(provider: SamlProvider, us: Ourselves, own: Secrets, demand: Demand, *, now: datetime) -> str:
    """Give the address at the provider to which the visitor goes. Nothing about him stands in it."""
    packed = zlib.compressobj(wbits=-15)
    text = packed.compress(_request(provider, us, own, demand, now)) + packed.flush()
    query = urlencode(
        {"SAMLRequest": base64.b64encode(text).decode(), "RelayState": own.state, "SigAlg": RSA_SHA256}
    )  # fmt: skip
    signature = private_key(us.key).sign(query.encode(), PKCS1v15(), SHA256())
    signed = f"{query}&{urlencode({'Signature': base64.b64encode(signature).decode()})}"
    return f"{provider.address}{'&' if '?' in provider.address else '?'}{signed}"


def _request(provider: SamlProvider, us: Ourselves, own: Secrets, demand: Demand, now: datetime) -> bytes:
    for prefix, uri in NS.items():
        register_namespace(prefix, uri)
    asked = {
        "ID": request_id(own), "Version": "2.0", "IssueInstant": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Destination": provider.address, "AssertionConsumerServiceURL": us.answers_to, "ProtocolBinding": POST,
    }  # fmt: skip
    root = Element(named("samlp:AuthnRequest"), asked | ({"ForceAuthn": "true"} if demand.anew else {}))
    SubElement(root, named("saml:Issuer")).text = us.entity_id
    SubElement(root, named("samlp:NameIDPolicy"), Format=PERSISTENT, AllowCreate="true")
    levels = SubElement(root, named("samlp:RequestedAuthnContext"), Comparison="exact")
    for level in demand.levels:
        SubElement(levels, named("saml:AuthnContextClassRef")).text = level
    written: bytes = tostring(root, encoding="utf-8")
    return written
