"""What a phone says to whoever writes: what it is about, what lies on the table, and what did not get away yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.journeys.beraad import collect_unready
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
        sides, field = phone.get_by_text(_A).first.bounding_box(), damage.bounding_box()
        assert sides
        assert field
        assert sides["y"] < field["y"]
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


def test_a_break_in_the_first_step_is_in_sight_and_can_be_read(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    """What was agreed stands above all in that step; in a break it makes room, and comes back."""
    room = ready_room(site, 'room.comes("Anna")\nroom.does(Verb.PAUSE)')
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        expect(phone.get_by_role("heading", name="Pauze")).to_be_in_viewport()
        expect(phone.get_by_text("Onze afspraken")).to_have_count(0)
        looks_right(phone, "phone_break", assert_accessible, pictures=PICTURES)
        desk.get_by_role("button", name="Ga verder").click()
        expect(phone.get_by_text("Onze afspraken")).to_be_visible()


@pytest.mark.parametrize(("name", "script"), [("Anna", "phone"), ("Groot scherm", "screen"), ("desk", "desk")])
def test_a_device_that_is_too_old_says_what_to_do(browser: Browser, site: NewSite, name: str, script: str) -> None:
    """Its browser cannot read the script, so nothing is drawn; whoever waits hears why. Others never read it."""
    room = ready_room(site, _SIDES)
    late = "Blijft het hier leeg?"
    with room.at(browser, name) as page:
        expect(page.get_by_role("heading", name="Vraag en dilemma", exact=True)).to_be_visible()
        expect(page.get_by_text(late)).to_have_count(0)
        page.route(
            re.compile(rf"/deliberation/{script}\..*js"),
            lambda route: route.fulfill(content_type="text/javascript", body="this is no script"),
        )
        page.reload()
        expect(page.get_by_text(late)).to_be_visible()


@pytest.mark.parametrize(("step", "label"), [("perspectieven", "Dat wijst naar"), ("afweging", "Ik vind")])
def test_who_chooses_a_side_reads_what_it_is(browser: Browser, site: NewSite, step: str, label: str) -> None:
    room = ready_room(site, f"{_SIDES}\nroom.goes_to('{step}', 'preparing')")
    with room.at(browser, "Anna") as phone:
        asked = phone.get_by_role("group", name=re.compile(label))
        expect(asked.get_by_role("radio", name=f"A: {_A}")).to_be_visible()
        expect(asked.get_by_role("radio", name=f"B: {_B}")).to_be_visible()
        expect(phone.locator(".rm-sides")).to_contain_text(_A)


def test_what_was_said_of_before_is_gone_when_the_group_goes_on(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        for page in (phone, desk):
            # what is said goes by itself after a while; here it has all the time
            page.clock.install()
            page.clock.pause_at("2030-01-01")
        said = phone.locator("#melding")
        phone.get_by_label("Ik hoop dat").fill("Dat we rustig praten.")
        phone.get_by_role("button", name="Leg neer").click()
        expect(said).to_have_text("Neergelegd, zonder naam. Niemand ziet het nog. Klaar? Druk op ‘Ik ben klaar’.")
        phone.get_by_role("button", name="Ik ben klaar").click()
        expect(desk.locator(".rm-progress")).to_contain_text("1 van 1")
        desk.get_by_role("button", name="Verzamel").click()
        expect(phone.get_by_text("Wat is neergelegd, ligt dicht op tafel.")).to_be_visible()
        expect(said).to_be_empty()
        phone.get_by_role("button", name="Vraag een pauze").click()
        expect(said).to_contain_text("Gevraagd.")
        desk.get_by_role("button", name="Rond het gesprek af").click()
        expect(desk.locator("#melding")).to_contain_text("Weet u het zeker?")
        desk.get_by_role("button", name="Leg alles open").click()
        expect(phone.get_by_text("Alles ligt open.")).to_be_visible()
        expect(said).to_be_empty()
        expect(desk.locator(".rm-number")).to_contain_text("Open")
        expect(desk.locator("#melding")).to_be_empty()


def test_what_did_not_get_away_says_so_with_the_words_themselves(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone:
        pill = phone.locator("#verbinding")
        expect(pill).to_contain_text("Verbonden")
        # nothing gets out, though this phone still hears: the stream that was open stays open
        phone.route("**/doen/", lambda route: route.abort())
        phone.get_by_label("Ik hoop dat").fill("Dat we rustig praten.")
        phone.get_by_role("button", name="Leg neer").click()
        slot = phone.locator(".rm-slot", has=phone.get_by_label("Ik hoop dat"))
        unsent = slot.get_by_role("status")
        expect(unsent).to_have_text("Nog niet verstuurd. Dat gaat vanzelf zodra er verbinding is.", timeout=3_000)
        expect(pill).to_have_text("Geen verbinding. Typ gerust door.")
        # who types on in another field keeps his pen
        phone.get_by_label("Ik ga akkoord met de afspraken").focus()
        looks_right(phone, "phone_unsent", assert_accessible, pictures=PICTURES)
        phone.unroute("**/doen/")
        expect(phone.locator(".rm-slot--laid")).to_contain_text("Dat we rustig praten.")
        expect(pill).to_have_text("Verbonden")
        expect(phone.get_by_text("Nog niet verstuurd.")).to_have_count(0)


def test_an_answer_that_stays_away_counts_as_not_sent(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        phone.route("**/doen/", hold)
        phone.get_by_label("Ik hoop dat").fill("Dat we rustig praten.")
        phone.get_by_role("button", name="Leg neer").click()
        expect(phone.get_by_text("Nog niet verstuurd.")).to_be_visible(timeout=5_000)
        held[0].continue_()
        expect(phone.locator(".rm-slot--laid")).to_contain_text("Dat we rustig praten.")
        expect(phone.locator("#verbinding")).to_have_text("Verbonden")


def test_who_has_nothing_to_write_is_not_told_that_he_will(browser: Browser, site: NewSite) -> None:
    then = """
