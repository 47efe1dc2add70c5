"""Agreements in a real browser on a phone and a laptop: written together, read aloud, printed and said yes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of, signed_in

_CHOSEN = """
from tests.cases.begun import at_agreement
for _ in range(2):
    at_agreement(cast)
"""
_FILL_IN = """
import django, sys
django.setup()
from django.utils import timezone
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.accounts.models import User
from sleutelwerk.cases.actions.agreement import save_agreement
from tests.cases.agreed import content, whole
actor = actor_for(User.objects.get(email="professional@voorbeeld.example"), [])
for group in content().groups:
    save_agreement(actor, sys.argv[1], group.id, whole(), now=timezone.now())
"""
_A_DAY_AGO = """
import django, sys
django.setup()
from datetime import timedelta
from django.utils import timezone
from sleutelwerk.cases.models import Agreement
from sleutelwerk.cases.models.vault import candidate_vault
row = Agreement.objects.get(candidate__case=sys.argv[1], active_from=None)
vault = candidate_vault(row.candidate_id)
day = timezone.localdate() - timedelta(days=1)
row.paper = vault.seal("paper", {**vault.open("paper", bytes(row.paper)), "ready_on": str(day)})
row.save()
print(day, timezone.localdate())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("agreements")) as found:
        yield found


@pytest.fixture(scope="module")
def session(site: NewSite) -> str:
    """The session of a professional with two cases in which somebody was chosen."""
    return sessions_of(site, "professional", then=_CHOSEN)["professional"]


@dataclass(frozen=True)
class Story:
    """Somebody's page; every screen that it names is looked at, small and wide."""

    page: Page
    site: NewSite
    accessible: Callable[[Page], None]

    def is_right(self, name: str) -> None:
        """Look whether the screen is as it must be, small and wide; CASES_PICTURES asks for pictures."""
        looks_right(self.page, name, self.accessible, pictures="CASES_PICTURES")

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        """Follow a link of the page itself."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def begin(self) -> str:
        """Begin the agreements of the case that has none yet; give its number."""
        page = self.page
        page.goto("/dossiers/", timeout=120_000)
        count = page.locator(".ca-row h2 a").count()
        for place in range(count):
            page.locator(".ca-row h2 a").nth(place).click()
            page.wait_for_load_state()
            if page.get_by_role("link", name="Begin met de afspraken").count():
                break
            page.goto("/dossiers/")
        self.is_right("overview-none")
        self.follow("Begin met de afspraken")
        self.is_right("none")
        self.press("Begin met de afspraken")
        expect(page.get_by_role("heading", name="Versie 1, nog niet af")).to_be_visible()
        self.is_right("draft")
        number = re.search(r"[0-9a-f-]{36}", page.url)
        assert number
        return number[0]

    def write(self, case: str) -> None:
        """Write the first group, after a first try with too many hours, and let the rest be filled in."""
        page = self.page
        self.follow("Ga verder")
        page.get_by_text("Waarom dit erin staat").first.click()
        page.get_by_label("Zijn taken").fill("meegaan naar een gesprek op school")
        page.get_by_label("Hoogste aantal uren per week").fill("80")
        self.press("Bewaar en verder")
        expect(page.get_by_text("Vul een heel getal in").first).to_be_visible()
        self.is_right("group-refused")
        page.get_by_label("Hoogste aantal uren per week").fill("4")
        self.press("Bewaar en verder")
        expect(page.get_by_role("heading", name="Vrij en eerlijk")).to_be_visible()
        page.goto(f"/dossiers/{case}/afspraken/onderwerpen/contact/")
        self.is_right("group-options")
        page.goto(f"/dossiers/{case}/afspraken/lezen/1/")
        expect(page.get_by_role("heading", name="Dit is nog niet af")).to_be_visible()
        self.is_right("read-draft")
        run_in(self.site, _FILL_IN, case)
        page.goto(f"/dossiers/{case}/afspraken/")
        self.is_right("whole")
        self.press("Zet de tekst vast")
        expect(page.get_by_text("De tekst staat vast.")).to_be_visible()
        self.is_right("ready")

    def read_and_print(self) -> None:
        """Read it aloud from the screen, and see the page to print."""
        page = self.page
        self.follow("Lees voor van het scherm")
        self.is_right("read")
        page.go_back()
        self.follow("Druk af zonder PDF")
        self.is_right("print")
        page.get_by_role("link", name="Terug naar de afspraken").click()

    def accept(self, case: str) -> None:
        """Say both yeses, after a first try without the code on his paper."""
        page = self.page
        self.follow("Lees en zeg ja")
        self.is_right("our-yes")
        self.press("Ja, hier staan wij voor")
        expect(page.get_by_text("Uw ja staat erbij.")).to_be_visible()
        self.is_right("waits")
        code = page.locator(".ag-bigcode").inner_text()
        given, said = run_in(self.site, _A_DAY_AGO, case).split()
        self.follow("Hij zei ja")
        page.get_by_label("Wanneer kreeg hij het papier?").fill(given)
        page.get_by_label("Wanneer zei hij ja?").fill(said)
        self.press("Bewaar zijn ja")
        expect(page.get_by_text("Typ de code over").first).to_be_visible()
        self.is_right("his-yes-refused")
        page.get_by_label("Welke code staat op zijn papier?").fill(code)
        self.press("Bewaar zijn ja")
        expect(page.get_by_role("heading", name="Versie 1 geldt sinds")).to_be_visible()
        self.is_right("holds")

    def begin_anew(self, case: str) -> None:
        """Begin a new version, and see what it changes."""
        page = self.page
        self.press("Begin een nieuwe versie")
        page.goto(f"/dossiers/{case}/afspraken/onderwerpen/samen/")
        page.get_by_label("Hoogste aantal uren per week").fill("2")
        self.press("Bewaar en naar de afspraken")
        expect(page.get_by_text("1 afspraak is anders")).to_be_visible()
        self.is_right("revision")
        page.goto(f"/dossiers/{case}/")
        self.is_right("overview-revision")


def test_agreements_from_nothing_to_a_new_version(
    browser: Browser, site: NewSite, session: str, assert_accessible: Callable[[Page], None]
) -> None:
    with signed_in(browser, site, session, width=390) as theirs:
        story = Story(theirs.new_page(), site, assert_accessible)
        case = story.begin()
        story.write(case)
        story.read_and_print()
        story.accept(case)
        story.begin_anew(case)
