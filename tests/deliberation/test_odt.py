"""The writer of text documents: well-formed, deterministic, and every sign of a text comes through."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from xml.dom.minidom import parseString

from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.deliberation.engine.odt import Block, Grid, Heading, Points, Text, odt
from sleutelwerk.deliberation.engine.session.entries import clean_text

DAY = date(2026, 11, 27)


def content(raw: bytes) -> str:
    """Give the text of the document."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.testzip() is None
        return archive.read("content.xml").decode()


def test_each_kind_of_block() -> None:
    """Headings carry their level, tables a row of headings, lists their lines."""
    grid = Grid("Tabel", ("x", "y"), (("1", "2"),))
    blocks: list[Block] = [Heading(2, "Kop"), Text("een\ntwee"), Points(("a", "b")), grid]
    text = content(odt("Titel", blocks, dated=DAY))
    assert '<text:h text:style-name="Heading_20_2" text:outline-level="2">Kop</text:h>' in text
    assert "een<text:line-break/>twee" in text
    assert text.count("<text:list-item>") == 2
    assert "<table:table-header-rows>" in text
    assert odt("Titel", blocks, dated=DAY) == odt("Titel", blocks, dated=DAY)


def test_each_page_tells_how_long_it_may_be_kept_and_its_number() -> None:
    """The footer stands once, for all pages; brackets in it do no harm."""
    with zipfile.ZipFile(BytesIO(odt("Titel", [Text("een")], dated=DAY, footer="Tot < 2027"))) as archive:
        styles = archive.read("styles.xml").decode()
    footer = parseString(styles).getElementsByTagName("style:footer")[0]  # noqa: S318 - our own file
    assert "Tot &lt; 2027 · " in footer.toxml()
    assert len(footer.getElementsByTagName("text:page-number")) == 1


@given(st.text(max_size=200).map(clean_text).map(lambda text: text.translate({0xFFFE: None, 0xFFFF: None})))
def test_every_text_is_well_formed(text: str) -> None:
    """Brackets, quotes and whatever people type after cleaning gives a file that parses to the same text."""
    blocks: list[Block] = [Text(text), Grid(text, (text,), ((text,),))]
    raw = odt(text, blocks, dated=DAY)
    parsed = parseString(content(raw))  # noqa: S318 - our own file
    paragraph = parsed.getElementsByTagName("text:p")[0]
    said = "".join("\n" if one.nodeName == "text:line-break" else str(one.nodeValue) for one in paragraph.childNodes)
    assert said == text
