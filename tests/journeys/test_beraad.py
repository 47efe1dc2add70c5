"""A whole deliberation with six browsers: a server that is killed, a phone that is lost, and a desk that is refreshed.

Everything that the server sends to any browser is kept, and searched for what should not be in it yet.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.beraad import browser_of, join, let_in, next_phase, open_room, prepared, shots
from tests.journeys.looking import width_of
from tests.journeys.new_site import NewSite
from tests.journeys.signed_in import run_in, sessions_of, signed_in

#: Pictures for eyes, when somebody asks for them.
PICTURES = Path(os.environ["BERAAD_PICTURES"]) if os.environ.get("BERAAD_PICTURES") else None
PATIENCE = 30_000
#: Lets eight days go by after closing: then the time to check the draft is over.
_DAYS_LATER = """
import django
django.setup()
from datetime import timedelta
from sleutelwerk.deliberation.models import Deliberation
row = Deliberation.objects.get(pk="{deliberation}")
row.closed_at -= timedelta(days=8)
row.check_until -= timedelta(days=8)
row.save()
"""


class Site:
    """A site that can be killed and started again at the same address, with the same data."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.server: subprocess.Popen[str] | None = None
        self.new = NewSite(self._start(0), "", data)

    def _start(self, port: int) -> str:
        command = [sys.executable, "-m", "sleutelwerk", "start", "--port", str(port), "--data", str(self.data)]
        environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
        self.server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.server.stdout is not None
        found = re.search(r"http://localhost:\d+", self.server.stdout.readline())
        assert found
        return found[0]

    def kill(self) -> None:
        """End the server without a word, as a power cut would."""
        assert self.server is not None
        self.server.send_signal(signal.SIGKILL)
        self._let_go()

    def again(self) -> None:
        """Start it again, and wait until it answers."""
        port = int(self.new.address.rpartition(":")[2])
        self._start(port)
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("localhost", port), timeout=5):
                return
            time.sleep(0.1)

    def stop(self) -> None:
        """Let it go."""
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self._let_go()

    def _let_go(self) -> None:
        assert self.server is not None
        assert self.server.stdout is not None
        self.server.wait()
        self.server.stdout.close()


@dataclass
class Heard:
    """All that one browser got from the server."""

    page: Page
    everything: list[str] = field(default_factory=list)
    frames: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("Network.enable")
        devtools.on("Network.eventSourceMessageReceived", self._frame)
        self.page.on("response", self._response)

    def _frame(self, message: dict[str, Any]) -> None:
        self.everything.append(message["data"])
        with suppress(ValueError):
            self.frames.append(json.loads(message["data"]))

    def _response(self, response: Any) -> None:
        self.everything.append(json.dumps(dict(response.headers)))
        if "event-stream" not in response.headers.get("content-type", ""):
            with suppress(Exception):  # a redirect or a broken connection has no body
                self.everything.append(response.text())


