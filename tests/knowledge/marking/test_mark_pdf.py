"""A marked PDF: the mark is on every page, where a reader sees it, and the document itself is unharmed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import ImageChops
from tests.knowledge.marking.papers import (
    A4,
    LINE,
    MARK,
    WHAT_A_MARK_DOES,
    ink,
    picture,
    report,
    saved,
    sheet,
    texts,
    unembedded_fonts,
)
from tests.paper import breaches

from sleutelwerk.knowledge.engine.marking import Cancelled, Mark, NotMarkable, mark_pdf
from sleutelwerk.knowledge.engine.marking.words import EXPLANATION


def marked(data: bytes, mark: Mark = MARK) -> pikepdf.Pdf:
    """A marked copy, opened."""
    return pikepdf.open(BytesIO(mark_pdf(data, mark)))


def test_the_mark_stands_on_every_page_and_explains_itself_on_the_first() -> None:
    pages = texts(mark_pdf(report(60), MARK))
    assert len(pages) >= 60
    assert [page.count(LINE) for page in pages] == [1] * len(pages)
    assert [page.count(EXPLANATION[:40]) for page in pages] == [1] + [0] * (len(pages) - 1)
    first = " ".join(pages[0].split())
    for words in WHAT_A_MARK_DOES:
        assert words in first


def test_the_same_source_and_mark_give_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report())
    assert mark_pdf(path, MARK) == mark_pdf(path.read_bytes(), MARK)
    assert mark_pdf(path, MARK) != mark_pdf(path, Mark("Iemand anders", "", MARK.day, MARK.code))


def test_tags_language_title_and_accessibility_are_unharmed() -> None:
    source = report()
    assert breaches(source) == breaches(mark_pdf(source, MARK)) == []
    with pikepdf.open(BytesIO(source)) as before, marked(source) as after:
        assert [_shape(pdf.Root.StructTreeRoot) for pdf in (after,)] == [_shape(before.Root.StructTreeRoot)]
        assert after.Root.Lang == before.Root.Lang == "nl"
        assert after.Root.MarkInfo.Marked
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert after.open_metadata()["pdfuaid:part"] == "1"
        assert dict(after.docinfo.items()) == dict(before.docinfo.items())
        assert after.docinfo.Title == "Verslag"
        assert unembedded_fonts(after) == []
        for old, new in zip(before.pages, after.pages, strict=True):
            assert _marks(new) == [*_marks(old), "/Artifact"]
            assert len(new.Annots) == len(old.Annots)


def _shape(element: pikepdf.Object) -> object:
    """The tree of tags, with the content that each tag points to."""
    kids = element.get("/K", pikepdf.Array())
    several = kids if isinstance(kids, pikepdf.Array) else [kids]
    inside = [_shape(kid) if isinstance(kid, pikepdf.Dictionary) else str(kid) for kid in several]
    return (str(element.get("/S", "")), str(element.get("/Type", "")), element.get("/MCID"), inside)


def _marks(page: pikepdf.Page) -> list[str]:
    """What marked content a page has, in order."""
    found = pikepdf.parse_content_stream(page, "BDC BMC")
    return [str(one.operands[0]) + str(getattr(one.operands[-1], "get", lambda _: "")("/MCID") or "") for one in found]


def test_nothing_of_the_reader_is_anywhere_but_on_the_page() -> None:
    with marked(report()) as pdf:
        described = str(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode() + str(pdf.trailer)
        assert "Noor" not in described
        assert MARK.code not in described


def test_the_mark_is_an_artifact_that_is_printed() -> None:
    with marked(sheet()) as pdf:
        last = pikepdf.parse_content_stream(pdf.pages[0])[-5:]
        assert [str(one.operator) for one in last] == ["q", "cm", "Do", "Q", "EMC"]
        form = pdf.pages[0].Resources.XObject["/Merk0"]
        assert "/OC" not in form
        assert "/StructParents" not in form


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_shows_the_mark_as_any_other(turn: int, tmp_path: Path) -> None:
    box = [0, 0, 842, 595] if turn in {90, 270} else list(A4)
    upright = picture(mark_pdf(sheet(), MARK), tmp_path, dpi=144)
    turned = picture(mark_pdf(sheet(MediaBox=box, Rotate=turn), MARK), tmp_path, dpi=144)
    assert turned.size == upright.size
    left, top, right, bottom = ink(turned)
    assert all(abs(one - two) <= 2 for one, two in zip(ink(turned), ink(upright), strict=True))
    assert turned.height - 2 * 40 < top < bottom < turned.height - 2 * 10
    assert abs((left + right) / 2 - turned.width / 2) < 6
    # letters are drawn on another raster once turned, so a hair's breadth of grey may differ
    difference = ImageChops.difference(turned.crop(ink(upright)), upright.crop(ink(upright)))
    assert sum(difference.histogram()[200:]) < 0.01 * difference.width * difference.height


def test_the_mark_lies_in_the_crop_box(tmp_path: Path) -> None:
    image = picture(mark_pdf(sheet(CropBox=[100, 300, 500, 700]), MARK), tmp_path)
    assert image.size == (400, 400)
    left, top, right, bottom = ink(image)
    assert 400 - 60 < top < bottom < 400 - 8
    assert left >= 15
    assert right <= 385


def test_a_page_in_another_unit_has_a_mark_of_the_same_size() -> None:
    with marked(sheet()) as plain, marked(sheet(MediaBox=[0, 0, 297.5, 421], UserUnit=2)) as double:
        ours, theirs = (
            [float(number) for number in pikepdf.parse_content_stream(pdf.pages[0], "cm")[-1].operands]
            for pdf in (plain, double)
        )
        assert [number * 2 for number in theirs] == pytest.approx(ours, abs=0.01)


@pytest.mark.parametrize("size", [(60, 60), (200, 40), (3_000, 2_000), (100, 14_000)])
def test_a_page_of_any_size_has_the_whole_mark_on_it(size: tuple[int, int], tmp_path: Path) -> None:
    data = mark_pdf(sheet(MediaBox=[0, 0, *size]), MARK)
    assert LINE in texts(data)[0]
    image = picture(data, tmp_path, dpi=288 if size[0] < 300 and size[1] < 300 else 72)
    left, top, right, bottom = ink(image)
    assert top >= image.height * 0.4
    assert 0 < left < right < image.width
    assert bottom < image.height


HARD = [
    b"q 3 0 0 3 900 900 cm",
    b"q q q 0 0 1 1 re W n",
    b"Q Q Q 5 0 0 5 0 0 cm",
    b"Q 1 0 0 1 2000 0 cm q",
    b"/P <</MCID 0>> BDC /P BMC 9 0 0 9 9 9 cm",
    b"BT 1 0 0 1 800 0 Tm",
    b"2 0 0 2 0 0 cm",
    b"q 3 0 0 3 900 900 cm % a comment",
    b"1 0 0 1 -9 -9 cm q BI /W 1 /H 1 /BPC 8 /CS /G ID Q EI 3 0 0 3 900 900 cm",
    b"q 3 0 0 3 900 900 cm (never closed",
    b"q [ 3 (never closed",
    b"q << /A 3",
    b"<41",
    b"1 1 1 rg 3 Tr 1000 Tc 0 Tz",
]


@pytest.mark.parametrize("content", HARD)
def test_no_state_that_a_page_leaves_can_move_or_hide_the_mark(content: bytes, tmp_path: Path) -> None:
    plain = mark_pdf(sheet(), MARK)
    data = mark_pdf(sheet(content), MARK)
    assert LINE in texts(data)[0]
    assert not ImageChops.difference(picture(data, tmp_path), picture(plain, tmp_path)).getbbox()


def test_a_page_that_cannot_be_unpacked_is_not_handed_out() -> None:
    with pikepdf.open(BytesIO(sheet())) as pdf:
        broken = pdf.make_stream(b"this is not packed at all")
        broken.Filter = pikepdf.Name.FlateDecode
        pdf.pages[0].Contents = broken
        data = saved(pdf)
    with pytest.raises(NotMarkable):
        mark_pdf(data, MARK)


@pytest.mark.parametrize(
    "entries",
    [
        {"Contents": None},
        {"Contents": pikepdf.Dictionary()},
        {"Resources": None},
        {"Resources": pikepdf.Array()},
        {"Resources": pikepdf.Dictionary(XObject=3)},
        {"MediaBox": None},
        {"UserUnit": 0},
    ],
)
def test_a_page_that_lacks_what_it_should_have_is_marked(entries: dict[str, Any]) -> None:
    assert LINE in texts(mark_pdf(sheet(**entries), MARK))[0]


def test_pages_that_share_their_resources_keep_them() -> None:
    with pikepdf.open(BytesIO(sheet(Resources=None))) as pdf:
        drawn = pdf.make_stream(
            b"0 0 5 5 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        for _ in range(3):
            pdf.pages.append(pdf.pages[0])
        for page in pdf.pages:
            if "/Resources" in page.obj:
                del page.obj["/Resources"]
        pdf.Root.Pages.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Merk0=drawn, Merk1=drawn))
        data = saved(pdf)
    with marked(data) as pdf:
        shown = [page.Resources.XObject for page in pdf.pages]
        assert {frozenset(one.keys()) for one in shown} == {frozenset({"/Merk0", "/Merk1", "/Merk2", "/Merk3"})}
        assert all(one["/Merk0"].read_bytes() == b"0 0 5 5 re f" for one in shown)
        assert [text.count(LINE) for text in texts(saved(pdf))] == [1] * 4


@pytest.mark.parametrize(
    "name",
    [
        'Joëlle "#set page(fill: red)" $x$ \\ [*vet*] @bron',
        "Ярослав Ελένη",
        "محمد عبد الله",
        "שלום עליכם",
        "張偉 नमस्ते",
        "n" * 200,
        "\u202eomgekeerd\0\x07",
        "",
    ],
)
def test_any_name_is_shown_and_changes_nothing_else(name: str) -> None:
    mark = Mark(name, "Gemeente Voorbeeld", date(2026, 11, 27), MARK.code)
    text = texts(mark_pdf(sheet(), mark))[0]
    assert f"27 november 2026 · code {MARK.code}" in text
    assert "Gemeente Voorbeeld" in text
    shown = name.split(maxsplit=1)[0] if name.isascii() and name.isprintable() and name else ""
    assert shown[:50] in text


def test_a_format_before_objects_could_be_packed_stays_as_it_is() -> None:
    with pikepdf.open(BytesIO(sheet())) as pdf:
        made = BytesIO()
        pdf.save(made, force_version="1.4")
    assert mark_pdf(made.getvalue(), MARK).startswith(b"%PDF-1.4")


def test_a_copy_that_nobody_waits_for_is_not_made() -> None:
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        mark_pdf(report(3), MARK, cancelled=lambda: next(answers))
    assert list(answers) == []


def test_what_cannot_be_opened_is_not_marked() -> None:
    with pikepdf.open(BytesIO(sheet())) as pdf:
        locked, half = BytesIO(), BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
        pdf.save(half, encryption=pikepdf.Encryption(owner="a", user=""))
    for data in (b"", b"%PDF-1.7", locked.getvalue(), half.getvalue()):
        with pytest.raises(NotMarkable):
            mark_pdf(data, MARK)
