"""What is taken out of a PDF and what stays: a report of each, and nothing of it left in the bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.knowledge.uploads.nasty import (
    EICAR,
    SECRET,
    action,
    annotation,
    attached,
    bare,
    changed,
    photo,
    report,
    script,
    with_annotation,
    with_photo,
)

from sleutelwerk.knowledge.engine.uploads import CleanUpload, Limits, Removed
from sleutelwerk.knowledge.engine.uploads.cleaning import cleaned

#: The report tells who made it and with what, so this always goes.
ALWAYS = {Removed.METADATA: 1}


def clean(data: bytes) -> CleanUpload:
    """The file, cleaned."""
    return cleaned(data, Limits())


def everything(data: bytes) -> bytes:
    """All that stands in a file, unpacked."""
    with pikepdf.open(BytesIO(data)) as pdf:
        made = BytesIO()
        pdf.save(made, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        return made.getvalue()


def on_root(**entries: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A report whose catalog has these entries."""

    def add(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.Root[f"/{key}"] = value(pdf)

    return changed(add)


def on_page(**entries: Any) -> bytes:
    """A report whose first page has these entries."""

    def add(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return changed(add)


def names(**trees: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A report with these lists of names."""

    def add(pdf: pikepdf.Pdf) -> None:
        for key, value in trees.items():
            pdf.Root.Names[f"/{key}"] = Dictionary(Names=Array([String("naam"), value(pdf)]))

    return changed(add)


def secret(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """A part that tells something."""
    return pdf.make_stream(SECRET.encode())


CASES: dict[str, tuple[bytes, dict[Removed, int]]] = {
    "script on opening": (on_root(OpenAction=lambda _: script()), {Removed.SCRIPTS: 1}),
    "program on opening": (on_root(OpenAction=lambda _: action("Launch", F=SECRET)), {Removed.ACTIONS: 1}),
    "page on opening": (on_root(OpenAction=lambda pdf: Array([pdf.pages[1].obj, Name.Fit])), {}),
    "on closing": (on_root(AA=lambda _: Dictionary(WC=script())), {Removed.ACTIONS: 1}),
    "on a page": (on_page(AA=Dictionary(O=script())), {Removed.ACTIONS: 1}),
    "steps on a page": (on_page(PresSteps=Dictionary(NA=script())), {Removed.ACTIONS: 1}),
    "named scripts": (names(JavaScript=lambda _: script()), {Removed.SCRIPTS: 1}),
    "named files": (names(EmbeddedFiles=attached), {Removed.ATTACHMENTS: 1}),
    "other names": (names(IDS=secret), {Removed.TRACES: 1}),
    "associated files": (on_root(AF=lambda pdf: Array([attached(pdf)])), {Removed.ATTACHMENTS: 1}),
    "a portfolio": (on_root(Collection=lambda _: Dictionary(D=SECRET)), {Removed.ATTACHMENTS: 1}),
    "base of addresses": (on_root(URI=lambda _: Dictionary(Base=SECRET)), {Removed.LINKS: 1}),
    "permissions": (on_root(Perms=lambda _: Dictionary(DocMDP=SECRET)), {Removed.SIGNATURES: 1}),
    "private data": (on_page(PieceInfo=Dictionary(App=SECRET)), {Removed.TRACES: 1}),
    "a thumbnail": (on_page(Thumb=Dictionary(X=SECRET)), {Removed.THUMBNAILS: 1}),
    "an XFA form": (on_root(AcroForm=lambda _: Dictionary(Fields=[], XFA=SECRET)), {Removed.FORM: 1}),
    "launching link": (with_annotation("Link", A=action("Launch", F=SECRET)), {Removed.ACTIONS: 1}),
    "submitting link": (with_annotation("Link", A=action("SubmitForm", F=SECRET)), {Removed.ACTIONS: 1}),
    "link to a file": (with_annotation("Link", A=action("GoToR", F=SECRET)), {Removed.ACTIONS: 1}),
    "script link": (with_annotation("Link", A=script()), {Removed.SCRIPTS: 1}),
    "link and then": (
        with_annotation("Link", A=action("GoTo", D=[0], Next=script())),
        {Removed.SCRIPTS: 1},
    ),
    "link and then several": (
        with_annotation("Link", A=action("GoTo", D=[0], Next=[action("GoTo", D=[0]), script()])),
        {Removed.SCRIPTS: 1},
    ),
    "link with a second action": (with_annotation("Link", Dest=[0], PA=script()), {Removed.SCRIPTS: 1}),
    "link on hovering": (with_annotation("Link", Dest=[0], AA=Dictionary(E=script())), {Removed.ACTIONS: 1}),
    "named action": (with_annotation("Link", A=action("Named", N=Name.Print, X=SECRET)), {Removed.ACTIONS: 1}),
    "film": (with_annotation("Link", A=action("Rendition", N=SECRET)), {Removed.MEDIA: 1}),
    "rich media": (with_annotation("RichMedia", RichMediaContent=Dictionary(A=SECRET)), {Removed.MEDIA: 1}),
    "screen": (with_annotation("Screen", A=script()), {Removed.MEDIA: 1}),
    "attached to a page": (with_annotation("FileAttachment", Contents=SECRET), {Removed.ATTACHMENTS: 1}),
    "note": (with_annotation("Text", T=SECRET, Contents=SECRET), {Removed.COMMENTS: 1}),
    "marked words": (with_annotation("Highlight", T=SECRET, Contents=SECRET), {Removed.COMMENTS: 1}),
    "field with a script": (with_annotation("Widget", FT=Name.Tx, A=script()), {Removed.SCRIPTS: 1}),
    "field that reckons": (with_annotation("Widget", FT=Name.Tx, AA=Dictionary(C=script())), {Removed.ACTIONS: 1}),
    "signature": (with_annotation("Widget", FT=Name.Sig, V=Dictionary(Name=SECRET)), {Removed.SIGNATURES: 1}),
    "outside content": (
        on_root(Deel=lambda pdf: pdf.make_stream(b"", F=String(SECRET), FFilter=Name.FlateDecode)),
        {Removed.OUTSIDE: 2},
    ),
    "photo": (with_photo(photo(), ["/DCTDecode"]), {Removed.PHOTO_DATA: 1}),
    "packed photo": (with_photo(photo(), ["/FlateDecode", "/DCTDecode"]), {Removed.PHOTO_DATA: 1}),
    "photo in letters": (
        with_photo(
            photo(),
            ["/ASCIIHexDecode", "/FlateDecode", "/DCTDecode"],
            DecodeParms=Array([Dictionary(), Dictionary(), Dictionary(ColorTransform=1)]),
        ),
        {Removed.PHOTO_DATA: 1},
    ),
    "description of a picture": (
        with_photo(photo(), ["/DCTDecode"], Metadata=Dictionary(X=SECRET)),
        {Removed.PHOTO_DATA: 1, Removed.METADATA: 2},
    ),
}
for odd in (
    "javascript:alert(1)", "file:///etc/passwd", "ftp://x", "//x/y", "kwaad.exe", "https://", "http:\\\\x", " https://x",
    "https://x y", "data:text/html,x", "sleutelwerk:x", "https://x\n", "",
):  # fmt: skip
    CASES[f"address {odd!r}"] = (
        with_annotation("Link", A=action("URI", URI=String(odd), X=SECRET)),
        {Removed.LINKS: 1},
    )


@pytest.mark.parametrize("case", CASES)
def test_what_acts_carries_or_hides_is_taken_out_and_told(case: str) -> None:
    data, expected = CASES[case]
    found = clean(data)
    assert dict(found.upload.removed) == ALWAYS | expected
    kept = everything(found.data)
    for trace in (
        SECRET.encode(),
        EICAR,
        b"/JavaScript",
        b"/Launch",
        b"/EmbeddedFile",
        b"/OpenAction",
        b"/AA",
        b"Exif",
    ):
        assert trace not in kept


@pytest.mark.parametrize("case", CASES)
def test_a_clean_file_is_clean(case: str) -> None:
    once = clean(CASES[case][0])
    twice = clean(once.data)
    assert dict(twice.upload.removed) == {}
    assert twice.data == once.data


@pytest.mark.parametrize("address", ["https://example.nl/a?b=c#d", "HTTP://EXAMPLE.NL", "mailto:iemand@example.nl"])
def test_ordinary_links_stay(address: str) -> None:
    found = clean(with_annotation("Link", A=action("URI", URI=String(address))))
    assert dict(found.upload.removed) == ALWAYS
    with pikepdf.open(BytesIO(found.data)) as pdf:
        assert str(pdf.pages[0].Annots[-1].A.URI) == address


def test_turning_pages_stays() -> None:
    found = clean(with_annotation("Link", A=action("Named", N=Name.NextPage)))
    assert dict(found.upload.removed) == ALWAYS


def test_all_that_readers_need_stays() -> None:
    source = report()
    found = clean(source)
    assert (found.upload.pages, found.upload.title, found.upload.language, found.upload.tagged) == (
        2,
        "Verslag",
        "nl",
        True,
    )
    with pikepdf.open(BytesIO(source)) as before, pikepdf.open(BytesIO(found.data)) as after:
        assert [len(page.Annots) for page in after.pages if "/Annots" in page] == [3]
        assert after.Root.Names.keys() == before.Root.Names.keys() == {"/Dests"}
        with after.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Een", "Twee"]
        assert _tags(after) == _tags(before)
        assert after.Root.Lang == "nl"
        assert after.Root.ViewerPreferences.DisplayDocTitle
        assert dict(after.docinfo.items()) == {"/Title": "Verslag"}
        metadata = after.open_metadata()
        assert dict(metadata) == {
            "{http://purl.org/dc/elements/1.1/}title": "Verslag",
            "{http://purl.org/dc/elements/1.1/}language": {"nl"},
            "{http://www.aiim.org/pdfua/ns/id/}part": "1",
        }
    assert _words(found.data) == _words(source)


def _tags(pdf: pikepdf.Pdf) -> list[str]:
    return sorted(
        str(part["/S"]) + str(part.get("/A", ""))
        for part in pdf.objects
        if isinstance(part, Dictionary) and part.get("/Type") == "/StructElem"
    )


def _words(data: bytes) -> bytes:
    done = subprocess.run(["/usr/bin/env", "pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout


def test_the_same_file_gives_the_same_bytes() -> None:
    assert clean(report()).data == clean(report()).data


def test_structure_no_longer_points_to_what_went() -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        bad = pdf.make_indirect(annotation("Link", A=script()))
        good = pdf.pages[0].Annots[0]
        pdf.pages[0].Annots.append(bad)
        for kids in ([bad], [good, bad], [good], bad):
            points = [Dictionary(Type=Name.OBJR, Obj=one) for one in (kids if isinstance(kids, list) else [kids])]
            inside = Array([3, *points]) if len(points) == 2 else points[0]
            pdf.Root.StructTreeRoot.K.append(
                pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, Alt=String("proef"), K=inside))
            )

    with pikepdf.open(BytesIO(clean(changed(add)).data)) as pdf:
        ours = [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Alt") == "proef"]
        kids = [len(one.K) if isinstance(one.get("/K"), Array) else "/K" in one for one in ours]
        assert sorted(map(str, kids)) == ["2", "False", "False", "True"]


@pytest.mark.parametrize(
    ("annots", "kept"),
    [
        (Name.X, False),
        (Array([3, String("x")]), True),
        (Array([annotation("Highlight"), annotation("FreeText", Contents="ja")]), True),
    ],
)
def test_odd_and_harmless_annotations_do_not_matter(annots: pikepdf.Object, kept: bool) -> None:
    found = clean(on_page(Annots=annots))
    assert dict(found.upload.removed) == ALWAYS
    with pikepdf.open(BytesIO(found.data)) as pdf:
        assert isinstance(pdf.pages[0].obj.get("/Annots"), Array) is kept
        assert "/SigFlags" not in str(pdf.Root)


def test_drawn_words_stay_without_who_wrote_them() -> None:
    found = clean(with_annotation("FreeText", Contents=String("Let op"), T=String(SECRET)))
    assert found.upload.removed[Removed.COMMENTS] == 1
    with pikepdf.open(BytesIO(found.data)) as pdf:
        assert pdf.pages[0].Annots[-1].Contents == "Let op"


def describe(metadata: bytes | None, title: str | None, language: str | None) -> bytes:
    """A report that says this about itself."""

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/Metadata"], pdf.Root["/Lang"], pdf.trailer["/Info"], pdf.Root["/MarkInfo"]
        if metadata is not None:
            pdf.Root.Metadata = pdf.make_stream(metadata)
        if title is not None:
            pdf.docinfo["/Title"] = String(title)
        if language is not None:
            pdf.Root.Lang = String(language)

    return changed(change)


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    b'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">%s</rdf:Description></rdf:RDF></x:xmpmeta>'
)


@pytest.mark.parametrize(
    ("data", "title", "language", "removed"),
    [
        (describe(None, None, None), "", "", {}),
        (describe(None, " Twee\0\n woorden & <meer> ", "nl-NL"), "Twee woorden & <meer>", "nl-NL", {}),
        (describe(None, "x" * 1_000, "n" * 99), "x" * 300, "n" * 35, {}),
        (describe(b"no xml at all", "Titel", None), "Titel", "", {}),
        (describe(XMP % b"<pdfuaid:part>9</pdfuaid:part>", None, None), "", "", {}),
        (
            describe(XMP % b"<dc:language><rdf:Bag><rdf:li>fr</rdf:li></rdf:Bag></dc:language>", "T", None),
            "T",
            "fr",
            {},
        ),
        (describe(XMP % b"<dc:language><rdf:Bag/></dc:language>", "T", None), "T", "", {}),
        (
            describe(XMP % b"<dc:creator><rdf:Seq><rdf:li>N</rdf:li></rdf:Seq></dc:creator>", "T", "nl"),
            "T",
            "nl",
            ALWAYS,
        ),
    ],
)
def test_of_what_a_file_says_of_itself_title_and_language_stay(
    data: bytes, title: str, language: str, removed: dict[Removed, int]
) -> None:
    found = clean(data)
    assert (found.upload.title, found.upload.language, dict(found.upload.removed)) == (title, language, removed)
    assert not found.upload.tagged
    with pikepdf.open(BytesIO(found.data)) as pdf:
        assert str(pdf.docinfo.get("/Title", "")) == title
        assert pdf.open_metadata().get("dc:title", "") == title


def test_what_is_taken_out_is_said_worst_first() -> None:
    found = clean(on_root(OpenAction=lambda _: script(), Collection=lambda _: Dictionary()))
    assert found.upload.removed_in_words == (
        Removed.SCRIPTS.words,
        Removed.ATTACHMENTS.words,
        Removed.METADATA.words,
    )


def test_loose_numbers_do_not_matter() -> None:
    objects = {
        1: b"<< /Pages 2 0 R /Getal 4 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        4: b"7",
    }
    assert dict(clean(bare(objects)).upload.removed) == {}


def test_a_form_no_longer_says_that_it_was_signed() -> None:
    found = clean(on_root(AcroForm=lambda _: Dictionary(Fields=[], SigFlags=3)))
    assert b"SigFlags" not in everything(found.data)