@dataclass
class Room:
    """Six browsers around one table."""

    site: Site
    deliberation: str
    code: str
    desk: Page
    screen: Page
    phones: dict[str, Page]
    words: dict[str, str]
    heard: dict[str, Heard]

    def nobody_heard(self, *texts: str) -> None:
        """Fail when any browser got one of these texts."""
        for name, one in self.heard.items():
            got = "\n".join(one.everything)
            for text in texts:
                assert text not in got, f"{name} got {text!r}"

    def write(self, name: str, **fields: str) -> None:
        """Have somebody fill in the first open form with these labels, lay it down, and see that it lies there."""
        phone = self.phones[name]
        for label, text in fields.items():
            phone.get_by_label(label.replace("_", " "), exact=False).first.fill(text)
        before = phone.locator(".rm-slot--laid").count()
        phone.get_by_role("button", name=re.compile("^Leg (neer|dit erbij)")).first.click()
        expect(phone.locator(".rm-slot--laid")).to_have_count(before + 1)

    def all_ready(self) -> None:
        """Have everybody say that he is done, and the desk see it."""
        for phone in self.phones.values():
            phone.get_by_role("button", name="Ik ben klaar").click()
        count = len(self.phones)
        expect(self.desk.locator(".rm-progress")).to_contain_text(f"{count} van {count}")

    def reveal(self) -> None:
        """Collect and lay everything open."""
        next_phase(self.desk, "Verzamel")
        next_phase(self.desk, "Leg alles open")
        expect(self.desk.get_by_role("button", name="Ga erover praten")).to_be_visible()

    def to(self, title: str, label: str = "Klaar, naar de volgende stap") -> None:
        """Go on to the next step."""
        next_phase(self.desk, label)
        expect(self.desk.get_by_role("heading", name=title, exact=True)).to_be_visible()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site of its own."""
    found = Site(tmp_path / "data")
    yield found
    found.stop()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open browsers that close at the end, each with patience for a busy machine."""
    contexts: list[BrowserContext] = []

    def opened(session: str = "", *, width: int = 390) -> Page:
        context = (
            signed_in(browser, site.new, session, width=width)
            if session
            else browser_of(browser, site.new, width=width)
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def room(site: Site, open_page: Callable[..., Page]) -> Room:
    """Give a room with everybody in it."""
    expect.set_options(timeout=PATIENCE)
    sessions = sessions_of(site.new, "facilitator", "professional")
    deliberation = prepared(site.new)
    desk = open_page(sessions["facilitator"], width=1280)
    second = open_page(sessions["professional"], width=1280)
    phones = {name: open_page() for name in ("Anna", "Bram", "Chris")}
    screen = open_page(width=1280)
    heard = {
        name: Heard(page) for name, page in (("desk", desk), ("second", second), ("screen", screen), *phones.items())
    }
    code, screen_code = open_room(desk, deliberation)
    roles = {"Anna": "Ik doe mee", "Bram": "Ik breng de situatie in", "Chris": "Ik beslis straks"}
    words = {name: join(phone, code, name, roles[name]) for name, phone in phones.items()}
    for name in phones:
        let_in(desk, name)
    screen.goto("/beraad/groot-scherm/")
    screen.get_by_label("De code").fill(screen_code)
    screen.get_by_role("button", name="Koppel dit scherm").click()
    let_in(desk, "Groot scherm")
    second.goto(f"/beraad/{deliberation}/regie/")
    second.get_by_role("button", name="Open de regie op dit apparaat").click()
    expect(second.get_by_text("Uw collega leidt nu het gesprek")).to_be_visible()
    return Room(site, deliberation, code, desk, screen, phones, words, heard)


def test_a_whole_dilemma_method_from_the_door_to_the_report(
    room: Room, open_page: Callable[..., Page], assert_accessible: Callable[[Page], None]
) -> None:
    _start_and_case(room)
    _dilemma_with_a_killed_server(room)
    _eyes_of_others_with_a_lost_phone(room, open_page)
    _weighing_by_another_facilitator(room, assert_accessible)
    _to_the_end(room, assert_accessible)
    _nothing_ties_words_to_devices(room)
    _report(room, assert_accessible)
    _checked_by_who_took_part(room)
    _made_final(room, assert_accessible)


def _start_and_case(room: Room) -> None:
    # what everybody hears before anybody speaks
    for page in (room.phones["Anna"], room.screen, room.desk):
        expect(page.get_by_text("Zonder namen, naar de teamleider.")).to_be_visible()
    expect(room.phones["Anna"].get_by_text("Hij is gisteren gebeld.")).to_be_visible()
    _police_at_the_door(room)
    next_phase(room.desk, "Begin met schrijven")
    hopes = {name: f"Hoop van stoel {number}." for number, name in enumerate(room.phones)}
    for name, hope in hopes.items():
        room.write(name, Ik_hoop_dat=hope)
    room.nobody_heard(*hopes.values())
    room.all_ready()
    room.nobody_heard(*hopes.values())
    room.reveal()
    for page in (*room.phones.values(), room.screen, room.desk):
        expect(page.get_by_text("Hoop van stoel 1.")).to_be_visible()
    next_phase(room.desk, "Ga erover praten")
    room.to("De situatie")
    next_phase(room.desk, "Begin deze stap")
    expect(room.phones["Anna"].get_by_role("heading", name="Leg uw telefoon weg")).to_be_visible()
    expect(room.screen.get_by_text("Hij kent de jongens op het plein")).to_be_visible()
    shots(PICTURES, phone_down=room.phones["Anna"], screen_case=room.screen)
    room.to("Vraag en dilemma")


def _police_at_the_door(room: Room) -> None:
    """Say on every screen that police takes part, only when the key figure knows."""
    said = "Politie of het Openbaar Ministerie doet mee. De sleutelfiguur weet dat."
    room.desk.get_by_text("Politie of justitie aan de deur?").click()
    room.desk.get_by_role("button", name="Zeg het op alle schermen").click()
    expect(room.desk.locator("#justitie-melden [role=status]")).to_contain_text("niet binnen zolang")
    for page in (room.desk, room.screen, *room.phones.values()):
        expect(page.locator("#justitie")).to_be_hidden()
    room.desk.get_by_label("De sleutelfiguur weet dit").check()
    shots(PICTURES, desk_police=room.desk)
    room.desk.get_by_role("button", name="Zeg het op alle schermen").click()
    for page in (room.desk, room.screen, room.heard["second"].page, *room.phones.values()):
        expect(page.locator("#justitie")).to_be_visible()
        expect(page.locator("#justitie")).to_contain_text(said)
    expect(room.desk.get_by_text("Politie of justitie aan de deur?")).to_be_hidden()
    room.phones["Anna"].reload()
    expect(room.phones["Anna"].locator("#justitie")).to_be_visible()
    shots(PICTURES, phone_police=room.phones["Anna"], screen_police=room.screen)


def _dilemma_with_a_killed_server(room: Room) -> None:
    next_phase(room.desk, "Begin met schrijven")
    room.write("Anna", De_schade_van_A="Zijn neef vertrouwt hem niet meer.")
    typing = room.phones["Bram"].get_by_label("De schade van A").first
    typing.fill("Hij wordt nagewezen op")
    room.site.kill()
    # typing goes on while the server is away, and what is laid down waits for it
    typing.fill("Hij wordt nagewezen op straat.")
    room.phones["Bram"].get_by_role("button", name="Leg neer").first.click()
    expect(room.phones["Bram"].locator("#verbinding")).not_to_contain_text("Verbonden")
    shots(PICTURES, phone_offline=room.phones["Bram"])
    room.site.again()
    for page in (*room.phones.values(), room.screen, room.desk):
        expect(page.locator("#verbinding")).to_contain_text("Verbonden")
    expect(room.phones["Bram"].locator(".rm-slot--laid")).to_have_count(1)
    expect(room.phones["Anna"].locator(".rm-slot--laid")).to_contain_text("Zijn neef")
    # a facilitator who refreshes is back where he was
    room.desk.reload()
    expect(room.desk.get_by_role("button", name="Verzamel")).to_be_visible()
    room.nobody_heard("Zijn neef vertrouwt hem", "nagewezen op straat")
    room.all_ready()
    room.reveal()
    for text in ("Zijn neef vertrouwt hem niet meer.", "Hij wordt nagewezen op straat."):
        expect(room.screen.get_by_text(text)).to_have_count(1)
    anna = room.phones["Anna"]
    anna.get_by_role("button", name="Zet mijn naam erbij").click()
    expect(room.phones["Chris"].get_by_text("Van Anna")).to_be_visible()
    expect(room.screen.get_by_text("Van Anna")).to_have_count(0)
    shots(PICTURES, phone_open=anna, desk_open=room.desk, screen_open=room.screen)
    next_phase(room.desk, "Ga erover praten")
    room.to("Verhelderen")


def _eyes_of_others_with_a_lost_phone(room: Room, open_page: Callable[..., Page]) -> None:
    next_phase(room.desk, "Begin deze stap")
    expect(room.desk.locator(".rm-number")).to_contain_text("Bespreken")
    room.desk.get_by_label("Een feit of aanname").fill("Zijn zus werkt bij de winkel.")
    room.desk.get_by_label("weten we niet").check()
    room.desk.locator(".rm-slot--desk").first.get_by_role("button", name="Schrijf op").click()
    expect(room.screen.get_by_text("Zijn zus werkt bij de winkel.")).to_be_visible()
    room.to("Door andere ogen")
    next_phase(room.desk, "Begin met schrijven")
    room.phones["Chris"].get_by_role("button", name="De sleutelfiguur (lege stoel)").first.click()
    room.write("Chris", Wat_telt_voor_hem="Rust thuis", Dus_moeten_we="Vragen wat zijn gezin wil.")
    room.phones["Chris"].context.close()
    _comes_back(room, open_page())
    room.nobody_heard("Rust thuis", "Vragen wat zijn gezin wil")
    room.all_ready()
    room.reveal()
    expect(room.screen.get_by_text("Rust thuis")).to_have_count(1)
    # the empty chair: others have no voice yet, and the desk says so
    expect(room.desk.get_by_text("Wie horen we nog niet")).to_contain_text("gemeenschap")
    next_phase(room.desk, "Ga erover praten")
    room.to("Andere wegen")
    room.desk.get_by_role("button", name="Sla over").click()
    expect(room.desk.get_by_role("heading", name="Zelf wegen", exact=True)).to_be_visible()


def _comes_back(room: Room, found: Page) -> None:
    """Take the seat of a lost phone on another one, whose network lets no streams through: it asks by itself."""
    found.route(re.compile(r"/live/[0-9a-f-]+/$"), lambda route: route.abort())
    room.heard["Chris again"] = Heard(found)
    found.goto("/beraad/andere-telefoon/")
    found.get_by_label("De code").fill(room.code)
    found.get_by_label("Uw vier woorden").fill(room.words["Chris"])
    found.get_by_role("button", name="Neem mijn plaats weer in").click()
    found.get_by_role("link", name="Naar de kamer").click()
    expect(found.get_by_role("heading", name="Wacht even")).to_be_visible()
    # the door is shut since the first step; he alone is let in
    let_in(room.desk, "Chris")
    room.phones["Chris"] = found
    expect(found.get_by_role("heading", name="Door andere ogen", exact=True).first).to_be_visible()


def _weighing_by_another_facilitator(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    second = room.heard["second"].page
    second.get_by_role("button", name="Neem de leiding over").click()
    expect(room.desk.get_by_text("Uw collega leidt nu het gesprek")).to_be_visible()
    leading, room.desk = room.desk, second
    next_phase(room.desk, "Begin met schrijven")
    for name, choice in (("Anna", "A"), ("Bram", "B"), ("Chris", "A")):
        room.phones[name].get_by_label(choice, exact=True).check()
        room.write(name, Omdat_voor_mij_telt=f"eerlijkheid volgens stoel {name[0]}")
    room.nobody_heard("eerlijkheid volgens stoel")
    assert_accessible(room.phones["Anna"])
    assert_accessible(room.desk)
    room.all_ready()
    room.reveal()
    expect(room.screen.get_by_text("eerlijkheid volgens stoel A")).to_be_visible()
    assert_accessible(room.screen)
    shots(PICTURES, phone_weighed=room.phones["Anna"], desk_weighed=room.desk, screen_weighed=room.screen)
    room.desk.get_by_role("button", name="Maak schermen leeg").click()
    expect(room.phones["Anna"].get_by_text("eerlijkheid volgens")).to_have_count(0)
    room.desk.get_by_role("button", name="Schermen weer aan").click()
    expect(room.phones["Anna"].get_by_text("eerlijkheid volgens stoel B")).to_be_visible()
    next_phase(room.desk, "Ga erover praten")
    room.to("Samen kijken")
    leading.get_by_role("button", name="Neem de leiding over").click()
    expect(leading.get_by_role("button", name="Begin deze stap")).to_be_visible()
    room.desk = leading


def _to_the_end(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    next_phase(room.desk, "Begin deze stap")
    _reasons_beside_what_is_written(room)
    room.to("Afspraken")
    next_phase(room.desk, "Begin deze stap")
    expect(room.desk.locator(".rm-number")).to_contain_text("Bespreken")
    _reasons_beside_what_is_written(room)
    assert_accessible(room.desk)
    for label, text in (
        ("Dit geven we mee", "Vraag het hem, met zijn gezin erbij."),
        ("De zorg die blijft", "Zijn zus."),
    ):
        slot = room.desk.locator(".rm-slot--desk", has=room.desk.get_by_label(label)).first
        slot.get_by_label(label).fill(text)
        slot.get_by_role("button", name="Schrijf op").click()
        expect(room.screen.get_by_text(text)).to_be_visible()
    room.to("Hoe was het")
    room.desk.get_by_role("button", name="Rond het gesprek af").click()
    room.desk.get_by_role("button", name="Rond het gesprek af").click()
    expect(room.phones["Anna"].get_by_role("link", name="Lees het concept na")).to_be_visible()
    expect(room.screen.get_by_text("Dit gesprek is afgerond.")).to_be_visible()
    shots(PICTURES, phone_end=room.phones["Anna"], desk_end=room.desk)
    room.desk.get_by_role("button", name="Sluit de kamer en ga naar het verslag").click()
    expect(room.desk.get_by_role("heading", name="Verslag", exact=True)).to_be_visible()


def _reasons_beside_what_is_written(room: Room) -> None:
    beside = room.desk.locator(".rm-recall")
    for name in ("A", "B", "C"):
        expect(beside.get_by_text(f"eerlijkheid volgens stoel {name}")).to_be_visible()
    _at_both_widths(room.desk, "desk_recall")


def _at_both_widths(page: Page, name: str) -> None:
    """See that a page of the facilitator needs no scrolling sideways, on a phone and on a desk."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        shots(PICTURES, **{f"{name}_{width}": page})
        assert width_of(page) <= width


def _nothing_ties_words_to_devices(room: Room) -> None:
    """Search every frame that any browser got: an entry says what was written and nothing of whose device that is."""
    seen = 0
    for one in room.heard.values():
        for frame in one.frames:
            people = {person["id"] for person in frame.get("people", ())}
            for step in frame.get("steps", {}).values():
                for entry in step["entries"]:
                    seen += 1
                    assert set(entry) <= {"id", "form", "values", "of"}
                    assert not people & {entry["id"], *entry["values"].values()}
    assert seen > 50
    # who claimed something stands there by his own choice, and nowhere on the big screen
    assert not any("Anna" in text for text in room.heard["screen"].everything)


def _report(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    anna = room.phones["Anna"]
    anna.get_by_role("link", name="Lees het concept na").click()
    expect(anna.get_by_text("Zijn neef vertrouwt hem niet meer.")).to_be_visible()
    assert_accessible(anna)
    shots(PICTURES, check=anna, report=room.desk)
    assert_accessible(room.desk)
    room.desk.goto(f"/beraad/{room.deliberation}/verslag/voorbeeld/reflectieverslag/")
    text = room.desk.locator("main").inner_text()
    assert "Hij wordt nagewezen op straat." in text
    assert "Zijn zus werkt bij de winkel." in text
    assert not re.search(r"\b(Anna|Bram|Chris)\b", text)
    shots(PICTURES, report_preview=room.desk)


def _checked_by_who_took_part(room: Room) -> None:
    """Have Anna strike her own words in the draft; Bram finds his own, and hers are gone."""
    anna, bram = room.phones["Anna"], room.phones["Bram"]
    hers, his = "Zijn neef vertrouwt hem niet meer.", "Hij wordt nagewezen op straat."
    bram.get_by_role("link", name="Lees het concept na").click()
    expect(bram.get_by_text(hers)).to_be_visible()
    # each phone offers to strike what it wrote itself, and nothing else
    for page, own, other in ((anna, hers, his), (bram, his, hers)):
        damage = page.locator("#damage-a li")
        expect(damage.filter(has_text=own).get_by_role("button", name="Haal weg", exact=True)).to_be_visible()
        expect(damage.filter(has_text=other).get_by_role("button", name="Haal weg", exact=True)).to_have_count(0)
    line = anna.locator("#damage-a li").filter(has_text=hers)
    line.get_by_role("button", name="Haal weg", exact=True).click()
    line.get_by_role("button", name="Ja, haal weg").click()
    expect(anna.get_by_text("Weggehaald. Het staat niet meer in het concept.")).to_be_visible()
    bram.reload()
    expect(bram.get_by_text(hers)).to_have_count(0)
    expect(bram.get_by_text(his)).to_be_visible()


def _made_final(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    """Have the facilitator sign off once the time to check is over: what people wrote is destroyed with that."""
    report = f"/beraad/{room.deliberation}/verslag/"
    room.desk.goto(report)
    expect(room.desk.get_by_text("Deelnemers kunnen het concept nog nalezen.")).to_be_visible()
    expect(room.desk.get_by_role("button", name="Maak definitief")).to_have_count(0)
    run_in(room.site.new, _DAYS_LATER.format(deliberation=room.deliberation))
    room.desk.goto(report)
    room.desk.get_by_role("button", name="Maak definitief").click()
    expect(room.desk.get_by_text("Wat mensen schreven is weg, met de sleutel")).to_be_visible()
    expect(room.desk.get_by_role("button", name="Maak definitief")).to_have_count(0)
    expect(room.desk.get_by_text("Hij wordt nagewezen op straat.")).to_be_visible()
    expect(room.desk.get_by_text("Zijn neef vertrouwt hem niet meer.")).to_have_count(0)
    assert_accessible(room.desk)
    shots(PICTURES, report_final=room.desk)
    anna = room.phones["Anna"]
    anna.reload()
    expect(anna.get_by_role("heading", name="Dit adres is gesloten")).to_be_visible()
    _looks_at_his_own_part(room, assert_accessible)
    # the record says that police took part, as everybody heard
    room.desk.goto(f"{report}voorbeeld/reflectieverslag/")
    expect(room.desk.get_by_text("Politie of het Openbaar Ministerie deed mee.")).to_be_visible()


def _looks_at_his_own_part(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    """Have the facilitator answer the questions that are for himself."""
    room.desk.get_by_role("link", name="Hoe deed ik het?").click()
    _at_both_widths(room.desk, "own_evaluation")
    assert_accessible(room.desk)
    room.desk.get_by_label("Waar stuurde u?").fill("Ik vatte te vroeg samen.")
    room.desk.get_by_role("button", name="Bewaar").click()
    expect(room.desk.get_by_text("Bewaard. Alleen wie dit gesprek leidde, ziet dit.")).to_be_visible()
    expect(room.desk.get_by_text("Ik vatte te vroeg samen.")).to_have_count(0)
    room.desk.get_by_role("link", name="Hoe deed ik het?").click()
    expect(room.desk.get_by_label("Waar stuurde u?")).to_have_value("Ik vatte te vroeg samen.")
