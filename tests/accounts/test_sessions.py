"""How long a session lasts, and everything by which it ends at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from tests.accounts.steps import has_app, has_password, kinds, sign_in_for_real, type_password
from tests.config.test_settings import GOOD, load
from tests.people import PASSWORD, Cast, sign_in

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.own_account import device_name, devices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]

DASHBOARD, PEOPLE, ACCOUNT = reverse("home:dashboard"), reverse("accounts:people"), reverse("accounts:my-account")
LOGIN = reverse("account_login")


def signed_in(user: User) -> Client:
    """Give a browser in which somebody is signed in with both factors."""
    client = Client()
    sign_in(client, user)
    return client


def set_clock(client: Client, *, began_ago: timedelta, seen_ago: timedelta) -> None:
    """Let a session have begun, and have been used last, so long ago."""
    session = client.session
    now = datetime.now(UTC)
    session["began_at"], session["seen_at"] = (now - began_ago).timestamp(), (now - seen_ago).timestamp()
    session.save()


def is_in(client: Client) -> bool:
    """Tell whether somebody is still signed in here."""
    answer = client.get(DASHBOARD)
    assert answer.status_code == 200 or answer["Location"].startswith(LOGIN)
    return bool(answer.status_code == 200)


NEARLY = timedelta(seconds=-20)


@pytest.mark.parametrize(
    ("began_ago", "seen_ago", "says"),
    [
        (timedelta(hours=1), timedelta(minutes=15) + NEARLY, ""),
        (timedelta(hours=1), timedelta(minutes=15), "U was een tijdje weg"),
        (timedelta(hours=8) + NEARLY, timedelta(minutes=1), ""),
        (timedelta(hours=8), timedelta(minutes=1), "U was al lang ingelogd"),
    ],
)
def test_a_session_ends_by_itself_and_says_why(
    cast: Cast, began_ago: timedelta, seen_ago: timedelta, says: str
) -> None:
    client = signed_in(cast["professional"])
    key = client.session.session_key
    set_clock(client, began_ago=began_ago, seen_ago=seen_ago)
    answer = client.get(ACCOUNT)
    if not says:
        assert answer.status_code == 200
        return
    assert answer["Location"] == f"{LOGIN}?next={ACCOUNT}"
    assert says in client.get(answer["Location"]).content.decode()
    assert not Session.objects.filter(session_key=key).exists()
    assert not is_in(client)
    ended = [kind for kind in kinds(cast.here.pk) if kind in {"session_timed_out", "signed_out"}]
    assert ended == ["session_timed_out"], "nobody signed himself out"


def test_what_is_posted_too_late_is_not_done(cast: Cast) -> None:
    client = signed_in(cast["administrator"])
    set_clock(client, began_ago=timedelta(hours=9), seen_ago=timedelta())
    answer = client.post(reverse("accounts:suspend-person", kwargs={"person": cast["professional"].pk}))
    assert answer["Location"] == f"{LOGIN}?next={DASHBOARD}"
    cast["professional"].refresh_from_db()
    assert cast["professional"].is_active


def test_using_a_page_keeps_a_session_alive_but_not_beyond_its_end(cast: Cast) -> None:
    client = signed_in(cast["professional"])
    for hours in range(8):
        set_clock(client, began_ago=timedelta(hours=hours), seen_ago=timedelta(minutes=14))
        assert is_in(client)
        assert datetime.now(UTC).timestamp() - client.session["seen_at"] < 30
    set_clock(client, began_ago=timedelta(hours=8), seen_ago=timedelta())
    assert not is_in(client)


def test_reading_on_costs_no_write_within_half_a_minute(cast: Cast) -> None:
    client = signed_in(cast["professional"])
    set_clock(client, began_ago=timedelta(minutes=1), seen_ago=timedelta(seconds=25))
    before = client.session["seen_at"]
    assert is_in(client)
    assert client.session["seen_at"] == before


@pytest.mark.parametrize(("minutes", "stays"), [(30, True), (5, False)])
def test_an_operator_sets_the_longest_silence(cast: Cast, settings: LazySettings, minutes: int, stays: bool) -> None:
    settings.SESSION_IDLE_MINUTES = minutes
    client = signed_in(cast["professional"])
    set_clock(client, began_ago=timedelta(hours=1), seen_ago=timedelta(minutes=16))
    assert is_in(client) is stays


@pytest.mark.parametrize(("hours", "stays"), [(12, True), (2, False)])
def test_an_operator_sets_the_longest_session(cast: Cast, settings: LazySettings, hours: int, stays: bool) -> None:
    settings.SESSION_HOURS = hours
    client = signed_in(cast["professional"])
    set_clock(client, began_ago=timedelta(hours=9), seen_ago=timedelta(minutes=1))
    assert is_in(client) is stays


def test_signing_out_everywhere_keeps_this_device_only(cast: Cast) -> None:
    here, phone, other = (signed_in(cast[name]) for name in ("professional", "professional", "colleague"))
    assert here.post(reverse("accounts:sign-out-everywhere"))["Location"] == ACCOUNT
    assert (is_in(here), is_in(phone), is_in(other)) == (True, False, True)
    assert kinds(cast.here.pk)[-1] == "sessions_ended"


def test_changing_the_password_ends_the_others_and_this_one_can_still_be_ended(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    here, phone = Client(), Client()
    sign_in_for_real(here, user, secret)
    sign_in(phone, user)
    new = "vier paarse olifanten dansen"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), given).status_code == 302
    assert (is_in(here), is_in(phone)) == (True, False)
    assert [one.here for one in devices(user, here.session.session_key)] == [True]
    user.refresh_from_db()
    third = signed_in(user)
    third.post(reverse("accounts:sign-out-everywhere"))
    assert not is_in(here)


def test_who_has_no_password_is_not_asked_for_one(cast: Cast) -> None:
    client = signed_in(cast["professional"])
    assert client.get(reverse("account_change_password"))["Location"] == ACCOUNT
    assert client.post(reverse("account_change_password"), {"password1": PASSWORD})["Location"] == ACCOUNT
    cast["professional"].refresh_from_db()
    assert not cast["professional"].has_usable_password()


def test_signing_out_ends_the_session_on_the_server(cast: Cast) -> None:
    client = signed_in(cast["professional"])
    key = client.session.session_key
    assert client.get(reverse("account_logout")).status_code == 200, "a link alone signs nobody out"
    assert is_in(client)
    assert client.post(reverse("account_logout"))["Location"] == reverse("home:start")
    assert not Session.objects.filter(session_key=key).exists()
    assert kinds(cast.here.pk)[-1] == "signed_out"


def test_closing_an_account_ends_its_sessions_at_once(cast: Cast) -> None:
    laptop, phone, host = (signed_in(cast[name]) for name in ("professional", "professional", "administrator"))
    host.post(reverse("accounts:suspend-person", kwargs={"person": cast["professional"].pk}))
    assert (is_in(laptop), is_in(phone), is_in(host)) == (False, False, True)
    assert not UserSession.objects.filter(user=cast["professional"]).exists()


def test_a_role_that_was_taken_away_opens_nothing_at_the_next_request(cast: Cast) -> None:
    other, host = signed_in(cast["second_administrator"]), signed_in(cast["administrator"])
    page = reverse("accounts:person", kwargs={"person": cast["second_administrator"].pk})
    assert other.get(PEOPLE).status_code == 200
    assert host.post(page, {"roles": ["facilitator"]})["Location"] == page
    assert other.get(PEOPLE).status_code == 404
    assert other.post(page, {"roles": ["administrator"]}).status_code == 404


def cookie_of(answer: Any) -> Morsel[str]:
    """Give the cookie of the session that an answer sets."""
    found: Morsel[str] = answer.cookies["sleutelwerk_session"]
    return found


def test_the_cookie_of_a_session_is_out_of_reach_and_ends_with_the_browser(cast: Cast) -> None:
    user = has_password(cast["professional"])
    has_app(user)
    client = Client()
    cookie = cookie_of(type_password(client, user.email))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert (cookie["max-age"], cookie["expires"], cookie["domain"], cookie["path"]) == ("", "", "", "/")
    assert user.email not in cookie.value


def test_cookies_travel_encrypted_only_in_production(tmp_path: Path) -> None:
    here, production = (json.loads(load(tmp_path, given).stdout) for given in ({}, GOOD))
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert (here[name], production[name]) == (False, True)
    for name in ("SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"):
        assert production[name] is True


def test_somebody_sees_where_he_is_signed_in_without_a_whole_address(cast: Cast) -> None:
    user = cast["professional"]
    for number, ip in enumerate(("127.0.0.1", "192.0.2.77", "2001:db8:1:2:3:4:5:6")):
        client = signed_in(user)
        UserSession.objects.filter(session_key=client.session.session_key).update(
            ip=ip, user_agent="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0" if number else "odd"
        )
    page = client.get(ACCOUNT).content.decode()
    for shown in ("192.0.2.x", "2001:db8:1:…", "deze computer", "Edge op Windows", "Browser op onbekend apparaat"):
        assert shown in page, shown
    assert "192.0.2.77" not in page
    assert page.count("Dit apparaat") == 1
    assert [one.here for one in devices(user, client.session.session_key)] == [True, False, False]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox op Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome op Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Chrome/140.0 Safari/537.36 OPR/120.0", "Opera op Mac"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, name: str) -> None:
    assert device_name(agent) == name
