"""The front door in a real browser: nothing from elsewhere, nothing that the policy blocks, readable for everyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.journeys.looking import looks_right, width_of


def test_start_page_asks_nothing_of_another_host(page: Page, live_site: str, visited_hosts: list[str]) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/")
    assert visited_hosts
    assert [address for address in visited_hosts if not address.startswith(live_site)] == []
    assert complaints == []


def test_start_page_is_accessible(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto("/")
    assert_accessible(page)


def test_start_page_reads_without_javascript_on_a_narrow_phone(bare_page: Page) -> None:
    bare_page.set_viewport_size({"width": 320, "height": 700})
    bare_page.goto("/")
    assert bare_page.get_by_role("heading", level=1).is_visible()


def test_narrow_start_page_does_not_scroll_sideways(phone_page: Page) -> None:
    phone_page.set_viewport_size({"width": 320, "height": 700})
    phone_page.goto("/")
    assert width_of(phone_page) <= 320


def test_the_accessibility_check_catches_a_planted_fault(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto("/")
    assert_accessible(page)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    try:
        assert_accessible(page)
    except AssertionError:
        return
    raise AssertionError("a button without a name went unnoticed")


@pytest.mark.parametrize("narrow", [True, False])
def test_what_is_wrong_at_one_width_only_is_seen_at_whichever_a_story_is_walked(
    page: Page, assert_accessible: Callable[[Page], None], *, narrow: bool
) -> None:
    page.set_viewport_size({"width": 1280 if narrow else 390, "height": 800})
    page.goto("/")
    looks_right(page, "start", assert_accessible)
    assert page.viewport_size == {"width": 1280 if narrow else 390, "height": 800}
    page.evaluate(
        """([when, width]) => {
            const sheet = new CSSStyleSheet();
            sheet.insertRule(`@media (${when}-width: 600px) { main { min-width: ${width}px } }`);
            document.adoptedStyleSheets.push(sheet);
        }""",
        ["max", 600] if narrow else ["min", 1600],
    )
    with pytest.raises(AssertionError, match="at 390" if narrow else "at 1280"):
        looks_right(page, "start", assert_accessible)
