"""The pages: all of it is there, absent is a 404, and a question that was tested is kept nowhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sleutelwerk.deliberation import content

METHODS = ("dilemmamethode", "zeven-vragen", "korte-reflectie", "terugblik", "afspraken")
QUESTION = "/moreel-beraad/vraag-toetsen/"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("slug", METHODS)
def test_a_method_is_told_whole_on_one_page(client: Client, slug: str) -> None:
    html = page(client, reverse("deliberation:method", args=[slug]))
    method = content.current().methods[slug]
    for step in method.steps:
        assert f'id="stap-{step.id}"' in html
        assert step.title in html
    assert all(credit.url in html for credit in method.credits)
    assert "Eigen inhoud" in html


def test_a_method_in_less_time_tells_which_steps_change(client: Client) -> None:
    address = reverse("deliberation:method", args=["dilemmamethode"])
    assert "Zo past het in 75 minuten in plaats van 105" in page(client, f"{address}?minuten=75")
    assert "Dit wordt te kort" in page(client, f"{address}?minuten=20")
    assert "Zo past het" not in page(client, f"{address}?minuten=veel")


@pytest.mark.parametrize("given", ["0", "-5", "9999", "²", "１２", "1e3"])
def test_nonsense_minutes_give_the_whole_method(client: Client, given: str) -> None:
    response = client.get(reverse("deliberation:method", args=["terugblik"]), {"minuten": given})
    assert response.status_code == 200
    assert 'value="90"' in response.content.decode()


def test_the_chooser_puts_what_fits_first_and_says_why_not(client: Client) -> None:
    html = page(client, "/moreel-beraad/?doel=twijfel&tijd=30&mensen=3")
    assert html.index("Korte reflectie</a>") < html.index("Dilemmamethode</a>")
    assert "Daar is meer tijd voor nodig." in html
    assert "Past niet" not in page(client, "/moreel-beraad/?doel=onzin&tijd=7&mensen=x")


@pytest.mark.parametrize("slug", ["gunst", "zorg-melden", "schade-buurt", "later-bedreigd"])
def test_a_dilemma_shows_both_sides_and_the_limits(client: Client, slug: str) -> None:
    html = page(client, reverse("deliberation:dilemma", args=[slug]))
    assert html.count("Schade.") == 2
    assert "Dit praat geen beraad weg" in html
    assert "Schat eerst" in html


def test_the_list_has_every_dilemma_by_phase(client: Client) -> None:
    html = page(client, "/moreel-beraad/dilemmas/")
    found = content.current().dilemmas
    assert found is not None
    assert all(reverse("deliberation:dilemma", args=[one.id]) in html for one in found.dilemmas)
    assert html.index('id="vooraf"') < html.index('id="tijdens"') < html.index('id="achteraf"')


def test_whoever_was_given_a_code_finds_the_door(client: Client) -> None:
    """Somebody who heard 'moreel beraad' and no address gets in from the page of that name."""
    page = client.get(reverse("deliberation:overview")).content.decode()
    door = page.index(f'href="{reverse("sessions:enter")}"')
    assert "Hebt u een code? Doe mee" in page
    assert door < page.index("Welke methode past?")


@pytest.mark.parametrize("name", ["method", "overview-pdf", "sheets-pdf", "dilemma", "card-pdf"])
def test_what_is_absent_is_not_there(client: Client, name: str) -> None:
    assert client.get(reverse(f"deliberation:{name}", args=["bestaat-niet"])).status_code == 404


@pytest.mark.parametrize("address", ["/moreel-beraad/", "/moreel-beraad/dilemmas/"])
def test_reading_only_and_a_browser_may_keep_it(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    kept = client.get(address)
    assert "public" in kept.headers["Cache-Control"]
    assert client.get(address, headers={"if-none-match": kept.headers["ETag"]}).status_code == 304
    assert not kept.cookies


def test_without_dilemmas_the_room_stays_open(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = content.current()
    monkeypatch.setattr(content, "current", lambda: content.Collection(found.methods, None, ()))
    assert "Welke methode past?" in page(client, "/moreel-beraad/")
    assert client.get("/moreel-beraad/dilemmas/").status_code == 404


def test_a_question_warns_and_is_kept_nowhere(client: Client) -> None:
    response = client.post(QUESTION, {"question": "Hoe kunnen wij mevrouw Jansen inzetten?"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert reverse("deliberation:method", args=["afspraken"]) in html
    assert "Er lijkt een naam of nummer in te staan." in html
    assert "sessionid" not in response.cookies


def test_what_stands_fixed_is_said(client: Client) -> None:
    html = client.post(QUESTION, {"question": "Mogen wij hem in het geheim vragen wie wat doet?"}).content.decode()
    assert "Deze vraag lijkt te gaan over iets dat vaststaat." in html
    assert "Wie niet vrij ja kan zeggen, vraagt u niet." in html


def test_the_guard_helps_where_the_rules_see_nothing(client: Client) -> None:
    html = client.post(QUESTION, {"question": "Mogen wij de buurman op de dorpsstraat 12 vragen?"}).content.decode()
    assert "iets in te staan dat naar één mens wijst" in html


def test_a_question_about_an_informant_hears_the_limit_and_nothing_of_one_person(client: Client) -> None:
    html = client.post(QUESTION, {"question": "Mogen wij hem inzetten als informant?"}).content.decode()
    assert "Deze vraag lijkt te gaan over iets dat vaststaat." in html
    assert "naar één mens wijst" not in html
    assert "1 ding om naar te kijken" in html


def test_a_suspicion_in_a_question_is_named_as_what_it_is(client: Client) -> None:
    html = client.post(QUESTION, {"question": "Mogen wij hem vragen of hij drugs dealt?"}).content.decode()
    assert "<q>drugs</q>" in html
    assert "Schrijf geen verdenking op." in html
    assert "naar één mens wijst" not in html
    assert "1 ding om naar te kijken" in html


def test_a_good_question_may_begin(client: Client) -> None:
    html = client.post(
        QUESTION, {"question": "Mogen wij een gunst verlenen om de deur open te houden?"}
    ).content.decode()
    assert "Hier kunt u mee beginnen" in html


def test_an_empty_question_is_asked_again(client: Client) -> None:
    response = client.post(QUESTION, {"question": " "})
    assert response.status_code == 422
    assert "Typ eerst een vraag." in response.content.decode()
