"""The pages of contact, signals and laying the work still, as people use them, without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cases.begun import TODAY, at_agreement
from tests.cases.test_ending import ended, with_partner
from tests.cases.working import spoke, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.ending import Farewell, begin_ending
from sleutelwerk.cases.actions.looking_back import SideSaid, begin_look_back, save_side
from sleutelwerk.cases.actions.pausing import Talked, pause_work, resume_work
from sleutelwerk.cases.engine.evaluation import Side
from sleutelwerk.cases.models import Agreement, Candidate, Case, Contact, Pause, ThemeSignal
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.privacy.models import GuardException

PAGES = ("contacts", "note-contact", "signals", "pause-work")
SAID = {"channel": "phone", "lasted": "short", "theme": "school", "mood": "well", "safety": "asked"}


def browser_of(cast: Cast, name: str = "professional") -> Client:
    """Give somebody's browser."""
    found = Client()
    sign_in(found, cast[name])
    return found


def page_of(name: str, case: Case, **more: object) -> str:
    """Give the address of a page of a case."""
    return reverse(f"cases:{name}", kwargs={"case": case.pk, **more})


def text_of(client: Client, address: str) -> str:
    """Give a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def today_said(**more: str) -> dict[str, str]:
    """Give a form of today."""
    return {**SAID, "held_on": str(timezone.localdate()), **more}


@pytest.mark.parametrize("page", PAGES)
def test_the_team_gets_in_and_nobody_else(cast: Cast, page: str) -> None:
    row = working(cast)
    with_partner(cast, row)
    address = page_of(page, row)
    for name in ("professional", "colleague"):
        shown = text_of(browser_of(cast, name), address)
        assert "Wie ziet dit?" in shown
        title = shown.partition("<title>")[2].partition("</title>")[0]
        assert Candidate.objects.get().pseudonym not in title
    for name in ("outside_professional", "decision_maker", "administrator", "police_officer"):
        assert browser_of(cast, name).get(address).status_code == 404
    assert browser_of(cast).get(page_of(page, at_agreement(cast))).status_code == 404


def test_when_it_is_over_only_the_lead_reads_the_list(cast: Cast) -> None:
    row = working(cast)
    spoke(cast, row)
    Case.objects.filter(pk=row.pk).update(stage="ending", ended_at=NOW)
    assert "Haal weg" not in text_of(browser_of(cast), page_of("contacts", row))
    assert browser_of(cast, "colleague").get(page_of("contacts", row)).status_code == 404
    for page in ("note-contact", "pause-work"):
        assert browser_of(cast).get(page_of(page, row)).status_code == 404


def test_a_contact_is_noted_shown_and_taken_back(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert "nog geen contact" in text_of(client, page_of("contacts", row))
    answer = client.post(page_of("note-contact", row), today_said(follow_up_text="de cursus uitzoeken"))
    assert answer["Location"] == page_of("contacts", row)
    shown = text_of(client, answer["Location"])
    assert "de cursus uitzoeken" in shown
    assert "Haal weg" in shown
    assert "Haal weg" not in text_of(browser_of(cast, "colleague"), page_of("contacts", row))
    gone = page_of("remove-contact", row, contact=Contact.objects.get().pk)
    refused = browser_of(cast, "colleague").post(gone, follow=True)
    assert "wie het opschreef" in refused.content.decode()
    assert "Het contact is weg" in client.post(gone, follow=True).content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"channel": ""}, "Kies wat past"),
        ({"held_on": "2020-01-01"}, "vier weken geleden"),
        ({"held_on": ""}, "Kies een dag"),
        ({"follow_up_text": "de imam bellen"}, "imam"),
        ({"who": "11111111-1111-4111-8111-111111111111"}, "geldige keuze"),
    ],
)
def test_what_cannot_stand_there_comes_back_with_a_reason(cast: Cast, wrong: dict[str, str], told: str) -> None:
    row = working(cast)
    answer = browser_of(cast).post(page_of("note-contact", row), today_said(**wrong))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Contact.objects.exists()


def test_words_that_stay_are_told_to_the_fg(cast: Cast) -> None:
    said = today_said(follow_up_text="de imam bellen", follow_up_anyway="on", follow_up_reason="Zo heet de functie.")
    assert browser_of(cast).post(page_of("note-contact", working(cast)), said).status_code == 302
    assert GuardException.objects.get().place == "contact_moment"


def test_a_worry_leads_to_what_to_do_now(cast: Cast) -> None:
    answer = browser_of(cast).post(page_of("note-contact", working(cast)), today_said(safety="worry"), follow=True)
    assert "Doe nu dit" in answer.content.decode()
    assert answer.redirect_chain == [(reverse("cases:safety"), 302)]


def test_the_list_turns_pages(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    row, client = working(cast), browser_of(cast)
    for _ in range(21):
        spoke(cast, row)
    with django_assert_max_num_queries(18):
        assert text_of(client, page_of("contacts", row)).count("de cursus") == 20
    assert text_of(client, page_of("contacts", row) + "?pagina=2").count("de cursus") == 1
    assert "Hier staat niets meer" in text_of(client, page_of("contacts", row) + "?pagina=99999999999999999999999")
    for odd in ("0", "-1", "x", ""):
        assert text_of(client, page_of("contacts", row) + f"?pagina={odd}").count("de cursus") == 20


def test_what_one_would_do_is_told_to_be_late_and_done(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    day = timezone.localdate()
    late = today_said(held_on=str(day - timedelta(days=5)), follow_up_text="de cursus uitzoeken")
    client.post(page_of("note-contact", row), {**late, "by": str(day - timedelta(days=1))})
    shown = text_of(client, page_of("open-case", row))
    assert "Nog te doen" in shown
    assert "Te laat" in shown
    assert "de cursus" not in text_of(client, reverse("home:dashboard"))
    assert "Doe wat u zou doen" in text_of(client, reverse("home:dashboard"))
    assert "Te laat" in text_of(client, page_of("contacts", row))
    settle = page_of("settle-promise", row, contact=Contact.objects.get().pk)
    assert settle in text_of(client, page_of("contacts", row))
    done = client.post(settle, {"done": "1"}, follow=True).content.decode()
    assert "Gedaan op" in done
    assert "Te laat" not in done
    assert "Nog te doen" not in text_of(client, page_of("open-case", row))
    assert "Doe wat u zou doen" not in text_of(client, reverse("home:dashboard"))
    assert "Toch nog niet" in done
    assert "Het staat weer open." in client.post(settle, follow=True).content.decode()
    Contact.objects.update(follow_up_done_on=day - timedelta(days=1))
    assert "Toch nog niet" not in text_of(client, page_of("contacts", row))
    assert "Gedaan op" in text_of(client, page_of("read-report", row))
    Case.objects.filter(pk=row.pk).update(stage="ending", ended_at=NOW)
    assert settle not in text_of(client, page_of("contacts", row))


def test_a_day_before_the_contact_is_told_at_its_field(cast: Cast) -> None:
    row, day = working(cast), timezone.localdate()
    said = today_said(follow_up_text="de cursus uitzoeken", by=str(day - timedelta(days=1)), channel="")
    answer = browser_of(cast).post(page_of("note-contact", row), said)
    assert answer.status_code == 422
    assert "Kies de dag van het contact" in str(answer.context["form"].errors["by"])
    assert "channel" in answer.context["form"].errors


def test_a_silence_that_lasts_too_long_is_told(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    Agreement.objects.update(active_from=timezone.now() - timedelta(days=30))
    assert "U sprak hem lang niet" in text_of(client, page_of("contacts", row))
    assert "U sprak hem lang niet" in text_of(client, page_of("open-case", row))
    client.post(page_of("note-contact", row), today_said())
    assert "U sprak hem lang niet" not in text_of(client, page_of("open-case", row))


def test_the_page_says_how_often_they_agreed_to_speak(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert "Spreek hem minstens elke 28 dagen." in text_of(client, page_of("contacts", row))
    Agreement.objects.update(contact_days=14, active_from=timezone.now() - timedelta(days=15))
    assert "U sprak af: minstens elke 14 dagen contact." in text_of(client, page_of("contacts", row))
    assert "U sprak hem lang niet" in text_of(client, page_of("open-case", row))


def test_a_report_of_an_offence_goes_elsewhere_and_leaves_nothing_here(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert reverse("cases:crime") in text_of(client, page_of("note-contact", row))
    ours = [model for model in apps.get_models() if model.__module__.startswith("sleutelwerk.")]
    before = {model: model._default_manager.count() for model in ours}
    shown = text_of(client, reverse("cases:crime"))
    for number in (
        "112",
        "0900-8844",
        "0800-7000",
        "0800-2000",
        "artikel 162",
        "Laat uw jurist dit nakijken voordat u erop vertrouwt",
    ):
        assert number in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main>")[0]
    assert client.post(reverse("cases:crime"), {"text": "hij zag iets"}).status_code == 405
    assert {model: model._default_manager.count() for model in ours} == before
    assert "hij zag iets" not in serializers.serialize("json", Entry.objects.all())
    assert str(row.pk) not in reverse("cases:crime")


def test_a_threat_goes_on_paper_and_nowhere_else(cast: Cast) -> None:
    client, traces = browser_of(cast), Entry.objects.count()
    assert reverse("cases:threat-form") in client.get(reverse("cases:safety")).content.decode()
    shown = client.get(reverse("cases:threat-form")).content.decode()
    paper = shown.partition("<main")[2].partition("</main>")[0]
    for asked in ("Is er nu gevaar?", "Wat wil hij?", "Mag dit naar de politie?", "Vernietigd op"):
        assert asked in paper
    assert not re.search(r"<(form|input|textarea)", paper)
    assert client.post(reverse("cases:threat-form"), {"text": "hij wordt gevolgd"}).status_code == 405
    assert Entry.objects.count() == traces


def test_who_has_no_cases_has_no_use_for_those_pages(cast: Cast) -> None:
    for name in ("crime", "safety", "threat-form"):
        for who in ("police_officer", "administrator", "reader"):
            assert browser_of(cast, who).get(reverse(f"cases:{name}")).status_code == 404


def test_signals_of_a_waarnemer_are_noted_and_answered(cast: Cast) -> None:
    row, client = working(cast, profile="waarnemer"), browser_of(cast)
    assert "Gemeente Hier" in text_of(client, page_of("signals", row))
    assert text_of(client, page_of("note-signal", row))
    assert client.post(page_of("note-signal", row), {"theme": "school", "said_text": ""}).status_code == 422
    named = client.post(page_of("note-signal", row), {"theme": "school", "said_text": "de Roma hier"})
    assert named.status_code == 422
    client.post(page_of("note-signal", row), {"theme": "school", "said_text": "Ouders zoeken hulp."})
    shown = text_of(client, page_of("signals", row))
    assert "Wacht op antwoord" in shown
    assert "Wacht op antwoord" in text_of(client, page_of("open-case", row))
    address = page_of("feed-back", row, signal=ThemeSignal.objects.get().pk)
    assert "Ouders zoeken hulp." in text_of(client, address)
    assert client.post(address, {"answer_text": ""}).status_code == 422
    assert client.post(address, {"answer_text": "Er komt een spreekuur."})["Location"] == page_of("signals", row)
    assert "Er komt een spreekuur." in text_of(client, page_of("signals", row))
    assert client.get(address)["Location"] == page_of("signals", row)
    other = working(cast, profile="waarnemer")
    assert client.get(page_of("feed-back", other, signal=ThemeSignal.objects.get().pk)).status_code == 404


def test_for_other_profiles_the_page_says_why_not(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert "horen geen signalen" in text_of(client, page_of("signals", row))
    assert client.get(page_of("note-signal", row))["Location"] == page_of("signals", row)
    assert "Signalen</a>" not in text_of(client, page_of("open-case", row))


def test_the_work_is_laid_still_and_somebody_else_lets_it_go_on(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert client.get(page_of("resume-work", row))["Location"] == page_of("open-case", row)
    assert client.post(page_of("pause-work", row), {"signal": ""}).status_code == 422
    first = client.post(page_of("pause-work", row), {"signal": "gunst"}).content.decode()
    assert "integriteitscoördinator" in first
    assert reverse("deliberation:overview") in first
    assert client.get(page_of("pause-work", row))["Location"] == page_of("resume-work", row)
    assert "Het werk ligt stil sinds" in text_of(client, page_of("open-case", row))
    assert "Een ander dan u" in text_of(client, page_of("resume-work", row))
    talked = {"deliberated": "on", "agreed_text": "wij geven niets meer buiten de afspraak"}
    assert "Een ander dan u" in client.post(page_of("resume-work", row), talked).content.decode()
    theirs = browser_of(cast, "colleague")
    assert "integriteitscoördinator" in text_of(theirs, page_of("resume-work", row))
    assert theirs.post(page_of("resume-work", row), {"agreed_text": "iets"}).status_code == 422
    assert "gaat verder" in theirs.post(page_of("resume-work", row), talked, follow=True).content.decode()
    assert Pause.objects.get().ended_by == cast["colleague"]


def test_what_may_not_be_written_is_shown_once(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    first = client.post(page_of("pause-work", row), {"signal": "over-personen"}).content.decode()
    assert "Zeg hardop dat het stopt" in first
    assert "Deze stappen vindt u later terug" in first
    again = text_of(client, page_of("resume-work", row))
    assert "Waarom, staat hier niet" in again
    assert again.count("<details") >= 9


def test_while_it_lies_still_one_asks_how_he_is_and_no_theme(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    pause_work(cast.actor("professional"), row.pk, "dreiging", now=NOW)
    assert "Waar ging het over?" not in text_of(client, page_of("note-contact", row))
    assert client.post(page_of("note-contact", row), today_said()).status_code == 302


def test_the_overview_asks_the_database_no_more_than_it_may(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row, client = working(cast), browser_of(cast)
    address = page_of("open-case", row)
    client.get(address)
    with django_assert_max_num_queries(24):
        client.get(address)
    assert "Afgerond" in text_of(client, page_of("open-case", ended(cast)))


def test_who_wants_no_longer_is_not_paused_but_led_to_the_ending(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    shown = text_of(client, page_of("pause-work", row))
    assert page_of("begin-ending", row) in shown
    assert "Dat is geen pauze" in shown
    assert 'value="wil-niet-meer"' not in shown
    assert client.post(page_of("pause-work", row), {"signal": "wil-niet-meer"}).status_code == 422
    with pytest.raises(NotAllowedError, match="kies daar dat hij stopt"):
        pause_work(cast.actor("professional"), row.pk, "wil-niet-meer", now=NOW)
    assert not Pause.objects.exists()


@pytest.mark.parametrize("paused", [False, True])
def test_when_looking_back_says_so_nobody_lifts_it(cast: Cast, *, paused: bool) -> None:
    row = working(cast)
    if paused:
        pause_work(cast.actor("professional"), row.pk, "dreiging", now=NOW)
    look = begin_look_back(cast.actor("professional"), row.pk, now=NOW)
    him = SideSaid(signals=["wil-niet-meer"])
    save_side(cast.actor("professional"), row.pk, look.pk, Side.HIM, him, now=NOW)
    with pytest.raises(NotAllowedError, match="Dat heft niemand op"):
        resume_work(cast.actor("colleague"), row.pk, Talked(deliberated=True, agreed="Wij bellen vaker."), now=NOW)
    theirs = browser_of(cast, "colleague")
    shown = text_of(theirs, page_of("resume-work", row))
    assert "Hij wil niet meer" in shown
    assert page_of("begin-ending", row) in shown
    assert "Het werk gaat verder" not in shown
    begin_ending(cast.actor("colleague"), row.pk, Farewell("he_stops", TODAY), now=NOW)


def test_looking_back_leads_there_at_once(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    look = begin_look_back(cast.actor("professional"), row.pk, now=NOW)
    address = reverse("cases:look-back-side", kwargs={"case": row.pk, "look": look.pk, "side": "hij"})
    shown = client.post(address, {"stop": ["wil-niet-meer"]}).content.decode()
    assert "En daarna: hij stopt" in shown
    assert "Een ander dan u schrijft op" not in shown
