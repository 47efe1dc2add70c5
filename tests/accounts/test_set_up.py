"""Setting an organisation up: by one link, in one go or with interruptions, and nothing that was filled in is lost."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.steps import couple_app, kinds, letters_to, link_to
from tests.people import NOW, Cast, make_person

from sleutelwerk.accounts.actions.fiction import COLLEAGUES
from sleutelwerk.accounts.actions.links import LinkUsedError, keep_draft
from sleutelwerk.accounts.actions.set_up import (
    AlreadySetUpError,
    Founder,
    add_organisation,
    complete_set_up,
    house_link,
    renew_link,
)
from sleutelwerk.accounts.models import OneTimeLink, Organisation, RoleGrant, User
from sleutelwerk.accounts.queries.organisations import all_organisations, house, open_links, set_up_link_waits
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.models import Entry
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db

PASSWORD = "paraplu met negen kleuren"
FG = "fenna@voorbeeldstad.example"
ANNA = "anna@voorbeeldstad.example"
PARTS: dict[int, dict[str, Any]] = {
    1: {"language": "nl", "name": "Gemeente Voorbeeldstad", "kind": "municipality"},
    2: {
        "controller": "het college van Voorbeeldstad", "contact_point": "Loket Privacy",
        "contact_email": "privacy@voorbeeldstad.example",
    },
    3: {"fg_name": "Fenna Fictief", "fg_email": FG, "works_council_agreed_on": "2026-11-02"},
    4: {"shows_fiction": "nee"},
    5: {"name": "Anna Beheer", "email": ANNA, "roles": ["professional"], "method": "password", "password": PASSWORD},
}  # fmt: skip


def landing(secret: str) -> str:
    """Give the address of the page on which a set-up link opens."""
    return reverse("accounts:open-set-up-link", kwargs={"secret": secret})


def page(number: int) -> str:
    """Give the address of a page of the wizard."""
    return reverse("accounts:set-up", kwargs={"number": number})


def a_link() -> str:
    """Make the link of the house."""
    secret = house_link(now=timezone.now())
    assert secret
    return secret


def a_browser(secret: str) -> Client:
    """Open the link in a browser of its own and take it in hand."""
    client = Client()
    assert client.get(landing(secret)).status_code == 200
    assert client.post(landing(secret))["Location"] == page(1)
    return client


def fill_in(client: Client, *numbers: int, **changes: Any) -> Any:
    """Fill in these pages; give the answer to the last."""
    answer = None
    for number in numbers:
        given = PARTS[number] | {name: value for name, value in changes.items() if name in PARTS[number]}
        answer = client.post(page(number), given)
    return answer


@pytest.mark.django_db(transaction=True)
def test_an_organisation_is_set_up_in_one_go() -> None:
    client = a_browser(a_link())
    for number in range(1, 5):
        assert fill_in(client, number)["Location"] == page(number + 1)
    assert fill_in(client, 5)["Location"] == reverse("accounts:choose-factor")

    organisation = house()
    assert organisation is not None
    expected = {**PARTS[1], **PARTS[2], "works_council_agreed_on": date(2026, 11, 2), "shows_fiction": False}
    assert {name: getattr(organisation, name) for name in expected} == expected
    assert organisation.set_up_at is not None
    assert not set_up_link_waits()

    anna = User.objects.get()
    assert (anna.email, anna.name, anna.organisation) == (ANNA, "Anna Beheer", organisation)
    assert anna.check_password(PASSWORD)
    grants = RoleGrant.objects.filter(user=anna)
    assert {grant.role for grant in grants} == {Role.ADMINISTRATOR, Role.PROFESSIONAL}
    assert {grant.granted_by for grant in grants} == {None}

    assert client.get(reverse("home:dashboard"))["Location"] == reverse("accounts:choose-factor")
    couple_app(client)
    assert client.get(reverse("home:dashboard")).status_code == 200


def test_the_fg_is_invited_and_nobody_else_gets_a_letter() -> None:
    fill_in(a_browser(a_link()), 1, 2, 3, 4, 5)
    assert [letter.recipient for letter in Letter.objects.all()] == [FG]
    invitation = OneTimeLink.objects.get(purpose=OneTimeLink.Purpose.INVITATION)
    assert (invitation.email, invitation.name, invitation.roles) == (FG, "Fenna Fictief", [Role.FG])
    assert Client().get(link_to(FG)).status_code == 200


def test_an_fg_who_has_an_account_elsewhere_gets_no_link(cast: Cast) -> None:
    secret = add_organisation(name="", now=timezone.now())
    fill_in(a_browser(secret), 1, 2, 3, 4, 5, fg_email="outside_fg@voorbeeld.example")
    (letter,) = letters_to("outside_fg@voorbeeld.example")
    assert "heeft al een account" in letter.body
    assert "http" not in letter.body


def test_made_up_colleagues_come_along_when_asked_and_cannot_sign_in() -> None:
    fill_in(a_browser(a_link()), 1, 2, 3, 4, 5, shows_fiction="ja")
    fictional = User.objects.filter(is_fictional=True)
    assert fictional.count() == len(COLLEAGUES)
    assert not any(user.has_usable_password() or user.email.endswith(".example") for user in fictional)


def test_there_is_no_default_password() -> None:
    link = a_link()
    assert not User.objects.exists()
    fill_in(a_browser(link), 1, 2, 3, 4, 5, shows_fiction="ja", method="passkey", password="")
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_password_is_refused_when_weak_and_demanded_when_chosen() -> None:
    client = a_browser(a_link())
    fill_in(client, 1, 2, 3, 4)
    for password, says in (
        ("", "Kies een wachtwoord."),
        ("te kort", "te kort"),
        ("anna@voorbeeldstad", "lijkt te veel"),
    ):
        answer = fill_in(client, 5, password=password)
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert not User.objects.exists()


def test_a_new_link_goes_on_where_the_old_one_stopped() -> None:
    first = a_link()
    fill_in(a_browser(first), 1, 2, 3)
    second = a_link()
    assert Client().get(landing(first)).status_code == 404
    client = a_browser(second)
    kept = client.get(page(3)).content.decode()
    assert FG in kept
    assert "2026-11-02" in kept
    assert PARTS[1]["name"] in client.get(page(1)).content.decode()
    assert fill_in(client, 4, 5)["Location"] == reverse("accounts:choose-factor")
    organisation = house()
    assert organisation is not None
    assert organisation.name == PARTS[1]["name"]


def test_what_was_chosen_about_examples_is_kept_as_well() -> None:
    client = a_browser(a_link())
    fill_in(client, 1, 2, 3, 4)
    assert 'value="nee" id="id_shows_fiction_1" checked' in " ".join(
        client.get(page(4)).content.decode().replace("required", "").split()
    )


def test_the_old_link_stops_as_soon_as_there_is_a_new_one() -> None:
    client = a_browser(a_link())
    fill_in(client, 1, 2)
    a_link()
    assert fill_in(client, 3).status_code == 404
    assert client.get(page(3)).status_code == 404


def test_what_an_ended_link_held_is_not_kept_with_it() -> None:
    fill_in(a_browser(a_link()), 1, 2, 3)
    a_link()
    old, new = OneTimeLink.objects.order_by("made_at")
    assert old.draft == {}
    assert new.draft["oversight"]["fg_email"] == FG
    fill_in(a_browser(a_link()), 4, 5)
    assert all(link.draft == {} for link in OneTimeLink.objects.all())


def test_pages_come_in_order_and_no_page_is_left_out() -> None:
    client = a_browser(a_link())
    for number in (2, 3, 4, 5):
        assert client.get(page(number))["Location"] == page(1)
        assert fill_in(client, number)["Location"] == page(1)
    fill_in(client, 1)
    assert client.get(page(5))["Location"] == page(2)
    assert client.get(page(0)).status_code == client.get(page(6)).status_code == 404


def test_a_mistake_is_told_and_keeps_what_was_typed() -> None:
    client = a_browser(a_link())
    answer = fill_in(client, 1, name="")
    assert answer.status_code == 422
    assert 'value="municipality" selected' in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": FG.upper()}, "De FG houdt toezicht op u"),
        ({"email": "professional@voorbeeld.example"}, "kunt u hier geen nieuw account maken"),
        ({"email": "anna@politie.nl"}, "Wie bij de politie werkt"),
        ({"roles": ["fg"]}, "fg"),
        ({"roles": ["administrator"]}, "administrator"),
    ],
)
def test_the_founder_is_somebody_who_may(cast: Cast, changes: dict[str, Any], says: str) -> None:
    client = a_browser(add_organisation(name="Nieuw", now=timezone.now()))
    fill_in(client, 1, 2, 3, 4)
    answer = fill_in(client, 5, **changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not User.objects.filter(name="Anna Beheer").exists()


def test_a_founder_of_the_police_leads_and_manages_but_opens_no_case() -> None:
    client = a_browser(a_link())
    fill_in(client, 1, 2, 3, 4, kind="police")
    assert fill_in(client, 5).status_code == 422
    assert fill_in(client, 5, roles=["facilitator"]).status_code == 302


def test_a_link_works_once() -> None:
    secret = a_link()
    client = a_browser(secret)
    fill_in(client, 1, 2, 3, 4, 5)
    other = Client()
    assert other.get(landing(secret)).status_code == other.post(landing(secret)).status_code == 404
    assert fill_in(client, 1)["Location"] == reverse("accounts:choose-factor")
    assert house_link(now=timezone.now()) is None


def test_two_tabs_at_once_make_one_organisation_and_lose_nothing() -> None:
    secret = a_link()
    one, two = a_browser(secret), a_browser(secret)
    fill_in(one, 1, 2)
    fill_in(two, 3, 4)
    assert fill_in(one, 5)["Location"] == reverse("accounts:choose-factor")
    late = fill_in(two, 5, email="late@voorbeeldstad.example")
    assert late.status_code == 404
    assert User.objects.count() == 1


def test_a_tab_that_knew_less_does_not_undo_what_the_other_kept() -> None:
    a_link()
    first_tab, second_tab = (OneTimeLink.objects.get() for _ in range(2))
    keep_draft(first_tab, "organisation", {"name": "Een"})
    keep_draft(second_tab, "controller", {"controller": "Twee"})
    kept = {"organisation": {"name": "Een"}, "controller": {"controller": "Twee"}}
    assert OneTimeLink.objects.get().draft == second_tab.draft == kept


def test_a_used_link_takes_no_more_drafts() -> None:
    client = a_browser(a_link())
    stale = OneTimeLink.objects.get()
    fill_in(client, 1, 2, 3, 4, 5)
    with pytest.raises(LinkUsedError):
        keep_draft(stale, "oversight", {"fg_email": FG})
    assert OneTimeLink.objects.get(pk=stale.pk).draft == {}


def test_a_second_link_cannot_set_up_what_has_been_set_up() -> None:
    organisation = house() or Organisation.objects.create(is_house=True, created_at=NOW, set_up_at=NOW)
    link = OneTimeLink.objects.create(
        secret_hash="x", purpose=OneTimeLink.Purpose.SET_UP, organisation=organisation, made_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(LinkUsedError):
        complete_set_up(link, Founder("Anna", ANNA, None, frozenset()), site="https://x.example/", now=NOW)
    with pytest.raises(AlreadySetUpError):
        renew_link(organisation, now=NOW)
    assert not User.objects.exists()


def test_a_link_expires_after_a_day() -> None:
    secret = a_link()
    client = a_browser(secret)
    OneTimeLink.objects.update(expires_at=timezone.now())
    assert Client().get(landing(secret)).status_code == 404
    assert client.get(page(1)).status_code == fill_in(client, 1).status_code == 404
    assert house_link(now=NOW)
    newest = OneTimeLink.objects.get(made_at=NOW)
    assert newest.expires_at - newest.made_at == timedelta(hours=24)


def test_a_mail_scanner_that_opens_the_link_changes_nothing() -> None:
    secret = a_link()
    before = list(OneTimeLink.objects.values())
    scanner = Client(enforce_csrf_checks=True)
    for _ in range(3):
        assert scanner.get(landing(secret)).status_code == 200
        assert scanner.head(landing(secret)).status_code == 200
    assert scanner.post(landing(secret)).status_code == 403
    assert scanner.get(page(1)).status_code == 404
    assert list(OneTimeLink.objects.values()) == before


def test_wrong_links_look_the_same_as_used_ones_whatever_their_purpose() -> None:
    secret = a_link()
    fill_in(a_browser(secret), 1, 2, 3, 4, 5)
    invitation = link_to(FG).rstrip("/").rpartition("/")[2]
    answers = [Client().get(landing(one)) for one in (secret, "no-such-secret", invitation)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_trail_tells_what_happened_in_order_and_nobodys_name() -> None:
    fill_in(a_browser(a_link()), 1, 2, 3, 4, 5, shows_fiction="ja")
    organisation = house()
    assert organisation is not None
    assert kinds(SITE_CHAIN) == ["set_up_link_made"]
    assert kinds(organisation.pk) == ["organisation_set_up", "person_invited", "fiction_added", "signed_in"]
    told = "\n".join(Entry.objects.values_list("body", flat=True)).lower()
    secrets = [PASSWORD, FG, ANNA, "anna", "fenna", "voorbeeldstad", "loket", "privacy@", "127.0.0.1"]
    secrets += [name.lower() for name, *_ in COLLEAGUES]
    assert [one for one in secrets if one.lower() in told] == []
    assert all(json.loads(body)["salt"] for body in Entry.objects.values_list("body", flat=True))


def test_an_organisation_beside_the_house_is_apart_from_it() -> None:
    fill_in(a_browser(a_link()), 1, 2, 3, 4, 5)
    secret = add_organisation(name="Wijkteam Oost", now=timezone.now())
    client = a_browser(secret)
    assert "Wijkteam Oost" in client.get(page(1)).content.decode()
    answer = fill_in(
        client, 1, 2, 3, 4, 5, name="Wijkteam Oost", email="bo@oost.example", fg_email="fg@oost.example", roles=[]
    )
    assert answer.status_code == 302
    first, second = all_organisations()
    assert (first.is_house, second.is_house) == (True, False)
    assert [user.email for user in User.objects.filter(organisation=second)] == ["bo@oost.example"]
    assert kinds(SITE_CHAIN).count("organisation_added") == 1
    assert open_links(second.pk) == 1
    assert make_person("x", second).organisation == second
