"""A whole deliberation with six browsers: a server that is killed, a phone that is lost, and a desk that is refreshed.

Everything that the server sends to any browser is kept, and searched for what should not be in it yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.journeys.beraad import (
    PICTURES,
    at_both_widths,
    browser_of,
    join,
    let_in,
    next_phase,
    open_room,
    prepared,
    shots,
)
from tests.journeys.beraad_after import EVALUATED, NOTED, READ, report_checked_and_signed_off
from tests.journeys.beraad_room import Heard, Room, Site
from tests.journeys.beraad_searched import nothing_in_the_files_does, nothing_ties_words_to_devices
from tests.journeys.relay import relay_before
from tests.journeys.signed_in import sessions_of, signed_in
from tests.own_database import own_database
from tests.read_content import lend_to

PATIENCE = 60_000


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site of its own."""
    data = tmp_path / "data"
    lend_to(data)
    with own_database(data) as settings:
        found = Site(data, settings)
        yield found
        found.stop()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., tuple[Page, Heard]]]:
    """Open browsers that close at the end, each with patience for a busy machine and a relay that keeps all it gets."""
    contexts: list[BrowserContext] = []
    with ExitStack() as relays:

        def opened(session: str = "", *, width: int = 390) -> tuple[Page, Heard]:
            relay = relays.enter_context(relay_before(site.new.address))
            behind = replace(site.new, address=relay.address)
            context = (
                signed_in(browser, behind, session, width=width)
                if session
                else browser_of(browser, behind, width=width)
            )
            context.set_default_timeout(PATIENCE)
            contexts.append(context)
            return context.new_page(), Heard(relay)

        yield opened
        for context in contexts:
            context.close()


@pytest.fixture
def room(site: Site, open_page: Callable[..., tuple[Page, Heard]]) -> Room:
    """Give a room with everybody in it."""
    expect.set_options(timeout=PATIENCE)
    sessions = sessions_of(site.new, "facilitator", "professional")
    deliberation = prepared(site.new)
    sorts = {"desk": (sessions["facilitator"], 1280), "second": (sessions["professional"], 1280), "screen": ("", 1280)}
    sorts |= dict.fromkeys(("Anna", "Bram", "Chris"), ("", 390))
    opened = {name: open_page(session, width=width) for name, (session, width) in sorts.items()}
    pages = {name: page for name, (page, _heard) in opened.items()}
    heard = {name: one for name, (_page, one) in opened.items()}
    desk, second, screen = (pages[name] for name in ("desk", "second", "screen"))
    phones = {name: pages[name] for name in ("Anna", "Bram", "Chris")}
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
    return Room(site, deliberation, code, desk, screen, phones, words, heard, pages)


def test_a_whole_dilemma_method_from_the_door_to_the_signed_off_report(
    room: Room, open_page: Callable[..., tuple[Page, Heard]], assert_accessible: Callable[[Page], None]
) -> None:
    _start_and_case(room)
    _dilemma_with_a_killed_server(room)
    _eyes_of_others_with_a_lost_phone(room, open_page)
    _weighing_by_another_facilitator(room, assert_accessible)
    _to_the_end(room, assert_accessible)
    nothing_ties_words_to_devices(room)
    report_checked_and_signed_off(room, assert_accessible)
    nothing_in_the_files_does(room)


def _start_and_case(room: Room) -> None:
    # what everybody hears before anybody speaks
    for page in (room.phones["Anna"], room.screen, room.desk):
        expect(page.get_by_text("Zonder namen, naar de teamleider.")).to_be_visible()
    told = room.phones["Anna"].get_by_text("De teamleider. Hoort het resultaat later.", exact=True)
    expect(told).to_be_visible()
    expect(room.phones["Anna"].get_by_text("Hij is gisteren gebeld.")).to_be_visible()
    _one_line(room.desk.locator(".rm-code").first)
    _police_at_the_door(room)
    next_phase(room.desk, "Begin met schrijven")
    hopes = {name: f"Hoop van stoel {number}." for number, name in enumerate(room.phones)}
    for name, hope in hopes.items():
        room.write(name, Ik_hoop_dat=hope)
    room.nobody_heard(*hopes.values())
    room.all_ready()
    room.reveal(*hopes.values())
    for page in (*room.phones.values(), room.screen, room.desk):
        expect(page.get_by_text("Hoop van stoel 1.")).to_be_visible()
    next_phase(room.desk, "Ga erover praten")
    room.to("De situatie")
    next_phase(room.desk, "Begin deze stap")
    expect(room.phones["Anna"].get_by_role("heading", name="Leg uw telefoon weg")).to_be_visible()
    expect(room.screen.get_by_text("Hij kent de jongens op het plein")).to_be_visible()
    shots(PICTURES, phone_down=room.phones["Anna"], screen_case=room.screen)
    room.to("Vraag en dilemma")


