"""Case files in a real browser, by keyboard and without JavaScript: from a new case to a settled assignment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in

GOAL = "Meer kinderen gaan elke dag naar school."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("cases")) as found:
        yield found


@pytest.fixture(scope="module")
def sessions(site: NewSite) -> dict[str, str]:
    """The sessions of a professional, his colleague and somebody of a partner."""
    return sessions_of(site, "professional", "colleague", "outside_professional")


@dataclass(frozen=True)
class Story:
    """Somebody's page; every screen that it names is looked at, small and wide."""

    page: Page
    accessible: Callable[[Page], None]

    def is_right(self, name: str) -> None:
        """Look whether the screen is as it must be, small and wide; CASES_PICTURES asks for pictures."""
        looks_right(self.page, name, self.accessible, pictures="CASES_PICTURES")

    def fill(self, **texts: str) -> None:
        """Fill in texts by their labels, of which underscores are spaces."""
        for label, text in texts.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).click()

    def begin(self) -> None:
        """Begin a case, after a first try that names people by what they are."""
        page = self.page
        # a new site indexes its library in its first half minute, and holds whoever writes
        page.goto("/mijn/", timeout=120_000)
        page.get_by_role("link", name="Uw dossiers", exact=True).click()
        self.is_right("list")
        first = page.get_by_role("main").get_by_role("link", name="Begin met de opdracht")
        first.or_(page.get_by_role("link", name="Nieuw dossier")).click()
        self.fill(Werktitel="Samen naar school")
        page.get_by_label("Wat wordt er beter?").fill("De Roma in de wijk moeten naar school.")
        self.press("Begin het dossier")
        self.is_right("begin-refused")
        page.get_by_label("Wat wordt er beter?").fill(GOAL)
        page.get_by_role("button", name="Begin het dossier").press("Enter")
        expect(page.get_by_text("Nog 12 dingen")).to_be_visible(timeout=60_000)
        self.is_right("begun")

    def fill_in(self) -> None:
        """Fill in the five pages, after a first try with an area that is too small."""
        page = self.page
        page.get_by_role("link", name="Vul de opdracht aan").click()
        self.fill(Integrale_doelstelling="School, leerplicht en wijkteam werken samen.")
        self.is_right("goal")
        self.press("Bewaar en verder")
        page.get_by_label("School", exact=True).check()
        page.get_by_label("In welke gemeente?").fill("de Bloemenwijk")
        self.press("Bewaar en verder")
        expect(page.get_by_text("Noem een hele gemeente").first).to_be_visible()
        self.is_right("place-refused")
        page.get_by_label("In welke gemeente?").fill("Gemeente Hier")
        self.press("Bewaar en verder")
        self.fill_in_on_whose_behalf()
        page.get_by_label("Verbinder").check()
        page.get_by_label("Vanaf wanneer?").fill("2027-01-01")
        page.get_by_label("Tot en met wanneer?").fill("2027-12-31")
        self.is_right("profile")
        self.press("Bewaar en bekijk het dossier")
        expect(page.get_by_text("De opdracht is compleet")).to_be_visible()
        self.is_right("complete")

    def fill_in_on_whose_behalf(self) -> None:
        """Fill in who asks for it, who stands beside him, and on what ground."""
        page = self.page
        page.get_by_label("Wie geeft de opdracht?").fill("de wethouder jeugd")
        page.get_by_label("Wie besloot dit, en wanneer?").fill("collegebesluit van 3 november 2026")
        page.get_by_label("Wie wordt zijn vaste aanspreekpunt?").fill("de programmamanager")
        page.get_by_label("Wie vervangt het aanspreekpunt?").fill("de adviseur jeugd")
        self.is_right("mandate")
        self.press("Bewaar en verder")
        page.get_by_label("Een taak van algemeen belang").check()
        page.get_by_label("Welke wettelijke taak is dat?").fill("Leerplichtwet, artikel 16")
        self.fill(Kenmerk_van_de_DPIA="DPIA 2026-14")
        self.is_right("basis")
        self.press("Bewaar en verder")

    def make_team(self) -> None:
        """Let a colleague in and invite somebody of a partner."""
        page = self.page
        page.get_by_role("link", name="Regel wie erbij hoort").click()
        page.locator("#id_person").select_option(label="Colleague")
        self.press("Voeg toe")
        expect(page.get_by_text("ziet dit dossier nu")).to_be_visible()
        self.fill(Werkadres="outside_professional@voorbeeld.example", Toegang_tot_en_met="2027-06-30")
        self.press("Nodig uit")
        expect(page.get_by_text("nog geen ja")).to_be_visible()
        self.is_right("team")
        page.get_by_role("link", name="Samen naar school").click()

    def settle(self) -> str:
        """Settle the assignment; give the address of the case."""
        page = self.page
        self.press("Stel de opdracht vast")
        expect(page.get_by_role("heading", name="Nu: eerst vertellen")).to_be_visible()
        self.is_right("settled")
        address = page.url
        page.get_by_role("link", name="Dossiers", exact=True).click()
        self.is_right("list-full")
        return address

    def make_letter(self) -> None:
        """Fill in what the information letter still needs, and see it."""
        page = self.page
        page.get_by_role("link", name="Maak de informatiebrief").click()
        self.is_right("letter-form")
        page.get_by_label("De onafhankelijke vertrouwenspersoon").fill("Kim van het buurthuis, 06 12345678")
        page.get_by_label("De FG", exact=True).fill("de functionaris gegevensbescherming, 14 0123")
        self.press("Maak de brief")
        expect(page.get_by_role("heading", name="Print hem nu")).to_be_visible()
        self.is_right("letter")
        page.get_by_role("link", name="Terug naar het dossier").click()

    def tell(self) -> None:
        """Note that somebody was told, and see his made-up name."""
        page = self.page
        page.get_by_role("link", name="Samen naar school").first.click()
        self.make_letter()
        page.get_by_role("link", name="Ik heb het iemand verteld").click()
        page.get_by_label("In een gesprek", exact=True).check()
        page.get_by_label("Alleen als u elkaar ziet").check()
        page.get_by_label("Bij ons, hij kan ze inzien").check()
        self.press("Bewaar")
        expect(page.get_by_text("Vertel hem eerst alles").first).to_be_visible()
        self.is_right("told-refused")
        page.get_by_label("Ik heb hem dit allemaal verteld").check()
        self.press("Bewaar")
        expect(page.get_by_text("Hij denkt na.")).to_be_visible()
        self.is_right("candidate")
        page.get_by_role("link", name="Hij wil verder").click()
        self.is_right("yes")
        page.get_by_role("link", name="Terug", exact=True).click()
        page.get_by_role("link", name="Hij stopt").click()
        self.is_right("stop")
        self.press("Hij stopt, wis alles over hem")
        expect(page.get_by_text("Er staat niets meer over hem")).to_be_visible()
        expect(page.get_by_role("heading", name="Nu: eerst vertellen")).to_be_visible()

    def take_part(self, address: str) -> None:
        """Say yes as somebody of a partner; before that, the case is not there for him."""
        page = self.page
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        page.goto("/dossiers/")
        self.is_right("invited")
        self.press("Ik doe mee")
        expect(page.get_by_role("heading", name="Samen naar school")).to_be_visible()
        self.is_right("partner")


def test_from_a_new_case_to_a_settled_assignment_with_a_partner(
    browser: Browser,
    site: NewSite,
    sessions: dict[str, str],
    assert_accessible: Callable[[Page], None],
) -> None:
    with signed_in(browser, site, sessions["professional"], width=390) as theirs:
        story = Story(theirs.new_page(), assert_accessible)
        story.begin()
        story.fill_in()
        story.make_team()
        address = story.settle()
        story.tell()
    with signed_in(browser, site, sessions["outside_professional"], width=1280) as theirs:
        Story(theirs.new_page(), assert_accessible).take_part(address)
