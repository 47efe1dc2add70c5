"""Writes a text document that word processors open (OpenDocument 1.3): headings, paragraphs, lists and tables.

Own and small, as our records need these four kinds of blocks and nothing else; the file is a zip of four texts. Styles
carry the structure, so that a screen reader and a table of contents find it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row of headings; `title` tells what it is about."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Points | Grid

_SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    + "</manifest:manifest>"
)
_SIZES = {1: "20pt", 2: "15pt", 3: "12pt"}
_COLOUR = "#0b4a50"
_PARAGRAPHS = (
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2"/>'
    '<style:text-properties fo:font-family="Arial" style:font-family-generic="swiss" fo:language="nl" fo:country="NL" '
    'fo:font-size="11pt"/></style:default-style>'
    '<style:style style:name="Standard" style:family="paragraph">'
    '<style:paragraph-properties fo:margin-bottom="0.2cm" fo:line-height="120%"/></style:style>'
    + "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" '
        f'style:parent-style-name="Standard" style:default-outline-level="{level}">'
        '<style:paragraph-properties fo:margin-top="0.6cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/>'
        f'<style:text-properties fo:font-weight="bold" fo:font-size="{size}" fo:color="{_COLOUR}"/></style:style>'
        for level, size in _SIZES.items()
    )
    + '<style:style style:name="Table_20_Contents" style:display-name="Table Contents" style:family="paragraph" '
    'style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0cm"/></style:style>'
    '<style:style style:name="Table_20_Heading" style:display-name="Table Heading" style:family="paragraph" '
    'style:parent-style-name="Table_20_Contents"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:margin-top="0.4cm"/><style:text-properties fo:font-size="9pt"/></style:style>'
)
_PAGE = (
    '<office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties '
    'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.2cm"/><style:footer-style/></style:page-layout>'
    "</office:automatic-styles>"
)
_CELL = (
    "<office:automatic-styles>"
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.15cm" fo:border="0.5pt solid #808080"/></style:style></office:automatic-styles>'
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The oldest day that a zip knows: the same text then gives the same bytes on any day.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def odt(title: str, blocks: Iterable[Block], *, dated: date, footer: str = "") -> bytes:
    """Make the file; the same title, blocks, day and footer give the same bytes. Pages carry footer and number."""
    parts = {
        "mimetype": MEDIA_TYPE,
        "content.xml": _content(blocks),
        "styles.xml": _styles(footer),
        "meta.xml": _meta(title, dated),
        "META-INF/manifest.xml": _MANIFEST,
    }
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in parts.items():
            # the kind of file stands first and unpacked, as the format asks
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DAY), text, packing)
    return whole.getvalue()


def _content(blocks: Iterable[Block]) -> str:
    body = "".join(_block(one, number) for number, one in enumerate(blocks))
    return (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">{_CELL}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _styles(footer: str) -> str:
    said = f"{_text(footer)} · " if footer else ""
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    return (
        f'{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:styles>{_PARAGRAPHS}</office:styles>'
        f'{_PAGE}<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page">'
        f'<style:footer><text:p text:style-name="Footer">{said}{number}</text:p></style:footer>'
        "</style:master-page></office:master-styles></office:document-styles>"
    )


def _meta(title: str, dated: date) -> str:
    return (
        f'{_HEAD}<office:document-meta {_SPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{_text(title)}</dc:title><dc:language>nl-NL</dc:language>"
        f"<dc:date>{dated.isoformat()}T00:00:00</dc:date></office:meta></office:document-meta>"
    )


def _block(block: Block, number: int) -> str:
    match block:
        case Heading(level, text):
            return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{_text(text)}</text:h>'
        case Points(lines):
            return (
                "<text:list>"
                + "".join(f"<text:list-item>{_paragraph(one)}</text:list-item>" for one in lines)
                + ("</text:list>")
            )
        case Grid():
            return _table(block, number)
        case _:
            return _paragraph(block.text)


def _table(grid: Grid, number: int) -> str:
    head = "".join(_table_cell(one, "Table_20_Heading") for one in grid.columns)
    rows = "".join(
        "<table:table-row>" + "".join(_table_cell(one, "Table_20_Contents") for one in row) + "</table:table-row>"
        for row in grid.rows
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(grid.columns)}"/>'
    name = quoteattr(f"{grid.title} {number}")
    return (
        f"<table:table table:name={name}>{columns}<table:table-header-rows><table:table-row>{head}</table:table-row>"
        f"</table:table-header-rows>{rows}</table:table>{_paragraph('')}"
    )


def _table_cell(text: str, style: str) -> str:
    inside = _paragraph(text, style)
    return f'<table:table-cell table:style-name="cell" office:value-type="string">{inside}</table:table-cell>'


def _paragraph(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{_text(text)}</text:p>'


def _text(text: str) -> str:
    """Write a text without the signs that no XML may hold; a line end within it stays one."""
    return escape(_NOT_IN_XML.sub("", text)).replace("\n", "<text:line-break/>")
