"""The big screen of a talk: all that lies open is in sight without scrolling, in letters that a room can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.beraad import PICTURES, collect_unready, shots
from tests.journeys.beraad_ready import ready_room
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    expect.set_options(timeout=30_000)
    with new_site(tmp_path_factory.mktemp("screen")) as found:
        sessions_of(found, "facilitator")
        yield found


#: As long as a note may be.
_LONG = (
    "Zijn gezin wordt erop aangekeken, en wie hem nu vertrouwt vraagt zich af voor wie hij eigenlijk werkt. "
    "Dat gaat jaren niet meer over."
)
_MUCH = f"""
names = ("Anna", "Bram", "Chris", "Dina")
for name in names:
    room.comes(name)
room.goes_to("dilemma", "preparing")
for name in names:
    for form in ("schade-a", "schade-b"):
        for turn in range(EACH):
            words = f"{{name}} {{form[-1]}}{{turn}}. {_LONG}"[:140]
            room.writes(name, "dilemma", form, **{{form: words}})
room.ends("dilemma", "writing")
room.ends("dilemma", "collected")
"""
_FACTS = f"""
room.seats["desk"] = room.desk
room.goes_to("verhelderen", "preparing")
for number in range(13):
    words = f"Feit {{number}}. {_LONG}"[:140]
    room.writes("desk", "verhelderen", "bevinding", regel=words, soort="feit")
"""
_IN_SIGHT = """() => [...document.querySelectorAll('.rm-sheet .rm-entry')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.height && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
}).map((one) => one.textContent)"""
_HIDDEN = "() => [...document.querySelectorAll('.rm-sheet .rm-entry')].filter((one) => !one.offsetHeight).length"


#: The dots of lists that have less room beside their words than a letter takes: the sheet cuts those off.
_CUT_OFF = """() => [...document.querySelectorAll('.rm-sheet ul')].filter((one) => {
    const style = getComputedStyle(one);
    return style.listStyleType !== 'none' && parseFloat(style.paddingInlineStart) < parseFloat(style.fontSize);
}).map((one) => one.textContent)"""


def test_no_dot_of_a_list_is_cut_off(browser: Browser, site: NewSite) -> None:
    """What we agreed at the start, and at the end what people wrote when asked how it was."""
    room = ready_room(
        site,
        """
for number in range(5):
    room.comes(f"Stoel {number}")
room.goes_to("evaluatie", "preparing")
for number in range(5):
    room.writes(f"Stoel {number}", "evaluatie", "mening", inzicht="3", open=f"Zin {number}.")
