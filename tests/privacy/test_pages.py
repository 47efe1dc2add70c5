"""The page 'Tekst nakijken': marks what was found, keeps nothing, and asks the database nothing."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

TEXT = "Gesproken met zijn broer Ahmed.\nDe imam kwam ook. <b>BSN</b> 999990664."


@pytest.fixture
def address() -> str:
    return reverse("privacy:check-text")


def test_the_page_asks_for_a_text(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert "Kijk mijn tekst na" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_what_is_found_is_marked_and_the_text_stays(client: Client, address: str) -> None:
    page = client.post(address, {"text": TEXT})
    body = page.content.decode()
    assert page.status_code == 200
    assert "Kijk naar 3 plekken" in body
    assert '<mark class="sw-guard-mark">zijn broer Ahmed</mark>' in body
    assert '<mark class="sw-guard-mark sw-guard-mark--blocks">999990664</mark>' in body
    assert "<b>BSN</b>" not in body
    assert "&lt;b&gt;BSN&lt;/b&gt;" in body
    assert "no-store" in page["Cache-Control"]


def test_one_place_is_told_as_one(client: Client, address: str) -> None:
    assert "Kijk naar 1 plek<" in client.post(address, {"text": "De imam."}).content.decode()


def test_nothing_found_does_not_mean_that_nothing_is_there(client: Client, address: str) -> None:
    body = client.post(address, {"text": "Afgesproken op dinsdag."}).content.decode()
    assert "Wij vonden niets" in body
    assert "Lees uw tekst zelf ook nog na." in body
    assert "Afgesproken op dinsdag." in body


@pytest.mark.parametrize("text", ["", " \n", "a" * 10_001])
def test_what_cannot_be_looked_through_is_told(client: Client, address: str, text: str) -> None:
    page = client.post(address, {"text": text})
    assert page.status_code == 422
    assert "Fout: Tekst nakijken" in " ".join(page.content.decode().split())


@pytest.mark.django_db
def test_the_database_is_asked_nothing(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.post(address, {"text": TEXT})


def test_the_text_comes_into_no_log_and_no_cookie(
    client: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = client.post(address, {"text": TEXT})
    assert "Ahmed" not in caplog.text
    assert not any("Ahmed" in cookie.OutputString() for cookie in page.cookies.values())


def test_another_method_is_refused(client: Client, address: str) -> None:
    assert client.delete(address).status_code == 405
