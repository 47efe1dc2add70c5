"""Linking an account to a provider, proving oneself again there, and what remains possible without it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.sso.conftest import NADIA, fault_of, leaving, sign_in
from tests.accounts.sso.process import Process
from tests.people import NOW, PASSWORD, Cast, give_factor
from tests.people import sign_in as sign_in_here

from sleutelwerk.accounts.actions.forgetting import forget_closed
from sleutelwerk.accounts.actions.links import make_link
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, OneTimeLink, User
from sleutelwerk.accounts.rules.people import FORGOTTEN_AFTER
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db


def last_kind(provider: IdentityProvider) -> str:
    """Give what was last recorded in the trail of the provider's organisation."""
    kind: str = Entry.objects.filter(chain=provider.organisation_id).order_by("-number")[0].kind
    return kind


def come_by_password(client: Client, user: User) -> Any:
    """Sign in with a password, as somebody who has no second factor yet."""
    user.set_password(PASSWORD)
    user.save()
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def link(user: User, provider: IdentityProvider, subject: str = "idp|nadia-42") -> None:
    ExternalIdentity.objects.create(user=user, provider=provider, subject=subject, linked_at=NOW)


def make_compulsory(provider: IdentityProvider, emergency: User) -> None:
    provider.compulsory, provider.emergency_account = True, emergency
    provider.save()


@pytest.fixture
def professional(cast: Cast, idp: Process) -> User:
    """Give somebody with an account here, who is also the one behind the provider's keyboard."""
    user = cast["professional"]
    idp.tell(person={**NADIA, "email": user.email})
    return user


def test_an_account_is_linked_after_its_own_factor_was_shown(
    idp: Process, professional: User, connected: IdentityProvider
) -> None:
    client = Client()
    assert fault_of(sign_in(client, idp)) == "known_address"
    answer = come_by_password(client, professional)
    assert answer.headers["Location"] == reverse("accounts:sso-link")
    page = client.get(reverse("accounts:sso-link"))
    assert "U logde net in bij uw organisatie" in page.content.decode()
    assert not ExternalIdentity.objects.exists()
    client.post(reverse("accounts:sso-link"))
    assert ExternalIdentity.objects.get(provider=connected).user == professional
    assert last_kind(connected) == "identity_linked"
    assert client.get(reverse("accounts:my-account")).status_code == 200
    assert sign_in(Client(), idp).headers["Location"] == "/mijn/"


def test_what_was_vouched_for_is_of_no_use_to_another_account(idp: Process, professional: User, cast: Cast) -> None:
    client = Client()
    sign_in(client, idp)
    answer = come_by_password(client, cast["colleague"])
    assert answer.headers["Location"] != reverse("accounts:sso-link")
    assert "Koppel mijn account" not in client.get(reverse("accounts:sso-link")).content.decode()


def test_what_was_vouched_for_is_forgotten_after_ten_minutes(idp: Process, professional: User) -> None:
    client = Client()
    sign_in(client, idp)
    session = client.session
    session["sso_vouched_for"] = {**session["sso_vouched_for"], "until": time.time() - 1}
    session.save()
    assert come_by_password(client, professional).headers["Location"] != reverse("accounts:sso-link")


def test_somebody_signed_in_links_by_going_there(idp: Process, professional: User) -> None:
    client = Client()
    sign_in_here(client, professional)
    idp.tell(person={"sub": "idp|pro", "email": "een.ander@voorbeeld.example", "name": "P"})
    client.get(idp.authorize(leaving(client.post(reverse("accounts:sso-link")))))
    assert ExternalIdentity.objects.get().user == professional


def test_linking_wants_a_fresh_factor(idp: Process, professional: User) -> None:
    client = Client()
    sign_in_here(client, professional, proved_ago=timedelta(minutes=6))
    answer = client.post(reverse("accounts:sso-link"))
    assert answer.headers["Location"].startswith("/bevestigen/")


