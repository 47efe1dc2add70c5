"""Makes the three pictures of the how-to on leading: phone, desk and big screen of one invented talk.

They are written into docs/images only when DOCS_PICTURES says so; what they show is tried either way.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from tests.journeys.beraad import collect_unready
from tests.journeys.beraad_ready import ready_room
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of

#: A folder or a how-to that takes long to load is read by nobody.
MOST_BYTES = 120_000
NAMES = ("deliberation-phone.png", "deliberation-desk.png", "deliberation-screen.png")
_WEIGHED = """
ALL, TALK = ("preparing", "writing", "collected", "revealed", "discussed"), ("preparing", "discussed")
def through(step, *phases):
    for phase in phases:
        assert room.ends(step, phase).done
for name in ("Stoel 1", "Stoel 2", "Stoel 3", "Stoel 4"):
    room.comes(name)
for step, phases in (("start", ALL), ("casus", TALK), ("dilemma", ALL), ("verhelderen", TALK)):
    through(step, *phases)
through("perspectieven", "preparing")
room.writes("Stoel 1", "perspectieven", "perspectief", wie="Zijn gezin", waarde="Rust")
room.writes("Stoel 2", "perspectieven", "perspectief", wie="De jongens", waarde="Eerlijkheid")
through("perspectieven", *ALL[1:])
through("alternatieven", *ALL)
through("afweging", "preparing")
for name, choice, because, despite in (
    ("Stoel 2", "B", "Rust thuis gaat voor.", "Wij missen zijn kennis van het plein."),
    ("Stoel 3", "A", "Eerlijkheid: hij vroeg zelf wat hij kan doen.", "Zijn gezin moet eraan wennen."),
    ("Stoel 4", "A", "Ook rust groeit als hij weet waar hij aan toe is.", ""),
):
    more = dict(ondanks=despite) if despite else {}
    room.writes(name, "afweging", "weging", keuze=choice, omdat=because, **more)
    room.does(Verb.READY, "afweging", by=room.seats[name])
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    expect.set_options(timeout=30_000)
    with new_site(tmp_path_factory.mktemp("pictures")) as found:
        sessions_of(found, "facilitator")
        yield found


def picture_of(page: Page, height: int) -> bytes:
    """Take what stands in the window, in few colours: a page of ours has no photographs."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": height})
    page.evaluate("window.scrollTo(0, 0)")  # filling in scrolls, and what a step is stands on top
    drawn = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def test_phone_desk_and_screen_of_one_moment(browser: Browser, site: NewSite, repository: Path) -> None:
    """Before all lies open the phone writes and the desk counts; after it the screen shows reasons, and no outcome."""
    room = ready_room(site, _WEIGHED, "practice=True")
    with ExitStack() as open_pages:
        phone, desk, screen = (
            open_pages.enter_context(room.at(browser, name)) for name in ("Stoel 1", "desk", "Groot scherm")
        )
        for page in (phone, desk, screen):
            expect(page.get_by_text("Oefenen met een verzonnen situatie.")).to_be_visible()
            expect(page.locator("#verbinding")).to_contain_text("Verbonden")
        phone.get_by_label(re.compile(r"^A\b")).check()
        phone.get_by_label("Omdat voor mij telt …").fill("Hij wil het zelf, en kan nog nee zeggen.")
        expect(desk.locator(".rm-progress")).to_contain_text("3 van 4")
        assert "Rust thuis gaat voor." not in desk.content() + screen.content() + phone.content()
        taken = [picture_of(phone, 1200), picture_of(desk, 800)]
        collect_unready(desk)  # not everybody said that he is done
        desk.get_by_role("button", name="Leg alles open").click()
        expect(screen.locator(".rm-ground")).to_have_count(2)
        # the how-to says that the question stays on top, with A beside B
        for page in (phone, screen):
            expect(page.get_by_text("Mogen wij hem vragen om mee te lopen?")).to_be_visible()
            expect(page.locator(".rm-sides > div")).to_have_count(2)
        taken.append(picture_of(screen, 900))
    for name, raw in zip(NAMES, taken, strict=True):
        assert len(raw) < MOST_BYTES, name
        if os.environ.get("DOCS_PICTURES"):
            (repository / "docs" / "images" / name).write_bytes(raw)
