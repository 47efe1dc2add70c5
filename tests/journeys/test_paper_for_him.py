"""What is meant for him prints bare: only his words, and nothing of the site, the team or the address (N20).

Whoever finds a paper at his home must not learn from its edges what he does. So all of it stands in one frame, and here
each page in that frame is printed as a browser prints it, with the browser's own lines about the page switched on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, PdfMargins, expect
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in
from tests.paper import text_of

PATIENCE = 40_000
FRAME = "cases/for_him.html"
_EXAMPLES = """
from sleutelwerk.cases.actions.examples import make_examples
from django.utils import timezone
from tests.cases.assessed import Outcome, decided
make_examples(cast.actor("professional"), now=timezone.now())
decided(cast, Outcome.CONDITIONS)
"""
#: Words that tell where a paper comes from, or what somebody is; none of his papers says them.
TELLS = re.compile(
    r"sleutelfig|sleutelwerk|wie ziet dit|logboek|https?:|localhost|/dossiers/|kruimelpad", re.IGNORECASE
)
ENDED, AT_WORK = "Samen koken in de Proeftuin", "Brieven die mensen lezen"
#: No example, but a case of the tests, as only at a decision and just after it there is a card with its outcome.
DECIDED = "Samen naar school"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("paper")) as found:
        yield found


@pytest.fixture(scope="module")
def page(browser: Browser, site: NewSite) -> Iterator[Page]:
    """A page of a professional who has the examples."""
    with signed_in(
        browser, site, sessions_of(site, "professional", then=_EXAMPLES)["professional"], width=1280
    ) as here:
        page = here.new_page()
        page.set_default_timeout(PATIENCE)
        yield page


def at(page: Page, example: str, rest: str) -> None:
    """Go to a page of an example."""
    page.emulate_media(media="null")
    page.goto("/dossiers/")
    address = page.get_by_role("link", name=example).first.get_attribute("href")
    page.goto(f"{address}{rest}")


def fill_in(page: Page, example: str, rest: str, button: str) -> None:
    """Fill in what is still empty on a form of an example, and press its button."""
    at(page, example, rest)
    for field in page.locator("main form input[type=text], main form textarea").all():
        if not field.input_value():
            field.fill("14 0123")
    page.get_by_role("button", name=button).click()


def first_link(page: Page, example: str, rest: str, wanted: str) -> None:
    """Go to the first page of an example to which another page of it leads."""
    at(page, example, rest)
    page.goto(str(page.locator(f"main a[href*='{wanted}']").first.get_attribute("href")))


WAYS: dict[str, Callable[[Page], object]] = {
    "cases/allowance_card.html": lambda page: at(page, AT_WORK, "waarderen/uitkering/"),
    "cases/allowance_paper.html": lambda page: at(page, AT_WORK, "waarderen/papier/"),
    "cases/letter.html": lambda page: fill_in(page, AT_WORK, "brief/", "Maak de brief"),
    "cases/looking_back_one.html": lambda page: first_link(page, ENDED, "terugkijken/", "/terugkijken/"),
    "cases/looking_back_sheet.html": lambda page: at(page, AT_WORK, "terugkijken/vel/"),
    "cases/outcome_card.html": lambda page: fill_in(page, DECIDED, "besluit/kaart/", "Maak de kaart"),
    "cases/print_agreement.html": lambda page: first_link(page, AT_WORK, "afspraken/", "/afspraken/afdrukken/"),
    "cases/report.html": lambda page: at(page, ENDED, "rechten/alles/"),
    "cases/threat_form.html": lambda page: page.goto("/dossiers/zorg-om-veiligheid/formulier/"),
}


def printed(page: Page) -> str:
    """Print a page with the lines that a browser adds of itself, where there is room for them."""
    room: PdfMargins = {"top": "20mm", "bottom": "20mm", "left": "15mm", "right": "15mm"}
    return text_of(page.pdf(format="A4", display_header_footer=True, margin=room))


def too_much(said: str, page: Page) -> set[str]:
    """Name what printed and is not of the paper."""
    page.emulate_media(media="print")
    return words(said) - words(page.locator(".sw-bare__paper").inner_text())


def words(text: str) -> set[str]:
    """Give the words of a text by their letters."""
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def test_every_page_in_the_frame_is_looked_at(repository: Path) -> None:
    templates = repository / "src" / "sleutelwerk" / "cases" / "templates"
    framed = {
        path.relative_to(templates).as_posix()
        for path in templates.glob("**/*.html")
        if f'{{% extends "{FRAME}" %}}' in path.read_text(encoding="utf-8")
    }
    assert framed == set(WAYS)


def test_what_looks_like_a_paper_is_in_the_frame(repository: Path) -> None:
    templates = repository / "src" / "sleutelwerk" / "cases" / "templates"
    papers = {
        path.relative_to(templates).as_posix()
        for path in templates.glob("**/[!_]*.html")
        if re.search(r'"cases/_print_it.html"|class="ca-(letter|paper)"|icon "print" %}<div', path.read_text("utf-8"))
    }
    assert papers == set(WAYS)


@pytest.mark.parametrize("name", sorted(WAYS))
def test_only_his_words_come_on_paper(page: Page, name: str) -> None:
    WAYS[name](page)
    paper = page.locator(".sw-bare__paper")
    expect(paper).to_have_count(1)
    assert not TELLS.search(page.title()), page.title()
    said = printed(page)
    assert not TELLS.search(said), TELLS.findall(said)
    assert len(said.split()) > 20
    sheets = said.removesuffix("\f").split("\f")
    assert all(sheet.strip() for sheet in sheets), "no empty sheet comes out"
    assert too_much(said, page) == set()


def test_the_card_of_a_profile_prints_as_bare(page: Page) -> None:
    page.emulate_media(media="null")
    page.goto("/functieprofielen/vertaler/kaart/")
    said = printed(page)
    assert not TELLS.search(said + page.title())
    assert too_much(said, page) == set()


def test_the_button_opens_the_print_window_and_without_it_a_line_says_where(
    page: Page, browser: Browser, site: NewSite
) -> None:
    page.add_init_script("window.print = () => { document.body.dataset.printed = 'yes'; }")
    WAYS["cases/looking_back_sheet.html"](page)
    expect(page.get_by_text("in het menu van uw browser")).to_be_hidden()
    page.get_by_role("button", name="Druk af").click()
    assert page.locator("body").get_attribute("data-printed") == "yes"
    address, session = page.url, {one["name"]: one["value"] for one in page.context.cookies()}["sleutelwerk_session"]
    with browser.new_context(java_script_enabled=False) as still:
        still.add_cookies([{"name": "sleutelwerk_session", "value": session, "url": site.address}])
        plain = still.new_page()
        plain.goto(address, timeout=PATIENCE)
        expect(plain.get_by_text("Kies ‘Afdrukken’ in het menu van uw browser.")).to_be_visible()
        expect(plain.get_by_role("button", name="Druk af")).to_be_hidden()
