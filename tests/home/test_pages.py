"""The pages of the front door: they answer, without the database, in one look and with what they promise."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

import sleutelwerk

PAGES = ("home:start", "home:contact", "home:accessibility", "home:privacy", "home:promises")


class _Outline(HTMLParser):
    """Collects what a page loads, where it links to, and what a strict policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.blocked: list[str] = []
        self.headings: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in {"script", "img", "iframe"} or (tag == "link" and "rel" in values):
            self.loads.append(values.get("src") or values.get("href", ""))
        if tag == "a":
            self.links.append(values.get("href", ""))
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        self.blocked += [name for name in values if name == "style" or name.startswith("on")]
        self.blocked += [tag] if tag == "style" or (tag == "script" and "src" not in values) else []


def outline(html: str) -> _Outline:
    """Read a page."""
    parser = _Outline()
    parser.feed(html)
    return parser


@pytest.mark.parametrize("name", PAGES)
def test_page_answers_without_the_database(client: Client, name: str) -> None:
    """No database mark stands on this test, so a single query would make it fail."""
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("name", PAGES)
def test_page_loads_only_from_here_and_nothing_the_policy_blocks(client: Client, name: str) -> None:
    page = outline(client.get(reverse(name)).content.decode())
    assert page.loads
    assert [address for address in page.loads if not re.match(r"/static/\S+\?v=[0-9a-f]{12}$", address)] == []
    assert page.blocked == []


@pytest.mark.parametrize("name", PAGES)
def test_page_has_one_title_one_main_heading_and_no_skipped_level(client: Client, name: str) -> None:
    html = client.get(reverse(name)).content.decode()
    headings = [int(tag[1]) for tag in outline(html).headings]
    assert re.search(r"<title>\S[^<]+ · Sleutelwerk</title>", html)
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_every_link_on_a_page_leads_somewhere(client: Client, name: str) -> None:
    """We promise nothing that does not exist: each local link answers."""
    links = {link for link in outline(client.get(reverse(name)).content.decode()).links if link.startswith("/")}
    assert links
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code >= 400} == {}


@pytest.mark.parametrize("name", PAGES)
def test_page_marks_itself_in_the_menu_only_when_it_stands_there(client: Client, name: str) -> None:
    current = re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-current', client.get(reverse(name)).content.decode())
    assert current == ([reverse(name)] if name in {"home:start", "home:contact"} else [])


def test_pages_carry_a_strict_policy(client: Client) -> None:
    policy = client.get(reverse("home:start")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_start_page_has_one_primary_action_and_the_profiles_as_a_staircase(client: Client) -> None:
    html = client.get(reverse("home:start")).content.decode()
    assert html.count("nl-button--primary") == 1
    assert f'href="{reverse("route_map:start")}"' in html
    steps = re.findall(r'class="sw-stair sw-profile--([a-z-]+)"', html)
    assert steps == ["vertaler", "verbinder", "waarnemer", "ambassadeur"]


def test_contact_shows_the_adviser_of_the_settings(client: Client, settings: LazySettings) -> None:
    settings.CONTACT_NAME = "Noor <de Wit>"
    settings.CONTACT_PHONE = "+31 (0)88 123 45 67"
    settings.CONTACT_EMAIL = "adviseur@voorbeeld.example"
    settings.CONTACT_ADDRESS = "Stadhuisplein 1 | 1234 AB Voorbeeldstad"
    html = client.get(reverse("home:contact")).content.decode()
    assert "Noor &lt;de Wit&gt;" in html
    assert 'href="tel:+310881234567"' in html
    assert "Stadhuisplein 1<br>1234 AB Voorbeeldstad" in html
    assert 'href="mailto:adviseur@voorbeeld.example"' in html


def test_contact_says_so_when_there_is_no_adviser(client: Client, settings: LazySettings) -> None:
    settings.CONTACT_NAME = settings.CONTACT_PHONE = settings.CONTACT_EMAIL = settings.CONTACT_ADDRESS = ""
    html = client.get(reverse("home:contact")).content.decode()
    assert "Hier staat nog geen adviseur" in html
    assert "<h1>Overleg eerst met iemand</h1>" in html
    assert "mailto:" not in html
    assert "Noem geen namen in een mail" not in html


@pytest.mark.parametrize("name", ["home:privacy", "home:accessibility"])
def test_a_text_names_the_version_that_it_belongs_to(
    client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sleutelwerk, "__version__", "7.8.9")
    monkeypatch.setattr(sleutelwerk, "__released__", "2031-03-02")
    html = client.get(reverse(name)).content.decode()
    assert "versie 7.8.9" in html
    assert "2 maart 2031" in html


@pytest.mark.parametrize("name", [*PAGES, "home:quick-exit", "home:security-txt", "home:robots-txt"])
def test_front_door_only_reads(client: Client, name: str) -> None:
    assert client.post(reverse(name)).status_code == 405


def test_the_front_door_waits_for_no_methods_or_dilemmas(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading those takes as long as all the rest of a first page."""
    read: list[object] = []
    monkeypatch.setattr("sleutelwerk.deliberation.content.collection", lambda *roots: read.append(roots))
    html = client.get(reverse("home:start")).content.decode()
    assert "En met dilemma’s om samen te bespreken." in html
    assert read == []
