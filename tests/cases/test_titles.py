"""Each page of case files has a title of its own, in fixed words: a list of tabs tells them apart and tells no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.begun import at_work
from tests.people import Cast, sign_in

BLOCK = re.compile(r"{%\s*block (?:page_)?title\s*%}(.*?){%\s*endblock", re.DOTALL)
WORDS = re.compile(r"{%\s*translate \"([^\"]*)\"\s*%}")
#: What stands in the frame of the room and is a frame itself.
FRAMES = frozenset({"for_him"})


def titles_of(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the words that each page may have as its title."""
    found = {}
    for name, source in sources.items():
        if name not in FRAMES and source.startswith('{% extends "cases/'):
            found[name] = [word for block in BLOCK.findall(source) for word in WORDS.findall(block) if word != "Fout:"]
    return found


def untitled(titles: Mapping[str, list[str]]) -> set[str]:
    """Name the pages that would have the title of the room alone."""
    return {name for name, words in titles.items() if not words}


def shared(titles: Mapping[str, list[str]]) -> set[str]:
    """Give the titles that more than one page has."""
    return {word for word, often in Counter(word for words in titles.values() for word in words).items() if often > 1}


def sources(repository: Path) -> dict[str, str]:
    """Give the pages of the room by their names."""
    folder = repository / "src" / "sleutelwerk" / "cases" / "templates" / "cases"
    return {path.stem: path.read_text("utf-8") for path in folder.glob("[!_]*.html")}


def test_no_two_pages_share_a_title_and_each_has_one(repository: Path) -> None:
    titles = titles_of(sources(repository))
    assert len(titles) > 80
    assert untitled(titles) == set()
    assert shared(titles) == set()


def test_a_planted_page_is_found() -> None:
    none = '{% extends "cases/base.html" %}{% block main %}'
    page = none + '{% block page_title %}{% translate "Team" %}{% endblock %}'
    titles = titles_of({"one": page, "other": page, "none": none})
    assert untitled(titles) == {"none"}
    assert shared(titles) == {"Team"}


@pytest.mark.django_db
def test_the_title_says_the_step_and_what_went_wrong_comes_first(client: Client, cast: Cast) -> None:
    case = at_work(cast)
    sign_in(client, cast["professional"])

    def title(name: str, *, wrong: bool = False) -> str:
        address = reverse(f"cases:{name}", args=[case.pk])
        answer = client.post(address, {"right": "nothing"}) if wrong else client.get(address)
        return answer.content.decode().partition("<title>")[2].partition("</title>")[0]

    assert title("open-case") == "Overzicht van het dossier · Dossiers · Sleutelwerk"
    assert title("team") == "Team · Dossiers · Sleutelwerk"
    assert title("rights") == "Zijn rechten · Dossiers · Sleutelwerk"
    assert title("note-request", wrong=True) == "Fout: Vraag van hem opschrijven · Dossiers · Sleutelwerk"
