"""What the FG and the security officer see, and what everybody sees of who looked at him."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.conf import LazySettings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.steps import type_password
from tests.cases.begun import begun
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.accounts.actions.people import set_roles, suspend_person
from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import ACCESS_REFUSED, PERSON_READ
from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.audit.queries.entries import looks_at
from sleutelwerk.audit.queries.known import known_events
from sleutelwerk.audit.rules.alarms import AlarmKind
from sleutelwerk.home.queries import oversight
from sleutelwerk.home.queries.breach import Question, leak
from sleutelwerk.home.queries.oversight import ALARM_NAMES, Asked, overview, trail
from sleutelwerk.home.queries.subjects import About
from sleutelwerk.home.queries.trail_words import WORDS, word

pytestmark = pytest.mark.django_db
REFUSAL_PEAK = AlarmKind.REFUSAL_PEAK


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def read(cast: Cast, who: str, whom: str, at: datetime = NOW) -> None:
    """Let somebody look at a colleague."""
    with transaction.atomic():
        trace(PERSON_READ, actor=cast.actor(who), person=cast[whom].pk, now=at)


def test_the_trail_names_who_did_what_about_whom(cast: Cast) -> None:
    set_roles(cast.actor("administrator"), cast["newcomer"], [Role.FACILITATOR], now=NOW)
    found = trail(cast.actor("fg"), Asked())
    assert found is not None
    line = found.lines[0]
    assert (line.who, line.about.name, line.details) == ("Administrator", "Newcomer", "gespreksleider")
    assert line.what == "De rollen van iemand zijn veranderd."


@pytest.mark.parametrize("person", ["administrator", "professional", "outside_fg", "reader", "police_officer"])
def test_only_those_who_watch_over_this_organisation_see_its_trail(cast: Cast, person: str) -> None:
    read(cast, "administrator", "professional")
    viewer = cast.actor(person)
    if person == "outside_fg":
        seen = trail(viewer, Asked())
        assert seen is not None
        assert seen.lines == ()
    else:
        assert trail(viewer, Asked()) is None
        assert overview(viewer, now=NOW) is None


def test_the_trail_of_the_installation_is_for_the_house(cast: Cast) -> None:
    assert trail(cast.actor("fg"), Asked(site=True)) is not None
    assert trail(cast.actor("outside_fg"), Asked(site=True)) is None


@pytest.mark.parametrize("there", [True, False])
def test_a_refusal_tells_which_page_and_which_case_whether_it_is_there_or_not(
    client: Client, cast: Cast, *, there: bool
) -> None:
    key = begun(cast).pk if there else uuid4()
    sign_in(client, cast["colleague"])
    assert client.get(reverse("cases:contacts", args=[key])).status_code == 404
    found = trail(cast.actor("fg"), Asked(person=cast["colleague"].pk))
    assert found is not None
    line = found.lines[0]
    assert (line.what, line.details) == ("Iets is geweigerd.", "contacten")
    assert line.about == About("Dossier", pseudonym("case", key).partition(":")[2][:8])


def test_what_was_refused_is_no_look_and_touches_nothing(client: Client, cast: Cast) -> None:
    row, now = begun(cast), timezone.now()
    sign_in(client, cast["colleague"])
    client.get(reverse("cases:contacts", args=[row.pk]))
    assert looks_at(cast.here.pk, [pseudonym("case", row.pk)]) == ()
    asked = Question(cast["colleague"].pk, now - timedelta(hours=1), now + timedelta(hours=1), now)
    found = leak(cast.actor("fg"), asked, now=now)
    assert found is not None
    assert found.case_files == 0
    assert [one.what for one in found.touched] == ["Niets of niemand in het bijzonder"]


def test_days_are_written_in_dutch(client: Client, cast: Cast) -> None:
    read(cast, "administrator", "professional")
    sign_in(client, cast["fg"])
    page = client.get(reverse("home:audit-entries")).content.decode()
    assert re.search(r">\d{1,2} november 2026 \d{2}:\d{2}:\d{2}<", page)


def test_the_trail_is_searched_by_person_period_and_kind(cast: Cast) -> None:
    read(cast, "administrator", "professional", NOW - timedelta(days=3))
    read(cast, "second_administrator", "colleague")
    viewer, today = cast.actor("fg"), NOW.date()
    by = trail(viewer, Asked(person=cast["administrator"].pk))
    about = trail(viewer, Asked(about=cast["colleague"].pk))
    recent = trail(viewer, Asked(since=today, until=today))
    assert [len(found.lines) for found in (by, about, recent) if found] == [1, 1, 1]
    assert recent is not None
    assert recent.lines[0].about == About("Colleague")


def test_alarms_are_silent_until_the_works_council_agrees(cast: Cast) -> None:
    night = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
    read(cast, "administrator", "professional", night)
    before = overview(cast.actor("fg"), now=NOW)
    assert before is not None
    assert before.alarms == ()
    assert "ondernemingsraad" in before.alarms_off
    cast.here.works_council_agreed_on = NOW.date()
    cast.here.save()
    after = overview(cast.actor("fg"), now=NOW)
    assert after is not None
    assert [(alarm.what, alarm.who) for alarm in after.alarms] == [("Kijken op een ongewoon moment", "Administrator")]


def test_a_peak_of_refusals_stands_out(cast: Cast) -> None:
    cast.here.works_council_agreed_on = NOW.date()
    cast.here.save()
    for minute in range(11):
        with transaction.atomic():
            trace(ACCESS_REFUSED, actor=cast.actor("professional"), now=NOW - timedelta(minutes=minute + 1))
    found = overview(cast.actor("security_officer"), now=NOW)
    assert found is not None
    assert "Vaak geweigerd in korte tijd" in [alarm.what for alarm in found.alarms]


def knock(times: int) -> None:
    """Type a wrong password on the real page, for one address after the other, as whoever guesses would."""
    for guess in range(times):
        address = f"{guess}@voorbeeld.example"
        answer = type_password(Client(REMOTE_ADDR=f"192.0.2.{guess}"), address, "een gok")
        assert answer.status_code == 200


def peaks(cast: Cast, who: str) -> list[tuple[str, str, int, bool]]:
    """Give the peaks of refusals as somebody who watches sees them, through the page."""
    client = Client()
    sign_in(client, cast[who])
    found = client.get(reverse("home:audit-trail")).context["overview"].alarms
    return [(one.what, one.who, one.count, one.site) for one in found if one.what == ALARM_NAMES[REFUSAL_PEAK]]


def test_many_wrong_passwords_reach_whoever_watches_over_the_house(cast: Cast) -> None:
    knock(11)
    assert peaks(cast, "fg") == [], "the works council did not agree yet"
    for organisation in (cast.here, cast.elsewhere):
        organisation.works_council_agreed_on = NOW.date()
        organisation.save()
    told = [("Vaak geweigerd in korte tijd", "niet ingelogd", 11, True)]
    assert peaks(cast, "fg") == told
    assert peaks(cast, "security_officer") == told
    assert peaks(cast, "outside_fg") == [], "the installation is the house's to watch over"
    client = Client()
    sign_in(client, cast["fg"])
    page = client.get(reverse("home:audit-trail")).content.decode()
    assert f'href="{reverse("home:audit-entries")}?site=on"' in page
    assert "Aanmelden is niet gelukt." in client.get(reverse("home:audit-entries"), {"site": "on"}).content.decode()


def test_a_few_wrong_passwords_are_no_alarm(cast: Cast) -> None:
    cast.here.works_council_agreed_on = NOW.date()
    cast.here.save()
    knock(10)
    assert peaks(cast, "fg") == []


def test_the_only_administrator_who_was_not_reviewed_is_an_exception(cast: Cast) -> None:
    suspend_person(cast.actor("administrator"), cast["second_administrator"], now=NOW)
    RoleGrant.objects.filter(user=cast["administrator"]).update(reviewed_at=NOW - timedelta(days=200))
    found = overview(cast.actor("fg"), now=NOW)
    assert found is not None
    assert any("enige beheerder" in sentence for sentence in found.exceptions)


def test_looking_at_the_trail_is_in_the_trail(client: Client, cast: Cast) -> None:
    sign_in(client, cast["fg"])
    for path in ("/toezicht/", "/toezicht/logboek/"):
        assert client.get(path).status_code == 200
    page = client.get("/toezicht/logboek/").content.decode()
    assert page.count("Het logboek is bekeken.") == 2  # this look stands there from the next one on


def test_a_wrong_date_is_told_and_loses_nothing(client: Client, cast: Cast) -> None:
    sign_in(client, cast["fg"])
    answer = client.get("/toezicht/logboek/", {"since": "gisteren", "kind": "access"})
    assert answer.status_code == 422
    assert 'value="gisteren"' in answer.content.decode()


def test_pages_of_the_trail_follow_each_other(client: Client, cast: Cast) -> None:
    for number in range(60):
        read(cast, "administrator", "professional", NOW + timedelta(seconds=number))
    sign_in(client, cast["fg"])
    first = client.get("/toezicht/logboek/").content.decode()
    assert "Ouder" in first
    assert "Nieuwer" in client.get("/toezicht/logboek/", {"page": 2}).content.decode()


def test_the_export_is_signed_and_its_making_is_its_last_entry(client: Client, cast: Cast) -> None:
    read(cast, "administrator", "professional")
    sign_in(client, cast["security_officer"])
    answer: Any = client.post("/toezicht/logboek/ophalen/")
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as bundle:
        last = bundle.read("entries.jsonl").decode().splitlines()[-1]
        assert "trail_exported" in last
        assert bundle.read("head.sig")
    assert json.loads(last)
    assert "Administrator" not in last


def test_every_code_in_the_events_of_people_has_a_word(cast: Cast) -> None:
    assert word("webauthn") == "passkey"
    assert word("something_new") == "something new"
    assert set(Role) <= set(WORDS)
    assert known_events()
    assert oversight.RETENTION_NAMES.keys() == set(type(next(iter(oversight.RETENTION_NAMES))))


def test_the_overseers_see_the_fingerprint_that_an_export_carries(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["fg"])
    page = client.get("/toezicht/").content.decode()
    answer: Any = client.post("/toezicht/logboek/ophalen/")
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as export:
        key = load_pem_public_key(export.read("public.pem"))
    found = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    assert f">{found}<" in page


def test_a_key_that_cannot_be_read_is_told_and_stops_nothing(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:  # fmt: skip
    settings.AUDIT_KEYS_FOLDER = tmp_path
    (tmp_path / "signing.pem").write_text("no key", "utf-8")
    found = overview(cast.actor("fg"), now=NOW)
    assert found is not None
    assert found.fingerprint == ""
    assert any("sleutel die het logboek ondertekent" in one for one in found.exceptions)
