"""The pages around an emergency: a factor shown for this and nothing else, a big notice, and looking back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.envelopes import NAME, NEVER, REACH, opened, with_envelope, with_partner
from tests.cases.test_emergency import CALLED, looked_back, opened_alone
from tests.cases.test_envelope_pages import browser_of, page_of
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.queries.own_account import Factors
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.models import Case, Emergency
from sleutelwerk.home.queries.attention import tasks_for
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.vault.models import Opening
from sleutelwerk.vault.rules import ALONE

pytestmark = pytest.mark.django_db
SAID = {"reason": "warn_him", "tried": list(CALLED)}
FINE = Factors(has_password=False, has_app=False, passkeys=1, codes_left=10)


@pytest.fixture
def row(cast: Cast) -> Case:
    """Give a case of two with an envelope."""
    return with_envelope(cast)


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a colleague in the team."""
    return browser_of(cast, "colleague")


def prove(client: Client, *, ago: timedelta = timedelta()) -> None:
    """Show a second factor in a session that is there already."""
    session = client.session
    at = (datetime.now(UTC) - ago).timestamp()
    session["account_authentication_methods"] = [
        *session["account_authentication_methods"],
        {"method": "mfa", "at": at, "reauthenticated": True, "type": "totp"},
    ]
    session.save()


def came_to(client: Client, row: Case) -> str:
    """Come to the page, be asked for a factor, and show it; give the address."""
    address = page_of("open-alone", row)
    assert client.get(address).status_code == 302
    prove(client)
    return address


def happened(ago: timedelta) -> None:
    """Let it have been so long ago on the clock of the pages."""
    at = datetime.now(UTC) - ago
    Emergency.objects.update(opened_at=at, until=at + ALONE)


