"""Signing in through one's organisation in a real browser: connecting, a first visit, and a provider that is down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.accounts.saml.process import TWO_FACTORS, SamlProcess, running_saml_provider
from tests.accounts.sso.process import Process, running_provider
from tests.accounts.sso.provider import SUBSTANTIAL
from tests.journeys.looking import width_of
from tests.journeys.new_site import NewSite, add_passkey_device, new_site, press
from tests.journeys.test_signing_in import Look, a_browser, make_passkey, set_up

NADIA = {"sub": "nadia-42", "email": "nadia@voorbeeldstad.example", "email_verified": True, "name": "Nadia Verzonnen"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site of one's own."""
    with new_site(tmp_path_factory.mktemp("sso-site")) as site:
        yield site


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Look:
    """Check a page as everybody meets it."""

    def check(page: Page) -> None:
        page.set_viewport_size({"width": 320, "height": 800})
        assert width_of(page) <= 320, page.url
        assert_accessible(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert_accessible(page)

    return check


def confirm_address(page: Page, look: Look) -> None:
    """Confirm the founder's own address by the letter that waits in the outbox, as there is no mail server."""
    page.goto("/organisatie/inloggen/")
    expect(page.get_by_role("main")).to_contain_text("Uw werkadres is nog niet bevestigd")
    look(page)
    press(page, "Stuur mij een mail om het te bevestigen")
    page.goto("/postbus/")
    letter = page.get_by_role("article").filter(has_text="Bevestig uw werkadres")
    found = re.search(r"http://\S+/mijn/account/adres/\S+", letter.inner_text())
    assert found
    page.goto(found[0])
    look(page)
    press(page, "Ja, dit is mijn adres")
    expect(page.get_by_role("status")).to_contain_text("Uw werkadres is bevestigd")
    look(page)


def connect(page: Page, provider: Process, look: Look) -> None:
    """Connect the provider, look it over, try it and switch it on."""
    page.goto("/organisatie/")
    page.get_by_role("link", name="Regel inloggen via uw organisatie").click()
    look(page)
    page.get_by_label("Uitgever (issuer)").fill(provider.address)
    page.get_by_label("Client-id").fill("sleutelwerk")
    page.get_by_label("Niveaus die u accepteert").fill(SUBSTANTIAL)
    press(page, "Bewaar")
    expect(page.get_by_role("status")).to_contain_text("De gegevens zijn bewaard")
    addresses = [code.inner_text() for code in page.locator("dd code").all()]
    provider.tell(
        client={"id": "sleutelwerk", "redirect_uri": addresses[0], "jwks_uri": addresses[1]}, person=NADIA, form=True,
    )  # fmt: skip
    press(page, "Kijk de provider na")
    expect(page.get_by_role("status")).to_contain_text("Wat we kunnen zien, is in orde")
    look(page)
    press(page, "Doe een proefaanmelding")
    page.get_by_role("button", name="Ga verder als Nadia Verzonnen").click()
    expect(page.get_by_role("status")).to_contain_text("De proefaanmelding is gelukt")
    page.get_by_label("Mensen kunnen via onze organisatie inloggen").check()
    press(page, "Bewaar de stand")
    expect(page.get_by_role("status")).to_contain_text("Dat is bewaard")
    look(page)


def visit(page: Page, look: Look) -> None:
    """Sign in as Nadia does."""
    page.goto("/mijn/account/")
    page.get_by_role("link", name="Inloggen via uw organisatie").click()
    look(page)
    page.get_by_label("Uw werkadres").fill("nadia@voorbeeldstad.example")
    press(page, "Verder")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit is de provider")
    page.get_by_role("button", name="Ga verder als Nadia Verzonnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn account")


def test_an_organisation_signs_in_its_own_way(browser: Browser, site: NewSite, look: Look) -> None:
    with running_provider() as provider:
        context, page, complaints = a_browser(browser, site)
        add_passkey_device(page)
        set_up(page, site, look)
        make_passkey(page, look)
        confirm_address(page, look)
        connect(page, provider, look)
        assert complaints == []
        for script in (True, False):
            nadias, at_work, more = a_browser(browser, site, script=script)
            visit(at_work, look if script else lambda _page: None)
            at_work.goto("/mijn/")
            expect(at_work.get_by_role("main")).to_contain_text("Vraag een beheerder van uw organisatie: Anna Beheer")
            at_work.goto("/sso/bevestigen/")
            press(at_work, "Bevestig bij mijn organisatie")
            at_work.get_by_role("button", name="Ga verder als Nadia Verzonnen").click()
            expect(at_work.get_by_role("heading", level=1)).to_have_text("Dag Nadia Verzonnen")
            assert more == []
            nadias.close()
    # the provider has stopped; what it published is remembered, so setting out goes on and fails there at the latest
    page.get_by_role("button", name="Kijk de provider na").click()
    expect(page.get_by_role("status")).to_contain_text("De provider antwoordt niet")
    nadias, at_home, _ = a_browser(browser, site)
    at_home.goto("/sso/")
    at_home.get_by_label("Uw werkadres").fill("nadia@voorbeeldstad.example")
    press(at_home, "Verder")
    expect(at_home.get_by_role("heading", level=1)).to_have_text("Inloggen via uw organisatie lukt nu niet")
    look(at_home)
    nadias.close()
    context.close()


SADIA = {
    "name_id": "sadia-7",
    "attributes": {"mail": ["sadia@voorbeeldstad.example"], "displayName": ["Sadia Verzonnen"]},
}


def connect_saml(page: Page, provider: SamlProcess, metadata: Path, look: Look) -> None:
    """Hand the provider's metadata in, give it ours, try it and switch it on."""
    page.goto("/organisatie/inloggen/")
    page.get_by_role("link", name="Kent uw provider alleen SAML?").click()
    look(page)
    page.get_by_label("Metadata van de provider, als bestand").set_input_files(metadata)
    page.get_by_label("Domeinen van uw werkadressen").fill("voorbeeldstad.example")
    page.get_by_label("Niveaus die u accepteert").fill(TWO_FACTORS)
    press(page, "Bewaar")
    expect(page.get_by_role("status")).to_contain_text("De gegevens zijn bewaard")
    ours = page.request.get(page.locator("dd code").first.inner_text())
    provider.tell(service=ours.text(), person=SADIA, level=TWO_FACTORS)
    look(page)
    press(page, "Doe een proefaanmelding")
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("status")).to_contain_text("De proefaanmelding is gelukt")
    page.get_by_label("Mensen kunnen via onze organisatie inloggen").check()
    press(page, "Bewaar de stand")
    expect(page.get_by_role("status")).to_contain_text("Dat is bewaard")


