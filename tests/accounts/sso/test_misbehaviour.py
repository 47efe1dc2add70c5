"""A provider that misbehaves, or somebody in its place: each sign-in is refused, recorded and told in our words."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.sso.conftest import CLIENT_ID, NADIA, fault_of, leave, leaving, sign_in
from tests.accounts.sso.process import Process

from sleutelwerk.accounts.actions.sign_in_with_provider import book
from sleutelwerk.accounts.engine.oidc import fetch
from sleutelwerk.accounts.engine.oidc.keys import make_key, public_set
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider
from sleutelwerk.accounts.views.sso_faults import FAULTS
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db

REFUSED = {
    "wrong_nonce": "wrong_nonce",
    "no_nonce": "wrong_nonce",
    "wrong_signature": "wrong_signature",
    "unpublished_key": "unknown_key",
    "alg_none": "refused_algorithm",
    "hs256_with_the_public_key": "refused_algorithm",
    "expired": "expired",
    "never_expires": "expired",
    "from_long_ago": "expired",
    "from_the_future": "expired",
    "absurd_time": "expired",
    "wrong_aud": "wrong_audience",
    "two_audiences": "wrong_audience",
    "other_azp": "wrong_audience",
    "wrong_iss": "wrong_issuer",
    "mix_up": "wrong_issuer",
    "says_not_who": "wrong_issuer",
    "no_acr": "level_too_low",
    "low_acr": "level_too_low",
    "acr_of_another_kind": "level_too_low",
    "no_auth_time": "proof_too_old",
    "auth_time_in_words": "proof_too_old",
    "auth_time_to_come": "proof_too_old",
    "wrong_at_hash": "wrong_token",
    "at_hash_of_another_kind": "wrong_token",
    "auth_time_beyond_all": "proof_too_old",
    "demands_more": "wrong_token",
    "no_sub": "wrong_token",
    "endless_sub": "wrong_token",
    "no_id_token": "wrong_token",
    "not_a_token": "wrong_token",
    "declines": "declined",
    "knows_no_code": "code_refused",
    "huge": "unusable_answer",
    "sends_elsewhere": "unusable_answer",
    "no_json": "unusable_answer",
    "a_list": "unusable_answer",
    "fails": "unusable_answer",
}


@pytest.mark.parametrize(("misbehaviour", "fault"), REFUSED.items())
def test_misbehaviour_is_refused_and_recorded(
    misbehaviour: str, fault: str, idp: Process, connected: IdentityProvider
) -> None:
    idp.tell(fault=misbehaviour)
    client = Client()
    is_refused(client, sign_in(client, idp), fault, connected)


def is_refused(client: Client, answer: Any, fault: str, connected: IdentityProvider) -> None:
    """Look whether nobody came in, and whether that is recorded and told in our own words."""
    assert fault_of(answer) == fault
    assert "_auth_user_id" not in client.session
    assert not ExternalIdentity.objects.exists()
    entry = Entry.objects.filter(chain=connected.organisation_id).order_by("-number")[0]
    assert entry.kind == "provider_sign_in_failed"
    assert f'"reason":"{fault}"' in entry.body
    page = client.get(answer.headers["Location"])
    words = page.content.decode()
    assert page.status_code == 200
    assert fault in words
    assert str(FAULTS[next(f for f in FAULTS if f == fault)].title) in words
    assert "alert(" not in words


def test_a_dripping_provider_does_not_hold_a_thread(
    idp: Process, connected: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a shorter limit than the real one, so that the test proves that it is the limit which ends it."""
    assert fetch.ANSWER_SECONDS <= 10
    monkeypatch.setattr(fetch, "ANSWER_SECONDS", 1.5)
    idp.tell(fault="drips")
    client = Client()
    back = idp.authorize(leave(client))
    began = time.monotonic()
    answer = client.get(back)
    assert 1.5 <= time.monotonic() - began < 4.5
    is_refused(client, answer, "unreachable", connected)


def test_userinfo_about_somebody_else_is_refused(idp: Process) -> None:
    idp.tell(fault="userinfo_of_another", thin=True)
    assert fault_of(sign_in(Client(), idp)) == "other_person"


