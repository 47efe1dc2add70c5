"""A facilitator practises: an invented case, one device in the room, all steps of a method, and 'oefening' everywhere.

The room itself needs scripts, and says so without them; everything before it and after it works without.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.beraad import PICTURES, at_both_widths, shots
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of, signed_in
from tests.paper import text_of

from sleutelwerk.deliberation.content import current

PATIENCE = 60_000
MINE = "/beraad/voorbereiden/"
METHOD = "korte-reflectie"
#: What every page, screen and file of it says.
MARK = re.compile("oefen", re.IGNORECASE)
#: Lets seven weeks go by, and gives how many letters the site then writes to look back.
_WEEKS_LATER = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from sleutelwerk.deliberation.actions.reminding import remind_leaders
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.mailroom.models import Letter
row = Deliberation.objects.get(pk="{deliberation}")
assert row.practice and row.state == "final"
row.closed_at -= timedelta(days=50)
row.final_at -= timedelta(days=50)
row.save()
before = Letter.objects.count()
print(remind_leaders(now=timezone.now()), Letter.objects.count() - before)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site of its own."""
    expect.set_options(timeout=PATIENCE)
    with new_site(tmp_path_factory.mktemp("practice")) as found:
        yield found


@pytest.fixture(scope="module")
def session(site: NewSite) -> str:
    """The session of a facilitator."""
    return sessions_of(site, "facilitator")["facilitator"]


def marked(page: Page) -> None:
    """See that a page says, where one looks first, that this is an exercise."""
    expect(page.locator("main, aside").get_by_text(MARK).first).to_be_visible()