def test_an_organisation_whose_provider_speaks_saml_only(
    browser: Browser, tmp_path: Path, look: Look
) -> None:  # fmt: skip
    """From the provider's page a browser sends no cookies along; one comes in all the same, also without JavaScript."""
    with running_saml_provider() as provider, new_site(tmp_path / "site") as site:
        metadata = tmp_path / "idp.xml"
        metadata.write_text(provider.metadata(), "utf-8")
        context, page, complaints = a_browser(browser, site)
        add_passkey_device(page)
        set_up(page, site, lambda _page: None)
        make_passkey(page, lambda _page: None)
        confirm_address(page, lambda _page: None)
        connect_saml(page, provider, metadata, look)
        assert complaints == []
        for script in (True, False):
            sadias, at_work, more = a_browser(browser, site, script=script)
            at_work.goto("/sso/")
            at_work.get_by_label("Uw werkadres").fill("sadia@voorbeeldstad.example")
            press(at_work, "Verder")
            expect(at_work.get_by_role("heading", level=1)).to_have_text("Dit is de provider")
            at_work.get_by_role("button", name="Ga verder").click()
            if not script:
                expect(at_work.get_by_role("heading", level=1)).to_have_text("U bent bijna binnen")
                press(at_work, "Ga verder")
            expect(at_work.get_by_role("heading", level=1)).to_have_text("Dag Sadia Verzonnen")
            assert more == []
            sadias.close()
        context.close()
