"""Coming in by a link: setting an organisation up, taking an invitation up, making a new second factor."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import PASSWORD, Cast, make_cast, sign_in

from sleutelwerk.accounts.actions.invitations import (
    Invitation,
    invite_person,
    send_new_factor_link,
)
from sleutelwerk.accounts.actions.links import LinkUsedError, use_up
from sleutelwerk.accounts.actions.set_up import AlreadySetUpError, add_organisation, house_link, renew_link
from sleutelwerk.accounts.models import OneTimeLink, Organisation, User
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db

PAGES: tuple[dict[str, str], ...] = (
    {"language": "nl", "name": "Gemeente Voorbeeldstad", "kind": "municipality"},
    {"controller": "het college", "contact_point": "Loket", "contact_email": "privacy@stad.example"},
    {"fg_name": "Fenna Fictief", "fg_email": "fg@stad.example", "works_council_agreed_on": ""},
    {"shows_fiction": "nee"},
    {"name": "Anna Beheer", "email": "anna@stad.example", "roles": "professional", "method": "passkey", "password": ""},
)


def take_in_hand(client: Client, secret: str, kind: str = "aan-de-slag") -> int:
    """Open a link and press its button."""
    return client.post(f"/{kind}/{secret}/").status_code


def fill_in(client: Client, *numbers: int, **last: str) -> int:
    """Fill these pages of the wizard in; give the last status."""
    status = 0
    for number in numbers:
        status = client.post(f"/aan-de-slag/stap/{number}/", PAGES[number - 1] | last).status_code
    return status


def new_house() -> str:
    """Give the secret of the house's set-up link."""
    secret = house_link(now=timezone.now())
    assert secret
    return secret


def invited(cast: Cast, email: str = "nieuw@voorbeeld.example", *roles: Role) -> str:
    """Invite somebody and give the secret out of his letter."""
    invitation = Invitation("Nieuw Iemand", email, frozenset(roles))
    invite_person(cast.actor("administrator"), invitation, site="https://x.example/", now=timezone.now())
    return secret_of(email)


def secret_of(email: str) -> str:
    """Read the secret out of somebody's newest letter."""
    body = Letter.objects.filter(recipient=email).latest("written_at").body
    found = re.search(r"/uitnodiging/(\S+)/", body)
    assert found
    return found[1]


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def test_the_wizard_makes_an_organisation_and_its_first_administrator(client: Client) -> None:
    assert take_in_hand(client, new_house()) == 302
    assert fill_in(client, 1, 2, 3, 4, 5) == 302
    house = Organisation.objects.get(is_house=True)
    assert (house.name, house.controller, house.set_up_at is not None) == (
        "Gemeente Voorbeeldstad",
        "het college",
        True,
    )
    anna = User.objects.get(email="anna@stad.example")
    assert set(anna.grants.values_list("role", flat=True)) == {"administrator", "professional"}
    assert not anna.has_usable_password()
    assert "Uitnodiging" in Letter.objects.get(recipient="fg@stad.example").subject
    assert client.get("/mijn/")["Location"] == "/inlogmiddel/"
    assert house_link(now=timezone.now()) is None


def test_a_second_tab_finds_the_link_used(client: Client) -> None:
    secret = new_house()
    other = Client()
    for one in (client, other):
        take_in_hand(one, secret)
    fill_in(client, 1, 2, 3, 4, 5)
    assert fill_in(other, 5) == 404
    assert User.objects.filter(email="anna@stad.example").count() == 1
    link = OneTimeLink.objects.get(purpose="set_up")
    with pytest.raises(LinkUsedError):
        use_up(link, now=timezone.now())


def test_a_mail_scanner_changes_nothing(client: Client, cast: Cast) -> None:
    for path in (f"/aan-de-slag/{new_set_up()}/", f"/uitnodiging/{invited(cast)}/"):
        before = list(OneTimeLink.objects.order_by("pk").values_list())
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
        assert list(OneTimeLink.objects.order_by("pk").values_list()) == before
        assert "Set-Cookie" not in client.get(path).headers


def new_set_up() -> str:
    """Give the secret by which another organisation is set up."""
    return add_organisation(name="Gemeente Derde", now=timezone.now())


def test_a_set_up_link_is_no_way_round_an_administrator(cast: Cast) -> None:
    with pytest.raises(AlreadySetUpError):
        renew_link(cast.elsewhere, now=timezone.now())
    new_set_up()
    third = Organisation.objects.get(name="Gemeente Derde")
    assert renew_link(third, now=timezone.now())
    assert OneTimeLink.objects.filter(organisation=third, used_at=None).count() == 1


@pytest.mark.parametrize("with_password", [True, False])
def test_an_invitation_makes_an_account_with_its_roles(client: Client, cast: Cast, *, with_password: bool) -> None:
    take_in_hand(client, invited(cast, "nieuw@voorbeeld.example", Role.FACILITATOR), "uitnodiging")
    before = client.session.session_key
    data = {"name": "Nieuw Iemand", "method": "password", "password": PASSWORD} if with_password else {
        "name": "Nieuw Iemand", "method": "passkey"}  # fmt: skip
    assert client.post("/uitnodiging/account/", data).status_code == 302
    user = User.objects.get(email="nieuw@voorbeeld.example")
    assert user.has_usable_password() is with_password
    assert list(user.grants.values_list("role", flat=True)) == ["facilitator"]
    assert user.grants.get().granted_by_id == cast["administrator"].pk
    assert client.session.session_key != before
    assert client.get("/mijn/")["Location"] == "/inlogmiddel/"
    assert client.get("/inlogmiddel/").status_code == 200


def test_who_came_in_otherwise_meanwhile_finds_the_invitation_used(client: Client, cast: Cast) -> None:
    take_in_hand(client, invited(cast), "uitnodiging")
    User.objects.create(email="NIEUW@voorbeeld.example")
    assert client.post("/uitnodiging/account/", {"name": "X", "method": "passkey"}).status_code == 404


def test_a_police_address_gets_no_role_that_opens_case_files(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="politie"):
        invited(cast, "agent@politie.nl", Role.PROFESSIONAL)
    assert invited(cast, "agent@politie.nl", Role.FACILITATOR)


def test_a_lost_phone_is_replaced_with_the_password_and_ends_all_sessions(client: Client, cast: Cast) -> None:
    user = cast["professional"]
    user.set_password(PASSWORD)
    user.save()
    elsewhere = Client()
    sign_in(elsewhere, user)
    send_new_factor_link(cast.actor("administrator"), user, site="https://x.example/", now=timezone.now())
    take_in_hand(client, secret_of(user.email), "uitnodiging")
    assert client.post("/uitnodiging/inlogmiddel/", {"password": "fout"}).status_code == 422
    assert user.authenticator_set.exists()  # type: ignore[attr-defined]
    assert client.post("/uitnodiging/inlogmiddel/", {"password": PASSWORD}).status_code == 302
    assert not user.authenticator_set.exists()  # type: ignore[attr-defined]
    assert elsewhere.get("/mijn/").status_code == 302
    assert client.get("/mijn/")["Location"] == "/inlogmiddel/"


def test_a_closed_account_gets_no_new_factor(client: Client, cast: Cast) -> None:
    user = cast["professional"]
    send_new_factor_link(cast.actor("administrator"), user, site="https://x.example/", now=timezone.now())
    secret = secret_of(user.email)
    user.is_active = False
    user.save()
    take_in_hand(client, secret, "uitnodiging")
    assert client.get("/uitnodiging/inlogmiddel/").status_code == 404
