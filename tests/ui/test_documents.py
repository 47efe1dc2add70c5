"""Typesetting: data are data, whatever they look like, and the colours are those of the site."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from tests.paper import breaches

from sleutelwerk.ui import documents
from sleutelwerk.ui.documents import DocumentNotMade, typeset

_TEMPLATE = """\
#import "/ui/documents/style.typ": *
#let data = json(bytes(sys.inputs.data))
#show: sleutelwerk.with((title: data.title, lang: "nl", date: "2026-11-24", footer: "", words: (page: "", of: "")))
#heading(data.title)
#callout("Let op", tone: "attention", data.text)
#facts(("Naam", data.text), ("Wat", badge("goed")))
#table(columns: 2, table.header([A], [B]), [1], [2])
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A template of a room that does not exist, beside the real style."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "documents").symlink_to(documents.PACKAGE / "ui" / "documents")
    (tmp_path / "test.typ").write_text(_TEMPLATE)
    monkeypatch.setattr(documents, "PACKAGE", tmp_path)
    documents._compiler.cache_clear()
    yield "test.typ"
    documents._compiler.cache_clear()


def test_what_looks_like_a_command_stays_text(template: str) -> None:
    hostile = '#panic("x") $x$ */ \\ "] #read("/etc/passwd") <label> @ref'
    raw = typeset(template, {"title": hostile, "text": hostile}, dated=date(2026, 11, 24))
    assert raw.startswith(b"%PDF-")


def test_a_document_keeps_to_pdf_ua_and_a_breach_is_seen(template: str) -> None:
    raw = typeset(template, {"title": "Titel", "text": "Tekst"}, dated=date(2026, 11, 24))
    assert breaches(raw) == []
    for name in ("/StructTreeRoot", "/MarkInfo", "/Metadata", "/Lang"):
        spoiled = io.BytesIO()
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            del pdf.Root[name]
            pdf.save(spoiled)
        assert breaches(spoiled.getvalue()), name


def test_the_same_data_give_the_same_bytes(template: str) -> None:
    data = {"title": "Titel", "text": "Tekst"}
    assert typeset(template, data, dated=date(2026, 1, 2)) == typeset(template, data, dated=date(2026, 1, 2))


def test_a_template_that_goes_wrong_says_which(template: str) -> None:
    with pytest.raises(DocumentNotMade, match=r"test\.typ"):
        typeset(template, {"title": "zonder tekst"}, dated=date(2026, 11, 24))


def test_a_template_that_is_not_there(template: str) -> None:
    with pytest.raises(DocumentNotMade, match=r"niets\.typ"):
        typeset("niets.typ", {}, dated=date(2026, 11, 24))


def _resolved(css: str, name: str) -> str:
    """The value of a custom property, through whatever it refers to."""
    (value,) = re.findall(rf"{name}: ([^;]+);", css)
    refers = re.fullmatch(r"var\((--[a-z0-9-]+)\)", value)
    return _resolved(css, refers[1]) if refers else str(value)


def test_documents_have_the_colours_of_the_site() -> None:
    css = (documents.PACKAGE / "ui" / "static" / "ui" / "theme.css").read_text()
    style = (documents.PACKAGE / "ui" / "documents" / "style.typ").read_text()
    for name, colour in re.findall(r"^  ([a-z-]+): rgb\(\"(#[0-9a-f]{6})\"\)", style, re.MULTILINE):
        assert _resolved(css, f"--sw-{name}") == colour, name
    profiles = re.findall(
        r"^  (\w+): \(main: rgb\(\"(#\w+)\"\), dark: rgb\(\"(#\w+)\"\), soft: rgb\(\"(#\w+)\"\)\)", style, re.MULTILINE
    )
    assert len(profiles) == 5
    for name, main, dark, soft in profiles:
        block = css[css.index(f".sw-profile--{name}") :].split("}")[0]
        assert f"--sw-profile: {main};" in block
        assert f"--sw-profile-dark: {dark};" in block
        assert f"--sw-profile-soft: {soft};" in block
