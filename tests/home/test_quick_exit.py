"""The quick exit clears everything and goes on, on a page that does not say where one came from."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from sleutelwerk.route_map.queries.visit import COOKIE_NAME


def test_it_ends_our_cookies_and_no_others_and_asks_the_browser_to_forget(client: Client) -> None:
    client.cookies["sleutelwerk_csrf"] = "x" * 32
    client.cookies["portaal_van_de_organisatie"] = "ingelogd"
    response = client.get(reverse("home:quick-exit"))
    ended = {name: (morsel["max-age"], morsel["path"]) for name, morsel in response.cookies.items()}
    assert ended == {"sleutelwerk_csrf": (0, "/"), COOKIE_NAME: (0, reverse("route_map:start"))}
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("odd", ["user[name]=1", "a/b=1", "x@y=1", "path=1", "=1", "a b=1"])
def test_cookies_of_others_with_odd_names_do_not_stop_it(client: Client, odd: str) -> None:
    response = client.get(reverse("home:quick-exit"), headers={"cookie": odd})
    assert response.status_code == 200
    assert response.headers["Refresh"]


def test_it_goes_on_by_itself_without_script_and_without_saying_from_where(
    client: Client, settings: LazySettings
) -> None:
    settings.QUICK_EXIT_URL = "https://weer.example/"
    response = client.get(reverse("home:quick-exit"))
    html = response.content.decode()
    assert response.headers["Refresh"] == "0; url=https://weer.example/"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta http-equiv="refresh" content="0; url=https://weer.example/">' in html
    assert '<a href="https://weer.example/"' in html
    assert "<script" not in html


def test_its_page_says_nothing_about_this_site(client: Client) -> None:
    html = client.get(reverse("home:quick-exit")).content.decode().lower()
    assert not any(word in html for word in ("sleutel", "routekaart", "profiel", "/static/"))
