"""What a journey asks of a page as it stands, only once it stands there whole; and which day it is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

#: A phone and a laptop: a page is looked at on both of them, wherever the story goes on.
WIDTHS = (390, 1280)


def width_of(page: Page) -> int:
    """Return how wide the page is, in CSS pixels, after waiting until it is there.

    A click ends when the next page has begun to arrive; at that moment there may be nothing of it yet to measure.
    """
    page.wait_for_load_state()
    return int(page.locator("html").evaluate("html => html.scrollWidth"))


def at_widths(page: Page, look: Callable[[int], None], widths: Iterable[int] = WIDTHS) -> None:
    """Look at the page as it stands at each of these widths, and leave it as wide as it was.

    To walk the same story once for each width would ask the same of the site twice; only the looks differ.
    """
    own = page.viewport_size
    assert own is not None
    # its own width first: so it stands when it comes
    for width in sorted(widths, key=lambda one: one != own["width"]):
        page.set_viewport_size({"width": width, "height": own["height"]})
        look(width)
    page.set_viewport_size(own)


def looks_right(
    page: Page, name: str, accessible: Callable[[Page], None], *, widths: Iterable[int] = WIDTHS, pictures: str = ""
) -> None:
    """See that a page needs no scrolling sideways and is accessible, at each of these widths.

    Keep pictures for whoever asks for them, by the variable of the environment that is named by `pictures`.
    """
    folder = os.environ.get(pictures) if pictures else None

    def look(width: int) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        assert width_of(page) <= width, f"{page.url} at {width}"
        accessible(page)

    at_widths(page, look, widths)


def day_of_the_site() -> date:
    """Give the day it is for the site, whose clock is that of the Netherlands wherever this machine stands."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()