def begun(page: Page, size: Callable[[str], None]) -> str:
    """Begin an exercise with the first dilemma and one device; give its id. It asks no more than that."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{MINE}nieuw/?oefenen", timeout=240_000)  # the first page waits for the content to be read
    page.goto(MINE)
    page.get_by_role("link", name=re.compile("^Oefen")).first.click()
    expect(page.get_by_role("heading", name="Oefen met een verzonnen situatie")).to_be_visible()
    size("practice_choose")
    page.locator(".dp-dilemmas a").first.click()
    expect(page.get_by_role("heading", name="Begin een oefening")).to_be_visible()
    expect(page.get_by_label("Dit is een oefening")).to_be_checked()
    page.get_by_label(current().methods[METHOD].title).check()
    page.get_by_role("button", name="Begin met voorbereiden").click()
    expect(page.get_by_role("heading", name="Klaar om te beginnen?")).to_be_visible()
    marked(page)
    size("practice_ready")
    expect(page.get_by_role("button", name="Open de kamer")).to_be_visible()
    found = page.url.rstrip("/").rpartition("/")[2]
    page.get_by_role("link", name="Moment").click()
    marked(page)
    page.get_by_label("Eén apparaat", exact=False).check()
    page.get_by_role("button", name="Bewaar en bekijk het overzicht").click()
    return found


def walked(desk: Page) -> list[str]:
    """Go through the whole method with its one button, and fill in all that it asks; give the steps that were seen."""
    seen: list[str] = []
    while True:
        title = desk.locator(".rm-title").inner_text()
        if title not in seen:
            seen.append(title)
            marked(desk)
        _fill_in(desk)
        button = desk.locator("[data-name=next]")
        if not button.count():
            return seen
        before = desk.locator(".rm-number").inner_text() + title
        button.click()
        expect(desk.locator(".rm-top")).not_to_contain_text(before.removesuffix(title))


def _fill_in(desk: Page) -> None:
    for slot in desk.locator(".rm-form .rm-slot--desk:last-child").all():
        if "Staat op tafel" in slot.inner_text():
            continue
        for field in slot.locator("textarea").all():
            field.fill("Iets verzonnens.")
        for day in slot.locator("input[type=date]").all():
            day.fill("2027-01-15")
        name = str(slot.get_by_role("button").first.get_attribute("data-name"))
        slot.get_by_role("button").first.click()
        expect(desk.locator(f"[data-name='{name}']")).to_have_text("Bewaar")


def test_a_whole_exercise_with_one_device_counts_for_nothing(
    browser: Browser, site: NewSite, session: str, assert_accessible: Callable[[Page], None]
) -> None:
    context = signed_in(browser, site, session, width=1280)
    desk = context.new_page()
    deliberation = begun(desk, lambda name: at_both_widths(desk, name))
    desk.get_by_role("button", name="Open de kamer").click()
    expect(desk.locator(".rm-title")).to_be_visible(timeout=120_000)
    marked(desk)
    shots(PICTURES, practice_desk=desk)
    assert walked(desk) == [step.title for step in current().methods[METHOD].steps]
    for _twice in range(2):
        desk.get_by_role("button", name="Rond het gesprek af").click()
    desk.get_by_role("button", name="Sluit de kamer en ga naar het verslag").click()
    expect(desk.get_by_role("heading", name="Verslag", exact=True)).to_be_visible()
    marked(desk)
    assert_accessible(desk)
    at_both_widths(desk, "practice_report")
    context.close()
    _settled_without_scripts(browser, site, session, deliberation)
    # weeks later nobody is asked to look back, and nothing waits for anybody
    assert run_in(site, _WEEKS_LATER.format(deliberation=deliberation)).split() == ["0", "0"]
    context = signed_in(browser, site, session, width=390)
    page = context.new_page()
    page.goto(MINE)
    row = page.locator(".dp-rows li", has=page.locator(f"a[href*='{deliberation}']"))
    expect(row).to_have_count(1)
    expect(row).to_contain_text("oefening")
    expect(page.get_by_role("heading", name="Tijd om terug te kijken")).to_have_count(0)
    expect(page.get_by_role("heading", name="Afgerond")).to_be_visible()
    context.close()


def _settled_without_scripts(browser: Browser, site: NewSite, session: str, deliberation: str) -> None:
    """Finish both records on a phone without scripts, and take them along: nobody is waited for in an exercise."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="nl-NL"
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "sleutelwerk_session", "value": session, "url": site.address}])
    page, report = context.new_page(), f"/beraad/{deliberation}/verslag/"
    for record in ("reflectieverslag", "nota"):
        page.goto(f"{report}voorbeeld/{record}/")
        marked(page)
        page.goto(report)
        marked(page)
        article = page.locator("article", has=page.locator(f"#{record}"))
        article.get_by_role("link", name="Maak definitief").click()
        marked(page)
        page.get_by_role("button", name="Ja, maak definitief").click()
        expect(article.get_by_text("Definitief", exact=True)).to_be_visible()
        for form in ("pdf", "odt", "json"):
            _file_is_marked(context.request.get(f"{report}{record}.{form}").body(), form)
    page.goto(f"{report}terugkijken/")
    marked(page)
    context.close()


def _file_is_marked(raw: bytes, form: str) -> None:
    """See that what leaves the site says it as well, wherever it ends up."""
    if form == "json":
        assert json.loads(raw)["practice"] is True
        return
    if form == "odt":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            text = archive.read("content.xml").decode() + archive.read("styles.xml").decode()
    else:
        text = text_of(raw)
    assert "OEFENING met een verzonnen situatie" in text
    assert "Oefening. Zonder namen." in text


def test_an_exercise_is_prepared_without_scripts_and_its_room_says_that_it_needs_them(
    browser: Browser, site: NewSite, session: str
) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="nl-NL"
    )
    context.add_cookies([{"name": "sleutelwerk_session", "value": session, "url": site.address}])
    page = context.new_page()
    deliberation = begun(page, lambda _name: None)
    page.goto(f"{MINE}{deliberation}/uitnodiging/")
    marked(page)
    assert "Dit is een oefening met een verzonnen situatie." in page.locator(".sw-letter").inner_text()
    for paper in ("voorbereiding.pdf", "vellen.pdf"):
        assert MARK.search(text_of(context.request.get(f"{MINE}{deliberation}/{paper}").body())), paper
    page.goto(f"{MINE}{deliberation}/")
    page.get_by_role("button", name="Open de kamer").click()
    expect(page.locator("noscript p")).to_be_visible()
    assert "werkt alleen met JavaScript" in page.locator("noscript p").inner_text()
    marked(page)
    context.close()
