"""What the desk shows first: what came to lie open, and how far the writing is without telling what lies there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.beraad_ready import ready_room
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of

PICTURES = "BERAAD_PICTURES"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    expect.set_options(timeout=30_000)
    with new_site(tmp_path_factory.mktemp("shows")) as found:
        sessions_of(found, "facilitator")
        yield found


_LAID = """
for name in ("Anna", "Bram"):
    room.comes(name)
room.goes_to("dilemma", "preparing")
for name in ("Anna", "Bram"):
    room.writes(name, "dilemma", "schade-a", **{"schade-a": f"Schade volgens stoel {name[0]}."})
"""


def test_what_comes_to_lie_open_is_what_the_facilitator_sees(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, _LAID + "room.ends('dilemma', 'writing')")
    with room.at(browser, "desk") as desk:
        desk.set_viewport_size({"width": 1280, "height": 900})
        say = desk.get_by_text("Schrijf nu in stilte op wat er beschadigd raakt")
        expect(say).to_be_visible()
        desk.get_by_label("Kant B").scroll_into_view_if_needed()
        desk.mouse.wheel(0, 2000)
        desk.get_by_role("button", name="Leg alles open").click()
        for name in "AB":
            expect(desk.get_by_text(f"Schade volgens stoel {name}.")).to_be_in_viewport(ratio=1)
        # what to say is one press away, and what the facilitator writes down is still there
        expect(say).to_be_hidden()
        expect(desk.get_by_label("Kant B")).to_be_visible()
        looks_right(desk, "desk_open", assert_accessible, pictures=PICTURES)
        desk.get_by_text("Wat u zegt en vraagt").click()
        expect(say).to_be_visible()


def test_the_desk_counts_who_pressed_and_says_that_it_counts_no_notes(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, _LAID)
    with room.at(browser, "desk") as desk:
        progress = desk.locator(".rm-progress")
        expect(progress).to_contain_text("0 van 2 drukten op ‘Ik ben klaar’.")
        expect(progress).to_contain_text("Wat er al dicht op tafel ligt, ziet u ook niet in aantallen.")
        desk.get_by_role("button", name="Verzamel").click()
        expect(desk.locator("#voet")).to_contain_text("2 van 2 drukten nog niet op ‘Ik ben klaar’.")
        expect(desk.locator("#voet")).not_to_contain_text("aan het schrijven")


def test_a_desk_without_phones_counts_nobody_nor_says_how_he_is_heard(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, 'room.goes_to("dilemma", "preparing")', "one_device=True, practice=True, voice=''")
    with room.at(browser, "desk") as desk:
        expect(desk.get_by_label("De schade van A").first).to_be_visible()
        expect(desk.get_by_text("drukten op ‘Ik ben klaar’")).to_have_count(0)
        expect(desk.locator(".rm-facts dt").filter(has_text="De sleutelfiguur")).to_have_count(0)
        expect(desk.locator(".rm-facts dt").filter(has_text="Wat we opschrijven")).to_be_visible()


def test_the_script_says_what_the_preparation_knows(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna')")
    with room.at(browser, "desk") as desk:
        said = desk.locator(".rm-script .rm-say")
        expect(said).to_contain_text("Dit beraad is om te adviseren. Het besluit neemt: de teamleider. Die hoort")
        desk.locator('[data-name="step-dilemma"]').click()
        desk.get_by_role("button", name="Ja, ga erheen").click()
        expect(said).to_contain_text("Kant A is: Wij vragen hem mee te lopen. Kant B is: Wij vragen het niet. Herkent")
    # what nobody prepared stays a gap, to say aloud
    bare = ready_room(site, "room.comes('Anna')", "aim='learn', decider='none', plan=dict(decider_function='')")
    with bare.at(browser, "desk") as desk:
        expect(desk.locator(".rm-script .rm-say")).to_contain_text(
            "Dit beraad is om te leren. Het besluit neemt: … Die hoort"
        )
