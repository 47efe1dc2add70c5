"""Signing in through a provider: what goes well, what the way back is worth, and who gets an account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.sso.conftest import CLIENT_ID, DOMAIN, NADIA, fault_of, leave, leaving, sign_in
from tests.accounts.sso.process import Process
from tests.accounts.sso.provider import SUBSTANTIAL
from tests.people import Cast, give_factor
from tests.people import sign_in as sign_in_here

from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, OneTimeLink, User
from sleutelwerk.accounts.queries.providers import account_at
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db


def kinds(provider: IdentityProvider) -> list[str]:
    """Give what was recorded in the trail of the provider's organisation."""
    entries = Entry.objects.filter(chain=provider.organisation_id).order_by("number")
    return list(entries.values_list("kind", flat=True))


def test_a_first_visit_makes_an_account_without_roles(idp: Process, connected: IdentityProvider) -> None:
    client = Client()
    answer = sign_in(client, idp)
    assert answer.headers["Location"] == "/mijn/"
    nadia = User.objects.get(email=NADIA["email"])
    assert (nadia.name, nadia.organisation_id) == ("Nadia Verzonnen", connected.organisation_id)
    assert not nadia.has_usable_password()
    assert not nadia.grants.exists()
    assert account_at(connected, "idp|nadia-42") == nadia
    page = client.get("/mijn/")
    assert "Vraag een beheerder van uw organisatie:" in page.content.decode()
    assert client.get(reverse("accounts:people")).status_code == 404
    assert [kind for kind in kinds(connected) if "provider" in kind] == [
        "account_made_by_provider",
        "provider_signed_in",
    ]


def test_a_second_visit_finds_the_account_by_subject_even_under_another_address(idp: Process) -> None:
    sign_in(Client(), idp)
    idp.tell(person={**NADIA, "email": f"nadia.nieuw@{DOMAIN}"})
    client = Client()
    sign_in(client, idp)
    assert User.objects.filter(external_identities__isnull=False).count() == 1
    assert client.get("/mijn/account/").status_code == 200


def test_the_request_holds_what_the_dutch_profile_asks_and_nothing_personal(idp: Process) -> None:
    address = leave(Client())
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT_ID
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == SUBSTANTIAL
    assert asked["max_age"] == "28800"
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert set(asked) == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
                          "code_challenge_method", "acr_values", "max_age"}  # fmt: skip
    assert "nadia" not in address.lower()


def test_the_session_is_strong_and_dated_by_the_provider(idp: Process) -> None:
    idp.tell(seconds_ago=1200)
    client = Client()
    sign_in(client, idp)
    record = client.session["account_authentication_methods"][-1]
    assert (record["method"], record["acr"]) == ("sso", SUBSTANTIAL)
    proved = datetime.fromtimestamp(record["at"], UTC)
    assert timedelta(minutes=19) < datetime.now(UTC) - proved < timedelta(minutes=21)


def test_a_factor_of_ours_is_not_asked_on_top(idp: Process) -> None:
    sign_in(Client(), idp)
    give_factor(User.objects.get(email=NADIA["email"]))
    assert sign_in(Client(), idp).headers["Location"] == "/mijn/"


def test_the_name_and_address_may_come_from_userinfo(idp: Process) -> None:
    idp.tell(thin=True)
    sign_in(Client(), idp)
    assert User.objects.filter(email=NADIA["email"], name="Nadia Verzonnen").exists()


def test_userinfo_is_not_asked_about_somebody_known(idp: Process) -> None:
    idp.tell(thin=True)
    sign_in(Client(), idp)
    before = idp.tell()["asked"]["/userinfo"]
    sign_in(Client(), idp)
    assert idp.tell()["asked"]["/userinfo"] == before


def test_one_goes_on_to_the_page_that_was_asked_for(idp: Process) -> None:
    assert sign_in(Client(), idp, next="/mijn/account/").headers["Location"] == "/mijn/account/"
    assert sign_in(Client(), idp, next="https://elsewhere.example/").headers["Location"] == "/mijn/"


def test_whoever_was_signed_in_here_makes_room(idp: Process, cast: Cast) -> None:
    client = Client()
    sign_in_here(client, cast["professional"])
    sign_in(client, idp)
    assert client.session["_auth_user_id"] == str(User.objects.get(email=NADIA["email"]).pk)


def test_an_address_never_opens_an_account(idp: Process, cast: Cast, connected: IdentityProvider) -> None:
    idp.tell(person={**NADIA, "email": cast["administrator"].email.upper()})
    client = Client()
    answer = sign_in(client, idp)
    assert fault_of(answer) == "known_address"
    assert "_auth_user_id" not in client.session
    assert not ExternalIdentity.objects.exists()
    assert kinds(connected)[-1] == "provider_sign_in_failed"


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        ({"email": "nadia@elders.example"}, "foreign_address"),
        ({"email": f"nadia@sub.{DOMAIN}"}, "foreign_address"),
        ({"email": f"nadia@elders.example@{DOMAIN}"}, "no_address"),
        ({"email": "geen adres"}, "no_address"),
        ({"email": ["nadia@voorbeeld.example"]}, "no_address"),
        ({"email_verified": False}, "no_address"),
    ],
)
def test_only_confirmed_addresses_of_the_organisation_make_accounts(
    idp: Process, person: dict[str, Any], fault: str
) -> None:
    idp.tell(person={**NADIA, **person})
    assert fault_of(sign_in(Client(), idp)) == fault
    assert not ExternalIdentity.objects.exists()


