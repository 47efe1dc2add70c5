"""The pages of the envelope: kind to who is alone, quiet about what lies in it, and never keeping what was typed."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.accounts.steps import code_of, has_app
from tests.cases.begun import TODAY, at_assessment, settled
from tests.cases.envelopes import (
    NAME,
    NEVER,
    REACH,
    REASON,
    asked,
    envelope_number,
    opened,
    team_of_two,
    with_envelope,
    with_partner,
)
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.actions.candidate import Told, note_told
from sleutelwerk.cases.actions.envelope import agree_to_open, put_in_envelope
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.overruled import reason_about_candidate
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.vault.models import Envelope, Opening
from sleutelwerk.vault.rules import Field

SAID = {"name": NAME, "reach": REACH, "never": NEVER}
STALE = timedelta(minutes=6)
PAGES = ("envelope", "put-in-envelope", "ask-to-open", "read-envelope", "envelope-confirmed")


def browser_of(cast: Cast, name: str, proved_ago: timedelta = timedelta()) -> Client:
    """Give somebody's browser."""
    found = Client()
    sign_in(found, cast[name], proved_ago=proved_ago)
    return found


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a professional."""
    return browser_of(cast, "professional")


def page_of(name: str, row: Case, **more: object) -> str:
    """Give the address of a page of a case."""
    return reverse(f"cases:{name}", kwargs={"case": row.pk, **more})


def title_of(page: str) -> str:
    """Give what a window is called."""
    return page.partition("<title>")[2].partition("</title>")[0]


def test_who_he_is_is_put_in_once(client: Client, cast: Cast) -> None:
    row = team_of_two(cast)
    assert "Leg hem in een envelop" in client.get(page_of("open-case", row)).content.decode()
    assert "Dat ligt nog nergens" in client.get(page_of("envelope", row)).content.decode()
    assert "Verzegel de envelop" in client.get(page_of("put-in-envelope", row)).content.decode()
    done = client.post(page_of("put-in-envelope", row), SAID, follow=True)
    assert "Ook u ziet niet meer wat erin ligt" in done.content.decode()
    assert client.get(page_of("put-in-envelope", row))["Location"] == page_of("envelope", row)
    assert "Naar de envelop" in client.get(page_of("open-case", row)).content.decode()


def test_one_asks_and_a_colleague_says_yes_for_a_time(client: Client, cast: Cast) -> None:
    row, theirs = with_envelope(cast), browser_of(cast, "colleague")
    assert "Waarom moet de envelop open?" in client.get(page_of("ask-to-open", row)).content.decode()
    done = client.post(page_of("ask-to-open", row), {"reason_text": REASON}, follow=True)
    assert "Spreek een collega uit het team aan" in done.content.decode()
    assert client.get(page_of("ask-to-open", row))["Location"] == page_of("envelope", row)
    assert "Bekijk uw vraag" in client.get(page_of("open-case", row)).content.decode()
    assert "Een collega wacht op u" in theirs.get(page_of("open-case", row)).content.decode()
    shown = theirs.get(page_of("envelope", row)).content.decode()
    assert "Professional wil de envelop openen" in shown
    assert REASON in shown
    address = page_of("agree-to-open", row, opening=Opening.objects.get().pk)
    assert (
        "Uw collega kan de envelop nu openen" in theirs.post(address, {"lasting": "15"}, follow=True).content.decode()
    )
    left = Opening.objects.get().until
    assert left is not None
    assert timedelta(minutes=14) < left - timezone.now() <= timedelta(minutes=15)
    assert "Lees wie hij is" in client.get(page_of("open-case", row)).content.decode()
    assert "De envelop is nu open voor een collega" in theirs.get(page_of("open-case", row)).content.decode()


def test_it_is_read_on_a_page_that_is_never_kept_and_closed_at_once(client: Client, cast: Cast) -> None:
    row = with_envelope(cast)
    opening = opened(cast, row, now=timezone.now())
    answer = client.get(page_of("read-envelope", row))
    read = answer.content.decode()
    assert all(text in read for text in (NAME, REACH, NEVER, "Gebruik dit nooit", "Colleague zei ja"))
    assert answer["Cache-Control"] == "no-store"
    seconds, _, to = answer["Refresh"].partition("; url=")
    assert 0 < int(seconds) <= 300
    assert to == page_of("envelope", row)
    assert NAME not in title_of(read)
    assert client.head(page_of("read-envelope", row)).status_code == 405
    done = client.post(page_of("close-opening", row, opening=opening), follow=True)
    assert "Dichtgedaan" in done.content.decode()
    assert "Vraag eerst of u" in client.get(page_of("read-envelope", row), follow=True).content.decode()


def test_what_lies_in_it_stands_on_no_other_page(client: Client, cast: Cast) -> None:
    row = with_envelope(cast)
    now = timezone.now()
    opened(cast, row, now=now)
    theirs = browser_of(cast, "colleague")
    pages = [
        *(page_of(name, row) for name in ("open-case", "team", "envelope", "rights", "stop-candidate", "save-papers")),
        *(page_of("change-envelope", row, part=part) for part in ("naam", "bereiken", "nooit")),
        "/dossiers/", "/mijn/",
    ]  # fmt: skip
    for browser in (client, theirs):
        for page in pages:
            shown = browser.get(page, follow=True).content.decode()
            assert not any(text in shown for text in (NAME, REACH, NEVER)), page
            assert REASON not in shown or page == page_of("envelope", row), page


def test_a_text_is_changed_unseen_by_its_own_page(client: Client, cast: Cast) -> None:
    row = with_envelope(cast)
    for part, said in (
        ("naam", {"name": "Zuster Anders"}), ("bereiken", {"reach": "Loop langs."}), ("nooit", {"never": "Geen app."}),
    ):  # fmt: skip
        assert "De envelop blijft dicht" in client.get(page_of("change-envelope", row, part=part)).content.decode()
        assert client.post(page_of("change-envelope", row, part=part), dict.fromkeys(said, " ")).status_code == 422
        done = client.post(page_of("change-envelope", row, part=part), said, follow=True)
        assert "De envelop bleef dicht" in done.content.decode()
    opened(cast, row, now=timezone.now())
    read = client.get(page_of("read-envelope", row)).content.decode()
    assert "Zuster Anders" in read
    assert "Loop langs." in read
    assert f"{NEVER}<br>Geen app." in read
    client.post(page_of("change-envelope", row, part="nooit"), {"never": "Alleen dit.", "replaces": "1"})
    assert f"{NEVER}" not in client.get(page_of("read-envelope", row)).content.decode()
    assert client.get(page_of("change-envelope", row, part="anders")).status_code == 404
    empty = team_of_two(cast)
    assert client.get(page_of("change-envelope", empty, part="naam"))["Location"] == page_of("open-case", empty)


def test_a_form_sent_too_late_comes_back_whole_and_is_kept_nowhere(cast: Cast) -> None:
    row, late = team_of_two(cast), browser_of(cast, "professional", STALE)
    begin = late.get(page_of("put-in-envelope", row))
    assert begin["Location"].startswith("/bevestigen/")
    answer = late.post(page_of("put-in-envelope", row), SAID)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert answer["Cache-Control"] == "no-store"
    assert all(text in shown for text in SAID.values())
    assert "Bevestig in een nieuw tabblad" in shown
    kept = [one.get_decoded() for one in Session.objects.all()]
    assert not any(NAME in str(one) or "account_reauthentication_state" in one for one in kept)
    assert not Envelope.objects.exists()
    confirm = page_of("envelope-confirmed", row)
    assert late.get(confirm)["Location"] == f"/bevestigen/?next={quote(confirm, safe='')}"
    sign_in(late, cast["professional"])
    assert "Sluit dit tabblad" in late.get(confirm).content.decode()
    assert late.post(page_of("put-in-envelope", row), SAID)["Location"] == page_of("envelope", row)


def test_changing_too_late_keeps_nothing_either(cast: Cast) -> None:
    row, late = with_envelope(cast), browser_of(cast, "professional", STALE)
    address = page_of("change-envelope", row, part="bereiken")
    assert late.get(address)["Location"].startswith("/bevestigen/")
    shown = late.post(address, {"reach": "Via de achterdeur."}).content.decode()
    assert "Via de achterdeur." in shown
    assert "Bevestig in een nieuw tabblad" in shown
    assert not any("achterdeur" in str(one.get_decoded()) for one in Session.objects.all())


def test_reading_and_agreeing_ask_for_a_fresh_factor(cast: Cast) -> None:
    row, now = with_envelope(cast), timezone.now()
    opening = asked(cast, row, now=now)
    late = browser_of(cast, "colleague", STALE)
    answer = late.post(page_of("agree-to-open", row, opening=opening), {"lasting": "60"})
    assert answer["Location"].startswith("/bevestigen/")
    assert Opening.objects.get().until is None
    agree_to_open(cast.actor("colleague", proved_at=now), row.pk, opening, timedelta(hours=1), now=now)
    mine = browser_of(cast, "professional", STALE)
    assert mine.get(page_of("read-envelope", row))["Location"].startswith("/bevestigen/")


def test_who_confirms_says_yes_without_choosing_again(cast: Cast) -> None:
    row, now = with_envelope(cast), timezone.now()
    opening = asked(cast, row, now=now)
    secret = has_app(cast["colleague"])
    late = browser_of(cast, "colleague", STALE)
    confirm = late.post(page_of("agree-to-open", row, opening=opening), {"lasting": "15"})["Location"]
    answer = late.post(confirm, {"code": code_of(secret), "next": page_of("agree-to-open", row, opening=opening)})
    assert answer["Location"] == page_of("envelope", row)
    until = Opening.objects.get().until
    assert until is not None
    assert until - timezone.now() <= timedelta(minutes=15)


def test_saying_no_and_taking_back(client: Client, cast: Cast) -> None:
    row, now = with_envelope(cast), timezone.now()
    opening = asked(cast, row, now=now)
    mine = client.post(page_of("refuse-to-open", row, opening=opening), follow=True)
    assert "Een ander dan u" in mine.content.decode()
    theirs = browser_of(cast, "colleague")
    assert (
        "van een collega" in theirs.post(page_of("close-opening", row, opening=opening), follow=True).content.decode()
    )
    done = theirs.post(page_of("refuse-to-open", row, opening=opening), follow=True)
    assert "U zei nee" in done.content.decode()
    assert "Een collega zei nee" in client.get(page_of("envelope", row)).content.decode()
    again = asked(cast, row, now=now + timedelta(seconds=1))
    assert "Trek de vraag in" in client.get(page_of("envelope", row)).content.decode()
    client.post(page_of("close-opening", row, opening=again))
    assert "Vraag ingetrokken" in client.get(page_of("envelope", row)).content.decode()


def test_what_is_wrong_stands_with_its_field(client: Client, cast: Cast) -> None:
    row = team_of_two(cast)
    answer = client.post(page_of("put-in-envelope", row), {"name": " ", "reach": "", "never": "x" * 501})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Vul een naam in." in shown
    assert "Dit mag hoogstens 500 tekens zijn; u hebt er 501." in shown
    full = with_envelope(cast)
    answer = client.post(page_of("ask-to-open", full), {"reason_text": "kort"})
    assert "minstens tien tekens" in answer.content.decode()
    opening = asked(cast, full, now=timezone.now())
    theirs = browser_of(cast, "colleague")
    answer = theirs.post(page_of("agree-to-open", full, opening=opening), {"lasting": "600"})
    assert answer.status_code == 422
    assert "Kies voor hoe lang" in answer.content.decode()
    own = client.post(page_of("agree-to-open", full, opening=opening), {"lasting": "60"})
    assert "Een ander dan u" in own.content.decode()


def test_the_guard_looks_through_what_goes_in_and_a_name_is_a_name(client: Client, cast: Cast) -> None:
    row = team_of_two(cast)
    number = {**SAID, "reach": "Zijn nummer is 111222333."}
    shown = client.post(page_of("put-in-envelope", row), number).content.decode()
    assert "‘111222333’" in shown
    assert "Dit moet zo blijven staan" not in shown
    faith = {**SAID, "name": "Imam de Turk", "reach": "Na het gebed in de moskee, Kerkstraat 3."}
    answer = client.post(page_of("put-in-envelope", row), faith)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "moskee" in shown.partition("Er klopt nog iets niet")[2]
    assert "Dit moet zo blijven staan" in shown
    assert not Envelope.objects.exists()
    assert client.post(page_of("put-in-envelope", row), {**faith, "anyway": "on"}).status_code == 302
    kept = GuardException.objects.get()
    assert "religion" in kept.kinds
    reason = reason_about_candidate(row.candidate.pk, kept.pk, bytes(kept.reason))
    assert reason is not None
    assert "verzegelde envelop" in reason
    assert "Turk" not in reason


def test_a_reason_with_words_that_do_not_belong_is_overruled_for_the_fg(client: Client, cast: Cast) -> None:
    row = with_envelope(cast)
    said = {"reason_text": "De imam vraagt of hij morgen komt."}
    assert client.post(page_of("ask-to-open", row), said).status_code == 422
    said |= {"reason_anyway": "on", "reason_reason": "Zo heet de functie."}
    assert client.post(page_of("ask-to-open", row), said).status_code == 302
    assert GuardException.objects.get().place == "candidate"


def test_who_is_alone_is_told_kindly_that_it_opens_with_two(client: Client, cast: Cast) -> None:
    row = at_assessment(cast)
    assert "Openen kan pas als er een collega" in client.get(page_of("put-in-envelope", row)).content.decode()
    put_in_envelope(cast.actor("professional"), row.pk, {Field.NAME: NAME}, now=NOW)
    overview = client.get(page_of("open-case", row)).content.decode()
    assert "U bent nu nog alleen in dit team" in overview
    shown = client.get(page_of("envelope", row)).content.decode()
    assert "Openen kan pas met z’n tweeën" in shown
    assert page_of("team", row) in shown
    assert "nog niemand die ja kan zeggen" in client.get(page_of("ask-to-open", row)).content.decode()
    with_partner(cast, row)
    assert "U bent nu nog alleen" in client.get(page_of("open-case", row)).content.decode()


def test_before_his_yes_the_pages_lead_back(client: Client, cast: Cast) -> None:
    row = settled(cast)
    for name in PAGES:
        assert client.get(page_of(name, row)).status_code == 404, name
    note_told(cast.actor("professional"), row.pk, Told(TODAY, "face_to_face", knows=True, papers={}), now=NOW)
    assert client.get(page_of("envelope", row))["Location"] == page_of("open-case", row)
    assert client.get(page_of("put-in-envelope", row))["Location"] == page_of("open-case", row)
    assert client.post(page_of("put-in-envelope", row), SAID)["Location"] == page_of("open-case", row)
    assert client.get(page_of("ask-to-open", row))["Location"] == page_of("envelope", row)
    assert client.get(page_of("read-envelope", row))["Location"] == page_of("envelope", row)
    agree = page_of("agree-to-open", row, opening=row.pk)
    assert client.post(agree, {"lasting": "60"})["Location"] == page_of("open-case", row)
    assert "Wie hij is" not in client.get(page_of("open-case", row)).content.decode()


def test_in_a_finished_file_nothing_is_offered_to_change(client: Client, cast: Cast) -> None:
    row, empty = with_envelope(cast), team_of_two(cast)
    Case.objects.update(stage="ending", ended_at=NOW)
    shown = client.get(page_of("envelope", row)).content.decode()
    assert "Klopt er iets niet meer?" not in shown
    assert "Vraag of u mag openen" in shown
    answer = client.post(page_of("change-envelope", row, part="naam"), {"name": "Anders"})
    assert "afgerond" in answer.content.decode()
    assert "afgerond" in client.post(page_of("put-in-envelope", empty), SAID).content.decode()


@pytest.mark.parametrize("who", ["outside_professional", "decision_maker"])
def test_partners_and_colleagues_outside_the_team_find_no_page(cast: Cast, who: str) -> None:
    row = with_envelope(cast)
    with_partner(cast, row)
    opening = asked(cast, row, now=timezone.now())
    theirs = browser_of(cast, who)
    for name in PAGES:
        assert theirs.get(page_of(name, row)).status_code == 404, name
    assert theirs.get(page_of("change-envelope", row, part="naam")).status_code == 404
    for name in ("agree-to-open", "refuse-to-open", "close-opening"):
        assert theirs.post(page_of(name, row, opening=opening), {"lasting": "60"}).status_code == 404, name
    assert Opening.objects.get().ended_at is None
    if who == "outside_professional":
        assert "Wie hij is" not in theirs.get(page_of("open-case", row)).content.decode()


def test_titles_addresses_and_messages_hold_nothing_of_him(client: Client, cast: Cast) -> None:
    row = with_envelope(cast)
    pseudonym = Case.objects.get(pk=row.pk).candidate.pseudonym
    for page in (page_of("envelope", row), page_of("ask-to-open", row), page_of("change-envelope", row, part="naam")):
        shown = client.get(page).content.decode()
        assert pseudonym not in title_of(shown)
        assert str(envelope_number(row)) not in shown


def test_the_overview_asks_the_vault_one_question(client: Client, cast: Cast) -> None:
    row = with_envelope(cast)
    asked(cast, row, now=timezone.now())
    with CaptureQueriesContext(connection) as found:
        client.get(page_of("open-case", row))
    assert sum("vault_" in one["sql"] for one in found) == 1
