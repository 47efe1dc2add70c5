"""What a SAML provider gets from us: our name, our certificate and where answers go."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

NS = {
    "md": "urn:oasis:names:tc:SAML:2.0:metadata",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
}
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
#: A lasting name, different at each service: an address may be given to somebody else one day.
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
#: Fixed, so that the same key always has the same certificate; providers trust the key, not these dates.
_FROM, _UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2056, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ourselves:
    """This site as one provider knows it: our entityID, where answers go, and the text of our private key."""

    entity_id: str
    answers_to: str
    key: bytes


def named(name: str) -> str:
    """Give a name as the library of XML writes it; `md:X` stands for X in its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


@lru_cache(maxsize=64)
def private_key(pem: bytes) -> RSAPrivateKey:
    """Read our key, once: proving that it is sound takes a quarter of a second. Raises ValueError or TypeError."""
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("our key is no RSA key")
    return key


def certificate(pem: bytes) -> bytes:
    """Give the certificate of our key in DER. It is made from the key alone, so it never differs."""
    key = private_key(pem)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sleutelwerk")])
    serial = int.from_bytes(hashlib.sha256(public).digest()[:16], "big") >> 1
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(serial or 1).not_valid_before(_FROM).not_valid_after(_UNTIL)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def our_metadata(us: Ourselves) -> bytes:
    """Write our metadata, for the administrator of a provider."""
    for prefix, uri in NS.items():
        register_namespace(prefix, uri)
    root = Element(named("md:EntityDescriptor"), entityID=us.entity_id)
    service = SubElement(
        root, named("md:SPSSODescriptor"), AuthnRequestsSigned="true", WantAssertionsSigned="true",
        protocolSupportEnumeration=NS["samlp"],
    )  # fmt: skip
    info = SubElement(SubElement(service, named("md:KeyDescriptor"), use="signing"), named("ds:KeyInfo"))
    held = SubElement(SubElement(info, named("ds:X509Data")), named("ds:X509Certificate"))
    held.text = base64.b64encode(certificate(us.key)).decode()
    SubElement(service, named("md:NameIDFormat")).text = PERSISTENT
    SubElement(
        service, named("md:AssertionConsumerService"), Binding=POST, Location=us.answers_to, index="0", isDefault="true"
    )  # fmt: skip
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