def test_a_sign_in_of_yesterday_is_refused(idp: Process) -> None:
    idp.tell(seconds_ago=9 * 3600)
    assert fault_of(sign_in(Client(), idp)) == "proof_too_old"


def test_a_lowered_request_does_not_lower_what_is_checked(idp: Process) -> None:
    idp.tell(fault="low_acr")
    client = Client()
    address = leave(client).replace("substantial", "low").replace("max_age=28800", "max_age=99999999")
    assert fault_of(client.get(idp.authorize(address))) == "level_too_low"


def test_a_client_that_the_provider_does_not_know_is_told_so(idp: Process, connected: IdentityProvider) -> None:
    back = f"http://testserver/sso/{connected.slug}/terug/"
    other = {"id": CLIENT_ID, "redirect_uri": back, "jwks": public_set(make_key())}
    idp.tell(client=other)
    assert fault_of(sign_in(Client(), idp)) == "client_refused"


def test_a_provider_may_change_its_keys(idp: Process) -> None:
    sign_in(Client(), idp)
    idp.tell(rotate=True)  # an EC key from now on, which we have not seen
    assert sign_in(Client(), idp).headers["Location"] == "/mijn/"


def test_a_token_without_a_key_name_is_taken_where_there_is_one_key(idp: Process) -> None:
    idp.tell(fault="names_no_key")
    assert sign_in(Client(), idp).headers["Location"] == "/mijn/"


def test_a_provider_may_ask_for_another_signature_of_ours(idp: Process) -> None:
    idp.tell(metadata={"token_endpoint_auth_signing_alg_values_supported": ["PS256"]})
    assert sign_in(Client(), idp).headers["Location"] == "/mijn/"


def test_an_issuer_with_nothing_there_is_refused(idp: Process, connected: IdentityProvider) -> None:
    connected.issuer = f"{idp.address}/nothing"
    connected.save()
    answer = Client().post(reverse("accounts:sso-start"), {"address": NADIA["email"]})
    assert fault_of(answer) == "unusable_answer"


def test_a_provider_that_is_down_is_a_friendly_page_at_once(idp: Process, connected: IdentityProvider) -> None:
    connected.issuer = "http://127.0.0.1:9"
    connected.save()
    book().forget(connected.issuer)
    began = time.monotonic()
    answer = Client().post(reverse("accounts:sso-start"), {"address": NADIA["email"]})
    assert fault_of(answer) == "unreachable"
    assert time.monotonic() - began < 4
    page = Client().get(answer.headers["Location"]).content.decode()
    assert "Wacht een paar minuten" in page
    assert reverse("account_login") in page


def test_a_provider_that_names_itself_otherwise_is_refused(idp: Process) -> None:
    idp.tell(fault="names_itself_otherwise")
    answer = Client().post(reverse("accounts:sso-start"), {"address": NADIA["email"]})
    assert fault_of(answer) == "wrong_issuer"


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_an_address_elsewhere_without_tls_is_refused(name: str, idp: Process) -> None:
    idp.tell(metadata={name: "http://192.0.2.1/oidc"})
    answer = Client().post(reverse("accounts:sso-start"), {"address": NADIA["email"]})
    assert fault_of(answer) == "insecure_address"


def test_an_unknown_code_has_no_page() -> None:
    assert Client().get("/sso/mislukt/iets-anders/").status_code == 404


def test_nothing_of_the_provider_reaches_the_log(idp: Process, caplog: pytest.LogCaptureFixture) -> None:
    idp.tell(fault="declines")
    sign_in(Client(), idp)
    idp.tell(fault="knows_no_code")
    sign_in(Client(), idp)
    assert caplog.text == ""


def test_the_page_in_between_needs_no_script(idp: Process) -> None:
    answer = Client().post(reverse("accounts:sso-start"), {"address": NADIA["email"]})
    assert leaving(answer).startswith(f"{idp.address}/authorize?")
    assert "<script" not in answer.content.decode()
