"""The draft documents as an FG and an administrator meet them: on a phone, on a wide screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in

from sleutelwerk.home.engine.draft import DraftName

LIST = "/toezicht/documenten/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with people in it."""
    with new_site(tmp_path_factory.mktemp("documents")) as site:
        yield site


@pytest.fixture(scope="module")
def sessions(site: NewSite) -> dict[str, str]:
    """The sessions of those who may read."""
    return sessions_of(site, "fg", "administrator")


def test_every_draft_is_accessible_and_fits(
    browser: Browser, site: NewSite, sessions: dict[str, str], assert_accessible: Callable[[Page], None]
) -> None:
    context = signed_in(browser, site, sessions["fg"], width=320)
    page = context.new_page()
    for address in (LIST, *(f"{LIST}{name}/" for name in DraftName)):
        page.goto(address)
        looks_right(page, address, assert_accessible, widths=(320, 1280))
    context.close()


def test_from_the_list_to_a_part_of_the_dpia_and_to_paper(
    browser: Browser, site: NewSite, sessions: dict[str, str]
) -> None:
    context = signed_in(browser, site, sessions["administrator"], width=1280)
    page = context.new_page()
    page.goto(LIST)
    page.get_by_role("link", name="Lees Concept-DPIA").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Concept-DPIA")
    page.get_by_role("link", name="6. Op welke grond dit mag").click()
    expect(page.get_by_role("heading", name="6. Op welke grond dit mag")).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(page.get_by_text("Dit is het zwakste punt")).to_be_visible()
    expect(page.get_by_role("link", name="Haal de pdf op")).to_be_hidden()
    expect(page.locator(".sw-account")).to_be_hidden()
    context.close()
