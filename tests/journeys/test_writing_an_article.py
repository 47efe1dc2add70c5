"""An article from its first mistake to the library and back, by two people, small and wide, also without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.looking import looks_right, width_of
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of, signed_in

DESK = "/kennisbank/beheer/artikelen/"
TEXT = "## Zo begint u\n\nBel eerst uw collega [@eigen-oordeel].\n"
MISTAKEN = "# Te groot\n\nBel [hier](https://weg.example) eerst uw collega.\n"
#: Two content owners: the cast's own, and one who gets the role as well.
WRITER, SIGNER = "content_owner", "professional"
_SECOND = """
import django
django.setup()
from tests.people import NOW
from sleutelwerk.accounts.models import RoleGrant, User
user = User.objects.get(email="professional@voorbeeld.example")
role = {"role": "content_owner", "granted_at": NOW, "reviewed_at": NOW}
RoleGrant.objects.create(user=user, organisation=user.organisation, **role)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """Give a running site of its own."""
    with new_site(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="module")
def sessions(site: NewSite) -> dict[str, str]:
    """Give the sessions of two content owners of the house."""
    found = sessions_of(site, WRITER, SIGNER)
    run_in(site, _SECOND)
    return found


@contextmanager
def desk_of(browser: Browser, site: NewSite, session: str, width: int, *, scripts: bool = True) -> Iterator[Page]:
    """Open the writing desk of somebody."""
    context = signed_in(browser, site, session, width=width)
    if not scripts:
        context.close()
        context = browser.new_context(
            base_url=site.address, viewport={"width": width, "height": 900}, java_script_enabled=False
        )
        context.add_cookies([{"name": "sleutelwerk_session", "value": session, "url": site.address}])
    page = context.new_page()
    # the first page after a start waits until all articles were read and checked
    page.goto(DESK, timeout=90_000)
    yield page
    context.close()


def write(page: Page, title: str, body: str) -> None:
    """Fill in the form as a whole and save."""
    page.get_by_label("Titel", exact=True).fill(title)
    page.get_by_label("Samenvatting", exact=True).fill("Wat u doet als u voor het eerst met iemand gaat praten.")
    page.get_by_label("Samenvatting in het Engels").fill("What you do when you talk to somebody for the first time.")
    page.get_by_label("Onderwerp").select_option("beginnen")
    page.get_by_label("Vooraf").check()
    page.get_by_label("Professionals").check()
    page.get_by_label("Iedereen").check()
    page.get_by_label("Nagekeken op").fill("2026-11-27")
    page.get_by_label("Zoekwoorden").fill("beginnen, eerste gesprek")
    page.get_by_label("Tekst", exact=True).fill(body)
    page.get_by_role("button", name="Bewaar", exact=True).click()


def propose(page: Page, note: str) -> None:
    """Hand the text over to a colleague."""
    page.get_by_role("link", name="Leg voor aan een collega").click()
    page.get_by_label("Waarom verandert dit?").fill(note)
    page.get_by_role("button", name="Leg voor").click()
    page.get_by_text("Uw voorstel staat klaar").wait_for()


def sign(page: Page, title: str) -> None:
    """Read along and sign."""
    page.goto(DESK)
    page.get_by_role("link", name=title).first.click()
    page.get_by_label("Ik heb gelezen wat er verandert").check()
    page.get_by_role("button", name="Teken en publiceer").click()
    page.get_by_text("Het artikel staat in de kennisbank").wait_for()


def test_from_a_mistake_to_the_library_and_back(  # noqa: PLR0915 - one story
    browser: Browser, site: NewSite, sessions: dict[str, str],
    assert_accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    def looks_good(page: Page) -> None:
        looks_right(page, "article", assert_accessible)

    title = "Eerste gesprek"
    with (
        desk_of(browser, site, sessions[WRITER], 390) as writer,
        desk_of(browser, site, sessions[SIGNER], 1280) as signer,
    ):
        looks_good(writer)
        writer.get_by_role("link", name="Nieuw artikel").click()
        looks_good(writer)
        write(writer, title, MISTAKEN)
        writer.get_by_role("heading", name=re.compile("fouten te herstellen")).wait_for()
        looks_good(writer)
        writer.get_by_label("Tekst", exact=True).fill(TEXT)
        writer.get_by_role("button", name="Bewaar en bekijk").click()
        writer.get_by_role("heading", name=title, level=1).wait_for()
        looks_good(writer)
        writer.get_by_role("link", name="Schrijf verder").click()
        propose(writer, "Dit onderwerp ontbrak nog.")
        looks_good(signer)
        sign(signer, title)
        writer.goto(DESK)
        writer.get_by_role("link", name=title).click()
        looks_good(writer)
        writer.get_by_role("button", name="Bewerk").click()
        writer.get_by_label("Tekst", exact=True).fill(TEXT + "\nEn bel daarna nog eens [@eigen-oordeel].\n")
        writer.get_by_role("button", name="Bewaar", exact=True).click()
        propose(writer, "Een zin erbij.")
        signer.goto(DESK)
        signer.get_by_role("link", name=title).first.click()
        signer.locator("ins").first.wait_for()
        looks_good(signer)
        sign(signer, title)
        writer.goto(DESK)
        writer.get_by_role("link", name=title).click()
        writer.get_by_role("button", name="Vergelijk").click()
        looks_good(writer)
        writer.go_back()
        writer.get_by_role("link", name=re.compile("Zet deze terug")).click()
        looks_good(writer)
        writer.get_by_label("Waarom verandert dit?").fill("De eerste tekst was beter.")
        writer.get_by_role("button", name="Leg voor").click()
        sign(signer, title)
        writer.goto(DESK)
        writer.get_by_role("link", name=title).click()
        writer.get_by_role("link", name="Verberg dit artikel").click()
        looks_good(writer)


def test_two_who_write_at_once_both_keep_their_text(
    browser: Browser, site: NewSite, sessions: dict[str, str], assert_accessible: Callable[[Page], None]
) -> None:
    with desk_of(browser, site, sessions[WRITER], 390) as one, desk_of(browser, site, sessions[SIGNER], 1280) as other:
        one.get_by_role("link", name="Nieuw artikel").click()
        write(one, "Samen schrijven", TEXT)
        other.goto(one.url)
        write(other, "Samen schrijven", TEXT + "\nVan de ander.\n")
        write(one, "Samen schrijven", TEXT + "\nVan de een.\n")
        one.get_by_role("heading", name="Een collega was u voor").wait_for()
        assert width_of(one) <= 390
        assert_accessible(one)
        one.get_by_role("button", name="Bewaar mijn tekst").click()
        assert "Van de een." in one.get_by_label("Tekst", exact=True).input_value()


def test_it_works_without_javascript(browser: Browser, site: NewSite, sessions: dict[str, str]) -> None:
    with desk_of(browser, site, sessions[WRITER], 390, scripts=False) as writer:
        writer.get_by_role("link", name="Nieuw artikel").click()
        write(writer, "Zonder script", TEXT)
        propose(writer, "Dit ontbrak nog.")
    with desk_of(browser, site, sessions[SIGNER], 390, scripts=False) as signer:
        sign(signer, "Zonder script")
        signer.goto("/kennisbank/")
        assert signer.get_by_role("link", name="Zonder script").count() == 1
