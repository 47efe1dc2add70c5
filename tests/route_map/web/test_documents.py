"""The PDFs of the route map: accessible, whole, on A3 where promised, and never anything about a person."""

from __future__ import annotations

import io

import pikepdf
import pytest
from tests.paper import breaches
from tests.route_map.web.walker import TO_VERBINDER, Walker

ADDRESSES = ("uitkomst/uitkomst.pdf", "uitkomst/een-pagina.pdf", "kaart/kaart.pdf")
MILLIMETRE = 72 / 25.4


def pdf_of(walker: Walker, address: str) -> pikepdf.Pdf:
    """Open a document as a visitor gets it."""
    response = walker.get(f"/routekaart/{address}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    return pikepdf.open(io.BytesIO(response.content))


def texts_of(pdf: pikepdf.Pdf) -> str:
    """Every text that the pages show, by the fonts' own tables from glyph to character."""
    found = []
    for page in pdf.pages:
        tables = (
            {name: _characters(font) for name, font in page.resources.Font.items()} if "/Font" in page.resources else {}
        )
        table: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = instruction.operands, instruction.operator
            if str(operator) == "Tf":
                table = tables[str(operands[0])]
            elif str(operator) in {"Tj", "TJ"}:
                parts = operands[0] if str(operator) == "TJ" else operands
                raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                found.append("".join(table.get(raw[i] * 256 + raw[i + 1], "") for i in range(0, len(raw) - 1, 2)))
    return " ".join(found)


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """Read a ToUnicode table."""
    table: dict[int, str] = {}
    for line in bytes(font.ToUnicode.read_bytes()).decode("latin-1").splitlines():
        parts = line.replace("<", " ").replace(">", " ").split()
        if len(parts) == 2 and line.startswith("<"):
            table[int(parts[0], 16)] = bytes.fromhex(parts[1]).decode("utf-16-be")
    return table


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_document_is_tagged_named_and_carries_its_fonts(walker: Walker, address: str) -> None:
    """Structure, language, title, the mark of PDF/UA and embedded fonts: what a reading aid needs."""
    walker.walk(*TO_VERBINDER)
    pdf = pdf_of(walker, address)
    assert breaches(walker.get(f"/routekaart/{address}").content) == []
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["{http://purl.org/dc/elements/1.1/}title"]
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_result_says_all_that_the_page_says(walker: Walker) -> None:
    """Outcome, reasons, all answers, limits and whose words these are stand in the document."""
    walker.walk("nee", "nee", "open", "contact", "ja")
    text = texts_of(pdf_of(walker, "uitkomst/uitkomst.pdf"))
    for words in (
        "Voorlopig: u zoekt een verbinder",
        "Schrijf eerst het doel op",
        "Mogen wij hem vragen?",
        "Eigen tekst.",
    ):
        assert words.replace(" ", "") in text.replace(" ", "")
    assert "Omdatcontactgold." in text.replace(" ", "")


def test_a_stop_gives_help_and_no_way_round(walker: Walker) -> None:
    """After a stop the document says whom to turn to, and nothing of what another answer would bring."""
    walker.walk("ja")
    text = texts_of(pdf_of(walker, "uitkomst/uitkomst.pdf")).replace(" ", "")
    assert "VeiligThuis" in text
    assert "0800-2000" in text
    assert "Waaromnieteenanderprofiel" not in text
    assert "Hiervaltnietsteoverleggen" in text


def test_the_page_for_the_decision_maker_is_one_page(walker: Walker) -> None:
    """One page, also when there is much to say."""
    walker.walk("nee", "nee", "discreet", "gezicht")
    assert len(pdf_of(walker, "uitkomst/een-pagina.pdf").pages) == 1
    text = texts_of(pdf_of(walker, "uitkomst/een-pagina.pdf")).replace(" ", "")
    assert "Geenpassendprofiel" in text
    assert "Dederolmagbekendzijn." not in text  # a condition is quoted as it stands, not invented
    assert "Derolmagbekendzijn." in text


def page_for_decision_maker(walker: Walker, *options: str) -> str:
    """What stands on the one page after these answers, without spaces."""
    walker.walk(*options)
    return texts_of(pdf_of(walker, "uitkomst/een-pagina.pdf")).replace(" ", "")


def test_the_page_for_the_decision_maker_says_that_a_stop_stands_fast(walker: Walker) -> None:
    """Whoever could overrule a stop reads that he cannot, and finds no 'agreed' to tick under it."""
    text = page_for_decision_maker(walker, "ja")
    assert "Ookeenbesluitvanhetbestuurverandertditniet." in text
    assert "gezien,wijbeginnenzoniet" in text
    assert "akkoord" not in text
    assert "VeiligThuis·0800-2000" in text


def test_the_page_for_the_decision_maker_lists_what_it_points_to(walker: Walker) -> None:
    """It asks for time to do 'what stands below', so that stands below; and only that can be agreed to."""
    text = page_for_decision_maker(walker, "nee", "ja", "open", "contact", "nee")
    assert "wathieronderstaat" in text
    assert "EerstregelenBel." in text
    assert text.count("akkoord") == 2
    assert "akkoordomditeerstteregelen" in text


def test_the_page_for_the_decision_maker_asks_for_agreement_where_all_is_ready(walker: Walker) -> None:
    """With nothing to arrange first, nobody is asked to arrange what does not stand there."""
    text = page_for_decision_maker(walker, *TO_VERBINDER)
    assert "eerstregelen" not in text.lower()
    assert "akkoordnietakkoord" in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_about_a_person_reaches_a_document(walker: Walker, address: str) -> None:
    """A document made while a candidate is being considered is, to the byte, the one made before."""
    walker.walk(*TO_VERBINDER)
    before = walker.get(f"/routekaart/{address}").content
    walker.begin_candidate()
    walker.walk("ja", "twijfel")
    after = walker.get(f"/routekaart/{address}").content
    assert texts_of(pikepdf.open(io.BytesIO(after))) == texts_of(pikepdf.open(io.BytesIO(before)))
    assert len(after) == len(before)


def test_the_map_is_on_a3_with_the_same_in_words_behind_it(walker: Walker) -> None:
    """The drawings come first, each on A3 with a description; then every question in words."""
    pdf = pdf_of(walker, "kaart/kaart.pdf")
    drawn = pdf.pages[0]
    assert float(drawn.mediabox[2]) == pytest.approx(420 * MILLIMETRE, abs=1)
    assert float(drawn.mediabox[3]) == pytest.approx(297 * MILLIMETRE, abs=1)
    text = texts_of(pdf).replace(" ", "")
    for subject in ("gevaar", "doel", "rol", "kern", "begeleiding", "gesprek", "kring"):
        assert text.count(f"Vraagover{subject}?") >= 2, "once in the drawing and once in words"


def test_each_sheet_and_the_page_say_whose_the_numbers_and_letters_are(walker: Walker) -> None:
    """A sheet hangs on a wall alone: what the signs mean stands on it, and on the page and before the words as well."""
    numbers, letters = "De nummers horen bij de kaart.", "hoort bij de regel met dezelfde letter."
    pdf = pdf_of(walker, "kaart/kaart.pdf")
    sheets = [page for page in pdf.pages if float(page.mediabox[2]) > 400 * MILLIMETRE]
    assert len(sheets) > 1
    for at, _sheet in enumerate(sheets):
        one = pikepdf.Pdf.new()
        one.pages.append(pdf.pages[at])
        text = texts_of(one).replace(" ", "")
        assert numbers.replace(" ", "") in text
        assert letters.replace(" ", "") in text
    words = texts_of(pdf).replace(" ", "")
    assert words.count(numbers.replace(" ", "")) == len(sheets) + 1
    page = walker.get("/routekaart/kaart/").content.decode()
    assert numbers in page.partition('id="in-woorden"')[0]
    assert "dan hoort het bij de regel met dezelfde letter." in page


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_a_document_before_the_end_leads_back(walker: Walker, address: str) -> None:
    """Without a result there is no document, but a friendly page."""
    walker.walk("nee")
    response = walker.get(f"/routekaart/{address}")
    assert response.status_code == 409
    assert "text/html" in response.headers["Content-Type"]


def test_the_map_is_typeset_once_a_day_for_everybody(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for it again and again costs nothing and cannot hold up the pages."""
    first = walker.get("/routekaart/kaart/kaart.pdf").content

    def fail(*_: object, **__: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("sleutelwerk.route_map.documents.typeset", fail)
    assert walker.get("/routekaart/kaart/kaart.pdf").content == first
