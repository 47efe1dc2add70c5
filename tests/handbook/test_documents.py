"""The handreiking as a PDF: no word of an article is missing, it is tagged and Dutch, and it is the same every day."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings
from tests.handbook.material import an_article, shipped
from tests.paper import breaches, text_of

from sleutelwerk.handbook import documents
from sleutelwerk.handbook.engine.compose import Material
from sleutelwerk.handbook.engine.methods import method_sheets
from sleutelwerk.handbook.queries import contact_lines, material
from sleutelwerk.knowledge.engine.articles.markdown import parse
from sleutelwerk.knowledge.engine.articles.model import Article, Theme
from sleutelwerk.ui.documents import DocumentNotMade

#: What stands between running heads and feet, in points from the top of an A4 page.
BODY = ("-x", "0", "-y", "54", "-W", "596", "-H", "730")
A4_WIDTH = 595.3


@pytest.fixture(scope="module")
def everything() -> Material:
    return shipped()


@pytest.fixture(scope="module")
def raw(everything: Material) -> bytes:
    return documents.handbook_pdf(everything)


@pytest.fixture(scope="module")
def text(raw: bytes) -> str:
    """The words between the running heads, in reading order, as letters and digits only."""
    return squeezed(read(raw, *BODY))


def read(raw: bytes, *options: str) -> str:
    """Read the words of a document, as a reader that follows the file's own character maps sees them."""
    command = ["pdftotext", "-raw", *options, "-", "-"]
    return subprocess.run(command, input=raw, capture_output=True, check=True).stdout.decode()


def squeezed(words: str) -> str:
    """Keep letters and digits only: lines, hyphens at their ends and marks differ on paper."""
    return re.sub(r"[\W_]+", "", words)


def pieces(article: Article) -> Iterator[str]:
    """Give every piece of text of an article in reading order."""
    for token in parse(article.body):
        for child in token.children or ():
            if child.type == "text" and squeezed(child.content):
                yield child.content


def missing(article: Article, text: str) -> list[str]:
    """Give the pieces of an article that do not stand in a text, each after the one before it."""
    lost, place = [], text.find(squeezed(next(pieces(article))))
    for piece in pieces(article):
        found = text.find(squeezed(piece), max(place, 0))
        if found < 0:
            lost.append(piece)
        else:
            place = found + len(squeezed(piece))
    return lost


def tags(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Give every element of the structure tree, in reading order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield str(element.S), element
        children: Any = element.get("/K", [])
        inside = list(children) if isinstance(children, pikepdf.Array) else [children]
        waiting += [child for child in reversed(inside) if isinstance(child, pikepdf.Dictionary)]


def test_no_word_of_an_article_is_missing(everything: Material, text: str) -> None:
    lost = {article.slug: found for article in everything.articles if (found := missing(article, text))}
    assert lost == {}


def test_a_planted_loss_is_caught(everything: Material, text: str) -> None:
    article = everything.articles[0]
    assert missing(replace(article, body=article.body + "\n\nDit staat er niet in."), text) == ["Dit staat er niet in."]
    early, *_, late = (piece for piece in pieces(article) if len(piece) > 60)
    assert missing(replace(article, body=f"{early}\n\n{late}"), text) == []
    assert missing(replace(article, body=f"{late}\n\n{early}"), text) == [early]


def test_every_point_question_word_and_source_is_in_it(everything: Material, text: str) -> None:
    profiles, route_map = everything.profiles, everything.route_map
    points = [
        one for layer in profiles.layers for item in layer.items for one in (item.text, item.explain, item.detail)
    ]
    asked = [one for question in route_map.questions for one in (question.text, question.why)]
    ends = [one for outcome in route_map.outcomes for one in (outcome.title, outcome.summary)]
    words = [one for term in everything.terms.all for one in (term.term, term.meaning)]
    cited = {source for article in everything.articles for source in article.names_sources}
    named = [everything.article_sources.by_id[source].title for source in cited]
    assert [one for one in (*points, *asked, *ends, *words, *named) if squeezed(one) not in text] == []


def test_it_is_tagged_dutch_and_says_what_it_is(raw: bytes) -> None:
    assert breaches(raw) == []
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).startswith("nl")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Handreiking Sleutelwerk"
        found = list(tags(pdf))
        assert {"/H1", "/H2", "/H3", "/L", "/LBody", "/Table", "/TH", "/TOC", "/Link"} <= {kind for kind, _ in found}
        figures = [element for kind, element in found if kind == "/Figure"]
        assert figures
        assert all(str(element.get("/Alt", "")) for element in figures)


def test_every_font_is_inside_and_is_ours(raw: bytes) -> None:
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        descriptors = [one.FontDescriptor for one in fonts if "/FontDescriptor" in one]
        assert descriptors
        for descriptor in descriptors:
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
            assert re.search("Noto|Libertinus", str(descriptor.FontName))