room.comes("Anna")
room.comes("Ina", Role.INBRENGER)
room.comes("Lot", Role.LISTENER)
room.goes_to("casus")
"""
    room = ready_room(site, then)
    with room.at(browser, "Anna") as anna, room.at(browser, "Ina") as ina, room.at(browser, "Lot") as lot:
        nothing = "De gespreksleider legt de stap uit. U hoeft niets te schrijven."
        for phone in (anna, lot):
            expect(phone.locator(".rm-hint").first).to_have_text(nothing)
        # what she would write here was written beforehand, and she may still mend it
        expect(ina.locator(".rm-hint").first).to_have_text("De gespreksleider legt de stap uit.")


def test_a_tick_asks_for_a_tick_and_thanks_for_it(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone:
        phone.get_by_role("button", name="Bevestig").click()
        expect(phone.locator("#melding")).to_have_text("Zet eerst een vinkje.")
        phone.get_by_label("Ik ga akkoord met de afspraken").check()
        phone.get_by_role("button", name="Bevestig").click()
        expect(phone.locator(".rm-slot--laid .rm-slot__state")).to_have_text("U gaat akkoord. Dank u.")
        expect(phone.locator(".rm-slot--laid")).not_to_contain_text("ja")
        expect(phone.locator("#melding")).to_have_text("U gaat akkoord. Dank u.")
        looks_right(phone, "phone_agreed", assert_accessible, pictures=PICTURES)


_ANSWERED = """
names = ("Anna", "Bram", "Chris", "Dina", "Eva")[:{count}]
for name in names:
    room.comes(name)
room.goes_to("evaluatie", "preparing")
for name in names[1:]:
    room.writes(name, "evaluatie", "mening", inzicht="3", anderen="3", vrij="4", open=f"Fijn, zei stoel {{name[0]}}.")
