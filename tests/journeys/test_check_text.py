"""The page 'Tekst nakijken' in a real browser: without JavaScript, small and wide, by axe."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journeys.looking import at_widths, looks_right

TEXT = "Gesproken met zijn broer Ahmed.\nDe imam kwam ook, en mevrouw De Vries. BSN 999990664."


def test_what_is_found_is_accessible_and_fits(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    widths = (320, 390, 1280)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/tekst-nakijken/")
    at_widths(page, lambda _width: assert_accessible(page), widths)
    page.get_by_label("Uw tekst").fill(TEXT + " " + "w" * 200)
    page.get_by_role("button", name="Kijk mijn tekst na").click()
    page.get_by_role("heading", name="Kijk naar 4 plekken").wait_for()
    looks_right(page, "found", assert_accessible, widths=widths)


def test_it_works_without_javascript_and_nothing_typed_is_lost(bare_page: Page) -> None:
    bare_page.goto("/tekst-nakijken/")
    bare_page.get_by_label("Uw tekst").fill(TEXT)
    bare_page.get_by_role("button", name="Kijk mijn tekst na").click()
    expect(bare_page.locator("mark")).to_have_text(["zijn broer Ahmed", "imam", "mevrouw De Vries", "999990664"])
    assert bare_page.get_by_label("Uw tekst").input_value() == TEXT
    bare_page.get_by_label("Uw tekst").fill("Afgesproken op dinsdag.")
    bare_page.get_by_role("button", name="Kijk opnieuw na").click()
    expect(bare_page.get_by_role("heading", name="Wij vonden niets")).to_be_visible()


def test_nothing_leaves_for_elsewhere(page: Page, base_url: str, visited_hosts: list[str]) -> None:
    page.goto("/tekst-nakijken/")
    page.get_by_label("Uw tekst").fill(TEXT)
    page.get_by_role("button", name="Kijk mijn tekst na").click()
    page.get_by_role("heading", name="Kijk naar 4 plekken").wait_for()
    assert {address for address in visited_hosts if not address.startswith(base_url)} == set()
