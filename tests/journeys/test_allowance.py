"""What a key figure gets, in a real browser: the talk, the card, and an amount that goes through three hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in

_AT_WORK = """
from tests.cases.begun import at_work
at_work(cast, stage="reward", team=("colleague", "decision_maker"))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site of its own."""
    with new_site(tmp_path_factory.mktemp("allowance")) as found:
        yield found


@pytest.fixture(scope="module")
def sessions(site: NewSite) -> dict[str, str]:
    """The sessions of three hands, with a case of which the agreement holds."""
    return sessions_of(site, "professional", "colleague", "decision_maker", then=_AT_WORK)


@dataclass(frozen=True)
class Story:
    """Somebody's page; every screen that it names is looked at, small and wide."""

    page: Page
    accessible: Callable[[Page], None]

    def is_right(self, name: str) -> None:
        """Look whether the screen is as it must be, small and wide; CASES_PICTURES asks for pictures."""
        looks_right(self.page, name, self.accessible, pictures="CASES_PICTURES")

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def open(self) -> None:
        """Open the case."""
        # a new site indexes its library in its first half minute, and holds whoever writes
        self.page.goto("/dossiers/", timeout=120_000)
        self.follow("Samen naar school")

    def talk(self) -> None:
        """Talk it through, with the card."""
        page = self.page
        self.open()
        self.is_right("overview-talk")
        self.follow("Wat krijgt hij?")
        page.get_by_text("Wanneer wel, wanneer niet").first.click()
        self.is_right("talk")
        self.follow("Lees of print de kaart")
        self.is_right("card")
        page.go_back()
        self.press("Dit is besproken")
        expect(page.get_by_text("Meer bewaren wij daar niet van")).to_be_visible()

    def declare(self) -> None:
        """Note what he got elsewhere."""
        self.follow("Bekijk wat hij krijgt")
        self.is_right("list-empty")
        self.follow("Hij kreeg ook van een ander")
        self.page.get_by_label("Hoeveel euro kreeg hij?").fill("1.000")
        self.press("Tel dit mee")
        self.is_right("elsewhere-refused")
        self.page.get_by_label("Hoeveel euro kreeg hij?").fill("40")
        self.press("Tel dit mee")
        expect(self.page.get_by_text("Van een ander kreeg hij 40 euro").first).to_be_visible()

    def propose(self) -> None:
        """Propose an amount: first nothing, then too much, then close to the limit."""
        page = self.page
        self.follow("Stel iets voor")
        self.is_right("propose")
        self.press("Kijk of het past")
        self.is_right("propose-refused")
        page.get_by_label("Vrijwilligersvergoeding").check()
        page.get_by_label("Hoeveel euro?").fill("220,01")
        page.get_by_label("Hoeveel uur werkte hij daarvoor?").fill("60")
        page.get_by_label("Waarvoor is het?").fill("tijd en reiskosten")
        self.press("Kijk of het past")
        expect(page.get_by_role("heading", name="Dit kan niet")).to_be_visible()
        self.is_right("propose-stop")
        page.get_by_label("Hoeveel euro?").fill("180")
        self.press("Kijk opnieuw of het past")
        expect(page.get_by_role("heading", name="Het kan, maar let op")).to_be_visible()
        self.is_right("propose-warn")
        self.press("Stel dit voor")
        expect(page.get_by_text("vink aan dat u dat deed").first).to_be_visible()
        self.is_right("propose-unread")
        page.get_by_label("Ik heb gelezen waar ik op moet letten").check()
        page.get_by_role("button", name="Stel dit voor").press("Enter")
        expect(page.get_by_text("Voorgesteld.")).to_be_visible()
        self.is_right("list")
        self.follow("Vrijwilligersvergoeding, november 2026")
        self.is_right("one-own")

    def take_hand(self, name: str, button: str, said: str) -> None:
        """Do what waits for this hand."""
        page = self.page
        self.open()
        self.is_right(f"overview-{name}")
        self.follow("Kijk ernaar")
        self.is_right(f"one-{name}")
        page.get_by_label("Ik heb gelezen waar ik op moet letten").check()
        self.press(button)
        expect(page.get_by_text(said)).to_be_visible()

    def print_it(self) -> None:
        """Put the year on paper."""
        self.follow("Op papier voor de administratie")
        expect(self.page.get_by_text("Samen: 180 euro")).to_be_visible()
        self.is_right("paper")


def test_what_he_gets_is_talked_through_and_goes_through_three_hands(
    browser: Browser,
    site: NewSite,
    sessions: dict[str, str],
    assert_accessible: Callable[[Page], None],
) -> None:
    def story(name: str, width: int) -> Story:
        context = signed_in(browser, site, sessions[name], width=width)
        return Story(context.new_page(), assert_accessible)

    first, second, third = map(story, sessions, (390, 1280, 390))
    first.talk()
    first.declare()
    first.propose()
    second.take_hand("second", "Keur dit goed", "Goedgekeurd.")
    third.take_hand("third", "Het is betaald, leg vast", "Vastgelegd.")
    third.print_it()
    for one in (first, second, third):
        one.page.context.close()
