"""Saving and reopening: a file of the visitor's own, nothing about a person in it; clear words for other files."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpResponse
from tests.route_map.web.walker import TO_VERBINDER, Walker, heading


def saved(walker: Walker) -> bytes:
    """The file that the visitor gets."""
    return bytes(walker.get("/routekaart/bewaren/").content)


def opened(walker: Walker, data: bytes) -> HttpResponse:
    """Open a file."""
    upload = BytesIO(data)
    upload.name = "routekaart.json"
    return walker.post("/routekaart/openen/", {"file": upload})  # type: ignore[return-value]


def test_a_saved_route_comes_back(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    response = walker.get("/routekaart/bewaren/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="routekaart.json"'
    walker.cookies.clear()
    back = opened(walker, response.content)
    assert (back.status_code, back.headers["Location"]) == (303, "/routekaart/uitkomst/?geopend=1")
    assert "Uw route is geopend." in walker.page("uitkomst/?geopend=1")
    assert heading(walker.page("uitkomst/")) == "U zoekt een verbinder"


def test_an_unfinished_route_comes_back_where_it_was(walker: Walker) -> None:
    walker.walk("nee", "ja")
    data = saved(walker)
    walker.cookies.clear()
    assert opened(walker, data).headers["Location"] == "/routekaart/vraag/3/?geopend=1"


def test_nothing_about_a_person_is_in_the_file(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    without = saved(walker)
    walker.begin_candidate()
    walker.walk("ja", "twijfel")
    assert saved(walker) == without


def test_there_is_nothing_to_save_before_the_first_answer(walker: Walker) -> None:
    assert walker.get("/routekaart/bewaren/").status_code == 404


def _changed(data: bytes, **changes: Any) -> bytes:
    return json.dumps(json.loads(data) | changes).encode()


def test_a_file_of_another_version_opens_with_what_still_holds(walker: Walker, settings: LazySettings) -> None:
    walker.walk("nee", "ja", "open")
    data = saved(walker)
    walker.cookies.clear()
    settings.ROUTE_MAP_SOURCE = "tests.route_map.web.maps.published_next"
    response = opened(walker, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert heading(page) == "Uw bestand is geopend"
    assert "De routekaart heeft nu een andere versie." in page
    assert 'href="/routekaart/vraag/4/"' in page
    assert " checked" in walker.page("vraag/3/")


def test_answers_that_the_map_does_not_know_are_named(walker: Walker) -> None:
    walker.walk("nee", "ja")
    data = _changed(saved(walker), answers=[["gevaar", "nee"], ["doel", "misschien"]])
    page = opened(walker, data).content.decode()
    assert heading(page) == "Uw bestand is geopend, maar de route is nu anders"
    assert "Uw antwoord op deze vraag staat niet meer op de kaart: ‘Vraag over doel?’" in page
    assert "misschien" not in page
    assert 'href="/routekaart/vraag/2/"' in page


def test_what_is_otherwise_is_told_without_ids_of_the_map(walker: Walker) -> None:
    """A visitor never saw the names that a file uses inside, nor the word for it that developers use."""
    walker.walk(*TO_VERBINDER)
    data = _changed(saved(walker), outcome="zoek-vertaler", firsts=[["doel", "eerst-doel"]])
    page = opened(walker, data).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "De uitkomst is anders. Nu is dat: U zoekt een verbinder." in main
    assert "Wat u eerst moet regelen, is anders dan toen." in main
    for inside in ("zoek-verbinder", "zoek-vertaler", "eerst-doel", "bewijs"):
        assert inside not in main


def test_answers_about_a_person_in_a_file_are_not_taken(walker: Walker) -> None:
    walker.walk(*TO_VERBINDER)
    answers = [*json.loads(saved(walker))["answers"], ["gesprek", "ja"]]
    page = opened(walker, _changed(saved(walker), answers=answers)).content.decode()
    assert "In het bestand staat een antwoord over een persoon." in page
    walker.begin_candidate()
    assert " checked" not in walker.page("vraag/6/")


@pytest.mark.parametrize(
    "data", [b"{}", b"[1]", b"\xff\xfe", b"nee", b"[" * 50_000, b'{"schema": NaN}', b"<script>alert(1)</script>"]
)
def test_any_other_file_gets_clear_words(walker: Walker, data: bytes) -> None:
    walker.walk("nee")
    response = opened(walker, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Het openen lukte niet" in page
    assert page.count("Dit is geen bestand van de routekaart.") == 1
    assert "<script>alert" not in page
    assert walker.get("/routekaart/vraag/2/").status_code == 200


def test_no_file_and_an_empty_file_get_clear_words(walker: Walker) -> None:
    assert "Kies eerst een bestand." in walker.post("/routekaart/openen/").content.decode()
    assert "Dit bestand is leeg." in opened(walker, b"").content.decode()


@pytest.mark.parametrize("size", [256 * 1024 + 1, 3_000_000])
def test_a_large_file_is_refused_and_never_reaches_the_disk(
    walker: Walker, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    def to_disk(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("an upload was written to disk")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", to_disk)
    response = opened(walker, b"x" * size)
    assert response.status_code in {413, 422}
    assert "te groot" in response.content.decode()
