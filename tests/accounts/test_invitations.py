"""Invitations and lost factors as the people in between meet them: inviter, invited, and whoever finds the letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.steps import couple_app, has_password, kinds, letters_to, link_in, link_to
from tests.people import PASSWORD, Cast, give_factor, sign_in

from sleutelwerk.accounts.actions.fiction import add_fiction
from sleutelwerk.accounts.actions.invitations import (
    Invitation,
    accept_invitation,
    account_of_link,
    invite_person,
    send_new_factor_link,
)
from sleutelwerk.accounts.models import OneTimeLink, RoleGrant, User
from sleutelwerk.accounts.queries.people import open_invitations
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db

SITE = "https://werk.example/"
NIEK = "niek@voorbeeld.example"
ACCEPT, NEW_FACTOR = reverse("accounts:accept-invitation"), reverse("accounts:start-new-factor")


def invite(cast: Cast, email: str = NIEK, *roles: Role, by: str = "administrator") -> str:
    """Invite somebody; give the address that the link opens."""
    invitation = Invitation("Niek Nieuw", email, frozenset(roles))
    invite_person(cast.actor(by), invitation, site=SITE, now=timezone.now())
    return link_to(email)


def take_in_hand(path: str) -> Client:
    """Open a link in a new browser and press its button."""
    client = Client()
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302
    return client


def with_password(**changes: Any) -> dict[str, Any]:
    """Give what somebody fills in who chooses a password."""
    return {"name": "Niek Nieuw", "method": "password", "password": PASSWORD} | changes


def administrator(cast: Cast) -> Client:
    """Give the browser of an administrator who has just shown his factor."""
    client = Client()
    sign_in(client, cast["administrator"])
    return client


@pytest.mark.django_db(transaction=True)
def test_from_the_invitation_to_a_role_that_works(cast: Cast) -> None:
    host = administrator(cast)
    given = {"name": "Niek Nieuw", "email": NIEK, "roles": ["security_officer"]}
    assert host.post(reverse("accounts:invite-person"), given)["Location"] == reverse("accounts:people")
    client = take_in_hand(link_to(NIEK))
    assert client.post(ACCEPT, with_password())["Location"] == reverse("accounts:choose-factor")
    assert client.get(reverse("accounts:people"))["Location"] == reverse("accounts:choose-factor")
    couple_app(client)
    assert client.get(reverse("accounts:people")).status_code == 200
    assert "Niek Nieuw" in host.get(reverse("accounts:people")).content.decode()
    expected = ["person_invited", "invitation_accepted", "signed_in", "factor_added"]
    assert [kind for kind in kinds(cast.here.pk) if kind in expected][:4] == expected
    grant = RoleGrant.objects.get(user__email=NIEK)
    assert grant.granted_by == cast["administrator"]


def test_the_inviter_cannot_tell_whether_an_address_has_an_account(cast: Cast) -> None:
    host = administrator(cast)
    answers, lists = [], []
    for email in ("onbekend@voorbeeld.example", "outside_fg@voorbeeld.example"):
        given = {"name": "Wie Dan Ook", "email": email, "roles": ["facilitator"]}
        answers.append(host.post(reverse("accounts:invite-person"), given))
        lists.append(host.get(reverse("accounts:people")).content.decode().count("Wie Dan Ook"))
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, reverse("accounts:people"))}
    assert lists[1] == 2 * lists[0]
    unknown, known = (letters_to(one)[-1] for one in ("onbekend@voorbeeld.example", "outside_fg@voorbeeld.example"))
    assert link_in(unknown).startswith("/uitnodiging/")
    assert "heeft al een account" in known.body
    assert "http" not in known.body


def test_an_address_that_got_an_account_meanwhile_is_told_to_sign_in(cast: Cast) -> None:
    here, elsewhere = invite(cast), invite(cast, by="outside_administrator")
    first, second = take_in_hand(here), take_in_hand(elsewhere)
    assert first.post(ACCEPT, with_password()).status_code == 302
    late = second.post(ACCEPT, with_password())
    assert late.status_code == 404
    assert "heeft al een account" in late.content.decode()
    assert User.objects.get(email=NIEK).organisation == cast.here


@pytest.mark.parametrize("spoil", ["wrong", "used", "expired", "withdrawn", "invited again"])
def test_links_that_work_no_more_look_the_same(cast: Cast, spoil: str) -> None:
    path = invite(cast)
    client, link = take_in_hand(path), OneTimeLink.objects.get(email=NIEK)
    if spoil == "wrong":
        path = reverse("accounts:open-invitation", kwargs={"secret": "no-such-secret"})
        client = Client()
    elif spoil == "used":
        take_in_hand(path).post(ACCEPT, with_password(method="passkey"))
    elif spoil == "expired":
        OneTimeLink.objects.update(expires_at=timezone.now())
    elif spoil == "withdrawn":
        host = administrator(cast)
        withdraw = reverse("accounts:withdraw-invitation", kwargs={"invitation": link.pk})
        assert host.post(withdraw)["Location"] == reverse("accounts:people")
        assert host.post(withdraw).status_code == 404
    else:
        invite(cast, NIEK.upper())
    lost = Client().get(reverse("accounts:open-invitation", kwargs={"secret": "never-was-one"}))
    for answer in (Client().get(path), Client().post(path), client.get(ACCEPT), client.post(ACCEPT, with_password())):
        assert (answer.status_code, answer.content, sorted(answer.headers)) == (404, lost.content, sorted(lost.headers))


def test_a_link_opens_only_what_it_is_for(cast: Cast) -> None:
    client = take_in_hand(invite(cast))
    for page in (NEW_FACTOR, reverse("accounts:set-up", kwargs={"number": 1})):
        assert client.get(page).status_code == client.post(page).status_code == 404


def test_a_link_is_kept_as_a_hash_only(cast: Cast) -> None:
    secret = invite(cast).rstrip("/").rpartition("/")[2]
    assert secret not in repr(list(OneTimeLink.objects.values_list()))
    assert secret not in repr(list(Entry.objects.values_list("body")))


def test_whoever_comes_by_a_link_is_not_who_was_signed_in_here(cast: Cast) -> None:
    client = administrator(cast)
    path = invite(cast)
    assert client.post(path)["Location"] == ACCEPT
    assert client.get(reverse("accounts:my-account"))["Location"].startswith("/inloggen/")
    assert client.post(ACCEPT, with_password(method="passkey")).status_code == 302
    assert User.objects.get(email=NIEK).organisation == cast.here


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"password": NIEK}, "lijkt te veel op uw naam of adres"),
        ({"password": "te kort"}, "minstens 12 tekens"),
        ({"password": ""}, "Kies een wachtwoord"),
        ({"name": ""}, "Uw naam"),
    ],
)
def test_a_weak_password_is_told_and_the_link_stays_in_hand(cast: Cast, changes: dict[str, str], says: str) -> None:
    client = take_in_hand(invite(cast))
    answer = client.post(ACCEPT, with_password(**changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert client.post(ACCEPT, with_password()).status_code == 302


def test_a_police_address_or_organisation_gets_no_role_that_opens_cases(cast: Cast) -> None:
    host = administrator(cast)
    given = {"name": "Bo Blauw", "email": "bo@oost.politie.nl", "roles": ["professional"]}
    answer = host.post(reverse("accounts:invite-person"), given)
    assert answer.status_code == 422
    assert "Wie bij de politie werkt" in answer.content.decode()
    assert not letters_to("bo@oost.politie.nl")
    assert host.post(reverse("accounts:invite-person"), given | {"roles": ["facilitator"]}).status_code == 302


def test_roles_that_no_longer_fit_are_refused_at_the_door_and_the_link_stays(cast: Cast) -> None:
    client = take_in_hand(invite(cast, NIEK, Role.PROFESSIONAL))
    cast.here.kind = "police"
    cast.here.save()
    answer = client.post(ACCEPT, with_password(method="passkey"))
    assert answer.status_code == 404
    assert "Wie bij de politie werkt" in answer.content.decode()
    assert not User.objects.filter(email=NIEK).exists()
    assert OneTimeLink.objects.get(email=NIEK).used_at is None


def test_a_capital_more_or_less_is_the_same_address(cast: Cast) -> None:
    client = take_in_hand(invite(cast, "Niek@Voorbeeld.Example"))
    client.post(ACCEPT, with_password())
    answer = Client().post(reverse("account_login"), {"login": NIEK.upper(), "password": PASSWORD})
    assert answer["Location"] == reverse("home:dashboard")


def test_only_those_who_manage_people_see_who_was_invited(cast: Cast) -> None:
    invite(cast)
    now = timezone.now()
    (one,) = open_invitations(cast.actor("administrator"), now=now)
    assert (one.email, one.name, one.expired) == (NIEK, "Niek Nieuw", False)
    (later,) = open_invitations(cast.actor("administrator"), now=now + timedelta(days=7))
    assert later.expired
    for other in ("fg", "outside_administrator", "reader"):
        assert not open_invitations(cast.actor(other), now=now)


# --- A lost second factor ---------------------------------------------------------------------------------------------


def send_link(cast: Cast, name: str = "professional") -> str:
    """Let the administrator's page send somebody a link for a new factor; give the address that it opens."""
    address = reverse("accounts:send-new-factor-link", kwargs={"person": cast[name].pk})
    assert administrator(cast).post(address).status_code == 302
    return link_to(cast[name].email)