room.does(Verb.GO, "start")
""",
    )
    with room.at(browser, "Groot scherm") as screen, room.at(browser, "desk") as desk:
        expect(screen.get_by_text("Meedoen is vrij.")).to_be_visible()
        assert screen.evaluate(_CUT_OFF) == []
        desk.get_by_role("button", name="Hoe was het").click()
        desk.get_by_role("button", name="Ga met de groep hierheen").click()
        collect_unready(desk)
        desk.get_by_role("button", name="Tel de antwoorden").click()
        expect(screen.get_by_text("Zin 4.")).to_be_visible()
        assert screen.evaluate(_CUT_OFF) == []


@pytest.mark.parametrize("each", [1, 4])
def test_a_big_screen_shows_all_that_lies_open_without_scrolling(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None], each: int
) -> None:
    room = ready_room(site, _MUCH.replace("EACH", str(each)))
    with room.at(browser, "Groot scherm") as screen:
        screen.clock.install()
        for width, height in ((1280, 720), (1920, 1080)):
            screen.set_viewport_size({"width": width, "height": height})
            expect(screen.locator(".rm-sides")).to_contain_text("Wij vragen hem mee te lopen.")
            screen.wait_for_timeout(300)  # it is laid out anew once its size is still
            turn = screen.locator(".rm-turn p")
            sheets = int(turn.inner_text().rpartition(" ")[2]) if turn.count() else 1
            seen: list[str] = []
            for number in range(sheets):
                if sheets > 1:
                    expect(turn).to_have_text(f"Blad {number + 1} van {sheets}")
                shots(PICTURES, **{f"screen_much_{each}_{width}_{number}": screen})
                assert_accessible(screen)
                assert screen.evaluate("() => document.documentElement.scrollHeight") <= height
                for text in ("Mogen wij hem vragen om mee te lopen?", "Wij vragen het niet."):
                    expect(screen.get_by_text(text)).to_be_in_viewport(ratio=1)
                found = screen.evaluate(_IN_SIGHT)
                # what is not on this sheet is not cut off below it, and both sides are on each
                assert len(found) + screen.evaluate(_HIDDEN) == 8 * each
                seen += found
                size = screen.locator(".rm-entry:visible").first.evaluate(
                    "(one) => parseFloat(getComputedStyle(one).fontSize)"
                )
                assert size >= width / 64
                screen.clock.fast_forward(600_000)
            assert len(set(seen)) == len(seen) == 8 * each


def test_a_sheet_that_is_held_does_not_turn(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, _MUCH.replace("EACH", "4"))
    with room.at(browser, "Groot scherm") as screen:
        screen.clock.install()
        screen.set_viewport_size({"width": 1280, "height": 720})
        turn = screen.locator(".rm-turn p")
        expect(turn).to_contain_text("Blad 1 van")
        screen.get_by_role("button", name="Houd dit blad vast").click()
        screen.clock.fast_forward(600_000)
        expect(turn).to_contain_text("Blad 1 van")
        screen.get_by_role("button", name="Blader weer verder").click()
        screen.clock.fast_forward(600_000)
        expect(turn).to_contain_text("Blad 2 van")


def test_somebody_turns_a_sheet_himself(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, _MUCH.replace("EACH", "4"))
    with room.at(browser, "Groot scherm") as screen:
        screen.clock.install()
        screen.set_viewport_size({"width": 1280, "height": 720})
        turn = screen.locator(".rm-turn p")
        screen.wait_for_timeout(300)  # it is laid out anew once its size is still, on more sheets or fewer
        expect(turn).to_contain_text("Blad 1 van")
        ahead = screen.get_by_role("button", name="Volgend blad")
        ahead.focus()
        for number in range(2, int(turn.inner_text().rpartition(" ")[2]) + 1):
            screen.keyboard.press("Enter")
            expect(turn).to_contain_text(f"Blad {number} van")
            expect(ahead).to_be_focused()
        screen.keyboard.press("Enter")
        expect(turn).to_contain_text("Blad 1 van")


def test_what_was_laid_down_last_comes_on_top_unless_somebody_holds_another_sheet(
    browser: Browser, site: NewSite
) -> None:
    room = ready_room(site, _FACTS)
    with room.at(browser, "Groot scherm") as screen, room.at(browser, "desk") as desk:
        screen.clock.install()  # so that nothing turns by itself
        screen.set_viewport_size({"width": 1280, "height": 720})
        screen.wait_for_timeout(300)
        turn = screen.locator(".rm-turn p")
        expect(turn).to_contain_text("Blad 1 van")

        def lays_down(text: str) -> None:
            slot = desk.locator(".rm-slot--desk", has=desk.get_by_label("Een feit of aanname", exact=True)).last
            slot.get_by_label("Een feit of aanname", exact=True).fill(text)
            slot.get_by_label("feit", exact=True).check()
            slot.get_by_role("button", name="Schrijf op").click()

        for text in ("Dit zei iemand.", "Dit kwam daarna.", "En dit het laatst."):  # notes lie in no order
            lays_down(text)
            expect(screen.get_by_text(text)).to_be_visible()
        screen.get_by_role("button", name="Houd dit blad vast").click()
        held = screen.locator(".rm-entry:visible dd").first.inner_text()
        for text in ("Nog iets.", "En nog iets.", "En nu iets anders."):
            lays_down(text)
            expect(screen.get_by_text(text)).to_be_attached()
            expect(screen.get_by_text(held)).to_be_visible()
