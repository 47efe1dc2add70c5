"""What desk, phones and big screen show of one talk: totals, open actions, the map of differences, and rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
from playwright.sync_api import Browser, Error, Route, expect
from tests.journeys.beraad import PICTURES, at_both_widths, collect_unready, shots
from tests.journeys.beraad_ready import ready_room
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of

from sleutelwerk.deliberation.content import current

PATIENCE = 30_000
_WEIGHED = """
for name in ("Anna", "Bram", "Chris"):
    room.comes(name)
room.goes_to("afweging", "preparing")
for name, choice in (("Anna", "B"), ("Bram", "A"), ("Chris", "B")):
    room.writes(name, "afweging", "weging", keuze=choice, omdat=f"Reden van stoel {name[0]}.")
room.ends("afweging", "writing")
room.ends("afweging", "collected")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    expect.set_options(timeout=PATIENCE)
    with new_site(tmp_path_factory.mktemp("desk")) as found:
        sessions_of(found, "facilitator")
        yield found


def test_totals_come_when_the_desk_asks_and_say_that_they_are_no_outcome(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, _WEIGHED)
    with ExitStack() as open_pages:
        desk, screen, phone = (
            open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Groot scherm", "Anna")
        )
        expect(screen.get_by_text("Reden van stoel A.")).to_be_visible()
        expect(desk.get_by_text("Reden van stoel A.").first).to_be_visible()
        ask = desk.get_by_role("button", name="Tel de keuzes")
        expect(ask).to_have_count(1)
        for page in (desk, screen, phone):
            expect(page.locator(".rm-totals")).to_have_count(0)
        at_both_widths(desk, "desk_may_count")
        ask.focus()
        desk.keyboard.press("Enter")
        for page in (desk, screen, phone):
            expect(page.locator(".rm-totals")).to_contain_text("Dit zijn aantallen, geen uitslag.")
            # in letters and figures, and in the order of the alphabet: the most does not come first
            expect(page.locator(".rm-bars li")).to_have_text(["A1", "B2"])
            expect(page.get_by_text("Reden van stoel A.").first).to_be_visible()
        # who works by keyboard is still where he was, and a second press does nothing
        expect(desk.get_by_role("button", name="De keuzes zijn geteld")).to_be_focused()
        desk.keyboard.press("Enter")
        expect(desk.locator(".rm-bars li")).to_have_count(2)
        shots(PICTURES, screen_counted=screen, phone_counted=phone)
        at_both_widths(desk, "desk_counted")
        for page in (desk, screen, phone):
            assert_accessible(page)


_LEFT_OPEN = """plan=dict(open_actions=[
    "De school bellen, wijkmanager, 2026-12-10", "Vragen of zijn broer Ahmed meekomt, jongerenwerker"
])"""


def test_step_one_opens_with_what_was_left_to_do(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, "room.comes('Anna')", _LEFT_OPEN)
    with ExitStack() as open_pages:
        desk, screen, phone = (
            open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Groot scherm", "Anna")
        )
        for page in (desk, screen, phone):
            left = page.locator(".rm-left")
            expect(left.get_by_role("heading", name="Stond nog open")).to_be_visible()
            expect(left).to_contain_text("De school bellen, wijkmanager, 10-12-2026")
        # who sits here now need not have been there then: a line on a person is for the desk
        expect(desk.locator(".rm-left")).to_contain_text("Alleen op uw scherm")
        for page in (screen, phone):
            expect(page.locator(".rm-left li")).to_have_count(1)
            assert "Ahmed" not in page.content()
        at_both_widths(desk, "desk_left_open")
        shots(PICTURES, screen_left_open=screen, phone_left_open=phone)
        for page in (desk, screen, phone):
            assert_accessible(page)
        desk.get_by_role("button", name="De situatie").click()
        desk.get_by_role("button", name="Ja, ga erheen").click()
        expect(screen.get_by_role("heading", name="De situatie", exact=True)).to_be_visible()
        for page in (desk, screen, phone):
            expect(page.locator(".rm-left")).to_have_count(0)