def test_an_identity_opens_one_account_only(
    idp: Process, professional: User, cast: Cast, connected: IdentityProvider
) -> None:
    link(cast["colleague"], connected)
    client = Client()
    sign_in_here(client, professional)
    answer = client.get(idp.authorize(leaving(client.post(reverse("accounts:sso-link")))))
    assert fault_of(answer) == "other_person"
    assert ExternalIdentity.objects.get().user == cast["colleague"]


def test_an_outsider_has_nothing_to_link(idp: Process, cast: Cast) -> None:
    client = Client()
    sign_in_here(client, cast["outside_professional"])
    assert client.get(reverse("accounts:sso-link")).headers["Location"] == "/mijn/"
    assert Client().get(reverse("accounts:sso-link")).headers["Location"] == reverse("account_login")


def test_proving_oneself_again_goes_by_the_provider_and_keeps_what_was_posted(
    idp: Process, cast: Cast, connected: IdentityProvider
) -> None:
    administrator = cast["administrator"]
    link(administrator, connected)
    idp.tell(person={**NADIA, "email": administrator.email}, seconds_ago=1200)
    client = Client()
    sign_in(client, idp)
    wish = {"name": "Nieuwe Collega", "email": "nieuw@voorbeeld.example", "roles": ["professional"]}
    answer = client.post(reverse("accounts:invite-person"), wish)
    there = answer.headers["Location"]
    assert there.startswith(reverse("accounts:sso-step-up"))
    assert "Wat u invulde, blijft bewaard" in client.get(there).content.decode()
    address = leaving(client.post(there, {"next": reverse("accounts:invite-person")}))
    assert "prompt=login" in address
    assert "max_age=0" in address
    answer = client.get(idp.authorize(address))
    assert answer.headers["Location"] == reverse("accounts:people")
    assert OneTimeLink.objects.get(purpose="invitation").email == "nieuw@voorbeeld.example"
    assert Entry.objects.filter(kind="second_factor_shown").exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"fault": "ignores_prompt"}, "proof_too_old"),
        ({"person": {**NADIA, "sub": "idp|somebody-else"}}, "other_person"),
        ({"fault": "low_acr"}, "level_too_low"),
    ],
)
def test_proving_oneself_again_takes_the_same_person_anew(
    change: dict[str, Any], fault: str, idp: Process, connected: IdentityProvider
) -> None:
    idp.tell(seconds_ago=1200)
    client = Client()
    sign_in(client, idp)
    before = client.session["account_authentication_methods"]
    idp.tell(**change)
    address = leaving(client.post(reverse("accounts:sso-step-up")))
    assert fault_of(client.get(idp.authorize(address))) == fault
    assert client.session["account_authentication_methods"] == before


def test_a_higher_level_may_be_asked_for_sensitive_acts(idp: Process, connected: IdentityProvider) -> None:
    connected.step_up_acr = "http://eidas.europa.eu/LoA/high"
    connected.save()
    client = Client()
    sign_in(client, idp)
    address = leaving(client.post(reverse("accounts:sso-step-up")))
    assert "LoA%2Fhigh" in address
    assert fault_of(client.get(idp.authorize(address))) == "level_too_low"


def test_somebody_without_an_identity_has_no_step_up_there(cast: Cast) -> None:
    client = Client()
    sign_in_here(client, cast["professional"])
    assert client.get(reverse("accounts:sso-step-up")).status_code == 404


def test_whoever_has_only_the_provider_does_not_come_in_by_a_password(
    professional: User, connected: IdentityProvider
) -> None:
    link(professional, connected)
    client = Client()
    assert fault_of(come_by_password(client, professional)) == "own_factor_refused"
    assert "_auth_user_id" not in client.session
    give_factor(professional)
    assert come_by_password(client, professional).headers["Location"] == reverse("mfa_authenticate")


