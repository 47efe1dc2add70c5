"""What is private is private everywhere: nothing is kept by browsers, and public pages look nobody up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.access.addresses import addresses
from tests.people import Cast, make_cast, sign_in, somebody_absent

from sleutelwerk.config.private_area import ENROLMENT, PUBLIC_PAGES, PUBLIC_ROOMS, is_public

pytestmark = pytest.mark.django_db

FILLED: dict[str, Any] = {
    "secret": "x", "number": 1, "person": somebody_absent(), "invitation": somebody_absent(), "document": "dpia",
    "slug": "x", "fault": "declined", "uidb36": "0", "key": "x-y", "pk": 0, "organisation": somebody_absent(),
    "ref": "eigen-1", "version": somebody_absent(), "grant": somebody_absent(), "asked": somebody_absent(),
    "case": somebody_absent(), "place": somebody_absent(),
    "allowance": somebody_absent(), "contact": somebody_absent(),
    "decision": somebody_absent(), "look": somebody_absent(), "opening": somebody_absent(),
    "order": somebody_absent(), "emergency": somebody_absent(), "step": "lawyer",
    "hold": somebody_absent(), "batch": somebody_absent(), "certificate": somebody_absent(),
    "offer": somebody_absent(),
    "question": somebody_absent(), "signal": somebody_absent(), "group": "x", "side": "x", "position": 1, "revision": 1,
    "deliberation": somebody_absent(), "page": "x", "kind": "x", "part": "x", "token": "x-y", "method": "x",
}  # fmt: skip
PUBLIC = (
    "/", "/contact/", "/toegankelijkheid/", "/privacy/", "/gegevens/", "/robots.txt", "/routekaart/",
    "/functieprofielen/",
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def private_names() -> list[tuple[str, tuple[str, ...]]]:
    """Give every named address that is not listed as public, with what it takes."""
    return [
        (one.name, one.takes)
        for one in addresses()
        if one.name not in PUBLIC_PAGES and one.name.partition(":")[0] not in PUBLIC_ROOMS
    ]


def filled(name: str, takes: tuple[str, ...]) -> str:
    """Fill an address in."""
    wanted = ("uidb36", "key") if name == "account_reset_password_from_key" else takes
    return reverse(name, kwargs={one: FILLED[one] for one in wanted if one in FILLED} | _of_provider(wanted))


def _of_provider(takes: tuple[str, ...]) -> dict[str, Any]:
    return {one: somebody_absent() for one in takes if one == "slug"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("person", [None, "professional", "administrator", "fg"])
def test_no_private_answer_is_kept_by_a_browser_whatever_it_says(cast: Cast, person: str | None) -> None:
    client = Client(raise_request_exception=False)
    kept = {}
    names = private_names()
    assert len(names) > 50
    for name, takes in names:
        if person:
            sign_in(client, cast[person])
        for answer in (client.get(filled(name, takes)), client.post(filled(name, takes))):
            if answer.headers.get("Cache-Control") != "no-store":
                kept[name] = (answer.status_code, answer.headers.get("Cache-Control"))
            if answer.streaming:
                answer.getvalue()  # reading to the end lets go of the file
    # the public half of our keys is the same for everybody, and made to be fetched
    assert kept.pop("accounts:sso-keys", None) in {None, (200, "no-store")}
    assert kept == {}


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_asks_the_database_nothing_even_of_somebody_signed_in(
    cast: Cast, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    client.get(path)  # what is read once a process, such as content, is not the point
    with django_assert_num_queries(0):
        answer = client.get(path)
    assert answer.status_code == 200
    assert ("no-store" in answer.headers.get("Cache-Control", "")) is (path == "/routekaart/"), "where answers are"
    assert "sleutelwerk_session" not in answer.cookies
    assert cast["professional"].name not in answer.content.decode()


def test_an_old_session_does_not_stand_between_anybody_and_a_public_page(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    session = client.session
    session["began_at"] = session["seen_at"] = 0
    session.save()
    for path in PUBLIC:
        assert client.get(path).status_code == 200, path
    assert client.get("/mijn/").status_code == 302


def test_a_session_without_a_clock_gets_one(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    session = client.session
    del session["began_at"], session["seen_at"]
    session.save()
    assert client.get("/mijn/").status_code == 200
    assert {"began_at", "seen_at"} <= set(client.session.keys())


def test_a_forged_cookie_opens_nothing() -> None:
    client = Client()
    client.cookies["sleutelwerk_session"] = "a" * 32
    assert client.get("/mijn/")["Location"].startswith("/inloggen/")


def test_what_is_not_there_is_neither_public_nor_private(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    assert client.get("/bestaat-niet/").status_code == 404
    assert not is_public(RequestFactory().get("/bestaat-niet/"))


@pytest.mark.parametrize("proved_ago", [None, timedelta(hours=1)])
def test_a_password_alone_is_sent_to_make_a_factor_and_may_leave(cast: Cast, proved_ago: timedelta | None) -> None:
    client = Client()
    sign_in(client, cast["professional"], proved_ago=proved_ago)
    weak = proved_ago is None
    answer = client.get("/mijn/account/")
    assert (answer.status_code == 302 and answer["Location"] == reverse("accounts:choose-factor")) is weak
    assert client.get(reverse("accounts:choose-factor")).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == "/"


def test_every_page_for_making_a_factor_exists() -> None:
    assert {one.name for one in addresses()} >= ENROLMENT


def test_the_names_of_public_pages_exist(settings: LazySettings) -> None:
    assert {one.name for one in addresses()} >= PUBLIC_PAGES
    assert "sleutelwerk.config.private_area.PrivateAreaMiddleware" in settings.MIDDLEWARE
