"""Answering: one question a page, in order, kept answers, and kind words when something does not fit.

No test here has a database mark, so a single query would make it fail.
"""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.route_map.web.walker import COOKIE, TO_VERBINDER, Walker, heading, title


def test_an_answer_leads_to_the_next_question(walker: Walker) -> None:
    assert walker.walk("nee") == "/routekaart/vraag/2/"
    assert heading(walker.page("vraag/2/")) == "Vraag over doel?"


def test_the_last_answer_leads_to_the_result(walker: Walker) -> None:
    assert walker.walk(*TO_VERBINDER) == "/routekaart/uitkomst/"


@pytest.mark.parametrize(
    "address", ["", "vraag/1/", "antwoorden/", "uitkomst/", "opnieuw/", "openen/", "kaart/", "deel-b/", "bewaren/"]
)
def test_no_page_is_kept_by_a_browser_or_names_a_subject(walker: Walker, address: str) -> None:
    walker.walk(*TO_VERBINDER)
    response = walker.get(f"/routekaart/{address}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    named = title(response.content.decode()).lower()
    for subject in ("gevaar", "doel", "rol", "kern", "verbinder", "coach"):
        assert subject not in named


def test_the_title_gives_the_position_only(walker: Walker) -> None:
    walker.walk("nee", "ja")
    assert title(walker.page("vraag/3/")) == "Vraag 3 · Routekaart · Sleutelwerk"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(walker: Walker) -> None:
    cookie = walker.choose("nee").cookies[COOKIE]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Lax", "/routekaart/")
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert not cookie["secure"]


def test_the_cookie_is_secure_on_a_secure_site(walker: Walker) -> None:
    response = walker.post("/routekaart/vraag/1/", {"question": "0", "answer": "0"}, secure=True)
    assert response.cookies[COOKIE]["secure"]


def test_the_cookie_says_nothing_readable_and_stays_small(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    value = walker.cookies[COOKIE].value
    assert len(value) < 100
    assert "gevaar" not in value


def test_no_answer_gives_the_question_again_with_the_fault(walker: Walker) -> None:
    walker.walk("nee")
    response = walker.post("/routekaart/vraag/2/", {"question": "1"})
    text = response.content.decode()
    assert response.status_code == 422
    assert title(text).startswith("Fout: ")
    assert "U koos nog geen antwoord" in text
    assert walker.page("vraag/2/")  # nothing lost: the visitor still stands there


def test_a_given_answer_is_preselected(walker: Walker) -> None:
    walker.walk("nee", "nee")
    page = walker.page("vraag/2/")
    assert 'id="antwoord-1" checked value="1"' in page
    assert page.count(" checked") == 1


def test_what_an_answer_brings_along_is_said_at_once(walker: Walker) -> None:
    walker.walk("nee", "nee")
    page = walker.page("vraag/3/")
    assert "Eerst regelen: Schrijf eerst het doel op" in page
    assert "De uitkomst is dan voorlopig" in page
    assert "Hier ligt een dilemma: Opvallen" in page
    walker.walk("discreet")
    page = walker.page("vraag/4/")
    assert "Vanaf nu: hooguit verbinder" in page
    assert "De rol moet discreet blijven." in page


def test_progress_is_said_in_words(walker: Walker) -> None:
    assert "Vraag 1. Nog 4 tot 5 vragen, deze meegeteld." in walker.page("vraag/1/")
    walker.walk("nee", "ja", "open")
    assert "Vraag 4. Nog hooguit 2 vragen, deze meegeteld." in walker.page("vraag/4/")
    walker.walk("contact")
    assert "Vraag 5. Dit is de laatste vraag." in walker.page("vraag/5/")


def test_a_changed_answer_keeps_the_rest(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.at = "/routekaart/vraag/2/"
    walker.choose("nee", then="review")
    assert walker.at == "/routekaart/antwoorden/"
    assert heading(walker.page("uitkomst/")) == "Voorlopig: u zoekt een verbinder"


def test_answers_that_fell_off_the_route_wait(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.at = "/routekaart/vraag/1/"
    assert walker.walk("ja") == "/routekaart/uitkomst/?gewijzigd=1"
    assert "4 antwoorden horen nu niet bij uw route" in walker.page("antwoorden/")
    walker.at = "/routekaart/vraag/1/"
    walker.walk("nee")
    assert heading(walker.page("uitkomst/")) == "U zoekt een verbinder"


CHANGED = "Uw antwoord is gewijzigd. Uw andere antwoorden staan er nog."
ONE_MORE = "Er is een nieuwe vraag bij gekomen."


def test_a_changed_answer_goes_to_the_result_when_none_is_missing(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.at = "/routekaart/vraag/2/"
    assert walker.walk("nee") == "/routekaart/uitkomst/?gewijzigd=2"
    page = walker.page("uitkomst/?gewijzigd=2")
    assert CHANGED in page
    assert ONE_MORE not in page
    assert CHANGED not in walker.page("uitkomst/")


def test_a_changed_answer_goes_to_the_question_that_is_new(walker: Walker) -> None:
    walker.walk("nee", "ja", "discreet", "begrip")
    walker.at = "/routekaart/vraag/4/"
    assert walker.walk("contact") == "/routekaart/vraag/5/?gewijzigd=4&nieuw=1"
    page = walker.page("vraag/5/?gewijzigd=4&nieuw=1")
    assert CHANGED in page
    assert ONE_MORE in page


def test_a_changed_answer_skips_what_was_answered_and_tells_what_it_brings(walker: Walker) -> None:
    walker.walk("nee", "ja", "open")
    walker.at = "/routekaart/vraag/2/"
    assert walker.walk("nee") == "/routekaart/vraag/4/?gewijzigd=2"
    page = walker.page("vraag/4/?gewijzigd=2")
    assert ONE_MORE not in page
    assert "Eerst regelen: Schrijf eerst het doel op" in page


def test_the_same_answer_again_goes_to_the_next_question(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.at = "/routekaart/vraag/2/"
    assert walker.walk("ja") == "/routekaart/vraag/3/"
    assert CHANGED not in walker.page("vraag/3/")
    assert walker.walk("open", "contact", "ja") == "/routekaart/uitkomst/"


def test_a_changed_answer_about_a_person_stays_with_the_person(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    walker.begin_candidate()
    walker.walk("ja", "ruim")
    walker.at = "/routekaart/vraag/7/"
    assert walker.walk("twijfel") == "/routekaart/uitkomst/deel-b/?gewijzigd=7"
    assert CHANGED in walker.page("uitkomst/deel-b/?gewijzigd=7")
    walker.at = "/routekaart/vraag/2/"
    assert walker.walk("nee") == "/routekaart/uitkomst/?gewijzigd=2"


@pytest.mark.parametrize("mark", ["9", "x", "", "0", "9" * 5_000])
def test_a_made_up_mark_says_nothing(walker: Walker, mark: str) -> None:
    walker.walk("nee", "ja")
    response = walker.get(f"/routekaart/vraag/3/?gewijzigd={mark}")
    assert response.status_code == 200
    assert CHANGED not in response.content.decode()


def test_a_fragment_is_the_same_question(walker: Walker) -> None:
    walker.walk("nee")
    whole = walker.page("vraag/2/")
    part = walker.get("/routekaart/vraag/2/", headers={"HX-Request": "true"}).content.decode()
    assert title(part) == title(whole)
    assert "<html" not in part
    main = part[part.index("<main") : part.index("</main>")]
    assert main.count("sw-answer__label") == whole.count("sw-answer__label") == 2


@pytest.mark.parametrize("position", [2, 7, 999_999_999])
def test_a_question_out_of_order_shows_the_way_back(walker: Walker, position: int) -> None:
    text = walker.get(f"/routekaart/vraag/{position}/")
    assert text.status_code == 404
    assert 'href="/routekaart/vraag/1/"' in text.content.decode()
    walker.walk("nee")
    later = walker.get(f"/routekaart/vraag/{position + 1}/")
    assert later.status_code == 404
    assert heading(later.content.decode()) == "Zover bent u nog niet"
    assert 'href="/routekaart/vraag/2/"' in later.content.decode()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"question": "3", "answer": "0"}, 409),
        ({"question": "1", "answer": "9"}, 400),
        ({"question": "1", "answer": "-1"}, 400),
        ({"question": "1", "answer": "٣"}, 400),
        ({"question": "1", "answer": "9" * 5_000}, 400),
        ({"question": "x", "answer": "0"}, 400),
        ({"answer": "0"}, 400),
    ],
)
def test_an_answer_that_does_not_belong_changes_nothing(walker: Walker, fields: dict[str, str], status: int) -> None:
    walker.walk("nee")
    before = walker.cookies[COOKIE].value
    response = walker.post("/routekaart/vraag/2/", fields)
    assert response.status_code == status
    assert walker.cookies[COOKIE].value == before
    assert 'href="/routekaart/vraag/2/"' in response.content.decode()


@pytest.mark.parametrize("value", ["x", "", "AAAA" * 900, "\u00e9", "AQ" * 40])
def test_a_forged_cookie_gets_a_kind_page_and_a_new_start(walker: Walker, value: str) -> None:
    walker.cookies[COOKIE] = value
    response = walker.get("/routekaart/vraag/2/")
    assert response.status_code in {400, 404, 410}
    assert 'href="/routekaart/vraag/1/"' in response.content.decode()
    if value:
        assert response.cookies[COOKIE]["max-age"] == 0
    assert walker.get("/routekaart/").status_code == 200


def test_an_outdated_cookie_says_that_the_map_was_renewed(walker: Walker, settings: LazySettings) -> None:
    walker.walk("nee")
    settings.ROUTE_MAP_SOURCE = "tests.route_map.web.maps.published_next"
    response = walker.get("/routekaart/vraag/2/")
    assert response.status_code == 410
    assert heading(response.content.decode()) == "De routekaart is intussen vernieuwd"


def test_an_expired_cookie_says_so(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    walker.walk("nee")
    monkeypatch.setattr("sleutelwerk.route_map.queries.visit.time.time", lambda: 4_000_000_000)
    response = walker.get("/routekaart/vraag/2/")
    assert response.status_code == 410
    assert heading(response.content.decode()) == "Uw antwoorden zijn verlopen"


def test_a_changed_secret_is_a_new_start_unless_the_old_one_is_still_listed(
    walker: Walker, settings: LazySettings
) -> None:
    walker.walk("nee")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "een heel ander geheim"
    assert walker.get("/routekaart/vraag/2/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert walker.get("/routekaart/vraag/2/").status_code == 400


def test_a_post_from_another_site_is_refused(settings: LazySettings) -> None:
    settings.ROUTE_MAP_SOURCE = "tests.route_map.web.maps.published"
    stranger = Client(enforce_csrf_checks=True)
    for address in ("vraag/1/", "opnieuw/", "openen/", "deel-b/klaar/"):
        assert stranger.post(f"/routekaart/{address}", {"question": "0", "answer": "0"}).status_code == 403


def test_starting_over_asks_first_and_then_forgets(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    assert "Opnieuw beginnen?" in walker.page("opnieuw/")
    assert heading(walker.page("uitkomst/")) == "U zoekt een verbinder"
    response = walker.post("/routekaart/opnieuw/")
    assert (response.status_code, response.headers["Location"]) == (303, "/routekaart/")
    assert response.cookies[COOKIE]["max-age"] == 0
    assert "U was al onderweg" not in walker.page()


def test_the_start_page_knows_where_one_was(walker: Walker) -> None:
    assert "U was al onderweg" not in walker.page()
    walker.walk("nee", "ja")
    assert "U was bij vraag 3" in walker.page()


def test_nothing_is_logged_of_an_answer(walker: Walker, caplog: pytest.LogCaptureFixture) -> None:
    walker.walk("nee")
    walker.post("/routekaart/vraag/2/", {"question": "1", "answer": "9"})
    walker.get("/routekaart/vraag/9/")
    said = {record.getMessage() for record in caplog.records}
    assert said == {"A request was answered with 400", "A request was answered with 404"}
