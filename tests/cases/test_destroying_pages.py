"""The pages by which two people look at what goes, and of what went; on them stand codes and numbers only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.test_ending import ended
from tests.people import Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.batches import confirm_batch, propose_batch
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.holding import Wanted, put_on_hold
from sleutelwerk.cases.models import Batch, Candidate, Case, Certificate, Ending
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.certificates import shown as in_words
from sleutelwerk.cases.queries.ending import EMPTY_STEPS, STEPS_COLUMN
from sleutelwerk.cases.queries.going import going_for

pytestmark = pytest.mark.django_db
GOING = "/dossiers/toezicht/vernietigen/"


def years_before(day: date, years: int) -> date:
    """Give the same day in an earlier year."""
    return day.replace(year=day.year - years, day=min(day.day, 28))


@pytest.fixture
def going(cast: Cast) -> Case:
    """Give a case of which the file goes within a week."""
    row = ended(cast)
    ending = Ending.objects.get()
    # without aftercare the term counts from the last day
    ending.ends_on = years_before(timezone.localdate() + timedelta(days=5), 1)
    ending.steps = candidate_vault(ending.candidate_id).seal(STEPS_COLUMN, dict(EMPTY_STEPS))
    ending.save()
    return row


def text(client: Client, address: str) -> str:
    """Give a page."""
    return client.get(address).content.decode()


def test_two_people_look_and_the_proof_says_so(client: Client, cast: Cast, going: Case) -> None:
    sign_in(client, cast["fg"])
    page = text(client, GOING)
    assert going.code in page
    assert "Stel deze regel voor" in page
    assert Candidate.objects.get().pseudonym not in page
    assert "Samen naar school" not in page
    assert Entry.objects.filter(kind="going_listed").count() == 1
    stale = client.post(reverse("cases:propose-batch"), {"shown": "x"}, follow=True).content.decode()
    assert "intussen veranderd" in stale
    shown = page.partition('name="shown" value="')[2].partition('"')[0]
    done = client.post(reverse("cases:propose-batch"), {"shown": shown}, follow=True).content.decode()
    assert "Wacht op een tweede" in done
    assert "U stelde dit zelf voor" in done
    batch = reverse("cases:confirm-batch", args=[Batch.objects.get().pk])
    assert "zelf voor" in client.post(batch, follow=True).content.decode()
    sign_in(client, cast["security_officer"])
    assert "Kijk mee wat er weggaat" in text(client, reverse("home:dashboard"))
    assert "Ik keek ook, bevestig" in text(client, GOING)
    assert "Twee mensen keken" in client.post(batch, follow=True).content.decode()


def test_who_watches_is_asked_to_look_before_anybody_proposed(client: Client, cast: Cast, going: Case) -> None:
    asked, start = "Er gaat binnenkort iets weg", reverse("home:dashboard")
    for who, told in (("fg", True), ("security_officer", True), ("administrator", False), ("outside_fg", False)):
        sign_in(client, cast[who])
        assert (asked in text(client, start)) is told, who
    sign_in(client, cast["fg"])
    now = timezone.now()
    propose_batch(cast.actor("fg"), going_for(cast.actor("fg"), now).fingerprint, now=now)
    assert asked not in text(client, start)


def test_what_is_held_asks_nobody_to_propose_it(client: Client, cast: Cast, going: Case) -> None:
    until = timezone.localdate() + timedelta(days=60)
    put_on_hold(cast.actor("professional"), going.pk, Wanted("complaint", until), now=timezone.now())
    sign_in(client, cast["fg"])
    assert "Er gaat binnenkort iets weg" not in text(client, reverse("home:dashboard"))
    assert going.code in text(client, GOING)


def test_the_proof_names_two_functions_and_no_case(client: Client, cast: Cast, going: Case) -> None:
    now = timezone.now()
    fg, other = cast.actor("fg"), cast.actor("security_officer")
    confirm_batch(other, propose_batch(fg, going_for(fg, now).fingerprint, now=now).pk, now=now)
    sign_in(client, cast["security_officer"])
    forget_ended(now=now + timedelta(days=6))
    one = Certificate.objects.get()
    listed = text(client, reverse("cases:certificates"))
    assert "Twee mensen keken" in listed
    told = text(client, reverse("cases:certificate", args=[one.pk]))
    assert "Functionaris gegevensbescherming (" in told
    assert "Security officer (" in told
    assert going.code not in told + listed
    paper = client.get(reverse("cases:certificate-paper", args=[one.pk]))
    assert paper.getvalue().startswith(b"%PDF")
    assert Entry.objects.filter(kind="certificate_printed").count() == 1
    assert going.code not in text(client, GOING)


def test_the_proof_says_so_where_the_selection_list_has_no_result() -> None:
    (line,) = in_words(Certificate(counts={"assignment": 1}, grounds={})).lines
    assert line.ground == "staat er niet in"


def test_when_nobody_looked_the_fg_is_told_and_looks(client: Client, cast: Cast, going: Case) -> None:
    forget_ended(now=timezone.now() + timedelta(days=6))
    one = Certificate.objects.get()
    address, look = (reverse(f"cases:{name}", args=[one.pk]) for name in ("certificate", "look-afterwards"))
    sign_in(client, cast["security_officer"])
    assert "De FG kijkt hier nog naar" in text(client, address)
    assert "kijkt de FG" in client.post(look, follow=True).content.decode()
    sign_in(client, cast["fg"])
    assert "Niemand keek vooraf" in text(client, reverse("home:dashboard"))
    assert "Niemand keek vooraf" in text(client, reverse("cases:certificates"))
    assert "U keek hiernaar" in client.post(look, follow=True).content.decode()
    assert "Achteraf gezien" in text(client, address)
    assert "Achteraf gezien door de FG" in text(client, reverse("cases:certificates"))
    assert Case.objects.filter(pk=going.pk).exists()


def test_quiet_pages_say_so(client: Client, cast: Cast) -> None:
    sign_in(client, cast["fg"])
    assert "gaat er niets weg" in text(client, GOING)
    proofs = text(client, reverse("cases:certificates"))
    assert "Er is nog geen bewijs." in proofs
    assert "een regel in het logboek, zonder naam" in proofs, "what went because he asked has no proof of this kind"
    assert "versie 1" in text(client, reverse("cases:terms"))


def test_the_list_is_no_register_for_anybody_else(client: Client, cast: Cast, going: Case) -> None:
    for who in ("colleague", "decision_maker", "administrator", "facilitator", "outside_professional"):
        sign_in(client, cast[who])
        assert client.get(GOING).status_code == 404, who
    sign_in(client, cast["outside_fg"])
    assert going.code not in text(client, GOING)
