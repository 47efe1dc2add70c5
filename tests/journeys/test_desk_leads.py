"""What the desk lets whoever leads do next, and where it takes him: one primary button, and never a pen from a hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.beraad_ready import ready_room
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of

PICTURES = "BERAAD_PICTURES"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    expect.set_options(timeout=30_000)
    with new_site(tmp_path_factory.mktemp("leads")) as found:
        sessions_of(found, "facilitator")
        yield found


def primary(desk: Page, name: str) -> None:
    """See that this is the one primary button of the desk."""
    expect(desk.locator(".nl-button--primary")).to_have_text([re.compile(f"^{name}$")])


def test_while_nobody_sees_it_the_desk_moves_nobody_and_calls_them_back_first(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with ExitStack() as open_pages:
        desk, anna = (open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Anna"))
        on, said = desk.locator("[data-name=next]"), desk.locator("#melding")
        primary(desk, "Verzamel")
        for hold, back, why in (
            ("Pauze", "Ga verder", "Het is pauze. Kies eerst ‘Ga verder’."),
            ("Maak schermen leeg", "Schermen weer aan", "De schermen zijn leeg. Kies eerst ‘Schermen weer aan’."),
        ):
            desk.get_by_role("button", name=hold).click()
            primary(desk, back)
            # the act of the step stays in sight, and says why not yet
            expect(on).to_have_text("Verzamel")
            expect(on).to_have_attribute("aria-disabled", "true")
            on.dispatch_event("click")
            expect(said).to_have_text(why)
            expect(desk.locator(".rm-number")).to_contain_text("Schrijven")
            looks_right(desk, f"desk_{hold.split()[0].lower()}", assert_accessible, pictures=PICTURES)
            desk.get_by_role("button", name=back).click()
            primary(desk, "Verzamel")
            expect(anna.get_by_label("Ik hoop dat")).to_be_visible()
        # both at once: what everybody looks at comes back first
        desk.get_by_role("button", name="Pauze").click()
        desk.get_by_role("button", name="Maak schermen leeg").click()
        primary(desk, "Schermen weer aan")
        desk.locator('[data-name="step-dilemma"]').click()
        desk.get_by_role("button", name="Ja, ga erheen").click()
        expect(said).to_have_text("De schermen zijn leeg. Kies eerst ‘Schermen weer aan’.")
        desk.get_by_role("button", name="Schermen weer aan").click()
        primary(desk, "Ga verder")
        expect(anna.get_by_role("heading", name="Pauze")).to_be_visible()
        desk.get_by_role("button", name="Ga verder").click()
        primary(desk, "Verzamel")
        on.click()
        expect(anna.locator(".rm-middle .rm-warning")).to_contain_text("De gespreksleider verzamelt zo.")
