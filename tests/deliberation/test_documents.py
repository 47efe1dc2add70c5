"""The documents: one page where one is promised, A3 for the wall, tagged, with the words in them."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from tests.paper import breaches, text_of

from sleutelwerk.deliberation import content

METHODS = ("dilemmamethode", "zeven-vragen", "korte-reflectie", "terugblik", "afspraken")


def fetch(client: Client, name: str, slug: str) -> bytes:
    response = client.get(reverse(f"deliberation:{name}", args=[slug]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return bytes(response.content)


def words(raw: bytes) -> str:
    return " ".join(text_of(raw).split())


@pytest.mark.parametrize("slug", METHODS)
def test_a_method_fits_one_sheet(client: Client, slug: str) -> None:
    raw = fetch(client, "overview-pdf", slug)
    pdf = pikepdf.open(io.BytesIO(raw))
    assert len(pdf.pages) == 1
    assert breaches(raw) == []
    told = words(raw)
    assert all(step.title in told for step in content.current().methods[slug].steps)


@pytest.mark.parametrize("slug", METHODS)
def test_whoever_watches_has_one_sheet(client: Client, slug: str) -> None:
    raw = fetch(client, "observer-pdf", slug)
    pdf = pikepdf.open(io.BytesIO(raw))
    assert len(pdf.pages) == 1
    assert breaches(raw) == []
    told = words(raw)
    assert "Iedereen kwam aan het woord" in told
    assert all(step.title in told for step in content.current().methods[slug].steps)


@pytest.mark.parametrize("slug", METHODS)
def test_each_step_has_a_sheet_of_a3(client: Client, slug: str) -> None:
    raw = fetch(client, "sheets-pdf", slug)
    pdf = pikepdf.open(io.BytesIO(raw))
    steps = content.current().methods[slug].steps
    assert len(pdf.pages) == len(steps)
    assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 1191, 842]
    assert breaches(raw) == []
    assert all(step.sheet.top.split("   ")[0] in words(raw) for step in steps)


def test_every_card_fits_one_sheet(client: Client) -> None:
    found = content.current().dilemmas
    assert found is not None
    for one in found.dilemmas:
        raw = fetch(client, "card-pdf", one.id)
        assert breaches(raw) == []
        assert len(pikepdf.open(io.BytesIO(raw)).pages) == 1
        assert one.question in words(raw)