"""


def test_what_only_counts_says_when_it_is_shown_and_keeps_that(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    """The same step with three people and with five: what the words promised is what happens."""
    for count in (3, 5):
        room = ready_room(site, _ANSWERED.format(count=count))
        with (
            room.at(browser, "Anna") as phone,
            room.at(browser, "desk") as desk,
            room.at(browser, "Groot scherm") as big,
        ):
            asked = phone.locator(".rm-forms .rm-hint")
            expect(asked).to_have_text(
                "Vul in wat u wilt. Niemand ziet wie wat antwoordt. Totalen verschijnen alleen als vijf of meer mensen "
                "antwoorden; wat u in eigen woorden schrijft, staat er dan zonder naam bij. Antwoorden er minder, dan "
                "ziet niemand iets."
            )
            expect(phone.locator(".rm-middle .rm-hint")).to_have_text("Schrijf in stilte.")
            few = desk.get_by_text("U bent met minder: vraag het dus hardop.")
            expect(few).to_have_count(1 if count < 5 else 0)
            phone.get_by_role("group", name="Ik kon vrij praten").get_by_role("radio", name="4 heel goed").check()
            phone.get_by_role("group", name="Ik begrijp anderen beter").get_by_role("radio", name="3 goed").check()
            phone.get_by_role("group", name="Ik begrijp het dilemma").get_by_role("radio", name="3 goed").check()
            phone.get_by_role("button", name="Leg neer").click()
            expect(phone.locator("#melding")).to_have_text("Ingevuld, zonder naam. Klaar? Druk op ‘Ik ben klaar’.")
            expect(phone.locator(".rm-slot__state")).to_have_text("ingevuld, telt alleen mee in totalen")
            phone.get_by_role("button", name="Ik ben klaar").click()
            # after it is collected nothing can be changed, though nothing lies open yet
            expect(phone.get_by_text("U kunt nog wijzigen tot de gespreksleider verzamelt.")).to_be_visible()
            looks_right(phone, f"phone_counts_{count}", assert_accessible, pictures=PICTURES)
            looks_right(desk, f"desk_counts_{count}", assert_accessible, pictures=PICTURES)
            collect_unready(desk)
            hint = phone.locator(".rm-middle .rm-hint")
            expect(hint).to_have_text("De antwoorden zijn verzameld. Niemand ziet ze nog.")
            expect(big.locator(".rm-screen__phase")).to_have_text("De antwoorden zijn verzameld.")
            desk.get_by_role("button", name="Tel de antwoorden").click()
            expect(hint).to_have_text(
                "Er zijn geen totalen." if count < 5 else "De totalen staan open. Lees ze rustig."
            )
            for page in (phone, desk, big):
                expect(page.get_by_text("Fijn, zei stoel B.")).to_have_count(0 if count < 5 else 1)
                expect(page.get_by_text("Van minder dan vijf antwoorden")).to_have_count(1 if count < 5 else 0)
            looks_right(phone, f"phone_counted_{count}", assert_accessible, pictures=PICTURES)


def test_with_nothing_laid_down_no_screen_says_that_something_lies_there(browser: Browser, site: NewSite) -> None:
    """Before it is laid open no screen can tell (see `test_hidden`), so the words hold either way."""
    room = ready_room(site, "room.comes('Anna'); room.goes_to('alternatieven', 'preparing')")
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk, room.at(browser, "Groot scherm") as big:
        collect_unready(desk)
        hint, told = phone.locator(".rm-middle .rm-hint"), big.locator(".rm-screen__phase")
        expect(hint).to_have_text("Wat is neergelegd, ligt dicht op tafel. Zo gaat het tegelijk open, zonder namen.")
        expect(told).to_have_text("Wat is neergelegd, ligt dicht op tafel.")
        desk.get_by_role("button", name="Leg alles open").click()
        for words in (hint, told, desk.locator(".rm-table")):
            expect(words).to_have_text("Er liggen geen briefjes op tafel.")
        for page in (phone, desk, big):
            expect(page.get_by_text("Alles ligt")).to_have_count(0)


def test_a_direction_without_who_or_what_counts_says_what_is_missing_and_keeps_what_was_typed(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, f"{_SIDES}\nroom.goes_to('perspectieven', 'preparing')")
    with room.at(browser, "Anna") as phone:
        slot, side = phone.locator(".rm-slot"), phone.get_by_role("radio", name=f"A: {_A}")
        side.check()
        slot.get_by_role("button", name="Leg neer").click()
        why = slot.get_by_role("alert")
        expect(why).to_have_text(
            "Vul ook ‘Wie’ en ‘Wat telt voor hem, in een paar woorden’ in. Wat u typte, blijft staan."
        )
        # the pen is put where something is missing, and what was chosen is still chosen
        expect(phone.get_by_label("Wie", exact=True)).to_be_focused()
        expect(side).to_be_checked()
        looks_right(phone, "phone_missing", assert_accessible, pictures=PICTURES)
        phone.keyboard.type("Een bewoner")
        slot.get_by_role("button", name="Leg neer").click()
        expect(why).to_have_text("Vul ook ‘Wat telt voor hem, in een paar woorden’ in. Wat u typte, blijft staan.")
        phone.keyboard.type("Rust op straat")
        slot.get_by_role("button", name="Leg neer").click()
        laid = phone.locator(".rm-slot--laid")
        for words in ("Een bewoner", "Rust op straat", "A"):
            expect(laid).to_contain_text(words)
        expect(why).to_have_count(0)


_AGREED = """
room.comes("Anna")
room.goes_to("afspraken", "preparing")
room.seats["desk"] = room.desk
room.writes("desk", "afspraken", "actie", actie="Zijn gezin bellen", wie="wijkadviseur", klaar="2026-12-01")
room.writes("desk", "afspraken", "terugkijken", terugkijken="2027-03-09")
"""


def test_a_day_is_read_in_dutch_on_phone_and_big_screen(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, _AGREED)
    with room.at(browser, "Anna") as phone, room.at(browser, "Groot scherm") as big:
        for page in (phone, big):
            for day in ("1 december 2026", "9 maart 2027"):
                expect(page.get_by_text(day, exact=True)).to_be_visible()
            expect(page.get_by_text("2026-12-01")).to_have_count(0)
        looks_right(phone, "phone_days", assert_accessible, pictures=PICTURES)