def _one_line(code: Locator) -> None:
    """See that the code of the door is read out from one line."""
    lines = "(one) => one.offsetHeight / parseFloat(getComputedStyle(one).fontSize)"
    assert code.evaluate(lines) < 2


def _police_at_the_door(room: Room) -> None:
    """Say on every screen that police takes part, only when the key figure knows."""
    said = "Politie of het Openbaar Ministerie doet mee. De sleutelfiguur weet dat."
    room.desk.get_by_text("Politie of justitie aan de deur?").click()
    room.desk.get_by_role("button", name="Zeg het op alle schermen").click()
    expect(room.desk.locator("#justitie-melden [role=status]")).to_contain_text("niet binnen zolang")
    for page in (room.desk, room.screen, *room.phones.values()):
        expect(page.locator("#justitie")).to_be_hidden()
    room.desk.get_by_label("De sleutelfiguur weet dit").check()
    # what was refused before is no longer said
    expect(room.desk.locator("#justitie-melden [role=status]")).to_be_empty()
    shots(PICTURES, desk_police=room.desk)
    room.desk.get_by_role("button", name="Zeg het op alle schermen").click()
    for page in (room.desk, room.screen, room.pages["second"], *room.phones.values()):
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
    room.all_ready()
    room.reveal("Zijn neef vertrouwt hem", "nagewezen op straat")
    for text in ("Zijn neef vertrouwt hem niet meer.", "Hij wordt nagewezen op straat."):
        expect(room.screen.get_by_text(text)).to_have_count(1)
    anna = room.phones["Anna"]
    anna.get_by_role("button", name="Dit is van mij").click()
    expect(room.phones["Chris"].get_by_text("Van Anna")).to_be_visible()
    expect(room.screen.get_by_text("Van Anna")).to_have_count(0)
    shots(PICTURES, phone_open=anna, desk_open=room.desk, screen_open=room.screen)
    next_phase(room.desk, "Ga erover praten")
    room.to("Verhelderen")


def _eyes_of_others_with_a_lost_phone(room: Room, open_page: Callable[..., tuple[Page, Heard]]) -> None:
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
    room.gone.add("Chris")
    _comes_back(room, *open_page())
    room.all_ready()
    # the phone that came back hears it by asking
    room.reveal("Rust thuis", "Vragen wat zijn gezin wil")
    assert room.heard["Chris again"].asked > 1
    assert not room.heard["Chris again"].relay.streams
    expect(room.screen.get_by_text("Rust thuis")).to_have_count(1)
    # the empty chair: others have no voice yet, and the desk says so
    expect(room.desk.get_by_text("Wie horen we nog niet")).to_contain_text("gemeenschap")
    next_phase(room.desk, "Ga erover praten")
    room.to("Andere wegen")
    _skipped_and_done_after_all(room)


def _skipped_and_done_after_all(room: Room) -> None:
    room.desk.get_by_role("button", name="Sla over").click()
    expect(room.desk.get_by_role("heading", name="Zelf wegen", exact=True)).to_be_visible()
    expect(room.desk.get_by_role("button", name="Andere wegen")).to_contain_text("Overgeslagen")
    expect(room.desk.locator(".rm-clock")).to_contain_text("Daarna nog 32 min.")
    # and there is no hurry after all: the group goes back and does it
    room.desk.locator('[data-name="step-alternatieven"]').click()
    room.desk.get_by_role("button", name="Ga met de groep hierheen").click()
    expect(room.screen.get_by_role("heading", name="Andere wegen", exact=True)).to_be_visible()
    next_phase(room.desk, "Begin met schrijven")
    room.write("Anna", Wat_ook_kan="Eerst met zijn zus praten")
    room.all_ready()
    room.reveal("Eerst met zijn zus praten")
    next_phase(room.desk, "Ga erover praten")
    room.to("Zelf wegen")


