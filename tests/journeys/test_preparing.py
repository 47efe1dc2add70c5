"""A facilitator prepares a deliberation on a phone and on a wide screen, and on a phone without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in

MINE = "/beraad/voorbereiden/"
QUESTION = "Mogen wij hem vragen nu zijn gezin daar last van kan krijgen?"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """Give a running site of its own."""
    with new_site(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="module")
def session(site: NewSite) -> str:
    """Give the session of a facilitator."""
    return sessions_of(site, "facilitator")["facilitator"]


def begin(page: Page, title: str) -> None:
    """Begin with an own question."""
    # the first of these pages after a start waits until methods, dilemmas and the words of the guard were read
    page.set_default_timeout(90_000)
    page.goto(f"{MINE}nieuw/?met=eigen", timeout=240_000)
    page.goto(MINE)
    page.get_by_role("link", name="Nieuw beraad").click()
    page.get_by_role("link", name="Met een eigen vraag").click()
    page.get_by_label("Werktitel", exact=True).fill(title)
    page.get_by_label("Vooraf").check()
    page.get_by_role("radio", name="Adviseren Iemand anders").check()
    page.get_by_label("Dilemmamethode").check()
    page.get_by_role("button", name="Begin met voorbereiden").click()


def further(page: Page) -> None:
    """Keep a page and go to the next."""
    page.get_by_role("button", name="Bewaar en verder").click()


def settle(page: Page, looks_good: Callable[[], None]) -> None:
    """Fill in what must be there, page by page."""
    looks_good()
    page.get_by_label("Nee, over geen van deze").check()
    further(page)
    looks_good()
    further(page)
    ask(page, looks_good)
    invite(page, looks_good)
    page.get_by_label("Wat schrijft u op, en wie krijgt het?").fill("De redenen. Het team krijgt ze.")
    further(page)
    looks_good()
    page.get_by_label("Dag").fill("2026-12-03")
    page.get_by_label("Begintijd").fill("11:00")
    page.get_by_label("Waar?").fill("Kamer 3")
    page.get_by_role("button", name="Bewaar en bekijk het overzicht").click()
    page.get_by_role("button", name="Open de kamer").wait_for()
    looks_good()


def ask(page: Page, looks_good: Callable[[], None]) -> None:
    """Write a question that can be better, and then a better one."""
    page.get_by_label("De morele vraag").fill("Hoe kan hij bijdragen?")
    further(page)
    page.get_by_text("Een vraag met ‘hoe’ zoekt een aanpak.").wait_for()
    looks_good()
    page.get_by_label("De morele vraag").fill(QUESTION)
    further(page)


def invite(page: Page, looks_good: Callable[[], None]) -> None:
    """Write down who takes part; a name is refused kindly."""
    looks_good()
    page.get_by_label("Wie komen er?").fill("wijkadviseur\nmevrouw Jansen")
    page.get_by_label("Wie beslist?").fill("teamleider")
    page.get_by_role("group", name="Doet politie of justitie mee?").get_by_label("Nee", exact=True).check()
    page.get_by_label("Hij is vooraf gevraagd").check()
    further(page)
    page.get_by_label("Toch zo laten").wait_for()
    looks_good()
    page.get_by_label("Wie komen er?").fill("wijkadviseur\njongerenwerker")
    further(page)
    looks_good()


def test_from_an_empty_list_to_a_room_that_can_open(
    browser: Browser, site: NewSite, session: str, assert_accessible: Callable[[Page], None]
) -> None:
    context = signed_in(browser, site, session, width=320)
    page = context.new_page()

    def looks_good() -> None:
        looks_right(page, "preparing", assert_accessible, widths=(320, 1280))

    begin(page, "Zijn gezin")
    settle(page, looks_good)
    page.get_by_role("link", name="Uitnodiging en agenda").click()
    page.get_by_role("heading", name="Mensen uitnodigen").wait_for()
    looks_good()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download voor de agenda").click()
    assert download.value.suggested_filename == "overleg.ics"
    page.goto(MINE)
    assert page.get_by_role("link", name="Zijn gezin").count() == 1
    looks_good()
    stopped(page)
    looks_right(page, "preparing_stop", assert_accessible, pictures="BERAAD_PICTURES")
    context.close()


def stopped(page: Page) -> None:
    """Say that there is no doubt: the page that follows is a stop."""
    page.get_by_role("link", name="Zijn gezin").click()
    page.get_by_role("link", name="Aanleiding", exact=True).click()
    page.get_by_role("group", name="twijfel").get_by_label("Nee", exact=True).check()
    further(page)
    page.get_by_role("heading", name="Stop: dit is nu geen beraad").wait_for()
    assert page.get_by_text("U kunt beginnen").count() == 0


def test_it_works_without_javascript(browser: Browser, site: NewSite, session: str) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    context.add_cookies([{"name": "sleutelwerk_session", "value": session, "url": site.address}])
    page = context.new_page()
    begin(page, "Zonder script")
    settle(page, lambda: None)
    page.get_by_role("link", name="Gooi dit beraad weg").click()
    page.get_by_role("button", name="Gooi weg").click()
    page.get_by_text("Het beraad is weg.").wait_for()
    assert page.get_by_role("link", name="Zonder script").count() == 0
    context.close()
