"""Whatever goes wrong, the visitor gets a page in our own look that says what to do, and nothing about the inside."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

#: The site's own addresses, and a few that go wrong on purpose.
pytestmark = pytest.mark.urls(__name__)


def _refuse(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def _suspect(_request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def _break(_request: HttpRequest) -> HttpResponse:
    message = "geheim detail"
    raise RuntimeError(message)


def _accept(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("verboden/", _refuse),
    path("verdacht/", _suspect),
    path("stuk/", _break),
    path("formulier/", _accept),
    path("", include("sleutelwerk.config.urls")),
]

FAULTS = {
    "/bestaat-niet/": (404, "Deze weg loopt dood"),
    "/verboden/": (403, "Deze deur blijft dicht"),
    "/verdacht/": (400, "Dat begrepen we niet"),
    "/stuk/": (500, "Er ging iets mis bij ons"),
}


@pytest.mark.parametrize("address", FAULTS)
def test_a_fault_gets_a_page_in_our_look(address: str) -> None:
    status, words = FAULTS[address]
    response = Client(raise_request_exception=False).get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert 'class="sw-header"' in html
    assert f'href="{reverse("home:contact")}"' in html
    assert "geheim detail" not in html
    assert "Content-Security-Policy" in response.headers


def test_a_form_from_elsewhere_gets_a_page_that_helps() -> None:
    response = Client(enforce_csrf_checks=True).post("/formulier/")
    assert response.status_code == 403
    assert "Dat kwam niet goed over" in response.content.decode()


def test_an_unknown_host_gets_a_page_and_no_echo() -> None:
    response = Client().get("/", headers={"host": "kwaad.example"})
    assert response.status_code == 400
    assert "kwaad.example" not in response.content.decode()


@pytest.mark.django_db
def test_who_tries_too_often_gets_a_page_in_our_look(settings: LazySettings) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1/m/ip"}
    client = Client()
    client.post(reverse("mfa_login_webauthn"), {"credential": "{}"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": "{}"})
    html = response.content.decode()
    assert response.status_code == 429
    assert "Dat ging te snel" in html
    assert 'class="sw-header"' in html
    assert "Too Many" not in html
