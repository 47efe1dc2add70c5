"""Checks what comes back from a SAML provider: the library looks at signature and form, we at what it leaves open.

Only what stands in the one signed assertion counts. Around it the visitor can write what he likes: an answer without
InResponseTo, for example, passes the library, so the number of our request is looked for inside the assertion.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sleutelwerk.accounts.engine.oidc.answer import LEEWAY, LONGEST_SUBJECT, OLDEST_TOKEN, Contact, SignedIn
from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.engine.oidc.request import Demand
from sleutelwerk.accounts.engine.saml.metadata import REDIRECT, SamlProvider
from sleutelwerk.accounts.engine.saml.ourselves import PERSISTENT, POST, Ourselves

#: An answer in base64; providers send some ten kilobytes.
LONGEST_ANSWER = 130_000
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
#: All that a signature may do to what it covers before it is hashed: whatever else could leave parts out of it.
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SIGNATURES = frozenset(f"http://www.w3.org/2001/04/xmldsig-more#rsa-sha{size}" for size in (256, 384, 512))
_DIGESTS = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
_ASSERTION = "/samlp:Response/saml:Assertion"


@dataclass(frozen=True, slots=True)
class SamlVisit:
    """What was asked on this visit, kept by ourselves from the moment that the visitor left."""

    us: Ourselves
    request_id: str
    demand: Demand
    started_at: datetime


def read_answer(answer: str, provider: SamlProvider, visit: SamlVisit, *, now: datetime) -> SignedIn:
    """Check an answer (base64, as the browser brings it) and give whom it vouches for. Raises SignInRefused."""
    document = _document(answer)
    _check_status(document)
    assertion = _the_one_signed(document)
    _check_by_library(answer, provider, visit)
    _check_addressed_to_us(assertion, provider, visit)
    _check_times(assertion, now)
    return _signed_in(assertion, visit, now)


def contact_in(who: SignedIn, names: tuple[str, str]) -> Contact:
    """Give address and name under these names of attributes; empty when the provider does not tell."""
    email, name = (str(who.claims.get(one, "")) for one in names)
    return Contact(email.strip(), name.strip())


def _document(answer: str) -> Any:
    from lxml.etree import LxmlError  # noqa: PLC0415 - the extra
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML  # noqa: PLC0415 - the extra

    if len(answer) > LONGEST_ANSWER:
        raise SignInRefused(Fault.UNUSABLE_ANSWER)
    try:
        return OneLogin_Saml2_XML.to_etree(base64.b64decode(answer))  # refuses document types and entities
    except (LxmlError, ValueError, binascii.Error) as problem:
        raise SignInRefused(Fault.UNUSABLE_ANSWER) from problem


def _all(element: Any, path: str) -> list[Any]:
    from onelogin.saml2.constants import OneLogin_Saml2_Constants  # noqa: PLC0415 - the extra

    return list(element.xpath(path, namespaces=OneLogin_Saml2_Constants.NSMAP))


def _one(element: Any, path: str, fault: Fault = Fault.ASSERTION_WRONG) -> Any:
    found = _all(element, path)
    if len(found) != 1:
        raise SignInRefused(fault)
    return found[0]


def _check_status(document: Any) -> None:
    codes = _all(document, "/samlp:Response/samlp:Status/samlp:StatusCode")
    if len(codes) != 1:
        raise SignInRefused(Fault.ASSERTION_WRONG)
    if codes[0].get("Value") != SUCCESS:
        raise SignInRefused(Fault.DECLINED)


def _the_one_signed(document: Any) -> Any:
    """Give the only assertion, in its place, with one signature of its own that covers all of it and nothing else.

    Whether that signature is the provider's is checked next. Any second assertion, id or signed thing is refused, so
    that what is read here and what the signature covers cannot be two things (signature wrapping).
    """
    if _all(document, "//saml:EncryptedAssertion") or len(_all(document, "//saml:Assertion")) != 1:
        raise SignInRefused(Fault.ASSERTION_WRONG)
    assertion = _one(document, _ASSERTION)
    ids = [str(one) for one in document.xpath("//@*[translate(local-name(), 'ID', 'id') = 'id']")]
    if len(set(ids)) != len(ids):
        raise SignInRefused(Fault.ASSERTION_WRONG)
    if not _all(assertion, "./ds:Signature"):
        raise SignInRefused(Fault.ASSERTION_UNSIGNED)
    signature = _one(assertion, "./ds:Signature")
    reference = _one(signature, "./ds:SignedInfo/ds:Reference")
    if reference.get("URI") != f"#{assertion.get('ID')}" or _all(signature, ".//ds:Object | .//ds:Manifest"):
        raise SignInRefused(Fault.ASSERTION_WRONG)
    transforms = [one.get("Algorithm") for one in _all(reference, "./ds:Transforms/ds:Transform")]
    if transforms != [_ENVELOPED, _EXCLUSIVE]:
        raise SignInRefused(Fault.ASSERTION_SIGNATURE)
    if _one(signature, "./ds:SignedInfo/ds:SignatureMethod").get("Algorithm") not in _SIGNATURES:
        raise SignInRefused(Fault.ASSERTION_SIGNATURE)
    if _one(reference, "./ds:DigestMethod").get("Algorithm") not in _DIGESTS:
        raise SignInRefused(Fault.ASSERTION_SIGNATURE)
    return assertion


def _check_by_library(answer: str, provider: SamlProvider, visit: SamlVisit) -> None:
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError  # noqa: PLC0415
    from onelogin.saml2.response import OneLogin_Saml2_Response  # noqa: PLC0415 - the extra
    from onelogin.saml2.settings import OneLogin_Saml2_Settings  # noqa: PLC0415 - the extra

    where = urlsplit(visit.us.answers_to)
    here = {"https": "on" if where.scheme == "https" else "off", "http_host": where.netloc, "script_name": where.path}
    told = OneLogin_Saml2_ValidationError
    faults = {
        told.INVALID_SIGNATURE: Fault.ASSERTION_SIGNATURE, told.WRONG_ISSUER: Fault.WRONG_ISSUER,
        told.WRONG_AUDIENCE: Fault.ASSERTION_AUDIENCE, told.WRONG_INRESPONSETO: Fault.ASSERTION_REQUEST,
        told.WRONG_DESTINATION: Fault.ASSERTION_REQUEST, told.WRONG_SUBJECTCONFIRMATION: Fault.ASSERTION_REQUEST,
        told.ASSERTION_EXPIRED: Fault.ASSERTION_EXPIRED, told.ASSERTION_TOO_EARLY: Fault.ASSERTION_EXPIRED,
        told.SESSION_EXPIRED: Fault.ASSERTION_EXPIRED,
    }  # fmt: skip
    try:
        response = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(_settings(provider, visit)), answer)
        response.is_valid(here, visit.request_id, raise_exceptions=True)
    except OneLogin_Saml2_ValidationError as problem:
        raise SignInRefused(faults.get(problem.code, Fault.ASSERTION_WRONG)) from problem
    except (OneLogin_Saml2_Error, ValueError, TypeError, AttributeError, LookupError) as problem:
        raise SignInRefused(Fault.ASSERTION_WRONG) from problem


def _settings(provider: SamlProvider, visit: SamlVisit) -> dict[str, Any]:
    us = visit.us
    return {
        "strict": True,
        "sp": {"entityId": us.entity_id, "assertionConsumerService": {"url": us.answers_to, "binding": POST}},
        "idp": {
            "entityId": provider.entity_id,
            "singleSignOnService": {"url": provider.address, "binding": REDIRECT},
            "x509certMulti": {"signing": [base64.b64encode(one).decode() for one in provider.certificates]},
        },
        "security": {
            "wantAssertionsSigned": True, "wantNameId": True, "wantAttributeStatement": False,
            "rejectDeprecatedAlgorithm": True, "requestedAuthnContext": False, "allowSingleLabelDomains": True,
        },
    }  # fmt: skip


def _check_addressed_to_us(assertion: Any, provider: SamlProvider, visit: SamlVisit) -> None:
    """Check in the signed part that it is from this provider, for this site, in answer to this very request."""
    if (_one(assertion, "./saml:Issuer", Fault.WRONG_ISSUER).text or "") != provider.entity_id:
        raise SignInRefused(Fault.WRONG_ISSUER)
    restrictions = _all(assertion, "./saml:Conditions/saml:AudienceRestriction")
    audiences = [[one.text for one in _all(restriction, "./saml:Audience")] for restriction in restrictions]
    if not audiences or not all(visit.us.entity_id in meant for meant in audiences):
        raise SignInRefused(Fault.ASSERTION_AUDIENCE)
    confirmation = _one(assertion, "./saml:Subject/saml:SubjectConfirmation")
    data = _one(confirmation, "./saml:SubjectConfirmationData")
    if confirmation.get("Method") != BEARER or data.get("Recipient") != visit.us.answers_to:
        raise SignInRefused(Fault.ASSERTION_REQUEST)
    if data.get("InResponseTo") != visit.request_id:
        raise SignInRefused(Fault.ASSERTION_REQUEST)


def _check_times(assertion: Any, now: datetime) -> None:
    data = _one(assertion, "./saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData")
    conditions = _one(assertion, "./saml:Conditions")
    issued = _moment(assertion.get("IssueInstant"))
    if issued is None or not now - OLDEST_TOKEN - LEEWAY <= issued <= now + LEEWAY:
        raise SignInRefused(Fault.ASSERTION_EXPIRED)
    if _moment(data.get("NotOnOrAfter")) is None:
        raise SignInRefused(Fault.ASSERTION_EXPIRED)  # a bearer without an end is against the profile (4.1.4.2)
    for one in (data, conditions):
        _check_period(one, now)


def _check_period(element: Any, now: datetime) -> None:
    begins, ends = (element.get(name) for name in ("NotBefore", "NotOnOrAfter"))
    too_early = begins is not None and ((moment := _moment(begins)) is None or now + LEEWAY < moment)
    too_late = ends is not None and ((moment := _moment(ends)) is None or moment + LEEWAY <= now)
    if too_early or too_late:
        raise SignInRefused(Fault.ASSERTION_EXPIRED)


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _signed_in(assertion: Any, visit: SamlVisit, now: datetime) -> SignedIn:
    """Check how somebody signed in and when, in the answer and not in the request."""
    name = _one(assertion, "./saml:Subject/saml:NameID")
    # comments are dropped when reading, so a name cannot be cut in two; anything else inside it is refused
    subject = name.text or ""
    if len(name) or not 0 < len(subject) <= LONGEST_SUBJECT or subject != subject.strip():
        raise SignInRefused(Fault.ASSERTION_WRONG)
    if name.get("Format") != PERSISTENT:
        raise SignInRefused(Fault.SUBJECT_NOT_LASTING)
    statement = _one(assertion, "./saml:AuthnStatement")
    level = _one(statement, "./saml:AuthnContext/saml:AuthnContextClassRef", Fault.LEVEL_TOO_LOW).text or ""
    if level not in visit.demand.levels:
        raise SignInRefused(Fault.LEVEL_TOO_LOW)
    proved = _moment(statement.get("AuthnInstant"))
    earliest = visit.started_at if visit.demand.anew else now - visit.demand.max_age
    if proved is None or not earliest - _WHOLE_SECOND - LEEWAY <= proved <= now + LEEWAY:
        raise SignInRefused(Fault.PROOF_TOO_OLD)
    return SignedIn(subject, level, min(proved, now), _attributes(assertion), "")


#: Providers write times in whole seconds.
_WHOLE_SECOND = timedelta(seconds=1)


def _attributes(assertion: Any) -> dict[str, str]:
    """Give the attributes that have one value, by name; what is told twice is told to nobody."""
    found: dict[str, list[str]] = {}
    for one in _all(assertion, "./saml:AttributeStatement/saml:Attribute"):
        found.setdefault(one.get("Name") or "", []).extend(
            value.text or "" for value in _all(one, "./saml:AttributeValue") if not len(value)
        )
    return {name: values[0] for name, values in found.items() if len(values) == 1}
