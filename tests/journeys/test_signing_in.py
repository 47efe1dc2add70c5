"""From the one-time link to a working organisation, in a real browser under the strict policy, passkeys and all."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.looking import width_of
from tests.journeys.new_site import NewSite, add_passkey_device, new_site, press, totp_code

PASSWORD = "paraplu met negen kleuren"
Look = Callable[[Page], None]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site that is set up in the course of these stories."""
    with new_site(tmp_path_factory.mktemp("new-site")) as site:
        yield site


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Look:
    """Check a page as everybody meets it: accessible, and no sideways scrolling on a narrow phone."""

    def check(page: Page) -> None:
        page.set_viewport_size({"width": 320, "height": 800})
        assert width_of(page) <= 320, page.url
        assert_accessible(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert_accessible(page)

    return check


def a_browser(browser: Browser, site: NewSite, *, script: bool = True) -> tuple[BrowserContext, Page, list[str]]:
    """Open a browser of somebody's own, and keep what it complains about."""
    context = browser.new_context(base_url=site.address, java_script_enabled=script, locale="nl-NL")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return context, page, complaints


def set_up(page: Page, site: NewSite, look: Look) -> None:
    """Fill the wizard in, by keyboard, making one mistake on the way."""
    page.goto(site.link)
    look(page)
    press(page, "Begin met inrichten")
    page.get_by_label("Naam van uw organisatie").fill("Gemeente Voorbeeldstad")
    page.get_by_label("Soort organisatie").select_option("municipality")
    look(page)
    press(page, "Volgende stap")
    press(page, "Volgende stap")
    expect(page.get_by_role("alert")).to_contain_text("Wie is verantwoordelijk")
    look(page)
    page.get_by_label("Wie is verantwoordelijk").fill("het college van Voorbeeldstad")
    page.get_by_label("Waar kan iemand terecht").fill("Loket Privacy")
    page.get_by_label("E-mailadres van dat").fill("privacy@voorbeeldstad.example")
    press(page, "Volgende stap")
    page.get_by_label("Naam van de functionaris").fill("Fenna Fictief")
    page.get_by_label("Werkadres van de FG").fill("fg@voorbeeldstad.example")
    look(page)
    press(page, "Volgende stap")
    look(page)
    press(page, "Volgende stap")
    page.get_by_label("Uw naam").fill("Anna Beheer")
    page.get_by_label("Uw werkadres").fill("anna@voorbeeldstad.example")
    page.get_by_label("Professional").check()
    look(page)
    press(page, "Maak het account")


def make_passkey(page: Page, look: Look) -> None:
    """Make the first passkey, and keep the recovery codes."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Maak uw inlogmiddel")
    look(page)
    page.get_by_role("link", name="Maak een passkey").click()
    look(page)
    press(page, "Maak mijn passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")
    look(page)
    assert page.locator(".sw-codes li").count() == 10
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dag Anna Beheer")


def invitation_of_fg(page: Page, look: Look) -> str:
    """Read the FG's invitation out of the outbox, as long as there is no mail server."""
    page.goto("/postbus/")
    look(page)
    letter = page.get_by_role("article").filter(has_text="fg@voorbeeldstad.example")
    found = re.search(r"http://\S+/uitnodiging/\S+", letter.inner_text())
    assert found
    return found[0]


def test_an_organisation_comes_to_life(browser: Browser, site: NewSite, look: Look) -> None:
    context, page, complaints = a_browser(browser, site)
    add_passkey_device(page)
    set_up(page, site, look)
    make_passkey(page, look)
    for path in ("/mijn/", "/mensen/", "/mensen/uitnodigen/", "/mensen/nakijken/", "/organisatie/", "/mijn/account/",
                 "/mijn/wie-keek/", "/inlogmiddel/passkeys/"):  # fmt: skip
        page.goto(path)
        look(page)
    page.goto("/mensen/")
    page.get_by_role("link", name="Bas Beispiel").click()
    look(page)
    invitation = invitation_of_fg(page, look)
    press(page, "Uitloggen")
    page.wait_for_url(f"{site.address}/")
    page.goto("/mijn/")
    look(page)
    press(page, "Inloggen met uw passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dag Anna Beheer")
    assert complaints == []
    context.close()
    the_fg_joins_without_javascript(browser, site, invitation, look)
    the_link_is_spent(browser, site)


def the_fg_joins_without_javascript(browser: Browser, site: NewSite, invitation: str, look: Look) -> None:
    """Join with a password and an app, advise, look at the trail and take it along; without a script anywhere."""
    context, page, _ = a_browser(browser, site, script=False)
    page.goto(invitation)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Met een wachtwoord").check()
    page.get_by_label("Wachtwoord", exact=False).last.fill(PASSWORD)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("link", name="Koppel een app").click()
    secret = page.locator(".sw-code").inner_text()
    page.get_by_label("Code uit de app").fill(totp_code(secret))
    page.get_by_role("button", name="Koppel de app").click()
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    the_fg_advises(page)
    sign_in_with_a_code(page, secret)
    context.close()


def the_fg_advises(page: Page) -> None:
    """Enter the FG's advice, see it in the trail, and take the trail along."""
    page.get_by_role("link", name="Vul uw advies in").click()
    page.get_by_label("Datum van de DPIA").fill("2026-11-02")
    page.get_by_label("Midden").check()
    page.get_by_label("Niet nodig").check()
    page.get_by_label("Tot wanneer geldt").fill("2027-11-01")
    page.get_by_role("button", name="Leg mijn advies vast").click()
    expect(page.get_by_text("Uw advies is vastgelegd.")).to_be_visible()
    page.goto("/toezicht/logboek/")
    expect(page.get_by_text("De FG heeft zijn advies ingevuld.")).to_be_visible()
    page.goto("/toezicht/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Haal het logboek op").click()
    names = zipfile.ZipFile(BytesIO(Path(download.value.path()).read_bytes())).namelist()
    assert {"entries.jsonl", "head.txt", "head.sig", "public.pem"} <= set(names)
    page.get_by_role("button", name="Uitloggen").click()


def sign_in_with_a_code(page: Page, secret: str) -> None:
    """Sign in with a password and the next code of the app."""
    page.goto("/mijn/")
    page.get_by_label("Werkadres").fill("fg@voorbeeldstad.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder naar de code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nu uw tweede inlogmiddel")
    page.get_by_label("Code").fill(totp_code(secret, later=1))
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dag Fenna Fictief")


def the_link_is_spent(browser: Browser, site: NewSite) -> None:
    """Find that the set-up link works no more."""
    context, page, _ = a_browser(browser, site)
    page.goto(site.link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")
    context.close()


def test_pages_for_strangers_are_accessible(browser: Browser, site: NewSite, look: Look) -> None:
    context, page, complaints = a_browser(browser, site)
    for path in ("/inloggen/", "/inloggen/account-krijgen/", "/wachtwoord/vergeten/", "/wachtwoord/vergeten/verstuurd/",
                 "/inloggen/gesloten/", "/uitnodiging/bestaat-niet/"):  # fmt: skip
        page.goto(path)
        look(page)
    assert complaints == []
    context.close()