@pytest.mark.django_db(transaction=True)
def test_a_lost_phone_is_replaced(cast: Cast) -> None:
    user = has_password(cast["professional"])
    give_factor(user)
    path = send_link(cast)
    client = take_in_hand(path)
    assert Authenticator.objects.filter(user=user).exists()
    assert client.post(NEW_FACTOR, {"password": PASSWORD})["Location"] == reverse("accounts:choose-factor")
    assert not Authenticator.objects.filter(user=user).exists()
    couple_app(client)
    assert client.get(reverse("home:dashboard")).status_code == 200
    assert Client().get(path).status_code == 404
    told = [kind for kind in kinds(cast.here.pk) if kind.startswith("new_factor")]
    assert told == ["new_factor_link_sent", "new_factor_started"]


def test_the_link_alone_is_not_enough_for_whoever_has_a_password(cast: Cast) -> None:
    give_factor(has_password(cast["professional"]))
    client = take_in_hand(send_link(cast))
    assert client.get(NEW_FACTOR).status_code == 200
    assert client.post(NEW_FACTOR, {"password": "een gok"}).status_code == 422
    assert client.get(reverse("home:dashboard"))["Location"].startswith("/inloggen/")
    assert Authenticator.objects.filter(user=cast["professional"]).exists()


def test_guessing_that_password_stops_soon_and_is_recorded(cast: Cast) -> None:
    give_factor(has_password(cast["professional"]))
    client = take_in_hand(send_link(cast))
    for _ in range(5):
        assert "klopt niet" in client.post(NEW_FACTOR, {"password": "een gok"}).content.decode()
    locked = client.post(NEW_FACTOR, {"password": PASSWORD})
    assert locked.status_code == 422
    assert "te vaak misgegaan" in locked.content.decode()
    assert Authenticator.objects.filter(user=cast["professional"]).exists()
    assert kinds(cast.here.pk).count("sign_in_failed") == 5