def emergency_page(client: Client, name: str, emergency: UUID) -> str:
    """Give a page about an emergency."""
    answer = client.get(reverse(f"cases:{name}", args=[emergency]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_session_that_was_just_begun_is_not_enough(client: Client, row: Case) -> None:
    """Whoever took over a session a minute after signing in shows no factor of his own."""
    address = page_of("open-alone", row)
    assert client.get(address).status_code == 302
    assert client.post(address, SAID).status_code == 422
    assert client.get(address).status_code == 302
    assert not Opening.objects.exists()


def test_sending_the_form_without_coming_to_the_page_opens_nothing(client: Client, row: Case) -> None:
    answer = client.post(page_of("open-alone", row), SAID)
    assert answer.status_code == 422
    assert "opnieuw zien" in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_factor_shown_for_this_opens_it_once(client: Client, cast: Cast, row: Case) -> None:
    assert "Er is gevaar, en ik bereik niemand" in client.get(page_of("envelope", row)).content.decode()
    address = came_to(client, row)
    text = client.get(address).content.decode()
    for word in ("112", "2 uur", "De trekker, uw team en de FG", "drie werkdagen", "Iedereen in uw team kan"):
        assert word in text
    assert "Ieder van hen kan" not in text, "the FG has no envelope to close"
    answer = client.post(address, SAID, follow=True)
    text = answer.content.decode()
    for word in (NAME, REACH, NEVER, "omdat er gevaar is"):
        assert word in text
    # once it was closed, sending the same again opens nothing
    looked_back(cast, Emergency.objects.get().pk)
    Opening.objects.update(ended_at=NOW, ended_how="closed")
    assert client.post(address, SAID).status_code == 422
    assert Emergency.objects.count() == 1


def test_a_factor_that_grew_old_on_the_page_is_asked_for_again(client: Client, row: Case) -> None:
    address = page_of("open-alone", row)
    client.get(address)
    session = client.session
    session["emergency_asked"] = {str(row.pk): (datetime.now(UTC) - timedelta(minutes=9)).timestamp()}
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": (datetime.now(UTC) - timedelta(minutes=6)).timestamp(), "type": "totp"}
    ]
    session.save()
    answer = client.post(address, SAID)
    assert answer.status_code == 422
    assert "Laat opnieuw zien dat u het bent" in answer.content.decode()
    assert client.get(address).status_code == 302


def test_a_factor_for_one_case_opens_no_other(client: Client, cast: Cast, row: Case) -> None:
    other = with_envelope(cast)
    came_to(client, row)
    assert client.post(page_of("open-alone", other), SAID).status_code == 422
    assert not Opening.objects.exists()


def test_who_did_not_try_the_others_reads_what_to_do(client: Client, row: Case) -> None:
    address = came_to(client, row)
    answer = client.post(address, {"reason": "warn_him"})
    assert answer.status_code == 422
    assert "Bel eerst de trekker" in answer.content.decode()
    assert answer.context["form"].errors["tried"], "it is said with the question that it is about"
    assert "Kies waarom" in client.post(address, {"tried": list(CALLED)}).content.decode()


def test_who_opened_reads_on_the_case_what_is_true_of_him_too(client: Client, cast: Cast, row: Case) -> None:
    client.post(came_to(client, row), SAID)
    text = client.get(page_of("open-case", row)).content.decode()
    assert "Iemand van uw team opende de envelop alleen." in text
    assert "Een collega opende" not in text + client.get(reverse("home:dashboard")).content.decode()


def test_who_reads_already_is_sent_to_the_envelope(cast: Cast, row: Case) -> None:
    opened(cast, row)
    Opening.objects.update(agreed_at=datetime.now(UTC), until=datetime.now(UTC) + timedelta(hours=1))
    browser = browser_of(cast, "professional")
    assert browser.get(page_of("open-alone", row))["Location"] == page_of("envelope", row)


def test_who_owes_a_look_back_reads_so_instead_of_a_form(client: Client, cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    Opening.objects.update(ended_at=NOW, ended_how="closed")
    text = client.get(came_to(client, row)).content.decode()
    assert "U kunt dit nu niet" in text
    assert "Eerder in dit dossier" in text
    assert "Open de envelop, alleen" not in text


def test_without_an_fg_that_is_said_plainly(client: Client, cast: Cast, row: Case) -> None:
    RoleGrant.objects.filter(role="fg").delete()
    text = client.get(came_to(client, row)).content.decode()
    assert "In dit systeem is geen FG" in text
    emergency = opened_alone(cast, row)
    assert "Vertel het de FG zelf" in emergency_page(client, "emergency", emergency)
    assert "In dit systeem is geen FG" in browser_of(cast, "security_officer").get("/dossiers/nood/").content.decode()


def test_the_case_says_so_in_big_letters_to_the_team_and_not_to_a_partner(cast: Cast, row: Case) -> None:
    with_partner(cast, row)
    opened_alone(cast, row)
    overview = page_of("open-case", row)
    assert "Er is noodtoegang gebruikt" in browser_of(cast, "professional").get(overview).content.decode()
    assert "noodtoegang" not in browser_of(cast, "outside_professional").get(overview).content.decode()


def test_two_others_look_back_on_their_pages(cast: Cast, row: Case) -> None:
    emergency = opened_alone(cast, row)
    lead, fg, opener = (browser_of(cast, who) for who in ("professional", "fg", "colleague"))
    assert "Vraag twee anderen" in emergency_page(opener, "emergency", emergency)
    address = reverse("cases:look-back-emergency", args=[emergency])
    assert "Twee anderen" in opener.get(address, follow=True).content.decode()
    assert "Praat er met z’n tweeën over" in emergency_page(lead, "look-back-emergency", emergency)
    assert lead.post(address, {"needed": "yes"}).status_code == 422
    said = {"needed": "yes", "number_changes": "ja", "changes": ["reachable"]}
    assert "Een ander dan u kijkt nu mee" in lead.post(address, said, follow=True).content.decode()
    page = emergency_page(fg, "emergency", emergency)
    assert "Ik keek mee, en het klopt" in page
    assert "Ik keek mee, en het klopt" not in emergency_page(lead, "emergency", emergency)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    agreeing = reverse("cases:agree-emergency", args=[emergency])
    assert "net veranderd" in fg.post(agreeing, {"seen": "else"}, follow=True).content.decode()
    done = fg.post(agreeing, {"seen": seen}, follow=True).content.decode()
    assert "Het is klaar" in done
    assert "Professional en Fg" in done
    assert "al teruggekeken" in lead.get(address, follow=True).content.decode()


def test_he_is_told_and_that_stands_there(cast: Cast, row: Case) -> None:
    emergency = opened_alone(cast, row)
    lead, address = browser_of(cast, "professional"), reverse("cases:emergency-told", args=[emergency])
    assert "Nog niet" in emergency_page(lead, "emergency", emergency)
    assert lead.get(address).status_code == 200
    assert lead.post(address, {"told_on": "2020-01-01", "told_how": "phone"}).status_code == 422
    happened(timedelta(minutes=5))
    today = datetime.now(UTC).astimezone().date().isoformat()
    text = lead.post(address, {"told_on": today, "told_how": "phone"}, follow=True).content.decode()
    assert "Aan de telefoon" in text
    assert lead.get(address).status_code == 302
    assert browser_of(cast, "fg").get(address).status_code == 404


def test_who_watches_sees_them_all_with_how_often(cast: Cast, row: Case) -> None:
    fg = browser_of(cast, "fg")
    assert "Niemand gebruikte noodtoegang" in fg.get("/dossiers/nood/").content.decode()
    emergency = opened_alone(cast, row)
    happened(timedelta())
    text = fg.get("/dossiers/nood/").content.decode()
    assert row.code in text
    assert "in de laatste 31 dagen" in text
    assert NAME not in emergency_page(fg, "emergency", emergency)
    assert Entry.objects.filter(kind="emergency_read").count() == 1


@pytest.mark.parametrize("who", ["outside_professional", "administrator", "decision_maker", "outside_fg"])
def test_for_others_it_is_not_there(cast: Cast, row: Case, who: str) -> None:
    with_partner(cast, row)
    emergency, browser = opened_alone(cast, row), browser_of(cast, who)
    for name in ("emergency", "emergency-told", "look-back-emergency"):
        assert browser.get(reverse(f"cases:{name}", args=[emergency])).status_code == 404
    assert browser.post(reverse("cases:agree-emergency", args=[emergency])).status_code == 404
    assert browser.get(page_of("open-alone", row)).status_code == 404


def test_it_asks_for_attention_until_it_is_done(cast: Cast, row: Case) -> None:
    def titles(who: str) -> list[str]:
        return [one.title for one in tasks_for(cast.actor(who), FINE, now=NOW)]

    emergency = opened_alone(cast, row)
    for who in ("professional", "fg", "security_officer"):
        assert "Er is noodtoegang gebruikt" in titles(who)
    assert "Vertel hem van de noodtoegang" in titles("professional")
    looked_back(cast, emergency)
    for who in ("professional", "fg", "security_officer"):
        assert "Er is noodtoegang gebruikt" not in titles(who)
