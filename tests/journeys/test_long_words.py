"""A title and a text of one long word, in a real browser on a phone: nothing is scrolled sideways for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.journeys.looking import at_widths, width_of
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in

#: As long as a title may be, and nowhere to break it.
LONG = "Samenwerkingsverbandsvergaderingenvoorbereidingsgroepenplannen"[:60]
_CASE = f"""
from sleutelwerk.cases.actions.beginning import Beginning, begin_case
from django.utils import timezone
begin_case(cast.actor("professional"), Beginning({LONG!r}, {LONG!r}), now=timezone.now())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("long")) as found:
        yield found


def test_one_long_word_widens_no_page(site: NewSite, browser: Browser) -> None:
    session = sessions_of(site, "professional", then=_CASE)["professional"]
    context = signed_in(browser, site, session, width=390)
    page = context.new_page()
    page.goto("/dossiers/", timeout=120_000)
    folder = os.environ.get("LONG_PICTURES")

    def look(width: int) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{len(seen)}-{width}.png", full_page=True)
        assert width_of(page) <= width, page.url

    seen: list[str] = []
    at_widths(page, look)
    page.get_by_role("main").get_by_role("link", name=LONG).first.click()
    case = page.url
    for part in ("", "team/", "weggooien/"):
        answer = page.goto(f"{case}{part}")
        assert answer is not None
        assert answer.status == 200
        seen.append(part)
        at_widths(page, look)
    context.close()
