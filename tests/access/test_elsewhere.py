"""Organisations are strictly apart: with every id of one organisation, nobody of another finds anything (N31)."""

from __future__ import annotations

from itertools import chain, product
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.access.addresses import Address, addresses
from tests.cases.begun import complete
from tests.deliberation.begun import settled
from tests.knowledge.requests.asking import granted
from tests.people import NOW, Cast, give_factor, make_cast, sign_in

from sleutelwerk.accounts.actions.invitations import Invitation, invite_person
from sleutelwerk.accounts.models import OneTimeLink
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.models import Case, Member
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.knowledge.actions.articles import begin_article
from sleutelwerk.knowledge.content import current
from sleutelwerk.knowledge.models import AccessRequest, ArticleVersion
from sleutelwerk.publishing.models import ReadingGrant

OUTSIDERS = ("outside_administrator", "outside_fg", "outside_professional", "police_officer", "reader")
#: Addresses whose ids are no ids of things: a page of the set-up, and pages that look the same whatever name they hold.
NO_THING = frozenset(
    {
        "accounts:set-up",
        "accounts:sso-organisation",
        "accounts:sso-callback",
        "accounts:saml-answer",
        "accounts:saml-callback",
        "knowledge:still-allowed",
    }
)


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody, with something of every kind that can have an id in 'here'."""
    cast = make_cast()
    give_factor(cast["professional"])
    invitation = Invitation("Iemand", "iemand@voorbeeld.example", frozenset({Role.PROFESSIONAL}))
    invite_person(cast.actor("administrator"), invitation, site="https://x.example/", now=NOW)
    granted(cast)
    begin_article(cast.actor("content_owner"), next(iter(current().articles)), now=NOW)
    settled(cast)
    complete(cast)
    return cast


def ids_of_here(cast: Cast) -> list[Any]:
    """Give ids of every kind of row that belongs to 'here': two of each kind, and of people one for every power."""
    people = [cast[name].pk for name in ("administrator", "professional", "newcomer")]
    rows = (
        OneTimeLink.objects.filter(organisation=cast.here),
        AccessRequest.objects.filter(organisation=cast.here),
        ReadingGrant.objects.filter(organisation=cast.here),
        ArticleVersion.objects.filter(article__organisation=cast.here),
        Deliberation.objects.filter(organisation=cast.here),
        Case.objects.filter(organisation=cast.here),
        Member.objects.filter(organisation=cast.here),
        Authenticator.objects.filter(user__organisation=cast.here),
    )
    found = [list(one.order_by("pk").values_list("pk", flat=True)[:2]) for one in rows]
    assert all(found), "there is something of every kind"
    return [cast.here.pk, *people, *chain(*found)]


def with_ids() -> list[Address]:
    """Give every address that takes an id, in rooms that are not for everybody."""
    return [
        a
        for a in addresses()
        if a.takes
        and not a.name.startswith(("route_map:", "function_profiles:", "deliberation:"))
        and a.name not in NO_THING
    ]


def filled(address: Address, identifier: Any) -> str | None:
    """Give the address with this id in every place; None where it does not fit."""
    try:
        return reverse(address.name, kwargs=dict.fromkeys(address.takes, identifier))
    except NoReverseMatch:
        return None


@pytest.mark.exhaustive
@pytest.mark.parametrize("person", OUTSIDERS)
def test_no_id_of_another_organisation_opens_anything(person: str, cast: Cast) -> None:
    client = Client()
    sign_in(client, cast[person])
    before = snapshot()
    tried, opened = 0, []
    for address, identifier in product(with_ids(), ids_of_here(cast)):
        path = filled(address, identifier)
        if path is None or address.name == "account_reset_password_from_key":
            continue  # that page says 'this link does not work' to everybody
        for answer in (client.get(path), client.post(path, {"keeps": "ja", "roles": "administrator"})):
            tried += 1
            if answer.status_code not in {404, 405} and "/bevestigen/" not in answer.headers.get("Location", ""):
                opened.append((path, answer.status_code))
    assert tried > 100
    assert opened == []
    assert snapshot() == before


def snapshot() -> dict[str, list[str]]:
    """Take down everything that people can change, to see that nothing has."""
    models = apps.get_app_config("accounts").get_models()
    return {m.__name__: sorted(str(row) for row in m._default_manager.values_list()) for m in models}


def test_lists_hold_nobody_from_elsewhere(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["outside_administrator"])
    for path in ("/mensen/", "/mensen/nakijken/", "/mijn/", "/organisatie/"):
        page = client.get(path).content.decode()
        strangers = [u.email for u in cast.people.values() if u.organisation_id == cast.here.pk if u.email in page]
        assert strangers == [], path
        assert cast.here.name not in page


def test_absent_and_forbidden_look_the_same(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["outside_administrator"])
    absent = client.get("/mensen/00000000-0000-4000-8000-000000000000/")
    forbidden = client.get(f"/mensen/{cast['professional'].pk}/")
    assert (absent.status_code, absent.content) == (forbidden.status_code, forbidden.content)
    assert absent.headers.keys() == forbidden.headers.keys()
