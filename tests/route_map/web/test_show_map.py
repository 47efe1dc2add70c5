"""The whole map on a page: picture and words agree, the walk is lit, and nothing about a person can be printed."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from tests.route_map.web.walker import TO_VERBINDER, Walker


def test_picture_and_words_have_the_same_links(walker: Walker) -> None:
    """Every address in the picture is a place in the list of words."""
    page = walker.page("kaart/")
    targets = set(re.findall(r'href="/routekaart/kaart/#([\w-]+)"', page))
    places = set(re.findall(r' id="([\w-]+)"', page))
    assert len(targets) >= 8
    assert targets <= places


def test_the_walk_is_lit(walker: Walker) -> None:
    """Only answers that were given are lit, by a thick line and a tick and not by colour alone."""
    assert 'stroke-width="4.6"' not in walker.page("kaart/")
    walker.walk(*TO_VERBINDER)
    page = walker.page("kaart/")
    assert page.count('stroke-width="4.6"') >= len(TO_VERBINDER)
    assert "l1.7 1.9" in page


def test_a_walk_about_a_person_is_marked_to_stay_off_paper(walker: Walker) -> None:
    """The picture in which answers about a person are lit is the one that the print style hides."""
    walker.walk(*TO_VERBINDER)
    assert "rm-picture--person" not in walker.page("kaart/")
    walker.begin_candidate()
    walker.walk("ja")
    figures = re.findall(r'<figure class="([^"]*)"', walker.page("kaart/"))
    assert figures == ["rm-picture", "rm-picture rm-picture--person"]


def test_a_sheet_by_itself_holds_no_answers(walker: Walker) -> None:
    """The full-size picture is the same for every visitor, and is plain SVG."""
    before = walker.get("/routekaart/kaart/1.svg")
    walker.walk(*TO_VERBINDER)
    after = walker.get("/routekaart/kaart/1.svg")
    assert before.status_code == 200
    assert before.headers["Content-Type"] == "image/svg+xml"
    assert before.content == after.content
    assert ET.fromstring(after.content.decode()).tag.endswith("svg")  # noqa: S314 - our own output


def test_a_sheet_that_is_not_there_is_not_found(walker: Walker) -> None:
    """There are as many sheets as the map has, and no more."""
    assert walker.get("/routekaart/kaart/0.svg").status_code == 404
    assert walker.get("/routekaart/kaart/99.svg").status_code == 404
