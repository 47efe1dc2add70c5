"""What the desk can do beside going on: warn who writes, and see what comes of it on phones and the big screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.deliberation.qr import picture_in, text_of
from tests.journeys.beraad import PICTURES as PICTURES_IN
from tests.journeys.beraad import browser_of, let_in, shots
from tests.journeys.beraad_ready import Ready, ready_room
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of

from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.engine.shorten import shorten

PATIENCE = 30_000
PICTURES = "BERAAD_PICTURES"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    expect.set_options(timeout=PATIENCE)
    with new_site(tmp_path_factory.mktemp("controls")) as found:
        sessions_of(found, "facilitator")
        yield found


def test_who_still_writes_is_warned_and_keeps_what_he_typed(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    then = "room.comes('Anna'); room.comes('Bram'); room.comes('Chris'); room.goes_to('start', 'preparing')"
    room = ready_room(site, then)
    with ExitStack() as open_pages:
        desk, screen, anna, bram, chris = (
            open_pages.enter_context(room.at(browser, name))
            for name in ("desk", "Groot scherm", "Anna", "Bram", "Chris")
        )
        # no stream gets through to Bram: he asks, and hears it as well
        bram.route(re.compile(r"/live/[0-9a-f-]+/$"), lambda route: route.abort())
        bram.reload()
        anna.get_by_label("Ik hoop dat").press_sequentially("Dat we ")
        bram.get_by_label("Ik hoop dat").fill("Alleen voor mij.")
        chris.get_by_role("button", name="Ik ben klaar").click()
        expect(desk.locator(".rm-progress")).to_contain_text("1 van 3")
        desk.get_by_role("button", name="Verzamel").click()
        for phone in (anna, bram, chris):
            expect(phone.locator(".rm-middle .rm-warning")).to_contain_text("De gespreksleider verzamelt zo.")
            # said aloud as well, in the place that screen readers listen to
            expect(phone.locator("#melding[role=status]")).to_contain_text("De gespreksleider verzamelt zo.")
        expect(screen.locator(".rm-screen__phase")).to_have_text("De gespreksleider verzamelt zo.")
        # nobody is pulled away in the middle of a sentence: the field is the same one, with the pen in it
        expect(anna.get_by_label("Ik hoop dat")).to_be_focused()
        anna.keyboard.type("rustig praten.")
        expect(anna.get_by_label("Ik hoop dat")).to_have_value("Dat we rustig praten.")
        on = desk.locator("[data-name=next]")
        expect(on).to_have_attribute("aria-disabled", "true")
        expect(desk.locator("[data-count]")).to_contain_text("U kunt weer drukken over ")
        on.dispatch_event("click")  # who presses on all the same does not end it
        looks_right(desk, "desk_warned", assert_accessible, pictures=PICTURES)
        looks_right(anna, "phone_warned", assert_accessible, pictures=PICTURES)
        expect(anna.get_by_role("button", name="Leg neer")).to_be_visible()
        anna.get_by_role("button", name="Leg neer").click()
        expect(anna.locator(".rm-slot--laid")).to_contain_text("Dat we rustig praten.")
        _more_time_and_then_the_end(desk, anna, bram, chris)


def _more_time_and_then_the_end(desk: Page, anna: Page, bram: Page, chris: Page) -> None:
    """Take the warning back, give it again, and end the writing: only what was laid down goes along."""
    on = desk.locator("[data-name=next]")
    # more time takes it back, on every screen
    desk.get_by_role("button", name="5 minuten erbij").click()
    for phone in (anna, bram):
        expect(phone.locator(".rm-middle .rm-warning")).to_have_count(0)
    on.click()
    expect(anna.locator(".rm-middle .rm-warning")).to_be_visible()
    expect(on).not_to_have_attribute("aria-disabled", "true")
    # nothing happens by itself, and no screen says that it does
    expect(desk.locator("#voet")).to_contain_text("Er gebeurt niets tot u nog een keer drukt.")
    expect(anna.locator(".rm-middle .rm-warning")).to_contain_text("De gespreksleider verzamelt zo.")
    on.click()
    for phone in (anna, bram, chris):
        expect(phone.get_by_text("Wat is neergelegd, ligt dicht op tafel.")).to_be_visible()
    # what was typed and not laid down lies on no table, and is still on its phone
    expect(bram.locator(".rm-entries")).to_contain_text("Dit ligt niet op tafel.")
    expect(bram.locator(".rm-entries")).to_contain_text("Alleen voor mij.")


def test_a_screen_that_is_made_empty_says_nothing_of_the_talk_until_it_comes_back(
    browser: Browser, site: NewSite
) -> None:
    room = ready_room(site, "room.comes('Anna')", "justice_takes_part=True, justice_told_to_key_figure=True")
    said = "Politie of het Openbaar Ministerie doet mee. De sleutelfiguur weet dat."
    with ExitStack() as open_pages:
        desk, screen, anna = (
            open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Groot scherm", "Anna")
        )
        for page in (desk, screen, anna):
            expect(page.get_by_text(said)).to_be_visible()
        desk.get_by_role("button", name="Maak schermen leeg").click()
        expect(anna.get_by_role("heading", name="Even stil")).to_be_visible()
        # the link that is first of every page shows to who works by keyboard alone
        skip = "Ga naar de inhoud"
        expect(screen.locator("body")).to_have_text(skip, use_inner_text=True)
        expect(anna.locator("body")).to_have_text(f"{skip} Even stil U hoeft niets te doen.", use_inner_text=True)
        expect(desk.get_by_text(said)).to_be_visible()
        for page in (screen, anna):
            # also for who opens the page anew, and for the tab it stands in
            page.reload()
            page.wait_for_function("() => document.body.classList.contains('rm-body--empty')")
            assert said not in page.inner_text("body")
            expect(page).to_have_title("Sleutelwerk")
        shots(PICTURES_IN, phone_empty=anna, screen_empty=screen)
        desk.get_by_role("button", name="Schermen weer aan").click()
        for page in (screen, anna):
            expect(page.get_by_text(said)).to_be_visible()
            expect(page).to_have_title("Moreel beraad · Sleutelwerk")


def test_when_everybody_is_done_the_desk_collects_at_once(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        on = desk.get_by_role("button", name="Verzamel")
        on.click()
        expect(on).to_have_attribute("aria-disabled", "true")
        phone.get_by_role("button", name="Ik ben klaar").click()
        expect(on).not_to_have_attribute("aria-disabled", "true", timeout=5_000)
        on.click()
        expect(phone.get_by_text("Wat is neergelegd, ligt dicht op tafel.")).to_be_visible()


def test_the_clock_counts_the_minutes_as_prepared_and_says_in_time_what_can_be_shorter(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('perspectieven', 'preparing')", "minutes=70")
    planned = {one.step.id: one.minutes for one in shorten(current().methods["dilemmamethode"], 70).steps}
    minutes, step = planned["perspectieven"], current().methods["dilemmamethode"].steps[4]
    with room.at(browser, "desk") as desk:
        clock = desk.locator(".rm-clock")
        expect(clock).to_contain_text(f"van {minutes} minuten.")
        expect(clock).not_to_contain_text("Korter")
        expect(desk.locator('[data-name="step-perspectieven"]')).to_contain_text(f"{minutes} min")
        desk.clock.install()
        # what can be shorter stands there while there is time left to do it
        desk.clock.fast_forward(60_000 * (minutes - 2))
        expect(clock).to_contain_text(re.compile(f"Nog ongeveer [12] van {minutes} minuten."))
        expect(clock).to_contain_text(f"Korter: {step.shorten}")
        looks_right(desk, "desk_tight", assert_accessible, pictures=PICTURES)
        desk.clock.fast_forward(60_000 * 5)
        expect(clock).to_contain_text("langer dan gepland.")
        desk.get_by_role("button", name="5 minuten erbij").click()
        expect(clock).to_contain_text("van " + str(minutes + 5))


def test_what_a_facilitator_notes_for_himself_is_never_sent_and_goes_when_he_leaves(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('verhelderen', 'preparing')")
    noted = "Straks naar haar twijfel vragen."
    stored = "() => JSON.stringify(sessionStorage)"
    with room.at(browser, "desk") as desk, room.at(browser, "Anna") as phone:
        sent: list[str] = []
        desk.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
        desk.get_by_label("Alleen voor u").fill(noted)
        desk.get_by_role("button", name="Pauze").click()
        expect(phone.get_by_role("heading", name="Pauze")).to_be_visible()
        desk.reload()
        # a desk that is refreshed still has them
        expect(desk.get_by_label("Alleen voor u")).to_have_value(noted)
        looks_right(desk, "desk_notes", assert_accessible, pictures=PICTURES)
        for _ in range(2):
            desk.get_by_role("button", name="Rond het gesprek af").click()
        desk.get_by_role("button", name="Sluit de kamer en ga naar het verslag").click()
        desk.wait_for_url("**/verslag/")
        assert any("doen/" in one for one in sent), "what is sent is seen"
        assert not any("twijfel" in one for one in sent)
        assert desk.evaluate(stored) == "{}"


_TAKEN_ELSEWHERE = """
import sys
from datetime import UTC, datetime
from uuid import UUID
import django
django.setup()
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_by
from sleutelwerk.deliberation.actions.opening import take_desk
from tests.deliberation.deliberations import login_of
lead = User.objects.get(email="facilitator@voorbeeld.example")
take_desk(actor_by(lead.pk), UUID(sys.argv[1]), login=login_of(lead), now=datetime.now(UTC))
"""


def test_a_desk_that_is_taken_elsewhere_forgets_its_notes(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna')")
    with room.at(browser, "desk") as desk:
        desk.get_by_label("Alleen voor u").fill("Straks naar haar twijfel vragen.")
        run_in(site, _TAKEN_ELSEWHERE, room.id)
        expect(desk.get_by_role("heading", name="Deze tafel is dicht")).to_be_visible(timeout=90_000)
        assert "twijfel" not in desk.evaluate("() => JSON.stringify(sessionStorage)")
        expect(desk.locator("#aantekeningen")).to_have_value("")
        expect(desk.locator("#aantekeningen")).to_be_hidden()


def test_the_desk_looks_one_step_ahead_and_the_room_stays_where_it_is(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('casus', 'preparing')")
    steps = {step.id: step for step in current().methods["dilemmamethode"].steps}
    following = steps["dilemma"]
    with ExitStack() as open_pages:
        desk, screen, phone = (
            open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Groot scherm", "Anna")
        )
        desk.get_by_text(f"Vast vooruitkijken: {following.title}").click()
        ahead = desk.locator(".rm-ahead")
        for line in (*following.say, *following.ask, *following.watch):
            expect(ahead.get_by_text(line, exact=True)).to_be_visible()
        looks_right(desk, "desk_ahead", assert_accessible, pictures=PICTURES)
        for page in (screen, phone):
            expect(page.get_by_role("heading", name=steps["casus"].title, exact=True)).to_be_visible()
            assert following.say[0] not in page.content()
        # it is one step ahead: the last has none
        desk.locator('[data-name="step-evaluatie"]').click()
        desk.get_by_role("button", name="Ja, ga erheen").click()
        expect(desk.get_by_role("heading", name=steps["evaluatie"].title, exact=True)).to_be_visible()
        expect(ahead.locator("details")).to_have_count(0)


def test_a_service_number_is_refused_on_the_phone_where_it_can_be_mended(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        hope = phone.get_by_label("Ik hoop dat")
        hope.fill("Hij heet 999990664.")
        phone.get_by_role("button", name="Leg neer").click()
        why = phone.locator(".rm-slot .rm-warning")
        expect(why).to_contain_text("Hier staat een nummer dat een burgerservicenummer kan zijn.")
        # once, beside the words, and said aloud there
        expect(why).to_have_attribute("role", "alert")
        expect(phone.locator("#melding")).to_be_empty()
        expect(hope).to_have_value("Hij heet 999990664.")
        looks_right(phone, "phone_refused", assert_accessible, pictures=PICTURES)
        hope.fill("Hij blijft zonder nummer.")
        phone.get_by_role("button", name="Leg neer").click()
        expect(phone.locator(".rm-slot--laid")).to_contain_text("Hij blijft zonder nummer.")
        expect(why).to_have_count(0)
        desk.get_by_label("Parkeer een onderwerp").fill("Bellen over 999990664")
        desk.get_by_role("button", name="Parkeer").click()
        expect(desk.locator("#melding")).to_contain_text("burgerservicenummer")
        expect(desk.get_by_label("Parkeer een onderwerp")).to_have_value("Bellen over 999990664")


_OPENED = """
room.comes('Anna')
room.comes('Bram')
room.goes_to('start', 'preparing')
room.writes('Anna', 'start', 'hoop', hoop='Eerste ronde.')
room.ends('start', 'writing')
room.ends('start', 'collected')
"""


def test_every_other_button_of_the_desk_does_what_it_says(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, _OPENED)
    with ExitStack() as open_pages:
        desk, screen, anna, bram = (
            open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Groot scherm", "Anna", "Bram")
        )
        _turns_and_minutes(desk, screen, anna)
        _the_parking_lot(desk, screen, anna)
        _a_break_that_somebody_asks(desk, screen, anna, bram)
        _once_more(desk, screen, anna)
        _looking_back_and_going_back(desk, screen, anna)
        looks_right(desk, "desk_controls", assert_accessible, pictures=PICTURES)
        _the_door(browser, site, desk, room)


def _turns_and_minutes(desk: Page, screen: Page, phone: Page) -> None:
    """Count who spoke, which only desks show, and give minutes."""
    dots = desk.get_by_role("button", name="Anna sprak")
    for count, shown in ((1, "●"), (2, "●●")):
        dots.click()
        expect(desk.get_by_role("button", name=f"Anna sprak ({count} keer)")).to_have_text(shown)
    expect(desk.get_by_role("button", name="Bram sprak (0 keer)")).to_have_text("○")
    for page in (screen, phone):
        expect(page.get_by_text("●")).to_have_count(0)
    minutes = current().methods["dilemmamethode"].steps[0].minutes
    expect(desk.locator(".rm-clock")).to_contain_text(f"van {minutes} minuten")
    desk.get_by_role("button", name="5 minuten erbij").click()
    expect(desk.locator(".rm-clock")).to_contain_text(f"van {minutes + 5} minuten")


def _the_parking_lot(desk: Page, screen: Page, phone: Page) -> None:
    """Put something aside for later and take it away; it stands on the desk alone."""
    desk.get_by_label("Parkeer een onderwerp").fill("De vergoeding, een andere keer")
    desk.get_by_role("button", name="Parkeer").click()
    parked = desk.locator("#parkeren li")
    expect(parked).to_contain_text("De vergoeding, een andere keer")
    expect(desk.get_by_label("Parkeer een onderwerp")).to_have_value("")
    for page in (screen, phone):
        assert "De vergoeding" not in page.content()
    parked.get_by_role("button", name="Weg").click()
    expect(parked).to_have_count(0)


def _a_break_that_somebody_asks(desk: Page, screen: Page, anna: Page, bram: Page) -> None:
    """Ask a break in silence: the desk hears that somebody did, and everybody has it."""
    bram.get_by_role("button", name="Vraag een pauze").click()
    expect(bram.locator("#melding")).to_have_text("Gevraagd. Niemand ziet dat u het was.")
    expect(desk.get_by_text("Iemand vraagt om een pauze.")).to_be_visible()
    for page in (anna, screen):
        expect(page.get_by_text("vraagt om een pauze")).to_have_count(0)
    desk.get_by_role("button", name="Pauze").click()
    for page in (anna, bram, screen):
        expect(page.get_by_role("heading", name="Pauze")).to_be_visible()
    expect(desk.get_by_text("Het is pauze.")).to_be_visible()
    desk.get_by_role("button", name="Ga verder").click()
    for page in (anna, bram, screen):
        expect(page.get_by_role("heading", name="Pauze")).to_have_count(0)
    expect(desk.get_by_text("Iemand vraagt om een pauze.")).to_have_count(0)


def _once_more(desk: Page, screen: Page, phone: Page) -> None:
    """Write once more: what was open stays so, what is new stays hidden until it is laid open as well."""
    expect(screen.get_by_text("Eerste ronde.")).to_be_visible()
    desk.get_by_role("button", name="Nog eens schrijven").click()
    expect(desk.locator(".rm-number")).to_contain_text("ronde 2")
    phone.get_by_label("Ik hoop dat").fill("Tweede ronde.")
    phone.get_by_role("button", name="Leg neer").click()
    expect(phone.locator(".rm-slot--laid")).to_contain_text("Tweede ronde.")
    expect(screen.get_by_text("Eerste ronde.")).to_be_visible()
    expect(screen.get_by_text("Tweede ronde.")).to_have_count(0)
    on = desk.locator("[data-name=next]")
    on.click()
    expect(on).to_have_attribute("aria-disabled", "true")
    expect(on).not_to_have_attribute("aria-disabled", "true")
    on.click()
    desk.get_by_role("button", name="Leg alles open").click()
    expect(screen.get_by_text("Tweede ronde.")).to_be_visible()
    expect(screen.get_by_text("Eerste ronde.")).to_be_visible()
    desk.get_by_role("button", name="Ga erover praten").click()
    desk.get_by_role("button", name="Klaar, naar de volgende stap").click()
    expect(phone.get_by_role("heading", name="De situatie", exact=True)).to_be_visible()


def _looking_back_and_going_back(desk: Page, screen: Page, phone: Page) -> None:
    """Look back on a phone and at the desk, each by itself; then go back with the whole group, without loss."""
    phone.get_by_label("Terugkijken").select_option(label="Start")
    expect(phone.get_by_text("u kijkt terug")).to_be_visible()
    expect(phone.get_by_text("Tweede ronde.").first).to_be_visible()
    desk.locator('[data-name="step-start"]').click()
    expect(desk.get_by_text("U kijkt terug. De groep is bij")).to_be_visible()
    expect(screen.get_by_role("heading", name="De situatie", exact=True)).to_be_visible()
    desk.get_by_role("button", name="Terug naar nu").click()
    expect(desk.get_by_role("heading", name="De situatie", exact=True)).to_be_visible()
    phone.get_by_role("button", name="Terug naar nu").click()
    expect(phone.get_by_role("heading", name="De situatie", exact=True)).to_be_visible()
    desk.locator('[data-name="step-start"]').click()
    desk.get_by_role("button", name="Ga met de groep hierheen").click()
    for page in (screen, phone):
        expect(page.get_by_role("heading", name="Start", exact=True)).to_be_visible()
        for hope in ("Eerste ronde.", "Tweede ronde."):
            expect(page.get_by_text(hope).first).to_be_visible()


def _the_door(browser: Browser, site: NewSite, desk: Page, room: Ready) -> None:
    """Shut the door: nobody knocks then; open it, and somebody does. It shut by itself after the first step."""
    context = browser_of(browser, site)
    late = context.new_page()
    for shut in (True, False):
        if not shut:
            # a door that shut by itself says so, and shows no picture that leads nowhere
            expect(desk.get_by_role("heading", name="De deur is dicht")).to_be_visible()
            expect(desk.get_by_alt_text("Code om te scannen")).to_be_hidden()
            # a lost phone still comes back by the code
            expect(desk.locator("#deur-dicht")).to_contain_text(room.code)
            desk.get_by_role("button", name="Open de deur").click()
            expect(desk.get_by_alt_text("Code om te scannen")).to_be_visible()
            desk.get_by_role("button", name="Doe de deur dicht").click()
            desk.get_by_role("button", name="Open de deur").click()
            expect(desk.get_by_role("button", name="Doe de deur dicht")).to_be_visible()
        late.goto("/beraad/")
        late.get_by_label("De code").fill(room.code)
        late.get_by_label("Hoe noemen we u?").fill("Laat")
        late.get_by_label("Ik doe mee", exact=True).check()
        late.get_by_role("button", name="Klop aan").click()
        if shut:
            expect(late.locator("body")).to_contain_text("De deur is dicht.")
            expect(desk.locator(".rm-people--waiting li")).to_have_count(0)
    late.get_by_role("link", name="Naar de kamer").click()
    expect(late.get_by_role("heading", name="Wacht even")).to_be_visible()
    let_in(desk, "Laat")
    expect(late.get_by_role("heading", name="Start", exact=True)).to_be_visible()
    context.close()


def test_the_picture_that_people_scan_leads_to_the_door_and_in(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "pass")
    context = browser_of(browser, site)
    asked: list[str] = []
    with room.at(browser, "desk") as desk:
        drawn = desk.request.get(f"/beraad/{room.id}/code.svg")
        address = text_of(picture_in(drawn.text(), border=2, box=1.2))
        assert address == f"{site.address}/beraad/#{room.code}"
        phone = context.new_page()
        phone.on("request", lambda request: asked.append(request.url))
        phone.goto(address)
        # the code stands there, and the name is what is left to fill in; it left the address bar as well
        expect(phone.get_by_label("De code")).to_have_value(room.code)
        expect(phone.get_by_label("Hoe noemen we u?")).to_be_focused()
        assert phone.url == f"{site.address}/beraad/"
        looks_right(phone, "phone_scanned", assert_accessible, pictures=PICTURES)
        phone.get_by_label("Hoe noemen we u?").fill("Anna")
        phone.get_by_label("Ik doe mee", exact=True).check()
        phone.get_by_role("button", name="Klop aan").click()
        phone.get_by_role("link", name="Naar de kamer").click()
        let_in(desk, "Anna")
        expect(phone.get_by_role("heading", name="Start", exact=True)).to_be_visible()
        # what is behind the # goes to no server
        assert asked
        assert not any(room.code in one.partition("#")[0] for one in asked)
    context.close()
