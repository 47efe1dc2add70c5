"""What a phone says to whoever writes: what it is about, what lies on the table, and what did not get away yet."""

from __future__ import annotations

import re
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
    with new_site(tmp_path_factory.mktemp("writes")) as found:
        sessions_of(found, "facilitator")
        yield found


_SIDES = """
room.comes("Anna")
room.comes("Bram")
room.goes_to("dilemma", "preparing")
"""
_A, _B = "Wij vragen hem mee te lopen.", "Wij vragen het niet."


def test_who_writes_about_a_side_reads_what_it_is(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, _SIDES)
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        damage = phone.get_by_label("De schade van B")
        expect(phone.locator("label", has_text="De schade van B")).to_contain_text(f"B: {_B}")
        # above the fields, and not once more below them
        assert phone.get_by_text(_A).first.bounding_box()["y"] < damage.bounding_box()["y"]
        expect(phone.locator(".rm-table")).not_to_contain_text(_A)
        expect(phone.locator(".rm-asked")).to_have_text("Onze vraag Mogen wij hem vragen om mee te lopen?")
        looks_right(phone, "phone_sides", assert_accessible, pictures=PICTURES)
        # the desk changes a side while he types: he reads it at once, and the pen stays in his hand
        damage.press_sequentially("Wij missen ")
        desk.get_by_label("Kant B").fill("Wij vragen het later.")
        desk.locator(".rm-slot--desk", has=desk.get_by_label("Kant B")).get_by_role("button", name="Bewaar").click()
        expect(phone.locator("label", has_text="De schade van B")).to_contain_text("B: Wij vragen het later.")
        expect(damage).to_be_focused()
        expect(damage).to_have_value("Wij missen ")


@pytest.mark.parametrize(("step", "label"), [("perspectieven", "Dat wijst naar"), ("afweging", "Ik vind")])
def test_who_chooses_a_side_reads_what_it_is(browser: Browser, site: NewSite, step: str, label: str) -> None:
    room = ready_room(site, f"{_SIDES}\nroom.goes_to('{step}', 'preparing')")
    with room.at(browser, "Anna") as phone:
        asked = phone.get_by_role("group", name=re.compile(label))
        expect(asked.get_by_role("radio", name=f"A: {_A}")).to_be_visible()
        expect(asked.get_by_role("radio", name=f"B: {_B}")).to_be_visible()
        expect(phone.locator(".rm-sides")).to_contain_text(_A)
