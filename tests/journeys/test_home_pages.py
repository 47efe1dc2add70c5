"""The pages of the front door as people meet them: small and wide, by keyboard, on paper, and when they must leave."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route
from tests.journeys.looking import looks_right

ADDRESSES = ("/", "/contact/", "/privacy/", "/gegevens/", "/toegankelijkheid/", "/bestaat-niet/")
NEUTRAL = "https://www.buienradar.nl/"


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_accessible_and_fits(page: Page, assert_accessible: Callable[[Page], None], address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address)
    looks_right(page, address, assert_accessible, widths=(320, 1280))


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


SMALL_AND_WIDE = [(320, 640), (390, 844), (640, 450), (1280, 800)]
#: What of the page lies beside the exit in its strip, or is not wholly hidden where it lies under it.
IN_THE_WAY = """() => {
  const strip = document.querySelector(".sw-exit").getBoundingClientRect();
  const found = [];
  if (strip.left > 0 || strip.right < document.documentElement.clientWidth) found.push("beside the strip");
  for (const one of document.querySelectorAll("a, button, input, label, summary, h1, h2")) {
    if (one.closest(".sw-exit, .nl-skip-link")) continue;
    for (const box of one.getClientRects()) {
      const top = Math.max(box.top, strip.top), bottom = Math.min(box.bottom, strip.bottom);
      if (bottom - top < 1 || box.width < 2) continue;
      const hit = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
      if (hit && !hit.closest(".sw-exit")) found.push(one.outerHTML);
    }
  }
  return found;
}"""


@pytest.mark.parametrize(("width", "height"), SMALL_AND_WIDE)
def test_quick_exit_is_in_reach_and_never_covers_anything(page: Page, width: int, height: int) -> None:
    """The strip ends the window: nothing can be tapped beside or under it, and at both ends it covers nothing."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/routekaart/")
    page.goto("/routekaart/vraag/1/")
    leave = page.get_by_role("link", name="Verlaat deze site snel")
    bottom = page.evaluate("document.documentElement.scrollHeight")
    for place in (0, 60, 150, 333, bottom // 2, bottom):
        page.evaluate(f"scrollTo(0, {place})")
        box = leave.bounding_box()
        assert box is not None
        assert box["y"] == pytest.approx(0, abs=1)
        assert box["height"] >= 44
        assert page.evaluate(IN_THE_WAY) == []
    page.evaluate("scrollTo(0, 0)")
    strip, header = (page.locator(part).bounding_box() for part in (".sw-exit", ".sw-header"))
    assert strip is not None
    assert header is not None
    assert strip["y"] + strip["height"] <= header["y"] + 1
    assert strip["height"] <= 48


@pytest.mark.parametrize(("width", "height"), SMALL_AND_WIDE)
def test_quick_exit_comes_early_and_hides_no_focus(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/routekaart/")
    page.goto("/routekaart/vraag/1/")
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.body.tabIndex = -1, document.body.focus()")
    reached = []
    for key in ["Tab"] * 30 + ["Shift+Tab"] * 15:
        page.keyboard.press(key)
        text, free = page.evaluate(
            """() => {
              const one = document.activeElement, strip = document.querySelector(".sw-exit");
              const own = strip.contains(one) || one.matches(".nl-skip-link, body");
              const below = one.getBoundingClientRect().top >= strip.getBoundingClientRect().bottom;
              return [one.textContent.trim(), own || below];
            }"""
        )
        reached.append(text)
        assert free, text
    assert "Verlaat deze site snel" in reached[:2]


def test_the_menu_takes_at_most_two_rows_and_keeps_its_full_names(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    page.evaluate("document.fonts.ready.then(() => null)")
    header = page.locator(".sw-header").bounding_box()
    assert header is not None
    assert header["height"] <= 100
    assert page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Functieprofielen").is_visible()


def test_in_forced_colours_shape_says_what_colour_said(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/routekaart/")
    page.goto("/routekaart/vraag/1/")
    style = "one => (style => [style.borderTopStyle, style.borderTopWidth])(getComputedStyle(one))"
    assert page.locator(".sw-exit a").evaluate(style) == ["solid", "2px"]
    current = page.locator(".sw-progress li[aria-current]").evaluate(style)
    assert current != page.locator(".sw-progress li:not([aria-current])").last.evaluate(style)
    page.goto("/functieprofielen/vertaler/")
    grounds = [
        page.locator(f".nl-button--{kind}").first.evaluate("one => getComputedStyle(one).backgroundColor")
        for kind in ("primary", "secondary")
    ]
    assert grounds[0] != grounds[1]
