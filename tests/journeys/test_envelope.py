"""An envelope in a real browser: put in, asked for, agreed to by a colleague, read, closed, and changed unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of, signed_in

NAME, REASON = "Zuster Hildegonda", "De afspraak van morgen gaat niet door."
_SIGN_IN = """
import sys, django
django.setup()
from django.test import Client
from tests.cases.begun import at_assessment
from tests.cases.envelopes import team_of_two
from tests.people import Cast, sign_in
from sleutelwerk.accounts.models import Organisation, User
from sleutelwerk.cases.models import Case
names = ("Gemeente Hier", "Gemeente Elders", "Politie Voorbeeld")
people = {one.email.partition("@")[0]: one for one in User.objects.all()}
cast = Cast(*(Organisation.objects.get(name=name) for name in names), people=people)
Case.objects.all().delete()
print(team_of_two(cast).pk, at_assessment(cast).pk)
for name in ("professional", "colleague"):
    client = Client()
    sign_in(client, cast[name])
    print(client.cookies["sleutelwerk_session"].value)
"""
_GROW_OLD = """
import sys, django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore(sys.argv[1])
for record in session["account_authentication_methods"]:
    record["at"] -= 360
session.modified = True
session.save()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("envelope")) as found:
        sessions_of(found)
        yield found


@dataclass(frozen=True)
class Story:
    """Somebody's page; every screen that it names is looked at, small and wide."""

    page: Page
    accessible: Callable[[Page], None]
    at: str

    def goes(self, where: str = "") -> None:
        """Go to the envelope, or to a page of it."""
        # a new site indexes its library in its first half minute, and holds whoever writes
        self.page.goto(f"/dossiers/{self.at}/{where}", timeout=120_000)

    def is_right(self, name: str) -> None:
        """Look whether the screen is as it must be, small and wide; CASES_PICTURES asks for pictures."""
        looks_right(self.page, f"envelope-{name}", self.accessible, pictures="CASES_PICTURES")

    def presses(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).click()

    def follows(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("main").get_by_role("link", name=name).click()

    def puts_in(self) -> None:
        """Put in who he is, by keyboard, after a first try without a name."""
        page = self.page
        self.goes()
        self.is_right("overview-nothing")
        self.goes("envelop/")
        self.is_right("nothing")
        self.follows("Leg hem in een envelop")
        self.is_right("put-in")
        page.get_by_label("Hoe bereikt u hem veilig?").fill("Na het gebed in de moskee.")
        self.presses("Verzegel de envelop")
        expect(page.get_by_text("Vul een naam in.").first).to_be_visible()
        self.is_right("put-in-refused")
        page.get_by_label("Hoe heet hij?").fill(NAME)
        page.get_by_label("Hoe bereikt u hem veilig?").fill("Bel 06-verzonnen, na zessen.")
        page.get_by_label("Wat mag u nooit gebruiken?").fill("Nooit de vaste telefoon: die neemt een ander op.")
        page.get_by_role("button", name="Verzegel de envelop").press("Enter")
        expect(page.get_by_text("Ook u ziet niet meer wat erin ligt")).to_be_visible()
        self.is_right("sealed")

    def asks(self) -> None:
        """Ask to open it, after a first try without a reason."""
        page = self.page
        self.follows("Vraag of u mag openen")
        self.is_right("ask")
        page.get_by_label("Waarom moet u weten wie hij is?").fill("Zomaar")
        self.presses("Vraag het")
        expect(page.get_by_text("in minstens tien tekens").first).to_be_visible()
        self.is_right("ask-refused")
        page.get_by_label("Waarom moet u weten wie hij is?").fill(REASON)
        self.presses("Vraag het")
        expect(page.get_by_text("Uw vraag wacht op een collega")).to_be_visible()
        self.is_right("waits")
        self.goes()
        self.is_right("overview-waits")

    def agrees(self) -> None:
        """Say yes for a quarter of an hour."""
        page = self.page
        self.goes()
        expect(page.get_by_text("Een collega wacht op u")).to_be_visible()
        self.is_right("overview-answer")
        self.follows("Lees de vraag")
        self.is_right("question")
        page.get_by_label("Een kwartier").check()
        self.presses("Ja, voor zo lang")
        expect(page.get_by_text("Uw collega kan de envelop nu openen")).to_be_visible()
        self.is_right("agreed")

    def reads(self) -> None:
        """Read who he is, and close it."""
        page = self.page
        self.goes()
        self.is_right("overview-open")
        self.goes("envelop/")
        self.is_right("open")
        self.follows("Lees wie hij is")
        expect(page.get_by_text(NAME)).to_be_visible()
        self.is_right("read")
        self.presses("Doe de envelop dicht")
        expect(page.get_by_text("De envelop is dicht.")).to_be_visible()
        expect(page.get_by_text(NAME)).to_have_count(0)
        self.is_right("closed")

    def changes(self) -> None:
        """Add what must never be used again."""
        self.follows("Dit mag nooit meer gebruikt worden")
        self.is_right("change")
        self.page.get_by_label("Wat mag u nooit gebruiken?").fill("Ook geen app: zijn telefoon ligt bij een ander.")
        self.presses("Leg het erin")
        expect(self.page.get_by_text("De envelop bleef dicht")).to_be_visible()

    def is_alone(self) -> None:
        """Put somebody in as the only one of a team, and hear kindly what that means."""
        self.goes("envelop/inleggen/")
        self.is_right("put-in-alone")
        self.page.get_by_label("Hoe heet hij?").fill(NAME)
        self.page.get_by_label("Hoe bereikt u hem veilig?").fill("Bel na zessen.")
        self.presses("Verzegel de envelop")
        expect(self.page.get_by_text("Openen kan pas met z’n tweeën")).to_be_visible()
        self.is_right("alone")
        self.goes()
        self.is_right("overview-alone")

    def comes_late(self, grows_old: Callable[[], object]) -> None:
        """Send a form after more than five minutes: it comes back whole, and confirming goes on beside it."""
        page = self.page
        self.goes("envelop/wijzigen/bereiken/")
        page.get_by_label("Hoe bereikt u hem veilig?").fill("Via het buurthuis, op dinsdag.")
        grows_old()
        self.presses("Leg het erin")
        expect(page.get_by_text("Wat u invulde, staat hier nog.")).to_be_visible()
        expect(page.get_by_label("Hoe bereikt u hem veilig?")).to_have_value("Via het buurthuis, op dinsdag.")
        self.is_right("late")
        with page.expect_popup() as beside:
            page.get_by_role("link", name="Bevestig in een nieuw tabblad").click()
        expect(beside.value.get_by_role("heading", name="Laat nog eens zien dat u het bent")).to_be_visible()


def test_two_of_a_team_open_an_envelope(
    browser: Browser, site: NewSite, assert_accessible: Callable[[Page], None]
) -> None:
    case, lonely, mine, theirs = run_in(site, _SIGN_IN).split()
    with (
        signed_in(browser, site, mine, width=390) as here,
        signed_in(browser, site, theirs, width=1280) as there,
    ):
        lead = Story(here.new_page(), assert_accessible, case)
        lead.puts_in()
        lead.asks()
        Story(there.new_page(), assert_accessible, case).agrees()
        lead.reads()
        lead.changes()
        Story(here.new_page(), assert_accessible, lonely).is_alone()
        lead.comes_late(lambda: run_in(site, _GROW_OLD, mine))
