"""An article on paper: the reader's mark on each page beside the text and not over it, and nothing of the text lost."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import sessions_of, signed_in

#: The first page of a new site makes its content ready, which takes a while on a busy machine.
PATIENCE = 120_000
GATED = "/kennisbank/lezen/veiligheidsplan-voorbeeld/"
OPEN = "/kennisbank/artikelen/vergoeden/"
_GIVE_ACCESS = """
from tests.knowledge.requests.asking import granted
granted(cast, cast["reader"].email)
"""
#: What stands in an article for its reader: the text, the words that are explained, and the sources that are folded in.
_PARTS = {"text": ".kb-body", "explained words": ".kb-popover p", "sources": ".kb-notes li"}
#: Names what would cut its content off; words for screen readers only are meant to.
_CUTS = """main => [...main.querySelectorAll("*")]
    .filter(one => getComputedStyle(one).overflow !== "visible" && one.offsetWidth > 1 && !one.closest("svg"))
    .map(one => one.className)"""

#: Gives the words of elements, with a space between blocks and without what is for screen readers only.
_WORDS = """all => all.map(one => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll(".sw-visually-hidden").forEach(hidden => hidden.remove());
    copy.querySelectorAll("li, p, td, th, h2, h3").forEach(block => block.append(" "));
    return copy.textContent;
}).join(" ")"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word on paper, and between which heights it stands; heights grow downwards."""

    text: str
    top: float
    bottom: float


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[NewSite, str]]:
    """A site, and the session of a reader who was given access."""
    with new_site(tmp_path_factory.mktemp("printing")) as site:
        yield site, sessions_of(site, "reader", then=_GIVE_ACCESS)["reader"]


def printed(page: Page, path: Path) -> list[list[Word]]:
    """Print a page as its reader would, and give the words on each sheet."""
    page.pdf(path=path, format="A4")
    command = ["pdftotext", "-bbox", str(path), "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    word = re.compile(r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>')
    return [
        [Word(unescape(text), float(top), float(bottom)) for top, bottom, text in word.findall(sheet)]
        for sheet in boxes.split("</page>")[:-1]
    ]


def words_of(page: Page, selector: str) -> Counter[str]:
    """Count the words of a part of a page, folded in or not; without those for screen readers only."""
    return letters_of(page.locator(selector).evaluate_all(_WORDS))


def letters_of(text: str) -> Counter[str]:
    """Count the words of a text by their letters: signs and numbers of notes stand closer or farther on paper."""
    return Counter(re.findall(r"[^\W\d_]+", text))


def open_page(browser: Browser, site: tuple[NewSite, str], address: str) -> Page:
    """Open an article as the reader."""
    page = signed_in(browser, *site, width=1280).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    expect(page.locator(".kb-body")).to_be_visible()
    return page


@pytest.mark.parametrize("address", [GATED, OPEN])
def test_text_sources_and_explained_words_come_out_on_paper(
    browser: Browser, site: tuple[NewSite, str], tmp_path: Path, address: str
) -> None:
    page = open_page(browser, site, address)
    assert not page.locator(".kb-sources").evaluate("one => one.open"), "on the screen the sources are folded in"
    sheets = printed(page, tmp_path / "article.pdf")
    paper = letters_of(" ".join(word.text for sheet in sheets for word in sheet))
    wanted = sum((words_of(page, selector) for selector in _PARTS.values()), Counter())
    for part, selector in _PARTS.items():
        assert words_of(page, selector), part
    assert wanted - paper == Counter()
    page.emulate_media(media="print")
    assert page.locator("main").evaluate(_CUTS) == []


def test_the_mark_is_on_each_sheet_and_covers_no_line(
    browser: Browser, site: tuple[NewSite, str], tmp_path: Path
) -> None:
    page = open_page(browser, site, GATED)
    mark = page.locator(".kb-printed-mark").text_content()
    assert mark
    assert re.fullmatch(r"Voor Sanne Proef, Gemeente Proef · [^·]+ · code \w{4}-\w{4}", mark)
    sheets = printed(page, tmp_path / "article.pdf")
    assert len(sheets) > 3
    for number, sheet in enumerate(sheets, start=1):
        lowest = max(word.bottom for word in sheet)
        foot = [word for word in sheet if word.bottom > lowest - 1]
        assert " ".join(word.text for word in foot) == mark, number
        # the line above the mark and its white ground begin a little higher than its words
        ground = min(word.top for word in foot) - 2
        assert [word.text for word in sheet if word not in foot and word.bottom > ground] == [], number
