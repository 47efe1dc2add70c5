"""The results: what the assignment came to in one glance, and what stays on the screen because it is about a person."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.template.loader import render_to_string
from tests.route_map.web.walker import TO_VERBINDER, Walker, heading

from sleutelwerk.route_map.engine.model import Contact, Outcome, OutcomeKind, Signal
from sleutelwerk.route_map.queries.contacts import calls_of, contacts_of, is_emergency

VOORLOPIG = ("nee", "nee", "discreet", "contact", "ja")


def test_a_profile_says_why_and_what_to_do(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    page = walker.page("uitkomst/")
    assert heading(page) == "U zoekt een verbinder"
    for part in ("Omdat contact gold.", "Zoek breed.", "Schrijf het doel op.", "Kijk samen of het kan"):
        assert part in page
    parts = ("Zoek breed.", "Omdat:", "Waarom niet een ander profiel?", "Schrijf het doel op.")
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_what_would_have_to_differ_for_another_profile(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    page = walker.page("uitkomst/")
    why_not = page[page.index("Waarom niet een ander profiel?") :]
    row = "<strong>Vertaler</strong>: bij vraag 4 ‘Antwoord begrip’ in plaats van ‘Antwoord contact’<"
    assert row in why_not
    assert "Nodig: <strong>Antwoord begrip</strong>" in why_not
    assert "<strong>Waarnemer</strong>: komt in dit deel niet voor" in why_not


def test_what_must_be_done_first_makes_it_provisional(walker: Walker) -> None:
    walker.walk(*VOORLOPIG)
    page = walker.page("uitkomst/")
    assert heading(page) == "Voorlopig: u zoekt een verbinder"
    assert "Mits u eerst dit regelt" in page
    assert "Schrijf eerst het doel op" in page
    assert '<a href="/routekaart/vraag/2/">Geregeld?' in page
    assert "Hooguit verbinder." in page
    assert "Mogen wij hem vragen?" in page


def test_a_stop_gives_whom_to_turn_to_and_no_way_round(walker: Walker) -> None:
    walker.walk("ja")
    page = walker.page("uitkomst/")
    for part in ("Bel 112.", "Veilig Thuis", "0800-2000", "Het gevaar is voorbij.", "Deze stop staat vast"):
        assert part in page
    assert "Waarom niet een ander profiel" not in page
    assert "tot een profiel leiden" not in page
    assert "Kijk samen of het kan" not in page
    body = page[page.index("Omdat:") : page.index("rm-foot")]
    assert "/routekaart/vraag/" not in body


EMERGENCY = (Contact("112", "Er is gevaar.", "112"), Contact("Politie", "Geen spoed.", "0900-8844, bij spoed 112"))


def _stop(*contacts: Contact) -> Outcome:
    return Outcome("stop", OutcomeKind.STOP, "Stop", "Stop.", turn_to=contacts)


def test_every_number_can_be_called_and_none_is_said_twice() -> None:
    first, second = contacts_of(EMERGENCY)
    assert (first["name"], first["reach"]) == ([{"text": "112", "tel": "112"}], [])
    assert [piece["tel"] for piece in second["reach"]] == ["09008844", "", "112"]
    assert "".join(piece["text"] for piece in second["reach"]) == "0900-8844, bij spoed 112"
    (free,) = contacts_of([Contact("Veilig Thuis", "Thuis.", "0800-2000 (gratis)")])
    assert free["reach"] == [{"text": "0800-2000", "tel": "08002000"}, {"text": " (gratis)", "tel": ""}]
    (site,) = contacts_of([Contact("Loket 24", "Raad.", "via het CCV in 2026, hetccv.nl")])
    assert not any(piece["tel"] for piece in [*site["name"], *site["reach"]])


def test_the_head_of_a_stop_offers_two_numbers_at_most() -> None:
    more = Contact("Veilig Thuis", "Thuis.", "0800-2000 (gratis)")
    assert [call["tel"] for call in calls_of(_stop(*EMERGENCY, more))] == ["112", "09008844"]
    assert calls_of(_stop(Contact("Loket", "Raad.", "loket.nl"))) == []
    assert is_emergency(_stop(*EMERGENCY))
    assert not is_emergency(_stop(*reversed(EMERGENCY)))
    assert not is_emergency(_stop())


def test_a_dilemma_leads_to_its_page_when_there_is_one() -> None:
    signals = (Signal("a", "Namen", "Mogen wij?", "namen-vragen"), Signal("b", "Anders", "Moeten wij?"))
    page = render_to_string("route_map/_result_more.html", {"result": {"signals": signals, "kind": "profile"}})
    assert page.count("/moreel-beraad/dilemmas/") == 1
    assert 'href="/moreel-beraad/dilemmas/namen-vragen/"' in page
    stop = render_to_string("route_map/_result_more.html", {"result": {"signals": signals, "kind": "stop"}})
    assert "/moreel-beraad/dilemmas/" not in stop


def test_a_stop_lets_one_call_before_anything_else(walker: Walker) -> None:
    walker.walk("ja")
    page = walker.page("uitkomst/")
    main = page[page.index("<main") : page.index("</main>")]
    primary = re.findall(r'class="nl-button nl-button--primary[^"]*" href="([^"]*)"', main)
    assert primary == ["tel:08002000"]
    assert main.index("tel:08002000") < main.index("Meenemen:")
    foot = main[main.index("rm-foot") :]
    assert foot.index("Opnieuw beginnen") < foot.index("Overleg met een adviseur") < foot.index("Mijn antwoorden")
    assert main.count('href="/contact/"') == 2


def test_an_emergency_asks_for_nothing_else() -> None:
    context = {"emergency": True, "kind": "stop", "outcome": _stop(*EMERGENCY), "calls": calls_of(_stop(*EMERGENCY))}
    page = "".join(
        render_to_string(f"route_map/{part}.html", {"result": context}) for part in ("_result_next", "_result_body")
    )
    assert "Bel 112" in page
    for told in ("Meenemen", "staat vast", "Twijfelt u", "anders moet zijn"):
        assert told not in page


def test_nothing_fits_says_what_would_have_to_change(walker: Walker) -> None:
    walker.walk("nee", "ja", "discreet", "gezicht")
    page = walker.page("uitkomst/")
    assert heading(page) == "Geen passend profiel"
    assert "De rol mag bekend zijn." in page
    told = page[page.index("Wat zou tot een profiel leiden?") :]
    assert "<strong>Vertaler</strong>: bij vraag 4" in told
    assert "<strong>Waarnemer</strong>" not in told


def test_a_run_that_ends_in_something_to_do_first_gives_the_way_back(walker: Walker) -> None:
    walker.walk("nee", "ja", "open", "contact", "nee")
    page = walker.page("uitkomst/")
    assert heading(page) == "Regel eerst een coach"
    assert '<a href="/routekaart/vraag/5/">Klaar? Kom dan terug bij vraag 5: Vraag over begeleiding?' in page
    assert "Terug naar vraag 5<" in page
    assert "Omdat nee gold." in page[: page.index("Alle antwoorden tot hier")]


@pytest.mark.parametrize("address", ["uitkomst/", "uitkomst/deel-b/"])
def test_no_result_before_the_end(walker: Walker, address: str) -> None:
    assert walker.get(f"/routekaart/{address}").status_code == 404
    walker.walk("nee")
    response = walker.get(f"/routekaart/{address}")
    assert response.status_code == 409
    assert 'href="/routekaart/vraag/2/"' in response.content.decode()


def test_a_candidate_comes_after_a_result_that_asks_for_one(walker: Walker) -> None:
    walker.walk("nee", "ja", "open", "begrip")
    assert walker.get("/routekaart/deel-b/").status_code == 409
    assert walker.post("/routekaart/deel-b/").status_code == 409
    assert walker.post("/routekaart/deel-b/volgende/").status_code == 409


def test_testing_a_candidate_explains_first(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    page = walker.page("deel-b/")
    assert "Ze komen nooit in een bestand, een pdf of op papier." in page
    assert walker.begin_candidate() == "/routekaart/vraag/6/"
    page = walker.page("vraag/6/")
    assert "Deze vragen gaan over een persoon." in page
    assert 'href="/routekaart/uitkomst/"' in page
    assert "rm-about-person" in page


def test_an_open_network_is_warned_for_before_anything_about_a_person(walker: Walker, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "192.0.2.7"]
    walker.walk(*TO_VERBINDER)
    warning = "Anderen in dit netwerk kunnen meelezen."
    assert warning not in walker.get("/routekaart/deel-b/", headers={"host": "localhost:8000"}).content.decode()
    assert warning in walker.get("/routekaart/deel-b/", headers={"host": "192.0.2.7:8000"}).content.decode()
    assert warning not in walker.get("/routekaart/deel-b/", headers={"host": "192.0.2.7"}, secure=True).content.decode()


def test_a_person_result_stays_on_the_screen(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.begin_candidate()
    assert walker.walk("ja", "twijfel") == "/routekaart/uitkomst/deel-b/"
    page = walker.page("uitkomst/deel-b/")
    assert heading(page) == "Voorlopig: hij past als verbinder"
    assert '<main id="inhoud" tabindex="-1" class="rm-main rm-about-person" hidden>' in page
    assert "wordt niet afgedrukt" in page
    assert "Meenemen:" not in page
    assert "En de opdracht vraagt een verbinder." in page
    told = page[page.index("Door uw antwoorden samen") : page.index("Waarom niet een ander profiel?")]
    assert "Vraag over kring?" in told
    assert "Vraag over kern?" not in told
    without_tokens = re.sub(r'value="[A-Za-z0-9]{64}"', "", page)  # random signs may spell anything
    assert "pdf" not in without_tokens[without_tokens.index("<main") :].lower()


def test_the_result_of_the_assignment_never_tells_of_a_person(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    before = walker.page("uitkomst/")
    walker.begin_candidate()
    walker.walk("ja", "twijfel")
    after = walker.page("uitkomst/")
    for told in ("gesprek", "kring", "twijfel", "tweede stem", "Hij past"):
        assert told not in after
    assert before.count("Omdat") == after.count("Omdat")


def test_the_next_candidate_starts_clean(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.begin_candidate()
    walker.walk("nee")
    response = walker.post("/routekaart/deel-b/volgende/")
    assert response.headers["Location"] == "/routekaart/vraag/6/"
    assert " checked" not in walker.page("vraag/6/")
    assert " checked" in walker.page("vraag/5/")


def test_finishing_a_candidate_returns_to_the_assignment(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.begin_candidate()
    walker.walk("ja")
    response = walker.post("/routekaart/deel-b/klaar/")
    assert response.headers["Location"] == "/routekaart/uitkomst/"
    assert walker.get("/routekaart/vraag/6/").status_code == 404
    assert "Kijk samen of het kan" in walker.page("uitkomst/")


@pytest.mark.parametrize("address", ["deel-b/volgende/", "deel-b/klaar/"])
def test_forgetting_a_person_needs_a_button(walker: Walker, address: str) -> None:
    assert walker.get(f"/routekaart/{address}").status_code == 405


def test_the_map_in_words_shows_every_answer_and_the_own_route(walker: Walker) -> None:
    walker.walk("nee", "nee", "open")
    page = walker.page("kaart/")
    for text in ("Vraag over kring?", "Antwoord twijfel", "U zoekt een vertaler", "eerst regelen", "anders:"):
        assert text in page
    assert page.count("uw antwoord<") == 3
    assert "hier bent u" in page
    anchors = set(re.findall(r'id="((?:vraag|uitkomst)-\d+)"', page))
    assert set(re.findall(r'href="#((?:vraag|uitkomst)-\d+)"', page)) <= anchors
    assert len(anchors) == 7 + 9


def test_the_map_marks_a_person_s_route_on_the_screen_only(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.begin_candidate()
    walker.walk("ja", "ruim")
    page = walker.page("kaart/")
    marks = re.findall(r'<(?:a|span) class="(rm-mine[^"]*)"', page)
    assert marks.count("rm-mine sw-no-print") == 2 + 2 + 1
    assert marks.count("rm-mine") == 5 + 5 + 1


def test_no_page_says_that_answers_never_reach_the_server(walker: Walker) -> None:
    """They travel in a cookie, as the page on privacy tells: the server reads them and keeps nothing."""
    pages = [walker.get("/").content.decode(), walker.page()]
    walker.walk(*TO_VERBINDER)
    pages.append(walker.page("uitkomst/"))
    walker.begin_candidate()
    pages.append(walker.page(walker.at.removeprefix("/routekaart/")))
    assert all("ewaren wij niet" in page or "Wij bewaren niets" in page for page in pages)
    assert not any("niet op de server" in page or "of op de server" in page for page in pages)
