"""Connecting a provider: what an administrator fills in, sees and switches, and what he cannot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from tests.accounts.sso.conftest import CLIENT_ID, DOMAIN, NADIA, leaving
from tests.accounts.sso.process import Process
from tests.accounts.sso.provider import LOW, SUBSTANTIAL
from tests.people import NOW, Cast, give_factor, sign_in

from sleutelwerk.accounts.actions.connect_provider import connect_provider, own_key, switch_provider
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, User
from sleutelwerk.accounts.queries.providers import own_provider, provider_for_address
from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db

PAGE = "/organisatie/inloggen/"


def filled_in(**other: str) -> dict[str, str]:
    """Give the form as it should be filled in."""
    return {
        "issuer": "https://inloggen.voorbeeld.example/realms/werk", "client_id": CLIENT_ID, "domains": DOMAIN,
        "accepted_acr": SUBSTANTIAL, "step_up_acr": "", "email_claim": "email", "name_claim": "name",
    } | other  # fmt: skip


def values(**other: Any) -> dict[str, Any]:
    """Give what the form makes of that."""
    return {**filled_in(), "domains": [DOMAIN], "accepted_acr": [SUBSTANTIAL], **other}


def works_at_wijkteam(user: User) -> None:
    """Give somebody of 'here' a confirmed address in a second domain."""
    EmailAddress.objects.filter(user=user).update(email="colleague@wijkteam.example")


@pytest.fixture
def administrator(cast: Cast) -> Client:
    """Give the browser of the administrator."""
    client = Client()
    sign_in(client, cast["administrator"])
    return client


def test_an_administrator_connects_a_provider(administrator: Client, cast: Cast) -> None:
    assert "Nog geen" not in administrator.get(PAGE).content.decode()
    works_at_wijkteam(cast["colleague"])
    twice = f"{SUBSTANTIAL}\n{SUBSTANTIAL}"
    form = filled_in(domains="Voorbeeld.EXAMPLE\n@wijkteam.example\n", accepted_acr=twice)
    answer = administrator.post(PAGE, form)
    assert answer.headers["Location"] == PAGE
    provider = IdentityProvider.objects.get()
    assert provider.organisation == cast.here
    assert provider.domains == ["voorbeeld.example", "wijkteam.example"]
    assert provider.accepted_acr == [SUBSTANTIAL]
    assert not provider.active
    page = administrator.get(PAGE).content.decode()
    for name in ("terug/", "jwks.json", ""):
        assert f"http://testserver/sso/{provider.slug}/{name}</code>" in page
    assert "private_key_jwt" in page
    assert Entry.objects.filter(chain=cast.here.pk, kind="provider_changed").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", "http://inloggen.voorbeeld.example"),
        ("issuer", "https://inloggen.voorbeeld.example/?realm=x"),
        ("issuer", "https://inloggen.voorbeeld.example/#x"),
        ("issuer", "https://name:secret@inloggen.voorbeeld.example"),
        ("issuer", "inloggen.voorbeeld.example"),
        ("domains", "elders.example"),
        ("domains", f"{DOMAIN}\nelders.example"),
        ("domains", "iemand@voorbeeld.example"),
        ("domains", "localhost"),
        ("domains", f"{DOMAIN}\npolitie.nl"),
        ("accepted_acr", "twee woorden"),
        ("accepted_acr", ""),
    ],
)
def test_what_cannot_be_right_is_refused(field: str, value: str, administrator: Client) -> None:
    answer = administrator.post(PAGE, filled_in(**{field: value}))
    assert answer.status_code == 422
    assert "Er klopt nog iets niet" in answer.content.decode()
    assert not IdentityProvider.objects.exists()


def test_a_domain_of_another_organisations_provider_is_refused(administrator: Client, cast: Cast) -> None:
    works_at_wijkteam(cast["colleague"])
    IdentityProvider.objects.create(
        organisation=cast.elsewhere, issuer="https://x.example", client_id="x", domains=["wijkteam.example"]
    )
    assert administrator.post(PAGE, filled_in(domains=f"{DOMAIN}\nwijkteam.example")).status_code == 422


def test_nobody_is_sent_anywhere_when_two_claim_a_domain(connected: IdentityProvider, cast: Cast) -> None:
    assert provider_for_address(NADIA["email"]) == connected
    IdentityProvider.objects.create(
        organisation=cast.elsewhere, issuer="https://x.example", client_id="x", domains=[DOMAIN], tried_at=NOW,
        active=True,
    )  # fmt: skip
    assert provider_for_address(NADIA["email"]) is None


def test_another_issuer_lets_go_of_all_links(cast: Cast, connected: IdentityProvider) -> None:
    ExternalIdentity.objects.create(user=cast["professional"], provider=connected, subject="x", linked_at=NOW)
    actor = cast.actor("administrator")
    connect_provider(actor, values(issuer=connected.issuer, client_id="a-new-name"), now=NOW)
    assert ExternalIdentity.objects.exists()
    connect_provider(actor, values(), now=NOW)
    assert not ExternalIdentity.objects.exists()
    body = Entry.objects.filter(chain=cast.here.pk, kind="provider_changed").order_by("-number")[0].body
    assert '"links_lost":1' in body


@pytest.mark.parametrize(
    ("change", "stays"), [({"client_id": "other"}, False), ({"accepted_acr": [LOW]}, False), ({}, True)]
)
def test_a_change_wants_a_new_trial(
    change: dict[str, Any], stays: bool, cast: Cast, connected: IdentityProvider
) -> None:  # fmt: skip
    works_at_wijkteam(cast["colleague"])
    now_kept = {"issuer": connected.issuer, "domains": [DOMAIN, "wijkteam.example"]}
    connect_provider(cast.actor("administrator"), values(**(now_kept | change)), now=NOW)  # fmt: skip
    connected.refresh_from_db()
    assert connected.active is stays
    assert (connected.tried_at is not None) is stays


@pytest.mark.parametrize("person", ["professional", "fg", "outside_administrator", "security_officer"])
def test_only_its_own_administrator_touches_a_provider(person: str, cast: Cast, connected: IdentityProvider) -> None:
    actor = cast.actor(person)
    assert own_provider(actor) is None
    with pytest.raises(NotAllowedError):
        connect_provider(actor, values(), now=NOW)
    with pytest.raises(NotAllowedError):
        switch_provider(actor, connected, active=False, compulsory=False, emergency=None, now=NOW)


def test_looking_over_and_trying_switch_nothing_and_then_it_can_be_switched_on(
    idp: Process, connected: IdentityProvider, administrator: Client, cast: Cast
) -> None:
    IdentityProvider.objects.update(active=False, tried_at=None)
    looked = administrator.post(reverse("accounts:sso-check")).content.decode()
    assert "Wat we kunnen zien, is in orde" in looked
    assert "Dit kan na een geslaagde proefaanmelding" in looked
    answer = administrator.post(reverse("accounts:sso-switch"), {"active": "on"})
    assert answer.status_code == 422
    address = leaving(administrator.post(reverse("accounts:sso-try")))
    assert administrator.get(idp.authorize(address)).headers["Location"] == PAGE
    page = administrator.get(PAGE).content.decode()
    assert "De proefaanmelding is gelukt" in page
    assert SUBSTANTIAL in page
    assert not ExternalIdentity.objects.exists()
    assert administrator.session["_auth_user_id"] == str(cast["administrator"].pk)
    administrator.post(reverse("accounts:sso-switch"), {"active": "on"})
    connected.refresh_from_db()
    assert connected.active


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"fault": "low_acr"}, "meldt in acr een ander niveau"),
        ({"fault": "no_auth_time"}, "meldt in auth_time geen tijd"),
        ({"fault": "wrong_aud"}, "voor een andere toepassing"),
        ({"person": {**NADIA, "email": ""}}, "geen bevestigd werkadres"),
        ({"person": {**NADIA, "email": "nadia@elders.example"}}, "buiten de domeinen"),
    ],
)
def test_a_trial_that_fails_says_how_to_mend_it(
    wishes: dict[str, Any], told: str, idp: Process, connected: IdentityProvider, administrator: Client
) -> None:
    IdentityProvider.objects.update(active=False, tried_at=None)
    idp.tell(**wishes)
    address = leaving(administrator.post(reverse("accounts:sso-try")))
    administrator.get(idp.authorize(address))
    page = administrator.get(PAGE).content.decode()
    assert "De proefaanmelding is niet gelukt" in page
    assert told in page
    connected.refresh_from_db()
    assert connected.tried_at is None


def test_a_trial_is_of_the_administrator_who_began_it(
    idp: Process, connected: IdentityProvider, administrator: Client, cast: Cast
) -> None:
    IdentityProvider.objects.update(active=False, tried_at=None)
    back = idp.authorize(leaving(administrator.post(reverse("accounts:sso-try"))))
    under_way = administrator.session["sso_journeys"]
    sign_in(administrator, cast["professional"])
    other = administrator.session
    other["sso_journeys"] = under_way
    other.save()
    assert administrator.get(back).status_code in {302, 404}
    connected.refresh_from_db()
    assert connected.tried_at is None


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"drop": ["jwks_uri"]}, "De beschrijving mist een adres"),
        ({"fault": "names_itself_otherwise"}, "De provider noemt zichzelf anders"),
        ({"metadata": {"token_endpoint": "http://192.0.2.1/"}}, "Alle adressen van de provider moeten met https://"),
        ({"metadata": {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}}, "private_key_jwt aan"),
        ({"metadata": {"code_challenge_methods_supported": ["plain"]}}, "Zet bij de provider PKCE met S256 aan"),
        ({"metadata": {"id_token_signing_alg_values_supported": ["HS256"]}}, "Kies bij de provider RS256"),
        ({"metadata": {"acr_values_supported": [LOW]}}, "staat niet in acr_values_supported"),
        ({"metadata": {"jwks_uri": "https://127.0.0.1:9/keys"}}, "De provider antwoordt niet binnen"),
        ({"drop": ["acr_values_supported"]}, "De proefaanmelding wijst het uit"),
        ({"drop": ["authorization_response_iss_parameter_supported"]}, "RFC 9207"),
    ],
)  # fmt: skip
def test_looking_over_says_what_is_wrong_and_how_to_mend_it(
    wishes: dict[str, Any], told: str, idp: Process, administrator: Client
) -> None:
    idp.tell(**wishes)
    assert told in administrator.post(reverse("accounts:sso-check")).content.decode()


def test_looking_over_wants_a_fresh_factor_and_a_provider(cast: Cast, administrator: Client) -> None:
    assert administrator.post(reverse("accounts:sso-check")).status_code == 404
    client = Client()
    sign_in(client, cast["administrator"], proved_ago=timedelta(minutes=6))
    for name in ("sso-check", "sso-try", "sso-switch", "sso-provider"):
        assert client.post(reverse(f"accounts:{name}")).headers["Location"].startswith("/bevestigen/"), name


def test_compulsory_leaves_a_way_in_and_ends_other_sessions(
    connected: IdentityProvider, administrator: Client, cast: Cast
) -> None:
    colleague = Client()
    sign_in(colleague, cast["professional"])
    switch = {"active": "on", "compulsory": "on"}
    for wrong in ({}, {"emergency": str(cast["second_administrator"].pk)}):
        answer = administrator.post(reverse("accounts:sso-switch"), {**switch, **wrong})
        assert answer.status_code == 422
    give_factor(cast["second_administrator"])
    administrator.post(reverse("accounts:sso-switch"), {**switch, "emergency": str(cast["second_administrator"].pk)})
    connected.refresh_from_db()
    assert connected.compulsory
    assert connected.emergency_account == cast["second_administrator"]
    assert colleague.get("/mijn/").headers["Location"].startswith("/inloggen/")
    assert administrator.get("/mijn/").status_code == 200
    body = Entry.objects.get(chain=cast.here.pk, kind="provider_switched").body
    assert '"sessions":1' in body


@pytest.mark.parametrize("by", ["switched off", "another issuer"])
def test_who_came_by_a_provider_is_out_when_it_goes_off(
    by: str, connected: IdentityProvider, administrator: Client, cast: Cast
) -> None:
    """Somebody may have learned that it lets in whomever it likes."""
    for name in ("professional", "administrator"):
        ExternalIdentity.objects.create(user=cast[name], provider=connected, subject=name, linked_at=NOW)
    linked, by_own_factor = Client(), Client()
    sign_in(linked, cast["professional"])
    sign_in(by_own_factor, cast["colleague"])
    if by == "switched off":
        administrator.post(reverse("accounts:sso-switch"), {})
    else:
        connect_provider(cast.actor("administrator"), values(), now=NOW)
    connected.refresh_from_db()
    assert not connected.active
    assert linked.get("/mijn/").headers["Location"].startswith("/inloggen/")
    assert by_own_factor.get("/mijn/").status_code == 200
    assert administrator.get("/mijn/").status_code == 200
    kind = "provider_switched" if by == "switched off" else "provider_changed"
    assert '"sessions":1' in Entry.objects.get(chain=cast.here.pk, kind=kind).body


def test_somebody_elsewhere_cannot_be_the_emergency_administrator(
    connected: IdentityProvider, cast: Cast
) -> None:  # fmt: skip
    give_factor(cast["outside_administrator"])
    with pytest.raises(NotAllowedError):
        switch_provider(
            cast.actor("administrator"), connected, active=True, compulsory=True,
            emergency=cast["outside_administrator"].pk, now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    "state", [{"tried_at": None}, {"compulsory": True}, {"active": False, "compulsory": True}]
)  # fmt: skip
def test_the_database_holds_to_the_same(state: dict[str, Any], connected: IdentityProvider) -> None:
    with pytest.raises(IntegrityError):
        IdentityProvider.objects.filter(pk=connected.pk).update(**state)


def test_the_key_lies_in_a_file_of_its_own_that_nobody_else_reads(connected: IdentityProvider) -> None:
    key = own_key(connected)
    path = settings.KEYS_FOLDER / f"sso-{connected.organisation_id.hex}.pem"
    assert key.startswith(b"-----BEGIN PRIVATE KEY-----")
    assert path.stat().st_mode & 0o777 == 0o600
    assert own_key(connected) == key == path.read_bytes()
