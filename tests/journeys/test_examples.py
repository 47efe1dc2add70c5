"""In a real browser: three invented cases at one press, a look round one of them, and all of them gone again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import width_of
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("examples")) as found:
        yield found


@pytest.fixture(scope="module")
def session(site: NewSite) -> str:
    """Give an open session of a professional."""
    return sessions_of(site, "professional")["professional"]


def is_right(page: Page, name: str, accessible: Callable[[Page], None]) -> None:
    """Keep a picture for whoever asks for them by CASES_PICTURES, and look whether the screen is as it must be."""
    viewport = page.viewport_size
    assert viewport is not None
    if folder := os.environ.get("CASES_PICTURES"):
        page.screenshot(path=Path(folder) / f"examples-{name}-{viewport['width']}.png", full_page=True)
    assert width_of(page) <= viewport["width"]
    accessible(page)


def test_somebody_looks_around_in_examples_and_puts_them_away(
    site: NewSite, session: str, browser: Browser, assert_accessible: Callable[[Page], None]
) -> None:
    width = int(os.environ.get("CASES_PICTURES_WIDTH", "1280"))
    with signed_in(browser, site, session, width=width) as context:
        page = context.new_page()
        page.goto("/dossiers/", timeout=120_000)
        is_right(page, "offer", assert_accessible)
        page.get_by_role("button", name="Bekijk drie voorbeelden").press("Enter")
        expect(page.get_by_text("Er staan drie voorbeelden voor u klaar.")).to_be_visible()
        expect(page.get_by_role("listitem").filter(has_text="VOORBEELD: verzonnen")).to_have_count(3)
        is_right(page, "list", assert_accessible)
        page.get_by_role("link", name="Brieven die mensen lezen").click()
        expect(page.get_by_role("note")).to_contain_text("VOORBEELD: verzonnen")
        expect(page.get_by_text("Wat u hier ziet")).to_be_visible()
        expect(page).to_have_title("Overzicht van het dossier · Dossiers · VOORBEELD: verzonnen · Sleutelwerk")
        is_right(page, "at-work", assert_accessible)
        for link in ("afspraken/", "afwegen/naast-elkaar/", "contact/", "waarderen/", "besluit/"):
            _look_at(page, link, assert_accessible)
        page.goto("/dossiers/")
        page.get_by_role("button", name="Voorbeelden weghalen").press("Enter")
        expect(page.get_by_text("De 3 voorbeelden zijn weggehaald.")).to_be_visible()
        expect(page.get_by_role("button", name="Bekijk drie voorbeelden")).to_be_visible()


def _look_at(page: Page, end: str, accessible: Callable[[Page], None]) -> None:
    """Go to a page of the case and come back."""
    overview = page.url
    answer = page.goto(overview + end)
    assert answer is not None
    assert answer.status == 200, end
    expect(page.get_by_role("note").first).to_contain_text("VOORBEELD: verzonnen")
    is_right(page, end.strip("/").replace("/", "-"), accessible)
    page.goto(overview)
