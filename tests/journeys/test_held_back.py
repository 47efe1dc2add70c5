"""A phone behind a proxy that holds its stream back without closing it: it says so, asks, and misses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.beraad import PICTURES, join, let_in, next_phase, open_room, prepared, shots
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.relay import Passes, Relay, relay_before
from tests.journeys.signed_in import sessions_of, signed_in

HELD = "Verbonden, met vertraging"
#: Seconds after which a page that heard its stream gives it up, and after which it tries one again.
SILENCE, AGAIN = 36, 21
PATIENCE = 30_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("held-back")) as found:
        yield found


@pytest.fixture(scope="module")
def session(site: NewSite) -> str:
    """The session of whoever leads."""
    expect.set_options(timeout=PATIENCE)
    return sessions_of(site, "facilitator", "professional")["facilitator"]


@pytest.fixture
def desk(browser: Browser, site: NewSite, session: str) -> Iterator[Page]:
    """A desk with nothing in between, and an open room."""
    context = signed_in(browser, site, session, width=1280)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def behind(browser: Browser, site: NewSite) -> Iterator[Callable[[Passes], tuple[Page, Relay]]]:
    """Open phones behind a proxy."""
    opened = []

    def phone_behind(passes: Passes) -> tuple[Page, Relay]:
        holding = relay_before(site.address, passes)
        relay = holding.__enter__()
        context = browser.new_context(base_url=relay.address, viewport={"width": 390, "height": 844}, locale="nl-NL")
        context.set_default_timeout(PATIENCE)
        opened.append((context, holding))
        return context.new_page(), relay

    yield phone_behind
    for context, holding in opened:
        context.close()
        holding.__exit__(None, None, None)


def reveals(desk: Page, text: str, phone: Page) -> None:
    """Have the phone write and the desk lay it open, and see it on the phone, which hears nothing of its own accord."""
    next_phase(desk, "Begin met schrijven")
    phone.get_by_label("Ik hoop dat").fill(text)
    phone.get_by_role("button", name=re.compile("^Leg neer")).first.click()
    expect(phone.locator(".rm-slot--laid")).to_have_count(1)
    phone.get_by_role("button", name="Ik ben klaar").click()
    expect(desk.locator(".rm-progress")).to_contain_text("1 van 1")
    next_phase(desk, "Verzamel")
    next_phase(desk, "Leg alles open")
    expect(phone.locator(".rm-entries").get_by_text(text)).to_be_visible()


def test_a_stream_of_which_nothing_comes_is_given_up_for_asking(
    desk: Page, site: NewSite, behind: Callable[[Passes], tuple[Page, Relay]]
) -> None:
    phone, relay = behind(Passes.NOTHING)
    code, _ = open_room(desk, prepared(site))
    join(phone, code, "Anna")
    pill = phone.locator("#verbinding")
    expect(pill).to_have_text(HELD)
    assert relay.streams
    let_in(desk, "Anna")
    reveals(desk, "Dat het stil mag zijn.", phone)
    expect(pill).to_have_text(HELD)
    shots(PICTURES, phone_held_back=phone)


def test_a_stream_that_falls_silent_is_given_up_and_tried_again_later(
    desk: Page, site: NewSite, behind: Callable[[Passes], tuple[Page, Relay]]
) -> None:
    phone, relay = behind(Passes.THE_FIRST_PIECE)
    phone.clock.install()
    code, _ = open_room(desk, prepared(site))
    join(phone, code, "Anna")
    pill = phone.locator("#verbinding")
    expect(pill).to_have_text("Verbonden")
    let_in(desk, "Anna")
    phone.wait_for_timeout(1500)
    expect(phone.get_by_role("heading", name="Wacht even")).to_be_visible()
    phone.clock.fast_forward(SILENCE * 1000)
    expect(pill).to_have_text(HELD)
    reveals(desk, "Dat het open mag.", phone)
    # a stream of which again only the first piece comes does not end the asking
    tried = relay.streams
    phone.clock.fast_forward(AGAIN * 1000)
    next_phase(desk, "Ga erover praten")
    expect(phone.get_by_text("We praten erover.")).to_be_visible()
    assert relay.streams > tried
    expect(pill).to_have_text(HELD)
    # one that passes everything on does
    relay.passes = Passes.EVERYTHING
    phone.clock.fast_forward(SILENCE * 1000)
    phone.clock.fast_forward(2 * AGAIN * 1000)
    phone.wait_for_timeout(2500)
    desk.get_by_role("button", name="Pauze").click()
    expect(phone.get_by_role("heading", name="Pauze")).to_be_visible()
    expect(pill).to_have_text("Verbonden")
