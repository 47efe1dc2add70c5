"""The files that machines come for say what their standards ask."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

import sleutelwerk
from sleutelwerk.home import documents


def fields(text: str) -> dict[str, str]:
    """Read security.txt as RFC 9116 writes it: one field a line, each at most once here."""
    pairs = [line.split(": ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    assert len({name for name, _ in pairs}) == len(pairs)
    return dict(pairs)


def test_security_txt_stands_at_its_address_and_parses(client: Client, settings: LazySettings) -> None:
    settings.SECURITY_CONTACT = "melding@voorbeeld.example"
    response = client.get("/.well-known/security.txt")
    found = fields(response.content.decode())
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert found["Contact"] == "mailto:melding@voorbeeld.example"
    assert found["Canonical"] == "http://testserver/.well-known/security.txt"
    assert found["Preferred-Languages"] == "nl, en"


def test_security_txt_ends_within_a_year_of_the_release() -> None:
    released = date.fromisoformat(sleutelwerk.__released__)
    found = fields(documents.security_txt(contact="tel:1", canonical="https://b.example/s", released=released))
    expires = datetime.fromisoformat(found["Expires"])
    assert expires.tzinfo == UTC
    assert timedelta(days=300) < expires.date() - released < timedelta(days=365)


def test_without_a_security_contact_finders_are_sent_to_the_contact_page(
    client: Client, settings: LazySettings
) -> None:
    settings.SECURITY_CONTACT = settings.CONTACT_EMAIL = ""
    found = fields(client.get(reverse("home:security-txt")).content.decode())
    assert found["Contact"] == "http://testserver/contact/"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a@b.example", "mailto:a@b.example"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://b.example/meld", "https://b.example/meld"),
        ("+31 88 123", "tel:+3188123"),
        ("  ", "terug"),
    ],
)
def test_contact_becomes_an_address_that_machines_read(given: str, expected: str) -> None:
    assert documents.contact_address(given, "terug") == expected


def test_robots_stay_out_of_a_walk_but_find_its_start(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /weg/\n" in text
    assert "Allow: /routekaart/$\n" in text


def test_browsers_find_the_icon_at_its_old_address(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 301
    assert response.headers["Location"].startswith("/static/ui/favicon.svg")
