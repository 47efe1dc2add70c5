"""Reads the metadata of a SAML provider, as its administrator hands it over; it is never fetched."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from sleutelwerk.accounts.engine.oidc.discovery import LEAST_RSA_BITS
from sleutelwerk.accounts.engine.oidc.fetch import is_safe_address

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
LONGEST = 200_000
#: As long as the database allows.
LONGEST_NAME = 300
_SIGNING = "./md:KeyDescriptor[not(@use) or @use='signing']/ds:KeyInfo/ds:X509Data/ds:X509Certificate"


class UnusableMetadata(Exception):
    """The metadata cannot be used; the message says in Dutch what is wrong, to an administrator."""


@dataclass(frozen=True, slots=True)
class SamlProvider:
    """A provider's own description: its name, where it signs people in, and with which certificates (DER) it signs."""

    entity_id: str
    address: str
    certificates: tuple[bytes, ...]


def read_metadata(text: str, *, now: datetime, lenient: bool) -> SamlProvider:
    """Read metadata of exactly one provider. Raises UnusableMetadata."""
    found = _one_provider(_parsed(text))
    entity = found.getparent()
    _check_validity(entity, found, now)
    name = (entity.get("entityID") or "").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise UnusableMetadata("De metadata noemt geen bruikbare entityID.")
    addresses = [one.get("Location") or "" for one in _all(found, f"./md:SingleSignOnService[@Binding='{REDIRECT}']")]
    if not addresses:
        raise UnusableMetadata("De metadata noemt geen inlogadres voor HTTP-Redirect.")
    if not is_safe_address(addresses[0], lenient=lenient):
        raise UnusableMetadata("Het inlogadres in de metadata moet beginnen met https://.")
    keys = tuple(filter(None, (_certificate(one.text or "") for one in _all(found, _SIGNING))))
    if not keys:
        raise UnusableMetadata(
            "De metadata heeft geen bruikbaar certificaat om mee te ondertekenen: nodig is RSA van minstens 2048 bits."
        )
    return SamlProvider(name, addresses[0], keys)


def _parsed(text: str) -> Any:
    from lxml.etree import LxmlError  # noqa: PLC0415 - the extra
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML  # noqa: PLC0415 - the extra

    if len(text) > LONGEST:
        raise UnusableMetadata("Deze metadata is te lang. Neem alleen die van uw eigen provider.")
    try:
        return OneLogin_Saml2_XML.to_etree(text.strip().encode())  # refuses document types and entities
    except (LxmlError, ValueError) as problem:
        raise UnusableMetadata("Dit is geen XML die we kunnen lezen.") from problem


def _all(element: Any, path: str) -> list[Any]:
    from onelogin.saml2.constants import OneLogin_Saml2_Constants  # noqa: PLC0415 - the extra

    return list(element.xpath(path, namespaces=OneLogin_Saml2_Constants.NSMAP))


def _one_provider(document: Any) -> Any:
    found = _all(document, "//md:EntityDescriptor/md:IDPSSODescriptor")
    if len(found) != 1:
        raise UnusableMetadata(f"Nodig is de metadata van één inlogvoorziening (IdP). Hier staan er {len(found)}.")
    if "urn:oasis:names:tc:SAML:2.0:protocol" not in (found[0].get("protocolSupportEnumeration") or ""):
        raise UnusableMetadata("Deze provider kent SAML 2.0 niet.")
    return found[0]


def _check_validity(entity: Any, found: Any, now: datetime) -> None:
    for until in filter(None, (entity.get("validUntil"), found.get("validUntil"))):
        try:
            ends = datetime.fromisoformat(until)
        except ValueError as problem:
            raise UnusableMetadata("De datum tot wanneer de metadata geldt, is niet te lezen.") from problem
        if (ends if ends.tzinfo else ends.replace(tzinfo=UTC)) <= now:
            raise UnusableMetadata("Deze metadata is verlopen. Vraag een nieuwe.")


def _certificate(text: str) -> bytes | None:
    """Give a certificate in DER; None for one that we do not trust to sign."""
    try:
        found = x509.load_der_x509_certificate(base64.b64decode("".join(text.split()), validate=True))
        key = found.public_key()
    except (ValueError, binascii.Error, TypeError):
        return None
    return (
        found.public_bytes(Encoding.DER) if isinstance(key, RSAPublicKey) and key.key_size >= LEAST_RSA_BITS else None
    )