def test_a_compulsory_provider_is_the_only_way_in(professional: User, cast: Cast, connected: IdentityProvider) -> None:
    make_compulsory(connected, cast["administrator"])
    give_factor(professional)
    client = Client()
    assert fault_of(come_by_password(client, professional)) == "own_factor_refused"
    assert last_kind(connected) == "own_factor_refused"
    assert "_auth_user_id" not in client.session
    # the second step is not open either
    assert client.get(reverse("mfa_authenticate")).headers["Location"] == reverse("account_login")


def test_another_organisation_keeps_its_own_ways(cast: Cast, connected: IdentityProvider) -> None:
    make_compulsory(connected, cast["administrator"])
    answer = come_by_password(Client(), cast["outside_professional"])
    assert answer.headers["Location"] == "/mijn/"


def test_a_compulsory_provider_still_lets_one_link(
    idp: Process, professional: User, cast: Cast, connected: IdentityProvider
) -> None:
    make_compulsory(connected, cast["administrator"])
    client = Client()
    sign_in(client, idp)
    assert come_by_password(client, professional).headers["Location"] == reverse("accounts:sso-link")
    client.post(reverse("accounts:sso-link"))
    assert ExternalIdentity.objects.get().user == professional


def test_the_emergency_administrator_comes_in_and_that_is_an_incident(cast: Cast, connected: IdentityProvider) -> None:
    make_compulsory(connected, cast["administrator"])
    client = Client()
    assert come_by_password(client, cast["administrator"]).headers["Location"] == "/mijn/"
    assert "_auth_user_id" in client.session
    assert last_kind(connected) == "emergency_signed_in"


def test_an_emergency_account_that_is_no_administrator_any_more_stays_out(
    cast: Cast, connected: IdentityProvider
) -> None:
    make_compulsory(connected, cast["administrator"])
    cast["administrator"].grants.all().delete()
    assert fault_of(come_by_password(Client(), cast["administrator"])) == "own_factor_refused"


def invite(cast: Cast, email: str) -> Client:
    """Invite somebody and let him take the invitation in hand."""
    secret = make_link(
        OneTimeLink.Purpose.INVITATION, now=datetime.now(UTC), lasts=timedelta(days=7), organisation=cast.here,
        email=email, name="Nadia", roles=["professional"], made_by=cast["administrator"],
    )  # fmt: skip
    client = Client()
    client.post(reverse("accounts:open-invitation", kwargs={"secret": secret}))
    return client


def test_an_invitation_joins_by_a_compulsory_provider(idp: Process, cast: Cast, connected: IdentityProvider) -> None:
    make_compulsory(connected, cast["administrator"])
    client = invite(cast, NADIA["email"])
    answer = client.post(reverse("accounts:accept-invitation"), {"name": "Nadia", "method": "passkey"})
    assert answer.headers["Location"] == reverse("accounts:sso-link")
    assert "_auth_user_id" not in client.session
    address = leaving(client.post(reverse("accounts:sso-link")))
    assert client.get(idp.authorize(address)).headers["Location"] == "/mijn/"
    nadia = User.objects.get(email=NADIA["email"])
    assert ExternalIdentity.objects.get().user == nadia
    assert [grant.role for grant in nadia.grants.all()] == ["professional"]


def test_an_invitation_joins_nobody_else(idp: Process, cast: Cast, connected: IdentityProvider) -> None:
    make_compulsory(connected, cast["administrator"])
    client = invite(cast, "iemand.anders@voorbeeld.example")
    client.post(reverse("accounts:accept-invitation"), {"name": "Ander", "method": "passkey"})
    address = leaving(client.post(reverse("accounts:sso-link")))
    assert fault_of(client.get(idp.authorize(address))) == "other_person"
    assert not ExternalIdentity.objects.exists()


def test_the_link_goes_when_a_closed_account_is_forgotten(cast: Cast, connected: IdentityProvider) -> None:
    user = cast["professional"]
    link(user, connected)
    user.is_active, user.suspended_at = False, NOW - FORGOTTEN_AFTER - timedelta(days=1)
    user.save()
    forget_closed(now=NOW)
    assert not ExternalIdentity.objects.exists()
