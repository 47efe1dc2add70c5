"""What a journey asks of a page as it stands, only once it stands there whole; and which day it is there."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page


def width_of(page: Page) -> int:
    """Return how wide the page is, in CSS pixels, after waiting until it is there.

    A click ends when the next page has begun to arrive; at that moment there may be nothing of it yet to measure.
    """
    page.wait_for_load_state()
    return int(page.locator("html").evaluate("html => html.scrollWidth"))


def day_of_the_site() -> date:
    """Give the day it is for the site, whose clock is that of the Netherlands wherever this machine stands."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()
