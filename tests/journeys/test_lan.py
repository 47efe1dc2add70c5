"""A room on its own network over plain http (`--lan`): it works from another address, and every page of it warns."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.beraad import PICTURES, browser_of, let_in, next_phase, open_room, prepared, shots
from tests.journeys.beside import end_beside
from tests.journeys.looking import width_of
from tests.journeys.new_site import NewSite
from tests.journeys.signed_in import sessions_of, signed_in
from tests.own_database import own_database
from tests.read_content import lend_to

#: What the start says on a computer that is in no network; it then listens everywhere all the same.
NO_NETWORK = "er is geen netwerk gevonden"
#: An address that is not 'this very computer' to the site, and is there without a network too.
STAND_IN = "127.0.0.2"
OPEN_LINE = "Deze verbinding is niet versleuteld. Gebruik dit alleen op de wifi van deze ruimte."


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[NewSite, str]]:
    """Start a site for the network of the room; give it at its address there, with what it said at the start.

    On a computer in no network another address of its own stands in for that of the room.
    """
    expect.set_options(timeout=60_000)
    data = tmp_path_factory.mktemp("lan")
    lend_to(data)
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
    environment["SLEUTELWERK_HOSTS"] = f"localhost,127.0.0.1,[::1],{STAND_IN}"
    command = [sys.executable, "-m", "sleutelwerk", "start", "--lan", "--port", "0", "--data", str(data)]
    with (
        own_database(data) as own,
        subprocess.Popen(command, env=environment | own, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        said = server.stdout.readline()
        try:
            if NO_NETWORK in said:
                port = re.findall(r"localhost:(\d+)/", said)[0]
                yield NewSite(f"http://{STAND_IN}:{port}", "", data, own), said
            else:
                found = re.search(r"in uw netwerk op (http://[\d.]+:\d+)/", said)
                assert found, said
                yield NewSite(found[1], "", data, own), said + server.stdout.readline()
        finally:
            end_beside(data)
            server.terminate()


@pytest.fixture
def warns(assert_accessible: Callable[[Page], None]) -> Callable[[Page, str], None]:
    """Hold that a page says who can read along, fits, and is accessible."""

    def check(page: Page, name: str) -> None:
        expect(page.get_by_text(OPEN_LINE)).to_be_visible()
        shots(PICTURES, **{f"lan_{name}": page})
        assert page.viewport_size is not None
        assert width_of(page) <= page.viewport_size["width"]
        assert_accessible(page)

    return check


def test_the_start_says_where_phones_find_it_and_that_others_can_read_along(
    browser: Browser, lan: tuple[NewSite, str]
) -> None:
    site, said = lan
    here = re.search(r"draait op (http://localhost:\d+)/", said)
    assert here
    assert site.address.rpartition(":")[2] == here[1].rpartition(":")[2]
    if NO_NETWORK not in said:
        assert not re.match(r"http://(127\.|localhost)", site.address)
        assert "alles leesbaar over de lijn" in said
    with browser.new_context() as anybody:
        for path in ("/beraad/", "/beraad/groot-scherm/", "/beraad/andere-telefoon/"):
            from_the_network = anybody.request.get(f"{site.address}{path}")
            assert from_the_network.ok
            assert OPEN_LINE in from_the_network.text()
            # on the computer itself nobody can read along
            assert OPEN_LINE not in anybody.request.get(f"{here[1]}{path}").text()


def test_a_talk_goes_over_the_network_of_the_room_and_every_page_warns(
    browser: Browser, lan: tuple[NewSite, str], warns: Callable[[Page, str], None]
) -> None:
    site, _said = lan
    session = sessions_of(site, "facilitator", "professional")["facilitator"]
    with ExitStack() as closing:
        desk = closing.enter_context(signed_in(browser, site, session, width=1280)).new_page()
        phone = closing.enter_context(browser_of(browser, site)).new_page()
        screen = closing.enter_context(browser_of(browser, site, width=1280)).new_page()
        code, screen_code = open_room(desk, prepared(site))
        warns(desk, "desk")
        comes_in(phone, code, warns)
        let_in(desk, "Anna")
        screen.goto("/beraad/groot-scherm/")
        screen.get_by_label("De code").fill(screen_code)
        screen.get_by_role("button", name="Koppel dit scherm").click()
        let_in(desk, "Groot scherm")
        warns(screen, "screen")
        writes_and_lays_open(desk, phone)
        expect(screen.get_by_text("Dat het hier ook werkt.")).to_be_visible()
        expect(phone.locator("#verbinding")).to_have_text("Verbonden")


def comes_in(phone: Page, code: str, warns: Callable[[Page, str], None]) -> None:
    """Knock at the door, page by page."""
    phone.goto("/beraad/")
    warns(phone, "door")
    phone.get_by_label("De code").fill(code)
    phone.get_by_label("Hoe noemen we u?").fill("Anna")
    phone.get_by_label("Ik doe mee", exact=True).check()
    phone.get_by_role("button", name="Klop aan").click()
    expect(phone.locator(".rm-words")).to_be_visible()
    warns(phone, "words")
    phone.get_by_role("link", name="Naar de kamer").click()
    warns(phone, "phone")


def writes_and_lays_open(desk: Page, phone: Page) -> None:
    """Write and lay open: without https a browser has less to offer, and this must not need it."""
    next_phase(desk, "Begin met schrijven")
    phone.get_by_label("Ik hoop dat").fill("Dat het hier ook werkt.")
    phone.get_by_role("button", name=re.compile("^Leg neer")).first.click()
    expect(phone.locator(".rm-slot--laid")).to_have_count(1)
    phone.get_by_role("button", name="Ik ben klaar").click()
    expect(desk.locator(".rm-progress")).to_contain_text("1 van 1")
    next_phase(desk, "Verzamel")
    next_phase(desk, "Leg alles open")
