"""The page on which people search: what it shows to whom, and that it keeps nothing of what was asked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.home.tasks import index_what_can_be_found

pytestmark = pytest.mark.django_db
PAGE = reverse("knowledge:search")


@pytest.fixture
def cast() -> Cast:
    """Everybody, and an index of what ships."""
    cast = make_cast()
    index_what_can_be_found(NOW)
    return cast


def found(client: Client, query: str, **more: str) -> str:
    answer = client.get(PAGE, {"vraag": query, **more})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.usefixtures("cast")
def test_a_visitor_finds_articles_and_profiles(client: Client) -> None:
    text = found(client, "vergoeden")
    assert reverse("knowledge:article", args=["vergoeden"]) in text
    assert "<mark>" in text
    assert reverse("function_profiles:profile", args=["verbinder"]) in found(client, "functieprofiel verbinder")
    assert not Entry.objects.filter(body__contains="library_searched").exists()
    assert not client.get(PAGE, {"vraag": "vergoeden"}).cookies


@pytest.mark.usefixtures("cast")
def test_a_typing_error_is_understood_and_told(client: Client) -> None:
    text = found(client, "vrijwiligersvergoeding")
    assert "Bedoelt u" in text
    assert reverse("knowledge:article", args=["vergoeden"]) in text


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "Typ waar u naar zoekt"),
        ("de het een", "Hiermee kunnen wij niet zoeken"),
        ("?!", "Hiermee kunnen wij niet zoeken"),
        ("x" * 201, "Dat is te lang"),
        ("xqzzy", "Niets gevonden"),
    ],
)
def test_every_question_has_one_clear_answer(client: Client, query: str, says: str) -> None:
    assert says in found(client, query)


@pytest.mark.usefixtures("cast")
def test_what_is_typed_stays_text(client: Client) -> None:
    assert "<script>" not in client.get(PAGE, {"vraag": "<script>alert(1)</script>"}).content.decode()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("number", ["2", "0", "-1", "9999999", "één", ""])
def test_any_page_number_gives_a_page(client: Client, number: str) -> None:
    assert "stukken gevonden" in found(client, "sleutelfiguur", blad=number)


@pytest.mark.usefixtures("cast")
def test_more_than_a_page_can_be_turned(client: Client) -> None:
    assert 'rel="next"' in found(client, "sleutelfiguur")
    assert 'rel="prev"' in found(client, "sleutelfiguur", blad="2")


def test_a_gated_text_is_found_by_its_title_and_says_how_to_get_at_it(client: Client, cast: Cast) -> None:
    address = reverse("knowledge:article", args=["veiligheidsplan-voorbeeld"])
    text = found(client, "voorbeeld veiligheidsplan")
    assert address in text
    assert "vraag die bij het stuk" in text
    sign_in(client, cast["professional"])
    assert "U hebt toegang" in found(client, "voorbeeld veiligheidsplan")


def test_that_somebody_searched_is_recorded_and_not_for_what(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    found(client, "meldcode")
    entry = Entry.objects.get(body__contains="library_searched")
    assert "meldcode" not in entry.body


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("query", ["whitepaper", "Het White Paper", "white-paper ccv"])
def test_whoever_looks_for_the_whitepaper_hears_that_it_is_not_ours(client: Client, query: str) -> None:
    """Its readers are sent to what is here in its place, which they would not have asked for by name."""
    assert "Zoekt u het whitepaper van het CCV? Dat staat hier niet" in found(client, query)
    assert "whitepaper van het CCV" not in found(client, "handreiking")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("query", "same"), [("whitepaper", "handreiking"), ("wijkagent", "politie"), ("drugs", "misdaad")]
)
def test_words_that_no_text_has_lead_to_those_that_it_does(client: Client, query: str, same: str) -> None:
    text = found(client, query)
    assert "Bedoelt u" not in text
    hits = set(re.findall(r'<h3><a href="([^"]+)"', text))
    assert hits
    assert hits & set(re.findall(r'<h3><a href="([^"]+)"', found(client, same)))
