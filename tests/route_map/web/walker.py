"""A visitor of the small map: answers by the ids of the map, through the pages alone."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from tests.route_map.web.maps import small_map

QUESTIONS = small_map().questions
COOKIE = "sleutelwerk_routekaart"
TO_VERBINDER = ("nee", "ja", "open", "contact", "ja")


class Walker(Client):
    """A browser that walks; `at` is the address at which it stands."""

    at = "/routekaart/vraag/1/"

    def page(self, address: str = "") -> str:
        """The text of a page, as it is sent."""
        return str(self.get(f"/routekaart/{address}").content.decode())

    def choose(self, option: str, *, then: str = "") -> HttpResponse:
        """Answer the question at which it stands and follow the redirect's address."""
        asked = re.search(r'name="question" value="(\d+)"', self.get(self.at).content.decode())
        assert asked, f"there is no question at {self.at}"
        options = [one.id for one in QUESTIONS[int(asked[1])].options]
        fields = {"question": asked[1], "answer": str(options.index(option)), "then": then}
        response = self.post(self.at, fields)
        assert response.status_code == 303
        self.at = response.headers["Location"]
        return response  # type: ignore[return-value]

    def walk(self, *options: str) -> str:
        """Answer one question after another; give the address reached."""
        for option in options:
            self.choose(option)
        return self.at

    def begin_candidate(self) -> str:
        """Begin the questions about a person."""
        self.at = self.post("/routekaart/deel-b/").headers["Location"]
        return self.at


def title(html: str) -> str:
    """The title of a page."""
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return unescape(found[1]).strip() if found else ""


def heading(html: str) -> str:
    """The first heading of a page, without marks."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""