def _comes_back(room: Room, found: Page, heard: Heard) -> None:
    """Take the seat of a lost phone on another one, whose network lets no streams through: it asks by itself."""
    found.route(re.compile(r"/live/[0-9a-f-]+/$"), lambda route: route.abort())
    room.heard["Chris again"] = heard
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
    second = room.pages["second"]
    second.get_by_role("button", name="Neem de leiding over").click()
    expect(room.desk.get_by_text("Uw collega leidt nu het gesprek")).to_be_visible()
    leading, room.desk = room.desk, second
    next_phase(room.desk, "Begin met schrijven")
    for name, choice in (("Anna", "A"), ("Bram", "B"), ("Chris", "A")):
        room.phones[name].get_by_label(re.compile(f"^{choice}\\b")).check()
        room.write(
            name,
            Omdat_voor_mij_telt=f"eerlijkheid volgens stoel {name[0]}",
            Daardoor_kan_ik_niet="iedereen tevreden houden",
            Die_schade_maak_ik_kleiner_door="het eerst aan hem te vertellen",
            Daarvoor_heb_ik_nodig="een rustig uur met hem",
        )
    assert_accessible(room.phones["Anna"])
    assert_accessible(room.desk)
    room.all_ready()
    room.reveal(*[f"eerlijkheid volgens stoel {name}" for name in "ABC"])
    room.turn_to("eerlijkheid volgens stoel A")
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
    for label in ("Reden die meer mensen delen", "Waar we verschillen"):
        _written_at_the_desk(room, {label: NOTED[label]})
    room.to("Afspraken")
    next_phase(room.desk, "Begin deze stap")
    expect(room.desk.locator(".rm-number")).to_contain_text("Bespreken")
    _reasons_beside_what_is_written(room)
    assert_accessible(room.desk)
    for label in ("Dit geven we mee", "Wie er anders over denkt zegt …"):
        _written_at_the_desk(room, {label: NOTED[label]})
    _none_said_at_the_desk(room, "De twijfel die blijft", "Er bleef geen twijfel. Wij vroegen ernaar.")
    action = ("Wat we doen", "Wie het doet (functie)", "Klaar op")
    _written_at_the_desk(room, {label: NOTED[label] for label in action})
    _written_at_the_desk(room, {"We kijken terug op": NOTED["We kijken terug op"]})
    room.to("Hoe was het")
    _evaluated(room)
    room.desk.get_by_role("button", name="Rond het gesprek af").click()
    room.desk.get_by_role("button", name="Rond het gesprek af").click()
    expect(room.phones["Anna"].get_by_role("link", name="Lees het concept na")).to_be_visible()
    expect(room.screen.get_by_text("Dit gesprek is afgerond.")).to_be_visible()
    shots(PICTURES, phone_end=room.phones["Anna"], desk_end=room.desk)
    room.desk.get_by_role("button", name="Sluit de kamer en ga naar het verslag").click()
    expect(room.desk.get_by_role("heading", name="Verslag", exact=True)).to_be_visible()


def _none_said_at_the_desk(room: Room, asked: str, none: str) -> None:
    """Tick that there was none, lay it down, and see on the big screen that it was said."""
    slot = room.desk.locator(".rm-slot--desk", has=room.desk.get_by_label(asked, exact=True)).last
    slot.get_by_label(none, exact=True).check()
    slot.get_by_role("button", name="Schrijf op").click()
    expect(room.screen.get_by_text(none)).to_be_visible()
    at_both_widths(room.desk, "desk_none")


def _written_at_the_desk(room: Room, said: dict[str, str]) -> None:
    """Fill in what belongs together at the desk, lay it down, and see it on the big screen."""
    first = next(iter(said))
    slot = room.desk.locator(".rm-slot--desk", has=room.desk.get_by_label(first, exact=True)).last
    for label, text in said.items():
        slot.get_by_label(label, exact=True).fill(text)
    slot.get_by_role("button", name="Schrijf op").click()
    for text in said.values():
        expect(room.screen.get_by_text(READ.get(text, text))).to_be_visible()


def _evaluated(room: Room) -> None:
    """Have everybody fill in how it was: of three there is no total, and what one of them writes reaches nobody."""
    next_phase(room.desk, "Begin met schrijven")
    for phone in room.phones.values():
        phone.get_by_role("group", name="Ik kon vrij praten").get_by_label("3 goed").check()
    for name in room.phones:
        room.write(name, Dit_wil_ik_nog_zeggen=f"{EVALUATED} {name}")
    room.all_ready()
    next_phase(room.desk, "Verzamel")
    expect(room.screen.get_by_text("De antwoorden zijn verzameld.")).to_be_visible()
    next_phase(room.desk, "Tel de antwoorden")
    for page in (room.screen, *room.phones.values()):
        expect(page.get_by_text("Van minder dan vijf antwoorden laten we geen totaal zien.")).to_be_visible()
    room.nobody_heard(EVALUATED)


def _reasons_beside_what_is_written(room: Room) -> None:
    beside = room.desk.locator(".rm-recall")
    for name in ("A", "B", "C"):
        expect(beside.get_by_text(f"eerlijkheid volgens stoel {name}")).to_be_visible()
    at_both_widths(room.desk, "desk_recall")
