"""The pages of the front door as people meet them: small and wide, by keyboard, on paper, and when they must leave."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

ADDRESSES = ("/", "/contact/", "/privacy/", "/toegankelijkheid/", "/bestaat-niet/")
NEUTRAL = "https://www.buienradar.nl/"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_accessible_and_fits(
    page: Page, assert_accessible: Callable[[Page], None], address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)


def test_keyboard_reaches_the_content_at_once(page: Page) -> None:
    page.goto("/contact/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ga naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_every_link_and_button_is_large_enough_to_tap(phone_page: Page) -> None:
    """WCAG 2.2 asks 24 pixels; what stands by itself gets 44."""
    phone_page.goto("/")
    heights = phone_page.eval_on_selector_all(
        ".nl-button, .sw-nav a, .sw-wordmark:any-link", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 44


def test_paper_carries_no_navigation_and_keeps_the_text(page: Page) -> None:
    page.goto("/privacy/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".sw-wordmark").first.is_visible()


@pytest.mark.parametrize("with_script", [True, False])
def test_quick_exit_leaves_at_once_and_takes_the_cookies_along(
    page: Page, bare_page: Page, *, with_script: bool
) -> None:
    one = page if with_script else bare_page

    def neutral_site(route: Route) -> None:
        route.fulfill(body="<title>Weer</title>", content_type="text/html")

    one.route(f"{NEUTRAL}**", neutral_site)
    one.goto("/routekaart/")
    one.goto("/routekaart/vraag/1/")
    assert one.context.cookies() != []
    one.get_by_role("link", name="Verlaat deze site snel").click()
    one.wait_for_url(f"{NEUTRAL}**", timeout=5_000)
    assert one.title() == "Weer"
    assert one.context.cookies() == []
