"""The day on which data leaked: what an account touched, whom to call, and until when the authority must hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.begun import begun
from tests.cases.test_candidate import with_candidate
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import PERSON_READ
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases.actions.beginning import open_case
from sleutelwerk.cases.actions.team import answer_invitation, invite_partner
from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.cases.queries.touched import partners_of, touched_cases
from sleutelwerk.home.queries.breach import Leak, Question, leak
from sleutelwerk.vault.actions import put_in
from sleutelwerk.vault.rules import Field, Keepers

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def asked(cast: Cast, viewer: str = "fg", person: str = "professional", noticed: timedelta = -HOUR) -> Leak | None:
    """Ask what somebody touched today, noticed an hour ago."""
    question = Question(cast[person].pk, NOW - HOUR, NOW + HOUR, NOW + noticed)
    return leak(cast.actor(viewer), question, now=NOW)


def with_envelope(cast: Cast) -> Candidate:
    """Begin a case of which the envelope was sealed by its lead."""
    row = with_candidate(cast)
    keepers = Keepers(frozenset({cast["professional"].pk}))
    texts = {Field.NAME: "Iemand Verzonnen", Field.REACH: "", Field.NEVER: ""}
    row.envelope = put_in(
        actor=cast.actor("professional"), organisation=cast.here.pk, keepers=keepers, texts=texts, now=NOW
    )
    row.save(update_fields=["envelope"])
    return row


def test_it_tells_case_files_by_code_and_whom_to_call_the_gravest_first(cast: Cast) -> None:
    row = with_envelope(cast)
    open_case(cast.actor("professional"), row.case_id, now=NOW)
    open_case(cast.actor("professional"), row.case_id, now=NOW + timedelta(minutes=5))
    with transaction.atomic():
        trace(PERSON_READ, actor=cast.actor("professional"), person=cast["colleague"].pk, now=NOW)
    found = asked(cast)
    assert found is not None
    envelope, case, person = found.touched
    assert (envelope.what, envelope.grave) == (f"De envelop van dossier {row.case.code}", True)
    assert (case.what, case.call, case.grave) == (f"Dossier {row.case.code}", "Professional", False)
    assert ("Een dossier is bekeken.", 2) in case.acts
    assert case.last - case.first == timedelta(minutes=5)
    assert (person.what, person.call) == ("Colleague", "")
    assert (found.case_files, found.envelopes) == (1, 1)
    assert row.pseudonym not in str(found)


def test_what_others_did_and_what_was_at_another_time_is_left_out(cast: Cast) -> None:
    row = begun(cast)
    open_case(cast.actor("professional"), row.pk, now=NOW + timedelta(hours=2))
    found = asked(cast, person="colleague")
    assert found is not None
    assert found.touched == ()
    found = asked(cast)
    assert found is not None
    assert [one.acts for one in found.touched] == [(("Iemand begon een dossier.", 1),)]


@pytest.mark.parametrize(
    ("noticed", "hours", "late"),
    [(-HOUR, 71, False), (timedelta(hours=-71, minutes=-59), 0, False), (timedelta(hours=-72), 0, True)],
)
def test_the_clock_counts_from_when_it_was_noticed(cast: Cast, noticed: timedelta, *, hours: int, late: bool) -> None:
    found = asked(cast, noticed=noticed)
    assert found is not None
    assert (found.hours_left, found.late) == (hours, late)


@pytest.mark.parametrize("who", ["professional", "administrator", "police_officer", "reader"])
def test_nobody_else_looks_into_it(cast: Cast, who: str) -> None:
    row = begun(cast)
    assert asked(cast, viewer=who) is None
    assert touched_cases(cast.actor(who), {pseudonym("case", row.pk)}) == {}


def test_whoever_is_of_the_police_learns_no_code_although_he_watches(cast: Cast) -> None:
    row = begun(cast)
    watcher = replace(cast.actor("fg"), police=True)
    assert touched_cases(watcher, {pseudonym("case", row.pk)}) == {}
    assert partners_of(watcher) == []


def test_those_of_another_organisation_learn_nothing(cast: Cast) -> None:
    row = begun(cast)
    found = asked(cast, viewer="outside_fg")
    assert found is not None
    assert found.touched == ()
    assert touched_cases(cast.actor("outside_fg"), {pseudonym("case", row.pk)}) == {}


def test_only_what_was_found_in_the_trail_is_named(cast: Cast) -> None:
    row, _other = begun(cast), begun(cast)
    assert list(touched_cases(cast.actor("fg"), {pseudonym("case", row.pk)})) == [pseudonym("case", row.pk)]
    assert touched_cases(cast.actor("fg"), {pseudonym("case", UUID(int=1))}) == {}


def test_the_page_asks_answers_and_is_recorded(client: Client, cast: Cast) -> None:
    row, now = begun(cast), timezone.now()
    open_case(cast.actor("professional"), row.pk, now=now)
    sign_in(client, cast["security_officer"])
    page = client.get("/toezicht/datalek/").content.decode()
    assert "Eerst mensen, dan papier" in page
    assert reverse("accounts:people") in page, "who can close an account is one step away"
    assert row.code not in page
    said = {
        "person": str(cast["professional"].pk), "since": "2020-01-01T00:00", "noticed": "2020-01-02T00:00",
        "until": (timezone.localtime(now) + HOUR).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    answer = client.post("/toezicht/datalek/", said)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"Dossier {row.code}" in page
    assert "De 72 uur zijn om" in page
    kept = Entry.objects.order_by("number").last()
    assert kept is not None
    assert (kept.kind, kept.subject) == ("leak_looked_into", pseudonym("person", cast["professional"].pk))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"person": ""}, "Kies een account"),
        ({"since": ""}, "Kies een dag en een tijd"),
        ({"since": "gisteren"}, "2027-03-31 14:30"),
        ({"until": "2019-12-31T00:00"}, "na het begin"),
        ({"noticed": "2999-01-01T00:00"}, "al geweest"),
    ],
)
def test_bad_input_says_what_to_do(client: Client, cast: Cast, wrong: dict[str, str], says: str) -> None:
    sign_in(client, cast["fg"])
    good = {
        "person": str(cast["professional"].pk), "since": "2020-01-01T00:00", "until": "2020-01-02T00:00",
        "noticed": "2020-01-02T00:00",
    }  # fmt: skip
    answer = client.post("/toezicht/datalek/", good | wrong)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert text.index("Er klopt nog iets niet") < text.index("Wat u doet"), "seen at once, also on a phone"
    assert client.post("/toezicht/datalek/", good).status_code == 200


def test_somebody_of_a_partner_can_be_looked_into(client: Client, cast: Cast) -> None:
    row, now = begun(cast), timezone.now()
    sign_in(client, cast["fg"])
    assert "(partner)" not in client.get("/toezicht/datalek/").content.decode()
    lead, until = cast.actor("professional"), timezone.localdate(now) + timedelta(days=9)
    invite_partner(lead, row.pk, cast["outside_professional"].email, until, site="https://x.example/", now=now)
    assert "(partner)" not in client.get("/toezicht/datalek/").content.decode()
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=timezone.localdate(now))
    answer_invitation(partner, place.pk, takes_part=True, now=now)
    assert "Outside Professional (partner)" in client.get("/toezicht/datalek/").content.decode()
    assert partners_of(cast.actor("professional")) == []
    assert partners_of(cast.actor("outside_fg")) == []