def test_a_closed_account_stays_closed(idp: Process) -> None:
    sign_in(Client(), idp)
    User.objects.filter(email=NADIA["email"]).update(is_active=False)
    client = Client()
    assert fault_of(sign_in(client, idp)) == "closed_account"
    assert "_auth_user_id" not in client.session


def test_somebody_who_left_the_organisation_does_not_come_in_by_its_provider(idp: Process, cast: Cast) -> None:
    sign_in(Client(), idp)
    User.objects.filter(email=NADIA["email"]).update(organisation=cast.elsewhere)
    assert fault_of(sign_in(Client(), idp)) == "closed_account"


def test_the_way_back_is_used_once(idp: Process, connected: IdentityProvider) -> None:
    client = Client()
    back = idp.authorize(leave(client))
    kept = dict(client.session.items())
    client.get(back)
    client.logout()
    assert fault_of(client.get(back)) == "unknown_state"
    # even where the session still held it, as in a second request at the same moment
    session = client.session
    session["sso_journeys"] = kept["sso_journeys"]
    session.save()
    assert fault_of(client.get(back)) == "unknown_state"
    assert kinds(connected)[-1] == "provider_sign_in_failed"


def test_the_way_back_belongs_to_one_browser(idp: Process) -> None:
    back = idp.authorize(leave(Client()))
    somebody_else = Client()
    assert fault_of(somebody_else.get(back)) == "unknown_state"
    assert "_auth_user_id" not in somebody_else.session


def test_the_way_back_belongs_to_one_provider(idp: Process, cast: Cast) -> None:
    other = IdentityProvider.objects.create(organisation=cast.elsewhere, issuer=idp.address, client_id="x")
    client = Client()
    query = idp.authorize(leave(client)).partition("?")[2]
    there = reverse("accounts:sso-callback", kwargs={"slug": other.slug})
    assert fault_of(client.get(f"{there}?{query}")) == "unknown_state"


def test_the_way_back_ends_after_ten_minutes(idp: Process) -> None:
    client = Client()
    back = idp.authorize(leave(client))
    session = client.session
    for journey in session["sso_journeys"].values():
        journey["started_at"] -= 601
    session.save()
    assert fault_of(client.get(back)) == "unknown_state"


def test_two_answers_in_one_are_refused(idp: Process) -> None:
    client = Client()
    assert fault_of(client.get(idp.authorize(leave(client)) + "&code=another")) == "unusable_answer"


def test_two_tabs_do_not_get_in_each_others_way(idp: Process) -> None:
    client = Client()
    first, second = leave(client), leave(client)
    assert client.get(idp.authorize(first)).headers["Location"] == "/mijn/"
    assert client.get(idp.authorize(second)).headers["Location"] == "/mijn/"


def test_known_and_unknown_people_get_the_same_answer(idp: Process, cast: Cast) -> None:
    answers = []
    for address in (cast["administrator"].email, f"nobody@{DOMAIN}"):
        answer = Client().post(reverse("accounts:sso-start"), {"address": address})
        leaving(answer)
        answers.append((answer.status_code, len(answer.content)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("address", ["iemand@elders.example", "iemand@onbekend.example"])
def test_an_organisation_without_provider_looks_like_no_organisation(address: str, idp: Process) -> None:
    answer = Client().post(reverse("accounts:sso-start"), {"address": address})
    assert fault_of(answer) == "not_connected"


def test_an_unknown_organisation_looks_like_a_known_one(idp: Process, connected: IdentityProvider) -> None:
    pages = [Client().get(f"/sso/{slug}/") for slug in (connected.slug, "bestaat-niet")]
    assert len({len(page.content) for page in pages}) == 1
    assert leaving(Client().post(f"/sso/{connected.slug}/")).startswith(idp.address)
    assert fault_of(Client().post("/sso/bestaat-niet/")) == "not_connected"


def test_a_provider_that_is_off_takes_nobody(idp: Process, connected: IdentityProvider) -> None:
    client = Client()
    back = idp.authorize(leave(client))
    IdentityProvider.objects.update(active=False)
    assert fault_of(client.get(back)) == "not_connected"
    assert fault_of(Client().post(f"/sso/{connected.slug}/")) == "not_connected"


def test_an_open_invitation_ends_as_the_account_is_there(idp: Process, cast: Cast) -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    OneTimeLink.objects.create(
        secret_hash="x", purpose="invitation", organisation=cast.here, email=NADIA["email"], roles=["administrator"],
        made_at=soon - timedelta(days=4), expires_at=soon,
    )  # fmt: skip
    sign_in(Client(), idp)
    assert not OneTimeLink.objects.filter(used_at=None).exists()
    assert not User.objects.get(email=NADIA["email"]).grants.exists()


def test_setting_out_is_slowed_down(idp: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sleutelwerk.accounts.views.sso_journey.LIMITS", {"sso": "2/m/ip"})
    client = Client()
    found = [fault_of(client.post(reverse("accounts:sso-start"), {"address": NADIA["email"]})) for _ in range(3)]
    assert found == ["", "", "too_many"]


def test_the_public_key_is_there_and_nothing_of_the_private_one(idp: Process, connected: IdentityProvider) -> None:
    keys = Client().get(f"/sso/{connected.slug}/jwks.json").json()["keys"]
    assert [set(key) for key in keys] == [{"kty", "n", "e", "kid", "use"}]
    assert Client().get("/sso/bestaat-niet/jwks.json").status_code == 404
