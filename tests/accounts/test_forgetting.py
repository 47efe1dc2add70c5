"""What is known of people goes when its time has come: names, links, sessions."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.accounts.actions.advice import change_organisation
from sleutelwerk.accounts.actions.forgetting import forget_closed, forget_ended_sessions, forget_letters, forget_links
from sleutelwerk.accounts.actions.invitations import Invitation, invite_person
from sleutelwerk.accounts.actions.people import suspend_person
from sleutelwerk.accounts.models import OneTimeLink, RoleGrant
from sleutelwerk.accounts.rules.links import INVITATION_LASTS
from sleutelwerk.audit.models import Entry
from sleutelwerk.mailroom.actions import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def forgotten(kind: str) -> list[dict[str, int]]:
    """Give what the trail counts of what was let go of."""
    bodies = [json.loads(body) for body in Entry.objects.values_list("body", flat=True)]
    return [dict(one["counts"]) for one in bodies if one["kind"] == kind]


def test_a_closed_account_is_forgotten_after_half_a_year(cast: Cast) -> None:
    user = cast["professional"]
    user.last_login = user.unused_from = NOW
    user.save()
    sign_in(Client(), user)
    suspend_person(cast.actor("administrator"), user, now=NOW)
    assert forget_closed(now=NOW + timedelta(days=183)) == 0
    user.refresh_from_db()
    assert user.name
    assert forget_closed(now=NOW + timedelta(days=183, seconds=1)) == 1
    user.refresh_from_db()
    left: tuple[object, ...] = (user.name, user.last_login, user.joined_at, user.unused_from)
    assert left == ("", None, None, None)
    assert user.email == f"{user.pk}@vergeten.invalid"
    assert not user.has_usable_password()
    for rows in (EmailAddress, Authenticator, RoleGrant, UserSession):
        assert not rows.objects.filter(user=user).exists(), rows
    assert forget_closed(now=NOW + timedelta(days=400)) == 0


def test_an_open_account_is_never_forgotten(cast: Cast) -> None:
    assert forget_closed(now=NOW + timedelta(days=4000)) == 0
    cast["professional"].refresh_from_db()
    assert cast["professional"].email == "professional@voorbeeld.example"


def test_links_go_four_weeks_after_their_end(cast: Cast) -> None:
    invitation = Invitation("Iemand", "iemand@voorbeeld.example", frozenset())
    invite_person(cast.actor("administrator"), invitation, site="https://x.example/", now=NOW)
    end = NOW + INVITATION_LASTS + timedelta(days=28)
    assert forget_links(now=end) == 0
    assert forget_links(now=end + timedelta(seconds=1)) == 1
    assert not OneTimeLink.objects.exists()
    assert forgotten("links_forgotten") == [{"links": 1}]


def test_an_ended_session_takes_what_is_known_of_the_device_along(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    key = client.session.session_key
    Session.objects.filter(session_key=key).update(expire_date=NOW)
    assert forget_ended_sessions(now=NOW + timedelta(seconds=1)) == 1
    assert not UserSession.objects.filter(session_key=key).exists()
    assert forgotten("sessions_forgotten") == [{"devices": 1, "sessions": 1}]


def test_old_letters_leave_their_number_and_nothing_else(cast: Cast) -> None:
    for number in range(2):
        post(recipient=f"sanne{number}@x.example", subject="x", body="y", now=NOW)
    assert forget_letters(now=NOW + timedelta(days=30)) == 0
    assert forgotten("letters_forgotten") == [], "where nothing goes nothing is said"
    assert forget_letters(now=NOW + timedelta(days=31)) == 2
    assert forgotten("letters_forgotten") == [{"letters": 2}]
    assert "sanne" not in " ".join(Entry.objects.values_list("body", flat=True))


def test_the_contact_point_is_replaced_at_once(cast: Cast) -> None:
    values = {"contact_point": "Nieuw loket", "contact_email": "nieuw@voorbeeld.example"}
    change_organisation(cast.actor("administrator"), cast.here, values, now=NOW)
    cast.here.refresh_from_db()
    assert (cast.here.contact_point, cast.here.contact_email) == tuple(values.values())
