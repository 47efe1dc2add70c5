"""The overview: what waits for somebody, by role, and the outbox of an installation without a mail server."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone
from tests.deliberation.held import CLOSED, a_record
from tests.people import NOW, Cast, make_cast, sign_in
from tests.publishing.mirror import mirror_put_back

from sleutelwerk.accounts.actions.advice import NewAdvice, give_advice
from sleutelwerk.accounts.actions.people import suspend_person
from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.queries.own_account import Factors
from sleutelwerk.deliberation.actions.reporting import make_final
from sleutelwerk.deliberation.models import Record
from sleutelwerk.home.queries.attention import tasks_for
from sleutelwerk.home.queries.attention_task import Task
from sleutelwerk.knowledge.content import current
from sleutelwerk.mailroom.actions import post
from sleutelwerk.publishing.actions import mirror_visibility, set_visibility
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.rules import Kind

pytestmark = pytest.mark.django_db
PIECE = next(one for one in current().articles.values() if one.gated)
FINE = Factors(has_password=False, has_app=False, passkeys=1, codes_left=10)


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def titles(cast: Cast, person: str, has: Factors = FINE) -> list[str]:
    """Give the titles of what waits for somebody."""
    return [task.title for task in tasks_for(cast.actor(person), has, now=NOW)]


def advise(cast: Cast, *, days: int) -> None:
    """Let the FG advise."""
    advice = NewAdvice(NOW.date() - timedelta(days=9), "low", "not_needed", NOW.date() + timedelta(days=days))
    give_advice(cast.actor("fg"), cast.here, advice, now=NOW)


def test_the_fg_is_asked_for_his_advice_and_again_before_it_ends(cast: Cast) -> None:
    assert titles(cast, "fg") == ["Uw advies ontbreekt nog"]
    advise(cast, days=59)
    assert titles(cast, "fg") == ["Uw advies loopt af"]
    advise(cast, days=60)
    assert titles(cast, "fg") == []


def test_a_lonely_administrator_is_told_so(cast: Cast) -> None:
    assert "U bent de enige beheerder" not in titles(cast, "administrator")
    suspend_person(cast.actor("administrator"), cast["second_administrator"], now=NOW)
    assert "U bent de enige beheerder" in titles(cast, "administrator")


def test_access_to_be_looked_at_is_a_task_for_somebody_else(cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast["administrator"]).update(reviewed_at=NOW - timedelta(days=62))
    assert "Kijk toegang na" in titles(cast, "second_administrator")
    assert "Kijk toegang na" not in titles(cast, "administrator")


def test_who_led_a_deliberation_finds_here_what_the_letter_after_six_weeks_is_about(cast: Cast) -> None:
    """The letter names no page, so that nobody learns from it what was done: this one leads on."""
    row, title, due = a_record(cast, final=True), "Kijk terug op een beraad", CLOSED + timedelta(days=42)
    row.refresh_from_db()
    row.review_on = None
    row.save()
    before, after = due - timedelta(days=1), due + timedelta(days=1)
    asked = {
        when: [one.title for one in tasks_for(cast.actor("facilitator"), FINE, now=when)] for when in (before, after)
    }
    assert title not in asked[before]
    assert title in asked[after]
    assert title not in [one.title for one in tasks_for(cast.actor("police_officer"), FINE, now=after)]
    row.looked_back_on = after.date()
    row.save()
    assert title not in [one.title for one in tasks_for(cast.actor("facilitator"), FINE, now=after)]


def test_few_recovery_codes_are_told(cast: Cast) -> None:
    few = Factors(has_password=True, has_app=True, passkeys=0, codes_left=2)
    assert titles(cast, "professional", few) == ["U hebt bijna geen herstelcodes meer"]
    assert titles(cast, "professional") == []


def test_waiting_letters_are_a_task_of_the_house_only(cast: Cast) -> None:
    post(recipient="iemand@voorbeeld.example", subject="Brief", body="Tekst", now=NOW)
    assert "Brieven gaan nog niet vanzelf weg" in titles(cast, "administrator")
    assert "Brieven gaan nog niet vanzelf weg" not in titles(cast, "outside_administrator")
    with override_settings(SMTP_URL="smtp://127.0.0.1"):
        assert "Brieven gaan nog niet vanzelf weg" not in titles(cast, "administrator")


def test_every_task_leads_somewhere(client: Client, cast: Cast) -> None:
    post(recipient="iemand@voorbeeld.example", subject="Brief", body="Tekst", now=NOW)
    suspend_person(cast.actor("administrator"), cast["second_administrator"], now=NOW)
    tasks: list[Task] = tasks_for(cast.actor("administrator"), FINE, now=NOW)
    sign_in(client, cast["administrator"])
    assert tasks
    assert {client.get(task.address).status_code for task in tasks} == {200}


def test_somebody_without_a_role_hears_whom_to_ask(client: Client, cast: Cast) -> None:
    sign_in(client, cast["newcomer"])
    page = client.get("/mijn/").content.decode()
    assert "Administrator" in page
    sign_in(client, cast["reader"])
    assert "Administrator" not in client.get("/mijn/").content.decode()


def access(cast: Cast, days: int, **scope: str) -> None:
    """Give the reader access until so many days from now."""
    ReadingGrant.objects.create(
        organisation=cast.here, person=cast["reader"], **scope, since=NOW - timedelta(days=1),
        until=NOW + timedelta(days=days), granted_by=cast["access_reviewer"], request=uuid4(),
    )  # fmt: skip


def test_a_reader_sees_by_name_what_he_may_read(client: Client, cast: Cast) -> None:
    sign_in(client, cast["reader"])

    def page() -> str:
        return unescape(client.get(reverse("home:dashboard")).content.decode())

    assert "U hebt nu geen toegang tot de afgeschermde stukken" in page()
    access(cast, 60, scope_kind="document", scope_key="weggehaald")
    assert "U hebt nu geen toegang tot de afgeschermde stukken" in page()
    access(cast, 40, scope_kind="document", scope_key=PIECE.slug)
    text = page()
    assert "U kunt dit afgeschermde stuk lezen:" in text
    assert f'<a href="{reverse("knowledge:article", args=[PIECE.slug])}">{PIECE.title}</a>' in text
    assert "de afgeschermde stukken" not in text
    assert "en het stuk waar u toegang toe hebt" in text
    access(cast, 30, scope_kind="library")
    text = page()
    assert "U kunt de afgeschermde stukken lezen tot en met" in text
    assert PIECE.title not in text


def test_who_reads_what_is_open_to_every_account_hears_that(client: Client, cast: Cast) -> None:
    with mirror_put_back():
        now = timezone.now()
        set_visibility(cast.actor("content_owner", proved_at=now), Kind.GATED, gated=False, now=now)
        mirror_visibility()
        sign_in(client, cast["reader"])
        text = client.get(reverse("home:dashboard")).content.decode()
    assert "open voor iedereen met een account" in text
    assert "geen toegang" not in text


def test_whoever_has_a_letter_in_the_outbox_sees_who_read_there(cast: Cast) -> None:
    for who in ("professional", "outside_professional", "administrator", "reader"):
        post(recipient=cast[who].email, subject="Hallo", body="Met een link.", now=NOW)
    client = Client()
    sign_in(client, cast["administrator"])
    assert client.get("/postbus/").status_code == 200
    told = "Een brief aan iemand is in de postbus bekeken."
    shown = {}
    for who in ("professional", "outside_professional", "colleague", "administrator"):
        client = Client()
        sign_in(client, cast[who])
        shown[who] = client.get("/mijn/wie-keek/").content.decode().count(told)
    assert shown == {"professional": 1, "outside_professional": 1, "colleague": 0, "administrator": 0}


def test_the_outbox_shows_what_waits_and_that_is_recorded(client: Client, cast: Cast) -> None:
    post(recipient="iemand@voorbeeld.example", subject="Een brief", body="Met een link.", now=NOW)
    sign_in(client, cast["administrator"])
    assert "Met een link." in client.get("/postbus/").content.decode()
    sign_in(client, cast["fg"])
    assert "De postbus is bekeken." in client.get("/toezicht/logboek/").content.decode()


def test_the_outbox_says_so_where_a_letter_does_not_open_any_more(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(recipient="iemand@voorbeeld.example", subject="Een brief", body="Met een link.", now=NOW)
    monkeypatch.setattr(
        "sleutelwerk.mailroom.models.load_or_make_key", lambda _path: b"another key of 32 bytes in here!"
    )
    sign_in(client, cast["administrator"])
    page = client.get("/postbus/").content.decode()
    assert "Met een link." not in page
    assert "De tekst is niet meer te lezen" in page


def test_the_quick_exit_signs_out(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    assert client.get("/mijn/").status_code == 200
    assert client.get("/weg/").status_code == 200
    assert client.get("/mijn/").status_code == 302


def test_a_facilitator_goes_to_his_deliberations_from_here(client: Client, cast: Cast) -> None:
    """Others, who lead none, are not sent there."""
    card = f'href="{reverse("sessions:my-deliberations")}">Mijn beraden</a></h3>'
    for person, leads in (("facilitator", True), ("professional", False)):
        sign_in(client, cast[person])
        assert (card in client.get(reverse("home:dashboard")).content.decode()) is leads


def test_a_report_that_is_a_draft_waits_for_whoever_led(cast: Cast) -> None:
    """Without what it is about, until it is final; an exercise waits for nobody, and nor does somebody else's."""
    assert titles(cast, "facilitator") == []
    row, other = a_record(cast), a_record(cast)
    assert titles(cast, "facilitator") == ["2 verslagen wachten op u"]
    other.practice = True
    other.save()
    (task,) = tasks_for(cast.actor("facilitator"), FINE, now=NOW)
    assert task.title == "Een verslag wacht op u"
    assert "Werktitel" not in f"{task.title}{task.text}{task.address}"
    assert titles(cast, "police_officer") == []
    make_final(cast.actor("facilitator"), row.pk, Record.Kind.REFLECTION, now=CLOSED)
    assert "Een verslag wacht op u" not in titles(cast, "facilitator")


@pytest.mark.parametrize(
    ("production", "told"),
    [
        (True, "Zonder uw advies over de DPIA gaan er geen dossiers open."),
        (False, "Op deze proefsite gaan dossiers ook zonder uw advies open. Op een echte server niet."),
    ],
)
def test_the_fg_reads_what_holds_on_this_site(cast: Cast, production: bool, told: str) -> None:
    client = Client()
    sign_in(client, cast["fg"])
    with override_settings(PRODUCTION=production):
        assert told in client.get("/mijn/").content.decode()
        shown = client.get(reverse("accounts:give-advice")).content.decode()
    assert ("Op deze proefsite wel." in shown) is not production
