"""The documents: all of it is in them, tagged, in Dutch, with every font inside."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from tests.paper import breaches, text_of

from sleutelwerk.function_profiles import content
from sleutelwerk.function_profiles.engine.inherit import profile

PROFILES = ("vertaler", "verbinder", "waarnemer", "ambassadeur")
ADDRESSES = [
    ("all-pdf", None),
    *(("profile-pdf", name) for name in PROFILES),
    *(("card-pdf", name) for name in PROFILES),
]


def fetch(client: Client, name: str, slug: str | None) -> bytes:
    response = client.get(reverse(f"function_profiles:{name}", args=[slug] if slug else []))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith('inline; filename="')
    return bytes(response.content)


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Every element of the structure tree, in reading order."""
    found = []
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            found.append((str(element.S), element))
        children: Any = element.get("/K", [])
        inside = list(children) if isinstance(children, pikepdf.Array) else [children]
        waiting += [child for child in reversed(inside) if isinstance(child, pikepdf.Dictionary)]
    return found


def words_of(raw: bytes) -> str:
    """The words of a document."""
    return " ".join(text_of(raw).split())


@pytest.mark.parametrize(("name", "slug"), ADDRESSES)
def test_a_document_is_tagged_dutch_and_complete(client: Client, name: str, slug: str | None) -> None:
    raw = fetch(client, name, slug)
    assert breaches(raw) == []
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert str(pdf.Root.Lang).startswith("nl")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"]
        kinds = [kind for kind, _ in tags(pdf)]
        assert "/H1" in kinds
        assert "/H2" in kinds
        assert "/L" in kinds
        assert "/LBody" in kinds


@pytest.mark.parametrize(("name", "slug"), ADDRESSES)
def test_every_font_is_inside_and_is_ours(client: Client, name: str, slug: str | None) -> None:
    with pikepdf.open(io.BytesIO(fetch(client, name, slug))) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        descriptors = [one.FontDescriptor for one in fonts if "/FontDescriptor" in one]
        assert descriptors
        for descriptor in descriptors:
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
            assert "Noto" in str(descriptor.FontName)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_document_holds_every_point(client: Client, name: str) -> None:
    words = words_of(fetch(client, "profile-pdf", name))
    one = profile(content.current().profiles, name)
    missing = [item.ref for item in one.items if item.text not in words]
    assert missing == []
    assert [item.ref for item in one.layer.items if item.detail not in words or item.explain not in words] == []


def test_the_document_of_all_holds_every_point_once(client: Client) -> None:
    words = words_of(fetch(client, "all-pdf", None))
    for layer in content.current().profiles.layers:
        for item in layer.items:
            assert item.text in words, item.ref


def test_bookmarks_lead_to_the_chapters(client: Client) -> None:
    with pikepdf.open(io.BytesIO(fetch(client, "all-pdf", None))) as pdf, pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        assert titles[:5] == ["De basis", "Vertaler", "Verbinder", "Waarnemer", "Ambassadeur"]
        assert len(list(outline.root[1].children)) >= 8


@pytest.mark.parametrize("name", PROFILES)
def test_the_card_fits_on_two_sides_in_large_letters_and_names_no_role(client: Client, name: str) -> None:
    raw = fetch(client, "card-pdf", name)
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert len(pdf.pages) <= 2
        everything = str(pdf.docinfo) + str(pdf.Root.get("/Metadata", b""))
        assert "leutelwerk" not in everything
    words = words_of(raw)
    assert "leutelfig" not in words
    assert "Sleutelwerk" not in words
    assert name.title() not in words


def test_the_same_content_gives_the_same_bytes(client: Client) -> None:
    from sleutelwerk.function_profiles import documents  # noqa: PLC0415 - beside its own use

    first = documents.card_pdf(content.current(), "vertaler")
    documents.card_pdf.cache_clear()
    assert documents.card_pdf(content.current(), "vertaler") == first


def test_a_card_that_is_missing_is_not_found(client: Client) -> None:
    from sleutelwerk.function_profiles import documents  # noqa: PLC0415

    with pytest.raises(KeyError):
        documents.card_pdf(content.current(), "basis")
