"""Signing out ends a desk, its stream and its posts, until he signs in and takes it again; idling does not."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests.deliberation.deliberations import make_deliberation
from tests.people import Cast, sign_in

from sleutelwerk.accounts.actions.sessions import end_all_sessions
from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.deliberation.actions.announce import start_hearing, stop_hearing
from sleutelwerk.deliberation.engine.session.views import Audience
from sleutelwerk.deliberation.live.domain import admit, newer
from sleutelwerk.deliberation.queries.live import COOKIE


class Desk:
    """A browser in which a facilitator signed in and opened a room."""

    def __init__(self, cast: Cast) -> None:
        cache.clear()
        self.row = make_deliberation(cast)
        self.user = cast["facilitator"]
        self.client = Client()
        sign_in(self.client, self.user)
        assert self.client.post(f"/beraad/{self.row.pk}/openen/").status_code == 302

    def sign_in(self) -> None:
        """Sign in again in the same browser."""
        sign_in(self.client, self.user)

    def takes_desk(self) -> None:
        """Take the desk again."""
        assert self.client.post(f"/beraad/{self.row.pk}/regie/").status_code == 302

    def acts(self, verb: str = "lock") -> int:
        """Press a button; the status of the answer."""
        body = json.dumps({"send": str(uuid4()), "verb": verb})
        return self.client.post(f"/beraad/{self.row.pk}/doen/", body, content_type="application/json").status_code

    def may_listen(self) -> bool:
        """Tell whether a stream of this browser is admitted."""
        cookie = f"{COOKIE}={self.client.cookies[COOKIE].value}".encode()
        scope: dict[str, Any] = {
            "path": f"/live/{self.row.pk}/", "query_string": b"", "headers": [(b"cookie", cookie)],
        }  # fmt: skip
        return admit(scope) is not None

    def listens_on(self) -> bool:
        """Tell whether an open stream of a desk goes on when everything is looked at again."""
        state = newer(str(self.row.pk), -1)
        assert state is not None
        return (Audience.DESK.value,) in (state.devices or {}).values()

    def is_open(self) -> bool:
        """Tell whether the desk works, in all ways alike."""
        ways = {self.acts() == 200, self.may_listen(), self.listens_on()}
        assert len(ways) == 1, "one way in is still open, or one is shut too early"
        return ways.pop()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Give a desk that works."""
    found = Desk(cast)
    assert found.is_open()
    return found


@pytest.mark.django_db(transaction=True)
def test_signing_out_ends_the_desk_at_once_until_it_is_taken_again(desk: Desk) -> None:
    called: list[str] = []
    start_hearing(called.append)
    try:
        desk.client.post("/uitloggen/")
    finally:
        stop_hearing(called.append)
    assert called == [str(desk.row.pk)], "open streams are looked at again at once"
    assert not desk.is_open()
    assert "/regie/" in desk.client.get(f"/beraad/{desk.row.pk}/regie/").headers["Location"], "he is asked to sign in"
    desk.sign_in()
    assert not desk.is_open(), "signing in alone is not sitting down"
    desk.takes_desk()
    assert desk.is_open()
    assert desk.acts("pause") == 200, "he leads again"


def test_signing_out_ends_the_desk_of_this_browser_also_under_a_later_sign_in(desk: Desk) -> None:
    desk.client.session.flush()  # as it ends by itself
    desk.sign_in()
    assert desk.is_open()
    desk.client.post("/uitloggen/")
    assert not desk.is_open()


def test_signing_out_elsewhere_leaves_the_desk(desk: Desk) -> None:
    elsewhere = Client()
    sign_in(elsewhere, desk.user)
    elsewhere.post("/uitloggen/")
    assert desk.is_open()


def test_ending_all_sessions_ends_the_desk(desk: Desk) -> None:
    assert end_all_sessions(desk.user.pk, except_key="another") == 1
    assert not desk.is_open()


def test_ending_all_other_sessions_keeps_the_desk_of_this_one(desk: Desk) -> None:
    end_all_sessions(desk.user.pk, except_key=desk.client.session.session_key)
    assert desk.is_open()


def test_a_talk_may_last_longer_than_the_longest_session(desk: Desk) -> None:
    session = desk.client.session
    session["began_at"] -= 9 * 3600
    session.save()
    desk.client.get("/mijn/")  # the site finds that he has been in for too long, and ends the session
    assert not Session.objects.filter(session_key=session.session_key).exists()
    assert UserSession.objects.filter(session_key=session.session_key).exists()
    assert desk.is_open()


def test_a_role_that_was_taken_ends_the_desk_and_its_stream(desk: Desk) -> None:
    RoleGrant.objects.filter(user=desk.user).delete()
    assert not desk.is_open()


def test_signing_out_without_a_desk_or_a_seat_changes_nothing(desk: Desk, cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    # somebody else's cookie is no desk of his
    client.cookies[COOKIE] = desk.client.cookies[COOKIE].value
    client.post("/uitloggen/")
    assert desk.is_open()
