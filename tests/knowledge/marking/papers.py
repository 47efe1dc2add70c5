"""Makes the PDFs that are marked in tests, and looks at what came out with other programs than made it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import typst
from PIL import Image

from sleutelwerk.knowledge.engine.marking import Mark

CODE = "7K3M-9TQ6"
MARK = Mark("Noor de Vries", "Gemeente Voorbeeld", date(2026, 11, 27), CODE)
#: What every place says of a mark: that it deters and traces, and prevents nothing.
WHAT_A_MARK_DOES = ("schrikt af", "van wie", "houdt kopiëren of doorsturen niet tegen")
LINE = f"Voor Noor de Vries, Gemeente Voorbeeld · 27 november 2026 · code {CODE}"
A4 = (0, 0, 595, 842)


def report(pages: int = 3, words: int = 150) -> bytes:
    """A tagged report of a page a chapter, with headings, a table, a link and its own page numbers."""
    chapter = (
        f"= Hoofdstuk\n#lorem({words})\n#table(columns: 2, table.header([a], [b]), [een], [twee])\n"
        '#link("https://example.nl/")[meer]'
    )
    source = '#set document(title: "Verslag")\n#set text(lang: "nl", size: 9pt)\n' + "\n#pagebreak()\n".join(
        [chapter] * pages
    )
    made = typst.Compiler(input=source.encode(), ignore_system_fonts=True).compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=0
    )
    assert isinstance(made, bytes)
    return made


def sheet(content: bytes | Sequence[bytes] = b"", **page: Any) -> bytes:
    """A PDF of one page with this content and these entries."""
    pdf = pikepdf.new()
    streams = [content] if isinstance(content, bytes) else content
    entries = {
        "MediaBox": pikepdf.Array(A4),
        "Resources": pikepdf.Dictionary(),
        "Contents": pikepdf.Array([pdf.make_stream(one) for one in streams]),
    } | page
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Page, **{name: value for name, value in entries.items() if value is not None}
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(made)))
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF."""
    made = BytesIO()
    pdf.save(made, static_id=True)
    return made.getvalue()


def texts(data: bytes) -> list[str]:
    """What poppler reads on each page, on one line."""
    done = subprocess.run([_found("pdftotext"), "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def _found(program: str) -> str:
    path = shutil.which(program)
    assert path, f"{program} is not there: install poppler-utils"
    return path


def picture(data: bytes, folder: Path, page: int = 1, dpi: int = 72) -> Image.Image:
    """What is seen of a page, in shades of grey."""
    source = folder / "seen.pdf"
    source.write_bytes(data)
    command = [_found("pdftoppm"), "-gray", "-cropbox", "-singlefile", "-r", str(dpi), "-f", str(page), str(source)]
    subprocess.run([*command, str(folder / "seen")], check=True, capture_output=True)
    with Image.open(folder / "seen.pgm") as image:
        return image.copy()


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box in which something is drawn: left, top, right, bottom."""
    found = image.point([255 if shade < 160 else 0 for shade in range(256)]).getbbox()
    assert found
    return found


def unembedded_fonts(pdf: pikepdf.Pdf) -> list[str]:
    """Name the fonts that a reader would have to find on his own machine."""
    return [
        str(font.get("/BaseFont"))
        for font in _fonts(pdf)
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())
    ]


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for part in pdf.objects:
        if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/Font" and "/DescendantFonts" not in part:
            yield part
