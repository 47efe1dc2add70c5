"""What a provider that is wrong, or somebody in between, may try with an answer; each time nobody comes in."""

from __future__ import annotations

import base64
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from tests.accounts.saml.conftest import DOMAIN, SADIA, Idp, answer_for, bring, saml_sign_in, with_xml, xml_of
from tests.accounts.saml.process import PASSWORD_ONLY
from tests.accounts.sso.conftest import fault_of
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, User
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db

NS = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
LONG_AGO, FAR_OFF = "2020-01-01T00:00:00Z", "2090-01-01T00:00:00Z"
DATA, CONDITIONS = "//saml:SubjectConfirmationData", "//saml:Conditions"
LEVEL, AUDIENCE = "//saml:AuthnContextClassRef", "//saml:Audience"
ADMINISTRATOR = "idp|administrator"


@pytest.fixture(autouse=True)
def administrator(connected: IdentityProvider, cast: Cast) -> User:
    """Link the administrator, as whom an attacker would like to come in."""
    user = cast["administrator"]
    ExternalIdentity.objects.create(user=user, provider=connected, subject=ADMINISTRATOR, linked_at=NOW)
    return user


def nobody_came_in(client: Client) -> None:
    """Look whether this browser is signed in, and whether there is an account more."""
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(email__startswith="sadia@").exists()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ([[AUDIENCE, "", "https://elsewhere.example/saml"]], "assertion_audience"),
        ([["//saml:AudienceRestriction", "", None]], "assertion_audience"),
        ([[DATA, "Recipient", "https://elsewhere.example/acs"]], "assertion_request"),
        ([[DATA, "Recipient", None]], "assertion_request"),
        ([[DATA, "InResponseTo", "_another-request"]], "assertion_request"),
        ([[DATA, "InResponseTo", None]], "assertion_request"),
        ([[DATA, "InResponseTo", None], ["/samlp:Response", "InResponseTo", None]], "assertion_request"),
        ([["/samlp:Response", "Destination", "https://elsewhere.example/acs"]], "assertion_request"),
        (
            [["//saml:SubjectConfirmation", "Method", "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"]],
            "assertion_request",
        ),
        ([["//saml:SubjectConfirmation", "", None]], "assertion_request"),
        ([[DATA, "NotOnOrAfter", LONG_AGO]], "assertion_request"),
        ([[DATA, "NotOnOrAfter", None]], "assertion_expired"),
        ([[DATA, "NotBefore", FAR_OFF]], "assertion_request"),
        ([[CONDITIONS, "NotOnOrAfter", LONG_AGO]], "assertion_expired"),
        ([[CONDITIONS, "NotBefore", FAR_OFF]], "assertion_expired"),
        ([[CONDITIONS, "", None]], "assertion_wrong"),
        ([["//saml:Assertion", "IssueInstant", LONG_AGO]], "assertion_expired"),
        ([["//saml:Assertion", "IssueInstant", FAR_OFF]], "assertion_expired"),
        ([["//saml:AuthnStatement", "SessionNotOnOrAfter", LONG_AGO]], "assertion_expired"),
        ([["//saml:Assertion/saml:Issuer", "", "https://elsewhere.example"]], "wrong_issuer"),
        ([["/samlp:Response/saml:Issuer", "", "https://elsewhere.example"]], "wrong_issuer"),
        ([["//saml:NameID", "Format", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"]], "subject_not_lasting"),
        ([["//saml:NameID", "Format", None]], "subject_not_lasting"),
        ([["//saml:NameID", "", ""]], "assertion_wrong"),
        ([["//saml:NameID", "", None]], "assertion_wrong"),
        ([["//saml:NameID", "", " idp|sadia-7"]], "assertion_wrong"),
        ([["//saml:NameID", "", "x" * 300]], "assertion_wrong"),
        ([[LEVEL, "", PASSWORD_ONLY]], "level_too_low"),
        ([[LEVEL, "", None]], "assertion_wrong"),
        ([["//saml:AuthnStatement", "AuthnInstant", LONG_AGO]], "proof_too_old"),
        ([["//saml:AuthnStatement", "AuthnInstant", FAR_OFF]], "proof_too_old"),
        ([["//saml:AuthnStatement", "", None]], "assertion_wrong"),
        ([["//samlp:StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:Responder"]], "declined"),
    ],
)
def test_what_a_provider_signs_must_be_for_us_now_and_strong_enough(
    changes: list[list[str | None]], fault: str, idp: Idp, cast: Cast
) -> None:
    idp.tell(before_signing=changes)
    client = Client()
    assert fault_of(saml_sign_in(client, idp)) == fault
    nobody_came_in(client)
    assert f'"reason":"{fault}"' in Entry.objects.filter(chain=cast.here.pk, kind="provider_sign_in_failed").get().body


@pytest.mark.parametrize(
    ("wishes", "fault"),
    [
        ({"sign": ""}, "assertion_unsigned"),
        ({"sign": "Response"}, "assertion_unsigned"),
        ({"stranger": True}, "assertion_signature"),
        ({"method": "sha1"}, "assertion_signature"),
        ({"seconds_ago": 9 * 3600}, "proof_too_old"),
        ({"after_signing": [["//saml:NameID", "", ADMINISTRATOR]]}, "assertion_signature"),
        ({"after_signing": [[LEVEL, "", "anything"]]}, "assertion_signature"),
        ({"after_signing": [["//ds:SignatureValue", "", "AAAA"]]}, "assertion_signature"),
        ({"after_signing": [["//ds:Signature", "", None]]}, "assertion_unsigned"),
        ({"after_signing": [["//ds:Reference", "URI", ""]]}, "assertion_wrong"),
        ({"after_signing": [["//ds:Transform", "Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116"]]},
         "assertion_signature"),
        ({"after_signing": [["//ds:SignatureMethod", "Algorithm", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"]]},
         "assertion_signature"),
        ({"person": {**SADIA, "attributes": {"mail": ["sadia@elders.example"]}}}, "foreign_address"),
        ({"person": {**SADIA, "attributes": {}}}, "no_address"),
        ({"person": {**SADIA, "attributes": {"mail": [f"sadia@{DOMAIN}", f"b@{DOMAIN}"]}}}, "no_address"),
    ],
)  # fmt: skip
def test_signatures_levels_and_addresses_that_will_not_do(wishes: dict[str, Any], fault: str, idp: Idp) -> None:
    idp.tell(**wishes)
    client = Client()
    assert fault_of(saml_sign_in(client, idp)) == fault
    nobody_came_in(client)


def forged(signed: Any) -> Any:
    """Copy an assertion without its signature, for the administrator."""
    evil = deepcopy(signed)
    evil.remove(evil.find("ds:Signature", NS))
    evil.set("ID", "_evil")
    evil.find(".//saml:NameID", NS).text = ADMINISTRATOR
    return evil


def in_front(response: Any, signed: Any) -> None:
    signed.addprevious(forged(signed))


def behind(response: Any, signed: Any) -> None:
    signed.addnext(forged(signed))


def around(response: Any, signed: Any) -> None:
    evil = forged(signed)
    response.replace(signed, evil)
    evil.append(signed)


def with_its_signature(response: Any, signed: Any) -> None:
    evil, signature = forged(signed), signed.find("ds:Signature", NS)
    response.replace(signed, evil)
    evil.insert(1, signature)
    response.append(signed)


def inside_its_signature(response: Any, signed: Any) -> None:
    evil, signature = forged(signed), signed.find("ds:Signature", NS)
    response.replace(signed, evil)
    evil.insert(1, signature)
    signature.append(signed)


def in_an_object(response: Any, signed: Any) -> None:
    evil, signature = forged(signed), signed.find("ds:Signature", NS)
    response.replace(signed, evil)
    evil.insert(1, signature)
    etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(signed)


def in_extensions(response: Any, signed: Any) -> None:
    evil = forged(signed)
    response.replace(signed, evil)
    extensions = etree.Element(f"{{{NS['samlp']}}}Extensions")
    response.insert(1, extensions)
    extensions.append(signed)


def evil_in_extensions(response: Any, signed: Any) -> None:
    extensions = etree.Element(f"{{{NS['samlp']}}}Extensions")
    response.insert(1, extensions)
    extensions.append(forged(signed))


def under_another_name(response: Any, signed: Any) -> None:
    """Hide the signed assertion where nobody counts assertions, and keep its id for the forged one."""
    evil, signature = forged(signed), signed.find("ds:Signature", NS)
    evil.set("ID", signed.get("ID"))
    response.replace(signed, evil)
    evil.insert(1, signature)
    hidden = etree.Element(f"{{{NS['samlp']}}}Extensions")
    response.insert(1, hidden)
    copy = etree.SubElement(hidden, "Anything", ID=signed.get("ID"))
    copy.extend(list(signed))


def response_in_response(response: Any, signed: Any) -> None:
    """Lay the whole signed answer inside a forged one."""
    whole, evil = deepcopy(response), forged(signed)
    response.replace(signed, evil)
    response.set("ID", "_evil-response")
    extensions = etree.Element(f"{{{NS['samlp']}}}Extensions")
    response.insert(1, extensions)
    extensions.append(whole)


WRAPPINGS = (
    in_front, behind, around, with_its_signature, inside_its_signature, in_an_object, in_extensions,
    evil_in_extensions, under_another_name, response_in_response,
)  # fmt: skip


@pytest.mark.parametrize("wrap", WRAPPINGS, ids=lambda wrap: wrap.__name__)
@pytest.mark.parametrize("same_id", [False, True], ids=["own id", "same id"])
def test_a_signature_cannot_be_wrapped_around_something_else(
    wrap: Callable[[Any, Any], None], same_id: bool, idp: Idp
) -> None:  # fmt: skip
    client = Client()
    path, form = answer_for(client, idp)
    response = etree.fromstring(xml_of(form).encode())
    signed = response.find("saml:Assertion", NS)
    wrap(response, signed)
    if same_id:
        for evil in response.xpath("//*[@ID='_evil']"):
            evil.set("ID", signed.get("ID"))
    wrapped = etree.tostring(response).decode()
    assert ADMINISTRATOR in wrapped
    assert fault_of(bring(client, path, with_xml(form, wrapped))) in {"assertion_wrong", "assertion_unsigned"}
    nobody_came_in(client)


def test_the_same_answer_unwrapped_does_come_in(idp: Idp) -> None:
    """So that the refusals above are for what was changed, and not for being taken apart and put together."""
    client = Client()
    path, form = answer_for(client, idp)
    same = etree.tostring(etree.fromstring(xml_of(form).encode())).decode()
    assert fault_of(bring(client, path, with_xml(form, same))) == ""
    assert "_auth_user_id" in client.session


def test_a_comment_in_a_name_does_not_cut_it_short(idp: Idp, cast: Cast) -> None:
    idp.tell(person={**SADIA, "name_id": f"{ADMINISTRATOR}.evil"})
    client = Client()
    path, form = answer_for(client, idp)
    cut = xml_of(form).replace(f"{ADMINISTRATOR}.evil", f"{ADMINISTRATOR}<!-- -->.evil")
    assert "<!-- -->" in cut
    bring(client, path, with_xml(form, cut))
    came_in = User.objects.get(pk=client.session["_auth_user_id"])
    assert came_in != cast["administrator"]
    assert ExternalIdentity.objects.get(user=came_in).subject == f"{ADMINISTRATOR}.evil"


def test_a_comment_in_an_address_does_not_move_it_to_another_domain(idp: Idp) -> None:
    idp.tell(person={**SADIA, "attributes": {"mail": [f"sadia@{DOMAIN}.evil.example"]}})
    client = Client()
    path, form = answer_for(client, idp)
    cut = xml_of(form).replace(f"{DOMAIN}.evil", f"{DOMAIN}<!-- -->.evil")
    assert fault_of(bring(client, path, with_xml(form, cut))) == "foreign_address"
    nobody_came_in(client)


def test_something_else_inside_a_name_is_refused(idp: Idp) -> None:
    client = Client()
    path, form = answer_for(client, idp)
    cut = xml_of(form).replace("idp|sadia-7", "idp|sadia-7<x/>")
    assert fault_of(bring(client, path, with_xml(form, cut))) in {"assertion_wrong", "assertion_signature"}
    nobody_came_in(client)


def test_an_answer_is_taken_once(idp: Idp) -> None:
    client = Client()
    path, form = answer_for(client, idp)
    assert fault_of(bring(client, path, form)) == ""
    client.logout()
    for again in (client, Client()):
        assert fault_of(bring(again, path, form)) == "unknown_state"
        assert "_auth_user_id" not in again.session


def test_an_answer_to_another_visit_is_refused_whatever_stands_around_it(idp: Idp) -> None:
    """A stolen answer, brought in by somebody who sets out himself; outside the signature he can write anything."""
    _, stolen = answer_for(Client(), idp)
    for attribute in ("its own", "none"):
        thief = Client()
        path, own = answer_for(thief, idp)
        response = etree.fromstring(xml_of(stolen).encode())
        if attribute == "none":
            response.attrib.pop("InResponseTo")
        else:
            response.set("InResponseTo", etree.fromstring(xml_of(own).encode()).get("InResponseTo"))
        form = with_xml(own, etree.tostring(response).decode())
        assert fault_of(bring(thief, path, form)) == "assertion_request"
        nobody_came_in(thief)


def test_a_provider_cannot_begin(idp: Idp) -> None:
    """Somebody who did not set out from here, as with an answer slipped to him by an attacker, gets no session."""
    path, form = answer_for(Client(), idp)
    victim = Client()
    assert fault_of(bring(victim, path, form)) == "unknown_state"
    assert fault_of(bring(victim, path, {**form, "RelayState": ""})) == "unknown_state"
    nobody_came_in(victim)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("geen xml", "unusable_answer"),
        ('<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>', "unusable_answer"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "unusable_answer"),
        ("<x/>", "assertion_wrong"),
        ("", "unusable_answer"),
        ("<x>" + "y" * 120_000 + "</x>", "unusable_answer"),
    ],
)
def test_what_is_no_answer_is_refused(text: str, fault: str, idp: Idp) -> None:
    client = Client()
    path, form = answer_for(client, idp)
    assert fault_of(bring(client, path, with_xml(form, text))) == fault
    nobody_came_in(client)


def test_two_answers_at_once_are_refused(idp: Idp) -> None:
    client = Client()
    path, form = answer_for(client, idp)
    two: dict[str, Any] = {**form, "SAMLResponse": [form["SAMLResponse"], base64.b64encode(b"<x/>").decode()]}
    answer = client.post(path.replace("/antwoord/", "/terug/"), two)
    assert fault_of(answer) == "unusable_answer"
    nobody_came_in(client)


def test_an_answer_in_the_other_protocol_is_none(idp: Idp, connected: IdentityProvider) -> None:
    client = Client()
    path, form = answer_for(client, idp)
    other = path.replace("/saml/antwoord/", "/terug/")
    assert fault_of(client.get(other, {**form, "state": form["RelayState"], "code": "x"})) == "unknown_state"
    nobody_came_in(client)
