"""The kennisbank as people meet it: small and wide, by keyboard through a search, and when a part of it is closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in

#: The first page of a new site makes its content ready, which takes a while on a busy machine.
PATIENCE = 120_000
WIDTHS = (320, 1280)
ARTICLE = "Vergoeden en waarderen"
_FILL = """
from django.utils import timezone
from tests.knowledge.documents.files import a_pdf
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.home.tasks import index_what_can_be_found
from sleutelwerk.knowledge.actions.documents import CleanFile, Described, add_document
owner = actor_for(User.objects.get(name="Content Owner"), [])
about = Described("Gespreksleidraad", "Vragen voor een eerste gesprek.", "kiezen")
add_document(owner, about, CleanFile(a_pdf(2), 2), now=timezone.now())
index_what_can_be_found(timezone.now())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[NewSite, str]]:
    """Give a site with a document, an index of what can be found, and its content owner's session."""
    with new_site(tmp_path_factory.mktemp("library")) as site:
        session = sessions_of(site, "content_owner", then=_FILL)["content_owner"]
        yield site, session


@pytest.fixture(scope="module")
def visitor(browser: Browser, site: tuple[NewSite, str]) -> Page:
    """Give the browser of somebody without an account."""
    page = browser.new_context(base_url=site[0].address, locale="nl-NL").new_page()
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Callable[[Page], None]:
    """Check a page as everybody meets it: accessible, and no sideways scrolling on a narrow phone."""

    def check(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            # asked until it holds: the page may be on its way, with nothing in it yet
            page.wait_for_function(f"document.documentElement?.scrollWidth <= {width}")
            assert_accessible(page)

    return check


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/kennisbank/", "Kennisbank"),
        ("/kennisbank/artikelen/vergoeden/", ARTICLE),
        ("/kennisbank/artikelen/veiligheidsplan-voorbeeld/", "Veiligheidsplan, een voorbeeld"),
        ("/kennisbank/zoeken/?vraag=vergoeding", "Zoeken in de kennisbank"),
        ("/kennisbank/zoeken/?vraag=xylofonist", "Zoeken in de kennisbank"),
        ("/kennisbank/stukken/gespreksleidraad/", "Gespreksleidraad"),
    ],
)
def test_a_page_is_accessible_and_fits(visitor: Page, look: Callable[[Page], None], address: str, heading: str) -> None:
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(heading)
    look(visitor)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has this text or label."""
    here = "(one => one.labels?.[0]?.textContent ?? one.textContent)(document.activeElement)"
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in page.evaluate(here):
            return
    pytest.fail(f"the keyboard does not reach {name}")


def test_by_keyboard_from_the_library_through_a_search_to_an_article(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 1280, "height": 800})
    visitor.goto("/kennisbank/")
    tab_to(visitor, "Waar zoekt u naar?")
    visitor.keyboard.type("vergoedng")  # typing goes wrong
    with visitor.expect_navigation():
        visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("Bedoelt u")).to_be_visible()
    tab_to(visitor, ARTICLE)
    with visitor.expect_navigation():
        visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(ARTICLE)


def test_what_the_owner_closes_a_visitor_finds_closed_at_once(
    browser: Browser, site: tuple[NewSite, str], visitor: Page, look: Callable[[Page], None]
) -> None:
    owner = signed_in(browser, site[0], site[1], width=1280).new_page()
    owner.set_default_timeout(PATIENCE)
    visitor.goto("/functieprofielen/verbinder/")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Verbinder")
    owner.goto("/kennisbank/beheer/zichtbaarheid/")
    look(owner)
    owner.get_by_role("button", name="Sluit Functieprofielen").focus()
    with owner.expect_navigation():
        owner.keyboard.press("Enter")
    expect(owner.get_by_text("Functieprofielen: alleen lezers met toegang.")).to_be_visible()
    look(owner)
    visitor.goto("/functieprofielen/waarnemer/")
    expect(visitor.get_by_role("heading", name="Alleen met toegang")).to_be_visible()
    look(visitor)
    visitor.get_by_role("link", name="Log in").click()
    expect(visitor).to_have_url(re.compile("next=%2Ffunctieprofielen%2Fwaarnemer%2F"))
    visitor.goto("/")
    expect(visitor.get_by_text("Met toegang")).to_have_count(2)
    look(visitor)
    owner.goto("/functieprofielen/waarnemer/")
    expect(owner.get_by_role("heading", level=1)).to_contain_text("Waarnemer")
