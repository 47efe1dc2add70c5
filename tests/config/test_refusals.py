"""What a view refuses stands in the trail once, also when it tells so in its own words."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.cases.begun import begun
from tests.cases.envelopes import with_envelope
from tests.people import Cast, make_cast, sign_in

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries.known import known_events
from sleutelwerk.config.refusals import RefusalMiddleware
from sleutelwerk.core.verdict import NotAllowedError, refused, require
from sleutelwerk.deliberation.actions import preparing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def refusals(chain: UUID) -> list[tuple[str, list[str]]]:
    """Give the refusals in a trail: their kind, and the page."""
    kinds = [name for name, event in known_events().items() if event.refusal]
    found = Entry.objects.filter(chain=chain, kind__in=kinds).order_by("number").values_list("kind", "body")
    return [(str(kind), json.loads(body).get("fields", [])) for kind, body in found]


def client_of(cast: Cast, who: str) -> Client:
    """Give the browser of somebody."""
    client = Client()
    sign_in(client, cast[who])
    return client


def test_a_refusal_told_as_a_message_is_recorded_once(cast: Cast) -> None:
    row = begun(cast)
    client = client_of(cast, "professional")
    answer = client.post(reverse("cases:settle-assignment", args=[row.pk]))
    assert answer.status_code == 302
    assert refusals(cast.here.pk) == [("access_refused", ["cases_settle_assignment"])]


def test_a_refusal_told_in_a_form_is_recorded_once(cast: Cast) -> None:
    client = client_of(cast, "administrator")
    roles = [Role.FG, Role.ADMINISTRATOR]
    given = {"name": "Iris", "email": "iris@voorbeeld.example", "roles": roles}
    assert client.post(reverse("accounts:invite-person"), given).status_code == 422
    assert refusals(cast.here.pk) == [("access_refused", ["accounts_invite_person"])]


def test_a_refusal_that_has_a_name_of_its_own_is_not_recorded_twice(cast: Cast) -> None:
    row = with_envelope(cast)
    client = client_of(cast, "professional")
    client.get(reverse("cases:read-envelope", args=[row.pk]))
    assert refusals(cast.here.pk) == [("envelope_withheld", [])]


def test_what_is_answered_as_absent_is_recorded_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: Any, **__: Any) -> None:
        require(refused("Nee."))

    client = client_of(cast, "facilitator")
    monkeypatch.setattr(preparing, "follow_deliberation", no)
    assert client.post(reverse("sessions:follow-deliberation", args=[UUID(int=1)])).status_code == 404
    assert refusals(cast.here.pk) == [("access_refused", ["sessions_follow_deliberation"])]


def test_what_is_allowed_is_no_refusal(cast: Cast) -> None:
    row = begun(cast)
    assert client_of(cast, "professional").get(reverse("cases:open-case", args=[row.pk])).status_code == 200
    assert refusals(cast.here.pk) == []
    assert refusals(SITE_CHAIN) == []


@pytest.mark.parametrize("times", [1, 3])
def test_a_stranger_who_is_refused_stands_in_the_trail_of_the_installation(times: int) -> None:
    """Also on a page where nobody is looked up; one answer is one refusal, however many rules said no."""

    def view(_: HttpRequest) -> HttpResponse:
        for _time in range(times):
            with pytest.raises(NotAllowedError):
                require(refused("Nee."))
        return HttpResponse("nee")

    RefusalMiddleware(view)(RequestFactory().get("/"))
    assert refusals(SITE_CHAIN) == [("access_refused", [])]


def test_many_refusals_of_one_person_are_an_alarm(cast: Cast) -> None:
    cast.here.works_council_agreed_on = cast.here.created_at.date()
    cast.here.save()
    row = begun(cast)
    client = client_of(cast, "professional")
    for _time in range(11):
        client.post(reverse("cases:settle-assignment", args=[row.pk]))
    found = client_of(cast, "fg").get(reverse("home:audit-trail")).context["overview"].alarms
    peaks = [one for one in found if one.what == "Vaak geweigerd in korte tijd"]
    assert [(one.who, one.count) for one in peaks] == [("Professional", 11)]
    assert peaks[0].until - peaks[0].since < timedelta(minutes=5)
