"""One collaboration from its assignment to a careful ending, by four people in a real browser."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.journeys.looking import day_of_the_site, width_of
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of, signed_in
from tests.journeys.test_agreements import _A_DAY_AGO, _FILL_IN

TODAY = day_of_the_site()
#: A third professional, as an allowance takes three hands; he signs in beside the cast.
_THIRD = """
from tests.people import make_person
from sleutelwerk.accounts.rules.roles import Role
third = make_person("third", cast.here, (Role.PROFESSIONAL,))
cast.people["third"] = third
"""
_SESSION = """
import sys, django
django.setup()
from django.test import Client
from tests.people import sign_in
from sleutelwerk.accounts.models import User
client = Client()
sign_in(client, User.objects.get(email=sys.argv[1]))
print(client.cookies["sleutelwerk_session"].value)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("stages")) as found:
        yield found


@dataclass(frozen=True)
class Person:
    """Somebody with a browser of his own."""

    page: Page
    width: int
    accessible: Callable[[Page], None]

    def sees(self, name: str) -> None:
        """Keep a picture for whoever asks for them by CASES_PICTURES, and look whether the screen is as it must be."""
        if folder := os.environ.get("CASES_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"stage-{name}-{self.width}.png", full_page=True)
        assert width_of(self.page) <= self.width
        self.accessible(self.page)

    def goes(self, address: str) -> None:
        """Go to an address that is there for him."""
        answer = self.page.goto(address, timeout=120_000)
        assert answer is not None
        assert answer.status == 200, address

    def finds_nothing(self, address: str) -> None:
        """Go to an address that is not there for him."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 404, address

    def main(self) -> Locator:
        """Give what the page is about."""
        return self.page.get_by_role("main")

    def follows(self, name: str | re.Pattern[str]) -> None:
        """Follow a link of the page itself."""
        self.main().get_by_role("link", name=name).first.click()

    def presses(self, name: str | re.Pattern[str]) -> None:
        """Press a button, and wait for the page that comes of it."""
        self.main().get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def fills(self, **texts: str) -> None:
        """Fill in fields by the names that they are sent under."""
        for name, text in texts.items():
            self.page.locator(f"[name='{name}']").first.fill(text)

    def checks(self, name: str, value: str) -> None:
        """Choose one of a few."""
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def reads(self, text: str | re.Pattern[str]) -> None:
        """See a text."""
        expect(self.main().get_by_text(text).filter(visible=True).first).to_be_visible(timeout=30_000)


@dataclass
class Case:
    """One case with the four people who work on it."""

    site: NewSite
    lead: Person
    colleague: Person
    third: Person
    decider: Person
    at: str = ""
    words: tuple[str, str] = ("Hij luisterde rustig.", "Hij vroeg door.")

    def assignment(self) -> None:
        """Stage 1: what becomes better, on whose behalf, on what ground; settled by its lead."""
        lead = self.lead
        lead.goes("/dossiers/nieuw/")
        lead.fills(title_text="Samen naar school", goal_text="Meer kinderen gaan elke dag naar school.")
        lead.presses("Begin het dossier")
        lead.reads("Nog 12 dingen")
        found = re.search(r"[0-9a-f-]{36}", lead.page.url)
        assert found
        self.at = f"/dossiers/{found[0]}/"
        lead.goes(f"{self.at}opdracht/doel/")
        lead.fills(objective_text="School, leerplicht en wijkteam werken samen.")
        lead.presses("Bewaar en verder")
        lead.checks("theme", "school")
        lead.fills(area_text="Gemeente Hier")
        lead.presses("Bewaar en verder")
        lead.fills(
            commissioner_text="de wethouder jeugd", mandate_text="collegebesluit van 3 november",
            contact_text="de programmamanager", deputy_text="de adviseur jeugd",
        )  # fmt: skip
        lead.presses("Bewaar en verder")
        lead.checks("legal_basis", "public_task")
        lead.fills(legal_task_text="Leerplichtwet, artikel 16", dpia_text="DPIA 2026-14")
        lead.presses("Bewaar en verder")
        lead.checks("profile", "verbinder")
        lead.fills(starts_on=str(TODAY), ends_on=str(TODAY + timedelta(days=364)))
        lead.presses("Bewaar en bekijk het dossier")
        lead.presses("Stel de opdracht vast")
        lead.reads("Nu: eerst vertellen")
        lead.goes(f"{self.at}team/")
        for name in ("Colleague", "Third"):
            lead.page.locator("#id_person").select_option(label=name)
            lead.presses("Voeg toe")

    def candidate(self) -> None:
        """Stage 2: told, a night, a yes; who he is goes into the envelope, and a colleague agrees to open it."""
        lead = self.lead
        lead.goes(f"{self.at}kandidaat/")
        lead.fills(told_on=str(TODAY - timedelta(days=9)))
        lead.checks("told_how", "face_to_face")
        lead.checks("reach", "in_person")
        lead.checks("place", "with_us")
        lead.page.locator("[name='knows']").check()
        lead.presses("Bewaar")
        lead.goes(f"{self.at}kandidaat/ja/")
        lead.fills(said_on=str(TODAY - timedelta(days=8)))
        lead.presses("Bewaar zijn ja")
        lead.sees("2-candidate")
        lead.goes(f"{self.at}envelop/inleggen/")
        lead.page.get_by_label("Hoe heet hij?").fill("Verzonnen Naam")
        lead.page.get_by_label("Hoe bereikt u hem veilig?").fill("Na zessen.")
        lead.presses("Verzegel de envelop")
        lead.reads(re.compile("verzegeld", re.IGNORECASE))

    def assessment(self) -> None:
        """Stage 3: two look, blind to each other; he reads along and answers."""
        lead = self.lead
        lead.goes(f"{self.at}afwegen/wie/")
        lead.page.locator("[name='first']").select_option(label="Professional")
        lead.page.locator("[name='second']").select_option(label="Colleague")
        lead.presses("Vraag hen")
        for person, words in zip((lead, self.colleague), self.words, strict=True):
            self.assesses(person, words)
        lead.goes(f"{self.at}afwegen/naast-elkaar/")
        lead.reads("Hij vroeg door.")
        lead.sees("3-side-by-side")
        lead.follows("Schrijf op wat u samen vindt")
        lead.fills(plan_text="Hij loopt drie keer mee.", answer_text="Ik wil het graag.")
        lead.fills(shown_on=str(TODAY))
        lead.presses("Bewaar")

    def assesses(self, person: Person, words: str) -> None:
        """Fill in one assessment, page by page, and hand it in; the other's is not there yet."""
        page = person.page
        person.goes(f"{self.at}afwegen/mijn/")
        links = person.main().locator("a[href*='/afwegen/mijn/']")
        for link in links.evaluate_all("them => them.map(one => one.href)"):
            person.goes(link)
            for choice in ("met", "done"):
                for radio in page.locator(f"input[type=radio][value='{choice}']").all():
                    radio.check()
            for area in page.locator("main [name^='words_'][name$='_text']").all():
                area.fill(words)
            person.presses(re.compile("^Bewaar"))
        person.goes(f"{self.at}afwegen/mijn/")
        person.sees("3-own")
        person.goes(f"{self.at}afwegen/naast-elkaar/")
        assert page.url.endswith(self.at)
        assert not any(one in page.content() for one in self.words)
        person.goes(f"{self.at}afwegen/mijn/")
        assert [one in page.content() for one in self.words] == [one == words for one in self.words]
        person.presses("Lever in")

    def decision(self) -> None:
        """Stage 4: somebody who had no part in it decides, and he is told."""
        lead, decider = self.lead, self.decider
        decider.finds_nothing(self.at)
        lead.goes(f"{self.at}besluit/vragen/")
        lead.page.locator("[name='decider']").select_option(label="Decision Maker")
        lead.presses("Vraag om een besluit")
        decider.goes("/mijn/")
        decider.sees("4-start")
        decider.follows("Lees waarover het gaat")
        decider.sees("4-decide")
        decider.presses("Beslis")
        decider.reads("Kies wat u beslist.")
        decider.checks("outcome", "go")
        decider.fills(reasons_text="Hij kan dit werk, en wij hebben ons deel geregeld.")
        decider.page.locator("[name='independent']").check()
        decider.presses("Beslis")
        decider.finds_nothing(self.at)
        lead.goes(f"{self.at}besluit/verteld/")
        lead.page.locator("[name='told_on']").fill(str(TODAY))
        lead.presses("Bewaar")
        lead.goes(self.at)
        lead.sees("5-overview")

    def agreement(self) -> None:
        """Stage 5: written together, and said yes to by both."""
        lead = self.lead
        number = self.at.split("/")[2]
        lead.goes(f"{self.at}afspraken/")
        lead.presses("Begin met de afspraken")
        run_in(self.site, _FILL_IN, number)
        lead.goes(f"{self.at}afspraken/")
        lead.presses("Zet de tekst vast")
        run_in(self.site, _A_DAY_AGO, number)
        self.colleague.goes(f"{self.at}afspraken/ons-ja/")
        self.colleague.sees("5-our-yes")
        self.colleague.presses("Ja, hier staan wij voor")
        lead.goes(f"{self.at}afspraken/")
        code = lead.page.locator(".ag-bigcode").inner_text()
        lead.goes(f"{self.at}afspraken/zijn-ja/")
        lead.page.get_by_label("Wanneer kreeg hij het papier?").fill(str(TODAY - timedelta(days=1)))
        lead.page.get_by_label("Wanneer zei hij ja?").fill(str(TODAY))
        lead.page.get_by_label("Welke code staat op zijn papier?").fill(code)
        lead.presses("Bewaar zijn ja")
        lead.reads("Versie 1 geldt sinds")

    def reward(self) -> None:
        """Stage 6: talked through; an allowance by three hands."""
        lead = self.lead
        lead.goes(f"{self.at}waarderen/wat-krijgt-hij/")
        lead.sees("6-talk")
        lead.presses("Dit is besproken")
        lead.goes(f"{self.at}waarderen/voorstel/")
        lead.page.locator("[name='kind']").first.check()
        lead.page.get_by_label("Hoeveel euro?").fill("12,50")
        lead.page.get_by_label("Waarvoor is het?").fill("reiskosten bus")
        lead.presses("Kijk of het past")
        lead.sees("6-fits")
        if lead.page.get_by_label("Ik heb gelezen waar ik op moet letten").count():
            lead.page.get_by_label("Ik heb gelezen waar ik op moet letten").check()
        lead.presses("Stel dit voor")
        for person, name in ((self.colleague, "Keur dit goed"), (self.third, "Het is betaald, leg vast")):
            person.goes(f"{self.at}waarderen/")
            person.main().locator("h3 a").first.click()
            person.page.wait_for_load_state()
            if person.page.get_by_label("Ik heb gelezen waar ik op moet letten").count():
                person.page.get_by_label("Ik heb gelezen waar ik op moet letten").check()
            person.presses(name)
            person.sees("6-hand")

    def work(self) -> None:
        """Stage 7: a contact, and a page for crime that keeps nothing."""
        third = self.third
        third.goes(f"{self.at}contact/nieuw/")
        for name, value in (("channel", "phone"), ("lasted", "short"), ("theme", "school"), ("mood", "well")):
            third.checks(name, value)
        third.page.locator("[name='safety']").first.check()
        third.presses("Bewaar")
        third.goes(f"{self.at}contact/")
        third.sees("7-contacts")
        third.goes("/dossiers/strafbaar-feit/")
        third.sees("7-crime")
        third.goes(self.at)
        third.sees("7-overview")

    def looking_back(self) -> None:
        """Stage 8: both sides and an outsider, and what was agreed."""
        lead = self.lead
        lead.goes(f"{self.at}terugkijken/")
        lead.presses("Begin met terugkijken")
        at = lead.page.url
        for side in ("wij", "hij", "buitenstaander"):
            lead.goes(f"{at}kant/{side}/")
            lead.page.locator("main textarea").first.fill("Het gaat zoals afgesproken.")
            if lead.page.get_by_label("Wat is zijn of haar functie?").count():
                lead.page.get_by_label("Wat is zijn of haar functie?").fill("een directeur van een school")
            lead.presses("Bewaar")
        lead.goes(at)
        lead.sees("8-side-by-side")
        lead.goes(f"{at}afspreken/")
        lead.page.locator("main textarea").first.fill("Wij gaan minder vaak samen op pad.")
        lead.page.get_by_label("Wij ronden af").check()
        lead.presses("Rond de terugblik af")

    def ending(self) -> None:
        """Stage 9: a farewell, step by step; after it only the lead reads on."""
        lead = self.lead
        lead.goes(f"{self.at}afronden/beginnen/")
        lead.sees("9-begin")
        lead.page.get_by_label("Het werk is klaar").check()
        lead.fills(ends_on=str(TODAY))
        lead.presses("Begin het afscheid")
        lead.goes(f"{self.at}afronden/stappen/")
        for radio in lead.page.locator("main input[type=radio][value='done']").all():
            radio.check()
        lead.page.get_by_label("Tot en met welke dag kan hij iemand bellen?").fill(str(TODAY + timedelta(days=60)))
        lead.page.get_by_label("Wie kan hij bellen?").fill("de programmamanager")
        lead.presses("Bewaar")
        lead.goes(f"{self.at}afronden/")
        lead.sees("9-steps")
        lead.presses("Rond de samenwerking af")
        lead.goes(self.at)
        lead.reads("Afgerond")
        lead.sees("9-over")
        self.third.finds_nothing(f"{self.at}contact/")
        lead.goes(f"{self.at}rechten/alles/")
        lead.reads("Hij vroeg door.")
        lead.sees("9-report")


def test_nine_stages_by_four_people(browser: Browser, site: NewSite, assert_accessible: Callable[[Page], None]) -> None:
    sessions = sessions_of(site, "professional", "colleague", "decision_maker", then=_THIRD)
    sessions["third"] = run_in(site, _SESSION, "third@voorbeeld.example").strip()
    opened: list[BrowserContext] = []

    def person(name: str, width: int) -> Person:
        opened.append(signed_in(browser, site, sessions[name], width=width))
        return Person(opened[-1].new_page(), width, assert_accessible)

    lead, colleague = person("professional", 1280), person("colleague", 390)
    case = Case(site, lead, colleague, person("third", 390), person("decision_maker", 1280))
    try:
        for stage in (
            case.assignment, case.candidate, case.assessment, case.decision, case.agreement, case.reward, case.work,
            case.looking_back, case.ending,
        ):  # fmt: skip
            stage()
    finally:
        for one in opened:
            one.close()
