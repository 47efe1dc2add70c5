"""A professional reads and compares the profiles, by keyboard, on a phone, on paper, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import looks_right

ROOM = "/functieprofielen/"
ADDRESSES = (
    "",
    "basis/",
    "vertaler/",
    "ambassadeur/",
    "vergelijken/",
    "vergelijken/?onderdeel=werk&toon=alles",
    "waarnemer/kaart/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_accessible_and_fits(page: Page, assert_accessible: Callable[[Page], None], address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(ROOM + address)
    looks_right(page, address, assert_accessible, widths=(320, 1280))


def test_what_is_folded_is_accessible_too(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto(f"{ROOM}ambassadeur/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_accessible(page)


def test_from_the_staircase_to_a_source_by_keyboard_without_script(bare_page: Page) -> None:
    bare_page.goto(ROOM)
    bare_page.get_by_role("link", name="Waarnemer").focus()
    bare_page.keyboard.press("Enter")
    expect(bare_page.get_by_role("heading", level=1)).to_have_text("Waarnemer")
    own = bare_page.get_by_role("heading", name="Wat hij meebrengt")
    expect(own).to_be_visible()
    folded = bare_page.locator("[id='basis.volwassen']")
    expect(folded).to_be_hidden()
    bare_page.locator("section[aria-labelledby=meebrengen] summary").first.focus()
    bare_page.keyboard.press("Enter")
    expect(folded).to_be_visible()
    source = bare_page.locator("section[aria-labelledby=meebrengen] a[href^='#bron-']").first
    number = source.inner_text()
    note = bare_page.locator(f"#bron-{number}")
    expect(note).to_be_hidden()
    source.focus()
    bare_page.keyboard.press("Enter")
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 844


def test_the_comparison_is_filtered_without_script(bare_page: Page) -> None:
    bare_page.goto(f"{ROOM}vergelijken/")
    adult = bare_page.get_by_role("rowheader", name="Hij is 18 jaar of ouder.")
    expect(adult).to_have_count(0)
    bare_page.get_by_role("link", name="Alle punten").click()
    expect(adult).to_be_visible()
    bare_page.get_by_role("link", name="Alleen de verschillen").click()
    expect(adult).to_have_count(0)
    bare_page.get_by_role("link", name="Wat u regelt").click()
    expect(bare_page.get_by_role("heading", name="Wat u regelt", level=2)).to_be_visible()
    expect(bare_page.get_by_role("link", name="Alleen de verschillen")).to_have_attribute("aria-current", "true")
    expect(bare_page.get_by_role("columnheader", name="Ambassadeur").first).to_be_visible()


def test_the_contents_lead_to_the_sources_and_open_them(bare_page: Page) -> None:
    bare_page.set_viewport_size({"width": 1280, "height": 800})
    bare_page.goto(f"{ROOM}waarnemer/")
    expect(bare_page.locator("#bron-1")).to_be_hidden()
    bare_page.get_by_role("navigation", name="Op deze pagina").get_by_role("link", name="Bronnen").click()
    expect(bare_page.locator("#bron-1")).to_be_in_viewport()


def test_a_jump_arrives_at_once(page: Page) -> None:
    page.goto(f"{ROOM}waarnemer/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_card_on_paper_carries_nothing_of_this_site(page: Page) -> None:
    page.goto(f"{ROOM}verbinder/kaart/")
    page.emulate_media(media="print")
    expect(page.locator(".sw-header")).to_be_hidden()
    expect(page.locator(".sw-footer")).to_be_hidden()
    expect(page.locator(".fp-card-help")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_on_paper_what_was_folded_is_there(page: Page) -> None:
    page.goto(f"{ROOM}verbinder/")
    folded = page.locator("[id='basis.volwassen'] p").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()


def test_the_documents_open(page: Page) -> None:
    page.goto(f"{ROOM}vertaler/")
    address = page.get_by_role("link", name="Dit profiel als PDF").get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_nothing_is_fetched_elsewhere(page: Page, visited_hosts: list[str], base_url: str) -> None:
    page.goto(ROOM)
    page.goto(f"{ROOM}waarnemer/")
    assert visited_hosts
    assert all(address.startswith(base_url) for address in visited_hosts)
