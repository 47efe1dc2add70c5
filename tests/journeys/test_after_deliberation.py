"""After a deliberation in a real browser: a phone strikes its own words, the facilitator writes and makes final."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of, signed_in

_HOLD = """
import json, django
django.setup()
from datetime import datetime, timedelta, timezone
from tests.deliberation.held import a_whole_talk
from tests.people import Cast
from sleutelwerk.accounts.models import Organisation, User
from sleutelwerk.accounts.queries.actors import actor_for
here = User.objects.get(email="facilitator@voorbeeld.example").organisation
cast = Cast(here, here, here, dict(facilitator=User.objects.get(email="facilitator@voorbeeld.example")))
held = a_whole_talk(cast)
row = held.close(datetime.now(timezone.utc) - timedelta(days={days}))
print(json.dumps(dict(id=str(row.pk), token=row.check_token, keys=held.keys)))
"""


@dataclass(frozen=True)
class HeldThere:
    """A talk that was held in a running site."""

    id: str
    token: str
    keys: dict[str, str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("after")) as found:
        yield found


@pytest.fixture(scope="module")
def session(site: NewSite) -> str:
    """The session of whoever leads."""
    return sessions_of(site, "facilitator")["facilitator"]


@pytest.fixture
def held(site: NewSite, session: str) -> HeldThere:
    """A talk that closed three days ago: those who took part can still check the draft."""
    assert session
    return talk(site, 3)


@pytest.fixture
def checked(site: NewSite, session: str) -> HeldThere:
    """A talk that closed eight days ago: the time to check the draft is over."""
    assert session
    return talk(site, 8)


def talk(site: NewSite, days: int) -> HeldThere:
    """Hold a talk in the running site that closed so many days ago."""
    return HeldThere(**json.loads(run_in(site, _HOLD.format(days=days)).splitlines()[-1]))


def phone_of(browser: Browser, site: NewSite, held: HeldThere, keys: dict[str, str]) -> BrowserContext:
    """Open the browser of somebody who took part, with the keys that it kept."""
    context = browser.new_context(base_url=site.address, viewport={"width": 390, "height": 844}, locale="nl-NL")
    name, value = json.dumps(f"beraad:{held.id}:keys"), json.dumps(json.dumps(keys))
    context.add_init_script(f"sessionStorage.setItem({name}, {value})")
    return context


def test_a_phone_strikes_its_own_words(
    browser: Browser, site: NewSite, held: HeldThere, assert_accessible: Callable[[Page], None]
) -> None:
    context = phone_of(browser, site, held, held.keys)
    page = context.new_page()
    page.goto(f"/beraad/nalezen/{held.token}/")
    expect(page.get_by_text("Wat u zelf schreef, is hieronder gemerkt.")).to_be_visible()
    looks_right(page, "check", assert_accessible, pictures="AFTER_PICTURES")
    line = page.locator("#damage-a li")
    line.get_by_role("button", name="Haal weg", exact=True).click()
    line.get_by_role("button", name="Ja, haal weg").click()
    # a new site indexes its library in its first half minute, and holds whoever writes
    expect(page.get_by_text("Weggehaald. Het staat niet meer in het concept.")).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Hij loopt gevaar.")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Hij loopt gevaar.")).to_have_count(0)
    expect(page.get_by_text("De buurt blijft stil.")).to_be_visible()
    context.close()


def test_without_keys_or_javascript_one_reads(browser: Browser, site: NewSite, held: HeldThere) -> None:
    context = phone_of(browser, site, held, {})
    page = context.new_page()
    page.goto(f"/beraad/nalezen/{held.token}/")
    expect(page.get_by_text("Hij loopt gevaar.")).to_be_visible()
    expect(page.get_by_role("button", name="Haal weg")).to_have_count(0)
    context.close()


def test_the_facilitator_writes_and_makes_final(
    browser: Browser,
    site: NewSite,
    session: str,
    checked: HeldThere,
    assert_accessible: Callable[[Page], None],
) -> None:
    def is_right(name: str) -> None:
        looks_right(page, name, assert_accessible, pictures="AFTER_PICTURES")

    context = signed_in(browser, site, session, width=1280)
    page = context.new_page()
    # a new site indexes its library in its first half minute, and holds whoever writes
    page.goto(f"/beraad/{checked.id}/verslag/", timeout=120_000)
    is_right("report")
    page.get_by_role("link", name="Aanpassen Waar we verschillen").click()
    is_right("part")
    page.get_by_label("Waar we verschillen").first.fill("Of wij hem iets vragen of hem alleen horen.")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Of wij hem iets vragen of hem alleen horen.")).to_be_visible()
    for _record in ("reflectieverslag", "nota"):
        page.get_by_role("link", name="Maak definitief").first.click()
        is_right("sure")
        page.get_by_role("button", name="Ja, maak definitief").click()
    expect(page.get_by_role("link", name="Maak definitief")).to_have_count(0)
    is_right("final")
    takes_along(page)
    page.get_by_role("button", name="Gedaan Hem bellen").click()
    expect(page.get_by_role("button", name="Toch niet Hem bellen")).to_be_visible()
    page.get_by_role("link", name="Kijk terug").click()
    is_right("look-back")
    context.close()


def takes_along(page: Page) -> None:
    """Take the report along as a PDF."""
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    if folder := os.environ.get("AFTER_PICTURES"):
        download.value.save_as(Path(folder) / "report.pdf")


def test_an_address_that_is_closed(page: Page, assert_accessible: Callable[[Page], None], live_site: str) -> None:
    page.goto(f"{live_site}/beraad/nalezen/geraden/")
    expect(page.get_by_role("heading", name="Dit adres is gesloten")).to_be_visible()
    assert_accessible(page)
