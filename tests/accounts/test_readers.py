"""Readers without an organisation: coming in, their own pages, closing, and coming back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.steps import has_app, kinds, letters_to, link_to
from tests.people import PASSWORD, Cast, make_person, sign_in

from sleutelwerk.accounts.actions.readers import close_own_account, close_readers, invite_reader
from sleutelwerk.accounts.models import OneTimeLink, User
from sleutelwerk.accounts.queries.reviews import unused
from sleutelwerk.accounts.rules.suspension import Why
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.core.verdict import NotAllowedError

NOW = datetime.now(UTC)
SITE, ADDRESS = "https://x.example/", "sanne@gemeente-proef.nl"


def invite(cast: Cast, address: str = ADDRESS) -> str:
    """Invite a reader; give his link."""
    invite_reader(cast.actor("access_reviewer"), email=address, name="Sanne", site=SITE, now=NOW)
    return link_to(address)


def accept(client: Client, link: str) -> None:
    """Come in by a link, with a password for the time being."""
    assert client.post(link).status_code == 302
    said = {"name": "Sanne Proef", "method": "password", "password": PASSWORD}
    assert client.post(reverse("accounts:accept-invitation"), said)["Location"] == reverse("accounts:choose-factor")


def test_a_reader_comes_in_without_organisation_and_without_role(cast: Cast, client: Client) -> None:
    link = invite(cast)
    page = client.get(link).content.decode()
    assert "Maak uw account" in page
    assert cast.here.name not in page
    accept(client, link)
    user = User.objects.get(email=ADDRESS)
    assert (user.organisation, user.grants.count(), user.is_active) == (None, 0, True)
    assert client.get(reverse("home:dashboard"))["Location"] == reverse("accounts:choose-factor"), "N32"
    assert Client().post(link).status_code == 404


def test_a_link_of_no_organisation_gives_no_role_whatever_it_says(cast: Cast, client: Client) -> None:
    link = invite(cast)
    OneTimeLink.objects.update(roles=["administrator"])
    accept(client, link)
    assert User.objects.get(email=ADDRESS).grants.count() == 0


def test_a_later_link_ends_an_earlier_one(cast: Cast, client: Client) -> None:
    first = invite(cast)
    invite(cast)
    assert client.get(first).status_code == 404


def test_only_a_reviewer_of_the_house_invites_readers(cast: Cast) -> None:
    for name in ("administrator", "professional", "outside_administrator", "reader"):
        with pytest.raises(NotAllowedError):
            invite_reader(cast.actor(name), email=ADDRESS, name="", site=SITE, now=NOW)
    assert letters_to(ADDRESS) == []


def test_the_letter_is_neutral(cast: Cast) -> None:
    invite(cast)
    (letter,) = letters_to(ADDRESS)
    for word in ("Sanne", "lezen", "sleutelfigu", cast.here.name):
        assert word not in f"{letter.subject} {letter.body}"


def test_a_readers_own_pages_show_nothing_of_any_organisation(cast: Cast, client: Client) -> None:
    sign_in(client, cast["reader"])
    for name in ("home:dashboard", "accounts:my-account", "home:who-looked"):
        page = client.get(reverse(name)).content.decode()
        for organisation in (cast.here, cast.elsewhere, cast.police):
            assert organisation.name not in page
    assert reverse("knowledge:library") in client.get(reverse("home:dashboard")).content.decode()
    assert "Sluit mijn account" in client.get(reverse("accounts:my-account")).content.decode()


def test_a_reader_closes_his_account_himself(cast: Cast, client: Client) -> None:
    sign_in(client, cast["reader"])
    path = reverse("accounts:close-account")
    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == "/inloggen/"
    user = cast["reader"]
    user.refresh_from_db()
    assert (user.is_active, user.suspended_for) == (False, "")
    assert client.get(reverse("accounts:my-account")).status_code == 302
    assert "person_suspended" in kinds(SITE_CHAIN)


def test_closing_asks_for_a_fresh_factor(cast: Cast, client: Client) -> None:
    sign_in(client, cast["reader"], proved_ago=timedelta(minutes=30))
    assert client.post(reverse("accounts:close-account"))["Location"].startswith("/bevestigen/")


def test_a_member_of_an_organisation_does_not_close_his_own(cast: Cast, client: Client) -> None:
    sign_in(client, cast["professional"])
    assert client.get(reverse("accounts:close-account")).status_code == 404
    with pytest.raises(NotAllowedError):
        close_own_account(cast.actor("professional"), cast["professional"], now=NOW)


def test_a_closed_reader_comes_back_to_his_own_account(cast: Cast, client: Client) -> None:
    reader = cast["reader"]
    has_app(reader)
    close_own_account(cast.actor("reader"), reader, now=NOW)
    accept(client, invite(cast, reader.email))
    reader.refresh_from_db()
    assert (reader.is_active, reader.suspended_at, reader.name) == (True, None, "Sanne Proef")
    assert not reader.authenticator_set.exists()  # type: ignore[attr-defined]
    assert User.objects.filter(email__iexact=reader.email).count() == 1


def test_a_closed_account_of_an_organisation_is_not_opened_by_a_readers_link(cast: Cast, client: Client) -> None:
    colleague = cast["colleague"]
    User.objects.filter(pk=colleague.pk).update(is_active=False, suspended_at=NOW)
    client.post(invite(cast, colleague.email))
    said = {"name": "Sanne", "method": "password", "password": PASSWORD}
    assert client.post(reverse("accounts:accept-invitation"), said).status_code == 404
    colleague.refresh_from_db()
    assert not colleague.is_active


def test_readers_with_nothing_to_read_are_closed_after_a_month(cast: Cast) -> None:
    other = make_person("other_reader", None)
    User.objects.filter(organisation=None).update(joined_at=NOW)
    assert close_readers(keep={other.pk}, now=NOW + timedelta(days=27)) == 0
    assert close_readers(keep={other.pk}, now=NOW + timedelta(days=29)) == 1
    assert close_readers(keep={other.pk}, now=NOW + timedelta(days=30)) == 0
    reader = cast["reader"]
    reader.refresh_from_db()
    other.refresh_from_db()
    assert (reader.is_active, reader.suspended_for, other.is_active) == (False, Why.UNUSED, True)
    assert "opnieuw toegang" in letters_to(reader.email)[-1].body
    assert all(user.organisation_id for user in unused(now=NOW + timedelta(days=900)))