_DIFFER = """
for name in ("Anna", "Bram", "Chris"):
    room.comes(name)
room.goes_to("perspectieven", "preparing")
room.writes("Anna", "perspectieven", "perspectief", wie="De buurt", waarde="Rust")
room.writes("Bram", "perspectieven", "perspectief", wie="Hijzelf", waarde="Eerlijkheid")
for phase in ("writing", "collected"):
    room.ends("perspectieven", phase)
room.goes_to("afweging", "preparing")
for name, choice, because in (
    ("Anna", "B", "Rust gaat voor."), ("Bram", "A", "Eerlijkheid gaat voor."), ("Chris", "A", "Ook rust groeit zo.")
):
    room.writes(name, "afweging", "weging", keuze=choice, omdat=because, ondanks="Iets moet wachten.")
room.ends("afweging", "writing")
"""


def test_reasons_lie_side_by_side_by_value_and_nobody_wins(
    browser: Browser, site: NewSite, assert_accessible: Callable[..., None]
) -> None:
    room = ready_room(site, _DIFFER)
    with ExitStack() as open_pages:
        desk, screen = (open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Groot scherm"))
        expect(screen.get_by_text("Wat is neergelegd, ligt dicht op tafel.")).to_be_visible()
        for page in (desk, screen):
            expect(page.locator(".rm-map")).to_have_count(0)
        desk.get_by_role("button", name="Leg alles open").click()
        desk.get_by_text("Waar mensen verschillen").click()
        for page in (desk, screen):
            grounds = page.locator(".rm-ground")
            expect(grounds.locator("h3")).to_have_text(["Eerlijkheid", "Rust"])
            rest = grounds.filter(has=page.get_by_role("heading", name="Rust"))
            expect(rest.locator("h4")).to_have_text(["A", "B"])
            expect(rest.locator(".rm-entry")).to_have_count(2)
            expect(rest).to_contain_text("Ook rust groeit zo.")
            expect(page.locator(".rm-totals")).to_have_count(0)
        # on the big screen each reason stands once
        expect(screen.get_by_text("Rust gaat voor.")).to_have_count(1)
        at_both_widths(desk, "desk_map")
        shots(PICTURES, screen_map=screen)
        for page in (desk, screen):
            assert_accessible(page)
        desk.get_by_role("button", name="Ga erover praten").click()
        desk.get_by_role("button", name="Klaar, naar de volgende stap").click()
        # where the group looks at it together it lies beside what is written down
        expect(desk.locator(".rm-recall .rm-ground")).to_have_count(2)
        expect(screen.get_by_role("heading", name="Samen kijken", exact=True)).to_be_visible()
        expect(screen.locator(".rm-ground")).to_have_count(2)


_SCRIPT = "<img src=x onerror=window.took=1><script>window.took=1</script> & <b>vet</b>"


def test_a_script_in_what_somebody_wrote_is_text_on_every_screen(browser: Browser, site: NewSite) -> None:
    then = f"""
room.comes("Anna")
room.comes("Bram")
room.goes_to("start", "preparing")
room.writes("Anna", "start", "hoop", hoop={_SCRIPT!r})
room.ends("start", "writing")
room.ends("start", "collected")
room.does(Verb.PARK, "later", {_SCRIPT!r})
"""
    room = ready_room(site, then, f"plan=dict(note_agreement={_SCRIPT!r}, open_actions=[{_SCRIPT!r}])")
    with ExitStack() as open_pages:
        for name in ("desk", "Groot scherm", "Bram"):
            page = open_pages.enter_context(room.at(browser, name))
            expect(page.get_by_text(_SCRIPT, exact=True).first).to_be_visible()
            expect(page.locator("[onerror], main script, main b, aside b")).to_have_count(0)
            assert page.evaluate("() => window.took") is None


_METHODS = ("dilemmamethode", "zeven-vragen", "korte-reflectie", "terugblik")


@pytest.mark.parametrize("method", _METHODS)
def test_phones_dim_in_every_talking_step_and_in_no_other(browser: Browser, site: NewSite, method: str) -> None:
    room = ready_room(site, "room.comes('Anna')", f"method={method!r}")
    steps = current().methods[method].steps
    assert any(step.screens_down for step in steps), "every method has steps for talking"
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        for step in steps:
            if step is not steps[0]:
                desk.locator(f'[data-name="step-{step.id}"]').click()
                desk.get_by_role("button", name="Ja, ga erheen").click()
            expect(phone.get_by_role("heading", name=step.title, exact=True).first).to_be_visible()
            away = phone.get_by_role("heading", name="Leg uw telefoon weg")
            expect(away).to_have_count(0)
            if step.screens_down:
                desk.get_by_role("button", name="Begin deze stap").click()
                expect(away).to_be_visible()
                assert "rm-body--dim" in (phone.locator("body").get_attribute("class") or "")
                # it is laid down, not locked: who wants to read picks it up
                phone.get_by_role("button", name="Toch even lezen").click()
                expect(away).to_have_count(0)
            assert "rm-body--dim" not in (phone.locator("body").get_attribute("class") or "")


def test_a_phone_that_is_put_out_forgets_what_was_typed_on_it(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        phone.get_by_label("Ik hoop dat").fill("Nog niet voor anderen.")
        stored = "() => JSON.stringify(sessionStorage)"
        assert "Nog niet voor anderen." in phone.evaluate(stored)
        phone.get_by_label("Ik ga akkoord met de afspraken").check()
        phone.get_by_role("button", name="Bevestig").click()
        expect(phone.locator(".rm-slot--laid")).to_have_count(1)
        assert ":keys" in phone.evaluate(stored)
        desk.locator(".rm-people .rm-more", has=desk.get_by_label("Meer over Anna")).locator("summary").click()
        desk.get_by_role("button", name="Haal uit het gesprek").click()
        expect(phone.get_by_role("heading", name="Afgelopen")).to_be_visible()
        # nor a key or an address: whoever finds this phone has nothing of this talk
        assert phone.evaluate(stored) == "{}"
        assert "Nog niet voor anderen." not in phone.content()


def test_a_desk_that_closes_the_room_leaves_nothing_in_its_browser(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('verhelderen', 'preparing')")
    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        desk.get_by_label("Een feit of aanname").fill("Hij wil zelf.")
        stored = "() => JSON.stringify(sessionStorage)"
        assert "Hij wil zelf." in desk.evaluate(stored)
        for _ in range(2):
            desk.get_by_role("button", name="Rond het gesprek af").click()
        expect(phone.get_by_role("link", name="Lees het concept na")).to_be_visible()
        desk.get_by_role("button", name="Sluit de kamer en ga naar het verslag").click()
        desk.wait_for_url("**/verslag/")
        assert desk.evaluate(stored) == "{}"
        # opened anew, it still leads to the draft
        phone.reload()
        expect(phone.get_by_role("heading", name="Dit toestel zit niet meer aan tafel")).to_be_visible()
        expect(phone.get_by_role("link", name="Lees het concept na")).to_have_attribute(
            "href", re.compile(r"^/beraad/nalezen/[\w-]+/$")
        )
        # a phone keeps the keys to strike its own words and the address to check them, and nothing that was typed
        kept = {name.rpartition(":")[2] for name in phone.evaluate("() => Object.keys(sessionStorage)")}
        assert kept <= {"keys", "check"}


@pytest.mark.parametrize("arrives", [False, True], ids=["never sent", "only the answer got lost"])
def test_words_that_waited_while_a_phone_was_reloaded_stay_its_own(
    browser: Browser, site: NewSite, arrives: bool
) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")

    def broken(route: Route) -> None:
        with suppress(Error):  # the page that asked may be gone
            if arrives:
                route.fetch()
            route.abort()

    with room.at(browser, "Anna") as phone, room.at(browser, "desk") as desk:
        phone.route("**/doen/", broken)
        phone.get_by_label("Ik hoop dat").fill("Hoop uit de tunnel.")
        phone.get_by_role("button", name="Leg neer").click()
        phone.reload()
        # it still is on its way, and nobody has to lay it down twice
        expect(phone.get_by_role("button", name="Versturen")).to_be_disabled()
        phone.unroute("**/doen/")
        laid = phone.locator(".rm-slot--laid")
        expect(laid).to_contain_text("Hoop uit de tunnel.")
        laid.get_by_role("button", name="Wijzig").click()
        phone.get_by_label("Ik hoop dat").fill("Hoop van daarna.")
        phone.get_by_role("button", name="Leg neer").first.click()
        expect(laid).to_contain_text("Hoop van daarna.")
        collect_unready(desk)
        expect(phone.get_by_text("Wat is neergelegd, ligt dicht op tafel.")).to_be_visible()
        expect(phone.get_by_text("Dit ligt niet op tafel")).to_have_count(0)
        desk.get_by_role("button", name="Leg alles open").click()
        phone.locator(".rm-entry--mine").get_by_role("button", name="Haal weg").click()
        expect(desk.get_by_text("Hoop van daarna.")).to_have_count(0)


def test_a_phone_that_sends_too_fast_says_so_and_sends_the_rest_after_a_pause(browser: Browser, site: NewSite) -> None:
    room = ready_room(site, "room.comes('Anna'); room.goes_to('start', 'preparing')")
    with room.at(browser, "Anna") as phone:
        # somebody who presses a button far faster than people do
        phone.evaluate(
            """async (address) => {
            const token = document.querySelector('#versturen input[name=csrfmiddlewaretoken]').value;
            const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token};
            const press = () => fetch(address, {method: 'POST', headers, body: '{}'});
            let last = 0;
            for (let turn = 0; turn < 30 && last !== 429; turn += 1) {
                const answers = await Promise.all(Array.from({length: 30}, press));
                last = answers.at(-1).status;
            }
            if (last !== 429) throw new Error('the site was not flooded');
        }""",
            f"/beraad/{room.id}/doen/",
        )
        phone.get_by_label("Ik hoop dat").fill("Rust in de straat.")
        phone.get_by_role("button", name="Leg neer").click()
        expect(phone.locator("#melding")).to_have_text("Dit gaat te snel. Wacht even.")
        expect(phone.locator(".rm-slot--laid")).to_contain_text("Rust in de straat.")


def test_the_desk_shows_how_many_agreed_with_the_rules_and_nobody_shows_who(browser: Browser, site: NewSite) -> None:
    then = """
for name in ("Anna", "Bram"):
    room.comes(name)
room.goes_to("start", "preparing")
room.writes("Bram", "start", "afspraken", afspraken="ja")
"""
    room = ready_room(site, then)
    with ExitStack() as open_pages:
        desk, screen, anna = (
            open_pages.enter_context(room.at(browser, name)) for name in ("desk", "Groot scherm", "Anna")
        )
        agreed = desk.locator(".rm-agreed")
        expect(agreed).to_contain_text("‘Ik ga akkoord met de afspraken’: 1 van 2")
        expect(agreed).to_contain_text("Wie het is, hoeft niemand te weten.")
        at_both_widths(desk, "desk_agreed")
        for page in (screen, anna):
            expect(page.locator(".rm-agreed")).to_have_count(0)
        anna.get_by_label("Ik ga akkoord met de afspraken").check()
        anna.get_by_role("button", name="Bevestig").click()
        expect(agreed).to_have_text("‘Ik ga akkoord met de afspraken’: 2 van 2")
