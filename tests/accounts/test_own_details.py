"""A founder's address counts only once he has shown that its mailbox is his; and everybody may correct his own name."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.steps import kinds, letters_to, link_to
from tests.people import NOW, Cast, sign_in

from sleutelwerk.accounts.actions.connect_provider import connect_provider
from sleutelwerk.accounts.actions.links import LinkUsedError
from sleutelwerk.accounts.actions.own_details import change_name, confirm_address, send_confirmation
from sleutelwerk.accounts.actions.set_up import Founder, add_organisation, complete_set_up
from sleutelwerk.accounts.migrations import __name__ as migrations
from sleutelwerk.accounts.models import IdentityProvider, OneTimeLink, RoleGrant, User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.accounts.queries.links import usable_link
from sleutelwerk.accounts.queries.own_account import is_address_confirmed
from sleutelwerk.accounts.queries.providers import confirmed_domains
from sleutelwerk.accounts.rules.links import Confirmation, may_confirm_address
from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db

DRAFT = {
    "organisation": {"language": "nl", "name": "Gemeente Nieuw", "kind": "municipality"},
    "controller": {"controller": "het college", "contact_point": "Loket", "contact_email": "l@nieuw.example"},
    "oversight": {"fg_name": "Fenna", "fg_email": "fenna@nieuw.example", "works_council_agreed_on": None},
    "fiction": {"shows_fiction": False},
}
PROVIDER: dict[str, Any] = {
    "issuer": "https://inloggen.nieuw.example", "client_id": "x", "accepted_acr": ["hoog"], "step_up_acr": "",
    "email_claim": "email", "name_claim": "name",
}  # fmt: skip
ASK, MINE = "/mijn/account/adres/", "/mijn/account/"


def founder(address: str) -> User:
    """Set a second organisation up, with this address typed into the wizard."""
    secret = add_organisation(name="Gemeente Nieuw", now=NOW)
    link = usable_link(secret, now=NOW)
    assert link is not None
    link.draft = DRAFT
    link.save()
    made = Founder("Nico Nieuw", address, None, frozenset())
    return complete_set_up(link, made, site="https://x.example/", now=NOW)


@pytest.fixture
def nico(cast: Cast) -> User:
    """Give the founder of an organisation beside the others."""
    return founder("nico@nieuw.example")


@pytest.fixture
def his(nico: User) -> Client:
    """Give the browser of the founder."""
    client = Client()
    sign_in(client, nico)
    return client


def connects(user: User, domain: str) -> None:
    """Claim the sign-in provider of a domain."""
    connect_provider(actor_for(user), {**PROVIDER, "domains": [domain]}, now=NOW)


def test_a_founder_with_somebody_elses_domain_cannot_claim_its_provider(cast: Cast) -> None:
    impostor = founder("burgemeester@andere-stad.example")
    assert confirmed_domains(impostor.organisation_id or impostor.pk) == frozenset()
    with pytest.raises(NotAllowedError, match="Bevestig uw eigen werkadres"):
        connects(impostor, "andere-stad.example")
    client = Client()
    sign_in(client, impostor)
    lines = {name: "\n".join(value) if isinstance(value, list) else value for name, value in PROVIDER.items()}
    refused = client.post(reverse("accounts:sso-provider"), {**lines, "domains": "andere-stad.example"})
    assert refused.status_code == 422
    assert not IdentityProvider.objects.exists()


def test_after_confirming_out_of_the_mailbox_the_domain_counts(his: Client, nico: User) -> None:
    assert "nog niet bevestigd" in his.get(reverse("accounts:sso-provider")).content.decode()
    assert "De mail is onderweg" in his.post(ASK, follow=True).content.decode()
    letter = link_to(nico.email)
    assert letter.startswith(ASK)
    page = his.get(letter)
    assert nico.email in page.content.decode()
    assert not is_address_confirmed(nico), "a mail scanner that opens the link confirms nothing"
    done = his.post(letter, follow=True).content.decode()
    assert "Uw werkadres is bevestigd" in done
    assert "nog niet bevestigd" not in done
    assert "nog niet bevestigd" not in his.get(reverse("accounts:sso-provider")).content.decode()
    connects(nico, "nieuw.example")
    assert nico.organisation_id
    assert {"address_confirmation_sent", "address_confirmed"} <= set(kinds(nico.organisation_id))
    told = "".join(Entry.objects.filter(chain=nico.organisation_id).values_list("body", flat=True))
    assert "nieuw.example" not in told


def test_a_link_works_once(his: Client, nico: User) -> None:
    his.post(ASK)
    letter = link_to(nico.email)
    assert his.post(letter).status_code == 302
    EmailAddress.objects.filter(user=nico).update(verified=False)
    assert his.get(letter).status_code == 404
    assert his.post(letter).status_code == 404
    assert not is_address_confirmed(nico)


def test_of_two_tabs_one_confirms(nico: User) -> None:
    send_confirmation(nico, site="https://x.example/", now=NOW)
    link = OneTimeLink.objects.get(purpose="confirm_address")
    confirm_address(nico, link, now=NOW)
    with pytest.raises(LinkUsedError):
        confirm_address(nico, link, now=NOW)


def test_a_link_expires_after_a_day(his: Client, nico: User) -> None:
    his.post(ASK)
    link = OneTimeLink.objects.get(purpose="confirm_address")
    assert link.expires_at - link.made_at == timedelta(hours=24)
    OneTimeLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert his.post(link_to(nico.email)).status_code == 404
    assert not is_address_confirmed(nico)


def test_a_link_of_another_account_confirms_nothing(his: Client, nico: User, cast: Cast) -> None:
    his.post(ASK)
    other = Client()
    EmailAddress.objects.filter(user=cast["outside_administrator"]).update(verified=False)
    sign_in(other, cast["outside_administrator"])
    for answer in (other.get(link_to(nico.email)), other.post(link_to(nico.email))):
        assert answer.status_code == 404
    assert not is_address_confirmed(nico)
    assert not is_address_confirmed(cast["outside_administrator"])
    link = OneTimeLink.objects.get(purpose="confirm_address")
    assert link.used_at is None
    with pytest.raises(NotAllowedError):
        confirm_address(cast["outside_administrator"], link, now=NOW)
    assert Client().get(link_to(nico.email)).headers["Location"].startswith("/inloggen/")


def test_a_link_ends_when_the_address_is_another_by_now(his: Client, nico: User) -> None:
    his.post(ASK)
    letter = link_to(nico.email)
    User.objects.filter(pk=nico.pk).update(email="nico@elders.example")
    EmailAddress.objects.filter(user=nico).update(email="nico@elders.example")
    assert his.post(letter).status_code == 404
    assert not EmailAddress.objects.filter(user=nico, verified=True).exists()


def test_links_of_another_purpose_open_nothing_here_and_this_one_nothing_there(his: Client, nico: User) -> None:
    his.post(ASK)
    secret = link_to(nico.email).removeprefix(ASK).strip("/")
    assert his.get(f"/uitnodiging/{secret}/").status_code == 404
    assert his.get(f"/aan-de-slag/{secret}/").status_code == 404
    invited = link_to("fenna@nieuw.example").removeprefix("/uitnodiging/").strip("/")
    assert his.post(f"{ASK}{invited}/").status_code == 404


def test_a_newer_link_ends_the_older_and_asking_has_an_end(his: Client, nico: User) -> None:
    for _ in range(3):
        his.post(ASK)
    assert OneTimeLink.objects.filter(purpose="confirm_address", used_at=None).count() == 1
    assert "Wacht een uur" in his.post(ASK, follow=True).content.decode()
    assert len(letters_to(nico.email)) == 3


def test_whoever_came_by_an_invitation_has_nothing_to_confirm(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    assert "nog niet bevestigd" not in client.get(MINE).content.decode()
    assert "al bevestigd" in client.post(ASK, follow=True).content.decode()
    assert letters_to(cast["professional"].email) == []


def test_founders_of_an_earlier_version_are_asked_after_all(nico: User, cast: Cast) -> None:
    EmailAddress.objects.filter(user=nico).update(verified=True)
    giver = cast["second_administrator"]
    RoleGrant.objects.filter(user=cast["administrator"]).update(granted_by=giver)
    import_module(f"{migrations}.0004_confirmation_and_unused").doubt_founders(apps, None)
    assert not is_address_confirmed(nico)
    assert is_address_confirmed(cast["administrator"])
    assert is_address_confirmed(cast["professional"])


def test_the_rule_wants_the_same_account_and_the_same_address(nico: User, cast: Cast) -> None:
    assert may_confirm_address(nico.pk, nico.email, Confirmation(nico.pk, nico.email.upper()))
    assert not may_confirm_address(nico.pk, nico.email, Confirmation(cast["reader"].pk, nico.email))
    assert not may_confirm_address(nico.pk, nico.email, Confirmation(nico.pk, "x@nieuw.example"))
    assert not may_confirm_address(nico.pk, nico.email, Confirmation(None, nico.email))


def test_somebody_corrects_his_own_name_and_the_trail_holds_neither(cast: Cast) -> None:
    client, user = Client(), cast["professional"]
    sign_in(client, user)
    assert "Professional" in client.get("/mijn/account/naam/").content.decode()
    assert client.post("/mijn/account/naam/", {"name": "  "}).status_code == 422
    assert client.post("/mijn/account/naam/", {"name": "x" * 81}).status_code == 422
    page = client.post("/mijn/account/naam/", {"name": "Petra van Dam"}, follow=True).content.decode()
    assert "Uw naam is bewaard" in page
    assert "Petra van Dam" in page
    entry = Entry.objects.get(chain=cast.here.pk, kind="name_changed")
    assert "Petra" not in entry.body
    assert "Professional" not in entry.body
    user.refresh_from_db()
    change_name(user, "Petra van Dam", now=NOW)
    assert Entry.objects.filter(kind="name_changed").count() == 1, "nothing changed, so nothing is told"


def test_a_name_is_changed_with_a_fresh_factor_only(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"], proved_ago=timedelta(minutes=6))
    assert client.post("/mijn/account/naam/", {"name": "X"})["Location"].startswith("/bevestigen/")
