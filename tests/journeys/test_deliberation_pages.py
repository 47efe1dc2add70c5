"""The room of moral deliberation in a real browser: small and wide, with axe, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import looks_right

PAGES = (
    "/moreel-beraad/?doel=wegen&tijd=60&mensen=6",
    "/moreel-beraad/methoden/dilemmamethode/?minuten=75",
    "/moreel-beraad/methoden/afspraken/",
    "/moreel-beraad/dilemmas/",
    "/moreel-beraad/dilemmas/zorg-melden/",
    "/moreel-beraad/vraag-toetsen/",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_accessible_and_fits(page: Page, assert_accessible: Callable[[Page], None], address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(address)
    looks_right(page, address, assert_accessible, widths=(320, 390, 1280))


@pytest.mark.parametrize("width", [320, 390])
def test_the_header_stays_tidy_on_a_phone(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/moreel-beraad/")
    current = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Moreel beraad")
    assert current.get_attribute("aria-current") == "true"
    header = page.locator(".sw-header").bounding_box()
    assert header is not None
    assert header["height"] <= 160


def test_from_the_chooser_to_a_script_in_the_time_there_is(bare_page: Page) -> None:
    bare_page.goto("/moreel-beraad/")
    bare_page.get_by_label("Waarvoor komt u bij elkaar?").select_option(label="Twee kanten wegen")
    bare_page.get_by_label("Hoeveel tijd is er?").select_option(label="90 minuten")
    bare_page.get_by_role("button", name="Laat zien wat past").click()
    bare_page.get_by_role("link", name="Dilemmamethode").click()
    expect(bare_page.get_by_text("Zo past het in 90 minuten in plaats van 105.")).to_be_visible()
    expect(bare_page.get_by_text("Nu is het acht minuten stil.")).to_be_visible()


def test_a_how_question_leads_to_the_block_and_a_better_one_passes(bare_page: Page) -> None:
    bare_page.goto("/moreel-beraad/vraag-toetsen/")
    bare_page.get_by_label("Uw vraag").fill("Hoe kan hij bijdragen aan ons doel?")
    bare_page.get_by_role("button", name="Toets mijn vraag").click()
    expect(bare_page.get_by_role("link", name="Naar het blok Afspraken")).to_be_visible()
    bare_page.get_by_label("Uw vraag").fill("Mogen wij deze bijdrage van hem vragen?")
    bare_page.get_by_role("button", name="Toets mijn vraag").click()
    expect(bare_page.get_by_role("heading", name="Hier kunt u mee beginnen")).to_be_visible()


def test_nothing_leaves_for_elsewhere(page: Page, base_url: str, visited_hosts: list[str]) -> None:
    for address in PAGES:
        page.goto(address)
    assert {address for address in visited_hosts if not address.startswith(base_url)} == set()
