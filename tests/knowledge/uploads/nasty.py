"""Makes the files that strangers send: whole ones, broken ones, and ones made to do harm."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

#: The test file that every scanner knows as bad and that does nothing (EICAR). In two pieces, so that no scanner
#: takes this file for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SECRET = "Spion van Dienst"


def report() -> bytes:
    """A tagged report with a table of contents, a link, and a place to go to."""
    source = (
        '#set document(title: "Verslag", author: "' + SECRET + '")\n#set text(lang: "nl")\n= Een\n#lorem(60)\n'
        '#link("https://example.nl/")[site] #link("mailto:iemand@example.nl")[mail] #link(<twee>)[verder]\n'
        "#pagebreak()\n= Twee <twee>\n#lorem(30)"
    )
    made = typst.Compiler(input=source.encode(), ignore_system_fonts=True).compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=0
    )
    assert isinstance(made, bytes)
    return made


def changed(change: Callable[[pikepdf.Pdf], object], data: bytes | None = None, **how: Any) -> bytes:
    """A report with a change."""
    with pikepdf.open(BytesIO(data or report())) as pdf:
        change(pdf)
        made = BytesIO()
        pdf.save(made, fix_metadata_version=False, static_id=True, **how)
        return made.getvalue()


def script() -> Dictionary:
    """An action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))


def action(kind: str, **more: Any) -> Dictionary:
    """An action of a kind."""
    return Dictionary(S=Name(f"/{kind}"), **more)


def annotation(kind: str, **more: Any) -> Dictionary:
    """Something that lies on a page."""
    return Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[10, 10, 90, 90], **more)


def with_annotation(kind: str, **more: Any) -> bytes:
    """A report with this on its first page."""

    def add(pdf: pikepdf.Pdf) -> None:
        made = pdf.make_indirect(annotation(kind, **more))
        pdf.pages[0].Annots.append(made)
        if kind == "Widget":
            pdf.Root.AcroForm = Dictionary(Fields=Array([made]))

    return changed(add)


def attached(pdf: pikepdf.Pdf, data: bytes = EICAR) -> Dictionary:
    """A file inside a PDF."""
    inside = Stream(pdf, data, Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F=String("kwaad.exe"), EF=Dictionary(F=inside), Desc=String(SECRET))


def photo(**how: Any) -> bytes:
    """A JPEG that tells where it was taken, by whom, and more."""
    image = Image.effect_noise((64, 48), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825)[1] = "N"
    made = BytesIO()
    image.save(made, "JPEG", exif=exif, comment=SECRET.encode(), icc_profile=b"a colour profile", **how)
    return made.getvalue()


def with_photo(data: bytes, filters: list[str], **more: Any) -> bytes:
    """A report with a photograph, packed in these filters, outermost first."""
    for name in reversed(filters[:-1]):
        data = zlib.compress(data) if name == "/FlateDecode" else data.hex().encode() + b">"

    def add(pdf: pikepdf.Pdf) -> None:
        image = Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, **more)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        packed = [Name(name) for name in filters]
        image.Filter = packed[0] if len(packed) == 1 else Array(packed)
        pdf.pages[0].Resources.XObject = Dictionary(Foto=image)

    return changed(add)


def bomb(size: int, layers: int = 1, *, on_page: bool = False) -> bytes:
    """A PDF with a stream that unpacks to so many zeros, packed once or more, on its page or beside it."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = head + piece * (size >> 20) + packer.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    packed = b"<< /Length %d /Filter [%s] >>\nstream\n" % (len(data), b"/FlateDecode " * layers)
    return bare(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /MediaBox [0 0 9 9] /Parent 2 0 R" + b" /Contents 4 0 R" * on_page + b" >>",
            4: packed + data + b"\nendstream",
        }
    )


def bare(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects, letter for letter, with object 1 as its root."""
    made = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, most = len(made), max(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % most
    made += b"".join(
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n" for n in range(1, most)
    )
    made += b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (most, start)
    return bytes(made)


def tree(depth: int) -> bytes:
    """A PDF with one page under so many branches."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth + 2):
        objects[number] = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1)
    objects[depth + 2] = b"<< /Type /Page /MediaBox [0 0 9 9] /Parent %d 0 R >>" % (depth + 1)
    return bare(objects)