def test_without_a_password_the_link_is_the_way_in(cast: Cast) -> None:
    give_factor(cast["professional"])
    client = take_in_hand(send_link(cast))
    assert client.get(NEW_FACTOR)["Location"] == reverse("accounts:choose-factor")
    assert client.get(reverse("home:dashboard"))["Location"] == reverse("accounts:choose-factor")


def test_two_tabs_with_one_such_link_come_in_once(cast: Cast) -> None:
    give_factor(has_password(cast["professional"]))
    path = send_link(cast)
    one, two = take_in_hand(path), take_in_hand(path)
    assert one.post(NEW_FACTOR, {"password": PASSWORD}).status_code == 302
    assert two.post(NEW_FACTOR, {"password": PASSWORD}).status_code == 404


def test_a_newer_link_ends_the_older(cast: Cast) -> None:
    first, second = send_link(cast), send_link(cast)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_nobody_comes_in_as_a_made_up_colleague(cast: Cast) -> None:
    add_fiction(cast.actor("administrator"), now=timezone.now())
    made_up = User.objects.filter(is_fictional=True, grants__role=Role.DECISION_MAKER).get()
    with pytest.raises(NotAllowedError, match="verzonnen"):
        send_new_factor_link(cast.actor("administrator"), made_up, site=SITE, now=timezone.now())
    host = administrator(cast)
    answer = host.post(reverse("accounts:send-new-factor-link", kwargs={"person": made_up.pk}), follow=True)
    assert "verzonnen collega" in answer.content.decode()
    Client().post(reverse("account_reset_password"), {"email": made_up.email})
    assert not Letter.objects.filter(recipient=made_up.email).exists()
    link = OneTimeLink(email=made_up.email, organisation=cast.here, purpose=OneTimeLink.Purpose.NEW_FACTOR)
    assert account_of_link(link) is None


def test_nobody_sends_himself_a_link(cast: Cast) -> None:
    answer = administrator(cast).post(
        reverse("accounts:send-new-factor-link", kwargs={"person": cast["administrator"].pk}), follow=True
    )
    assert "niet voor uzelf" in answer.content.decode()
    assert not letters_to(cast["administrator"].email)


def test_an_action_refuses_what_a_page_would_have(cast: Cast) -> None:
    link = OneTimeLink.objects.create(
        secret_hash="x", purpose=OneTimeLink.Purpose.INVITATION, organisation=cast.here, email=cast["reader"].email,
        made_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(NotAllowedError, match="al een account"):
        accept_invitation(link, name="Iemand", password=None, now=timezone.now())
    link.refresh_from_db()
    assert link.used_at is None