def test_bookmarks_lead_to_parts_and_chapters(raw: bytes) -> None:
    with pikepdf.open(io.BytesIO(raw)) as pdf, pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        assert titles[:3] == ["Inhoud", "Voordat u begint", "Van wie zijn deze woorden?"]
        assert titles[-3:] == ["Om uit te delen", "Woordenlijst", "Bronnen"]
        choosing = next(entry for entry in outline.root if entry.title == "Kiezen met wie u werkt")
        assert [entry.title for entry in choosing.children][:3] == ["Vier profielen, één trap", "De basis", "Vertaler"]


def test_every_page_tells_its_own_number(raw: bytes) -> None:
    told = 0
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        sizes = [float(page.mediabox[2]) for page in pdf.pages]
    for number, page in enumerate(read(raw, "-x", "480", "-y", "790", "-W", "116", "-H", "52").split("\f")[:-1], 1):
        if abs(sizes[number - 1] - A4_WIDTH) < 1 and page.strip():
            assert page.strip() == str(number)
            told += 1
    assert told > len(sizes) / 2


def test_every_profile_has_a_spread(raw: bytes) -> None:
    with pikepdf.open(io.BytesIO(raw)) as pdf, pdf.open_outline() as outline:
        choosing = next(entry for entry in outline.root if entry.title == "Kiezen met wie u werkt")
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = {}
        for entry in choosing.children:
            action: Any = entry.action
            target: Any = entry.destination or action.D
            places[entry.title] = numbers[target[0].objgen]
    names = ("Vertaler", "Verbinder", "Waarnemer", "Ambassadeur", "De profielen naast elkaar")
    begins = [places[next(title for title in places if title.endswith(name))] for name in names]
    assert begins[0] % 2 == 0
    assert [after - before for before, after in pairwise(begins)] == [2, 2, 2, 2]


def test_what_is_handed_out_does_not_name_us(raw: bytes) -> None:
    pages = read(raw).split("\f")
    begin = next(number for number, page in enumerate(pages) if page.startswith("Voor u, als u gevraagd bent"))
    end = next(number for number, page in enumerate(pages) if page.startswith("Woordenlijst"))
    handed_out = " ".join(pages[begin:end])
    assert "leutelwerk" not in handed_out
    assert "Nagekeken op" in handed_out
    assert "Waar dit op rust" in handed_out


def test_links_lead_inside_or_to_sources(everything: Material, raw: bytes) -> None:
    known = {
        source.url
        for found in (everything.article_sources, everything.profile_sources, everything.route_sources)
        for source in found.sources
    }
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        outside = {
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }
    assert outside
    assert outside <= known


def test_every_method_stands_in_it_with_its_steps(everything: Material, text: str) -> None:
    assert everything.methods
    told = [one for method in everything.methods for one in (method.title, method.choose_when, method.choose_not_when)]
    steps = [one for method in everything.methods for step in method.steps for one in (step.title, step.purpose)]
    assert [one for one in (*told, *steps) if squeezed(one) not in text] == []


def test_every_sheet_to_write_on_stands_in_it_whole_on_its_page(everything: Material, raw: bytes) -> None:
    pages = [squeezed(page) for page in text_of(raw).split("\f")]
    for method in everything.methods:
        sheets = method_sheets(method).sheets
        assert sheets
        for sheet in sheets:
            asked = [one for one in (sheet.title, sheet.top, *sheet.columns, *sheet.rows, sheet.note) if one]
            assert [one for one in pages if all(squeezed(said) in one for said in asked)], (method.slug, sheet.step)


def test_whom_to_ask_stands_in_it_as_the_settings_say(settings: LazySettings, everything: Material) -> None:
    settings.CONTACT_NAME, settings.CONTACT_PHONE = "Noor Adviseur", ""
    settings.ORGANISATION_NAME, settings.CONTACT_EMAIL = "Gemeente Voorbeeld", "noor@voorbeeld.example"
    assert contact_lines() == ("Noor Adviseur", "Gemeente Voorbeeld", "noor@voorbeeld.example")
    small = replace(everything, articles=())
    assert "Noor Adviseur · Gemeente Voorbeeld" in read(documents.handbook_pdf(small, contact_lines()))


@pytest.mark.django_db
def test_composing_tells_what_came_out_of_it() -> None:
    made = documents.compose()
    assert made.title == "Handreiking Sleutelwerk"
    assert len(made.title) <= 70
    assert len(made.summary) <= 220
    assert made.version_key == documents.version_key()
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert made.pages == len(pdf.pages)
    assert material().content_hash in read(made.pdf)


def test_the_key_changes_with_content_and_with_whom_to_ask(everything: Material) -> None:
    fewer = replace(everything, articles=everything.articles[1:])
    keys = {documents.key_of(everything, ()), documents.key_of(fewer, ()), documents.key_of(everything, ("Noor",))}
    assert len(keys) == 3
    assert documents.key_of(everything, ()) in keys


def test_what_cannot_be_typeset_says_why(everything: Material) -> None:
    lost = replace(everything, articles=(an_article("kop", "### Te diep\n\nWoorden.\n", theme=Theme.BEGIN),))
    with pytest.raises(DocumentNotMade, match="heading level"):
        documents.handbook_pdf(lost)
