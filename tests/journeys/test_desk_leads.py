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


_DOWN = "() => window.scrollY > 100"


def scrolled_down(desk: Page) -> None:
    """Scroll to where a facilitator writes and reads what follows."""
    desk.mouse.move(150, 300)
    desk.mouse.wheel(0, 3000)
    desk.wait_for_function(_DOWN)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_next_step_begins_at_its_heading_for_who_moved_the_group(
    browser: Browser, site: NewSite, width: int, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('casus', 'preparing')")
    with room.at(browser, "desk", width=width) as desk:
        heading = desk.locator("h1.rm-title")
        scrolled_down(desk)
        desk.get_by_role("button", name="Klaar, naar de volgende stap").click()
        expect(heading).to_have_text("Vraag en dilemma")
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport(ratio=1)
        looks_right(desk, "desk_arrived", assert_accessible, widths=(width,), pictures=PICTURES)
        # going back with the whole group is an act of his own as well
        desk.locator('[data-name="step-casus"]').click()
        scrolled_down(desk)
        desk.get_by_role("button", name="Ga met de groep hierheen").dispatch_event("click")
        expect(heading).to_be_focused()
        expect(heading).to_have_text("De situatie")
        expect(heading).to_be_in_viewport(ratio=1)
        # what happens within a step leaves him where he is, though its heading is drawn anew
        scrolled_down(desk)
        desk.get_by_role("button", name="Open de deur").dispatch_event("click")
        expect(desk.get_by_role("button", name="Doe de deur dicht")).to_have_count(1)
        desk.get_by_role("button", name="Pauze").dispatch_event("click")
        expect(desk.get_by_text("Het is pauze.")).to_have_count(1)
        assert desk.evaluate(_DOWN)


def test_nobody_who_types_or_only_looks_along_is_pulled_to_the_next_step(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('casus', 'preparing')")
    with room.at(browser, "desk") as desk, room.at(browser, "desk") as other:
        notes, heading = desk.get_by_label("Alleen voor u"), desk.locator("h1.rm-title")
        scrolled_down(desk)
        notes.focus()
        other.get_by_role("button", name="Klaar, naar de volgende stap").click()
        expect(heading).to_have_text("Vraag en dilemma")
        expect(notes).to_be_focused()
        assert desk.evaluate(_DOWN)
        # also without a pen in the hand: the act was not of this desk
        desk.evaluate("() => document.activeElement.blur()")
        other.locator('[data-name="step-verhelderen"]').click()
        other.get_by_role("button", name="Ja, ga erheen").click()
        expect(heading).to_have_text("Verhelderen")
        expect(heading).not_to_be_focused()
        assert desk.evaluate(_DOWN)
        # who pressed and typed on before the group came along keeps his pen
        notes.focus()
        desk.locator('[data-name="step-casus"]').dispatch_event("click")
        desk.get_by_role("button", name="Ga met de groep hierheen").dispatch_event("click")
        expect(other.locator("h1.rm-title")).to_have_text("De situatie")
        expect(heading).to_have_text("De situatie")
        expect(notes).to_be_focused()


def test_a_request_for_a_break_is_seen_and_only_who_asked_hears_that(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.comes('Bram')")
    with ExitStack() as open_pages:
        desk, other, anna, bram = (
            open_pages.enter_context(room.at(browser, name)) for name in ("desk", "desk", "Anna", "Bram")
        )
        sent: list[str] = []
        bram.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        anna.get_by_role("button", name="Vraag een pauze").click()
        for one in (desk, other):
            expect(one.get_by_text("Iemand vraagt om een pauze.")).to_be_visible()
        looks_right(desk, "desk_break", assert_accessible, pictures=PICTURES)
        other.get_by_role("button", name="Gezien").click()
        for one in (desk, other):
            expect(one.get_by_text("Iemand vraagt om een pauze.")).to_have_count(0)
        expect(anna.locator("#melding")).to_have_text("Uw gespreksleider heeft gezien dat u een pauze vraagt.")
        looks_right(anna, "phone_break", assert_accessible, pictures=PICTURES)
        expect(bram.locator("#melding")).to_be_empty()
        assert sent == []
        # asked once more, it is a request once more
        anna.get_by_role("button", name="Vraag een pauze").click()
        expect(desk.get_by_text("Iemand vraagt om een pauze.")).to_be_visible()
