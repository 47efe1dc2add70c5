"""Signing in through an organisation's own SAML provider: the same rules as for OpenID Connect, by another road."""

from __future__ import annotations

import base64
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree
from tests.accounts.saml.conftest import DOMAIN, SADIA, Idp, answer_for, bring, saml_sign_in
from tests.accounts.saml.process import TWO_FACTORS
from tests.accounts.sso.conftest import fault_of, leave, leaving
from tests.accounts.steps import has_app, has_password, sign_in_for_real, type_password
from tests.people import NOW, Cast, sign_in

from sleutelwerk.accounts.engine import saml
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db

SADIAS = f"sadia@{DOMAIN}"


def request_in(address: str) -> str:
    """Give the request that an address at the provider holds."""
    packed = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
    return zlib.decompress(packed, -15).decode()


def test_a_first_visit_makes_an_account_without_roles(idp: Idp, cast: Cast) -> None:
    client = Client()
    assert saml_sign_in(client, idp).headers["Location"] == reverse("home:dashboard")
    user = User.objects.get(email=SADIAS)
    assert (user.name, user.organisation) == ("Sadia Verzonnen", cast.here)
    assert not actor_for(user).roles
    assert not user.has_usable_password()
    assert ExternalIdentity.objects.get(user=user).subject == SADIA["name_id"]
    assert client.get("/mijn/").status_code == 200
    kinds = set(Entry.objects.filter(chain=cast.here.pk).values_list("kind", flat=True))
    assert {"account_made_by_provider", "provider_signed_in"} <= kinds


def test_a_later_visit_opens_the_same_account_whatever_the_address_is(idp: Idp) -> None:
    saml_sign_in(Client(), idp)
    idp.tell(person={**SADIA, "attributes": {"mail": ["sadia@elders.example"]}})
    client = Client()
    saml_sign_in(client, idp)
    assert client.session["_auth_user_id"] == str(User.objects.get(email=SADIAS).pk)


def test_the_session_is_as_old_as_the_proof(idp: Idp) -> None:
    idp.tell(seconds_ago=1200)
    client = Client()
    saml_sign_in(client, idp)
    actor = actor_for(User.objects.get(email=SADIAS), client.session["account_authentication_methods"])
    assert actor.proved_at is not None
    assert timedelta(seconds=1195) < datetime.now(UTC) - actor.proved_at < timedelta(seconds=1260)


def test_the_request_says_nothing_about_the_visitor_and_asks_for_the_level(idp: Idp) -> None:
    text = request_in(leave(Client(), SADIAS))
    assert "sadia" not in text
    assert TWO_FACTORS in text
    assert "ForceAuthn" not in text


def test_a_sensitive_act_wants_a_new_sign_in_there(idp: Idp) -> None:
    client = Client()
    saml_sign_in(client, idp)
    idp.tell(seconds_ago=600)
    address = leaving(client.post(reverse("accounts:sso-step-up")))
    assert etree.fromstring(request_in(address).encode()).get("ForceAuthn") == "true"
    assert fault_of(bring(client, *idp.process.visit(address))) == "proof_too_old"
    idp.tell()
    again = idp.process.visit(leaving(client.post(reverse("accounts:sso-step-up"))))
    assert bring(client, *again).headers["Location"] == reverse("home:dashboard")
    idp.tell(person={**SADIA, "name_id": "idp|somebody-else"})
    other = idp.process.visit(leaving(client.post(reverse("accounts:sso-step-up"))))
    assert fault_of(bring(client, *other)) == "other_person"


def test_an_address_opens_no_account_before_its_owner_has_linked_it(idp: Idp, cast: Cast) -> None:
    user = cast["professional"]
    idp.tell(person={"name_id": "idp|9", "attributes": {"mail": [user.email]}})
    client = Client()
    assert fault_of(saml_sign_in(client, idp)) == "known_address"
    assert "_auth_user_id" not in client.session
    assert not ExternalIdentity.objects.filter(user=user).exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_is_linked_after_its_own_factor_was_shown(idp: Idp, cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    idp.tell(person={"name_id": "idp|9", "attributes": {"mail": [user.email]}})
    client = Client()
    sign_in_for_real(client, user, secret)
    form = idp.process.visit(leaving(client.post(reverse("accounts:sso-link"))))
    assert bring(client, *form).headers["Location"] == reverse("home:dashboard")
    assert ExternalIdentity.objects.get(user=user).subject == "idp|9"
    other = Client()
    saml_sign_in(other, idp)
    assert other.session["_auth_user_id"] == str(user.pk)


def test_a_closed_account_does_not_come_in(idp: Idp, cast: Cast, connected: IdentityProvider) -> None:
    user = cast["professional"]
    ExternalIdentity.objects.create(user=user, provider=connected, subject=SADIA["name_id"], linked_at=NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert fault_of(saml_sign_in(Client(), idp)) == "closed_account"


def test_where_it_is_compulsory_a_password_opens_nothing(idp: Idp, cast: Cast, connected: IdentityProvider) -> None:
    has_app(has_password(cast["professional"]))
    IdentityProvider.objects.filter(pk=connected.pk).update(
        compulsory=True, emergency_account=cast["administrator"]
    )  # fmt: skip
    client = Client()
    answer = type_password(client, cast["professional"].email)
    assert fault_of(answer) == "own_factor_refused"


def test_whoever_chooses_a_factor_may_choose_his_organisation(idp: Idp, cast: Cast) -> None:
    for name, offered in (("professional", True), ("outside_professional", False)):
        client = Client()
        sign_in(client, cast[name], proved_ago=None)
        page = client.get(reverse("accounts:choose-factor")).content.decode()
        assert ("Koppel mijn werkaccount" in page) is offered


def test_a_provider_that_is_off_lets_nobody_in(idp: Idp, connected: IdentityProvider) -> None:
    client = Client()
    path, form = answer_for(client, idp)
    IdentityProvider.objects.filter(pk=connected.pk).update(active=False)
    assert fault_of(bring(client, path, form)) == "not_connected"


def test_without_the_extra_nobody_is_sent_anywhere(idp: Idp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saml, "is_installed", lambda: False)
    answer = Client().post(reverse("accounts:sso-start"), {"address": SADIAS})
    assert fault_of(answer) == "not_connected"


def test_a_page_that_sends_on_holds_nothing_but_the_answer(idp: Idp) -> None:
    path, form = answer_for(Client(), idp)
    page = Client().post(path, {**form, "more": "<b>extra</b>"})
    text = page.content.decode()
    assert "extra" not in text
    assert f'action="{path.replace("/antwoord/", "/terug/")}"' in text
    assert page["Cache-Control"] == "no-store"
    hostile = Client().post(path, {"SAMLResponse": '"><script>alert(1)</script>', "RelayState": ""})
    assert "<script>alert" not in hostile.content.decode()
    for nothing in ({}, {"SAMLResponse": "x" * 200_000}):
        assert fault_of(Client().post(path, nothing)) == "unusable_answer"
    assert Client().get(path).status_code == 405
