"""Measures a tagged report of four pages made by typst against WeasyPrint with PDF/UA and reportlab, in one run.

.venv-bench/bin/python benchmarks/pdf.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO

#: At least so many times as fast as WeasyPrint with PDF/UA, warm and fresh; at most so many times as long as reportlab.
FASTER, SLOWER = 5.0, 2.5
SECTIONS, ROWS, WARM = 4, 38, 7
WORDS = (
    "Een sleutelfiguur is iemand die binnen een gemeenschap vertrouwen heeft en die wil helpen om iets te verbeteren. "
    "Wie met hem werkt, maakt vooraf afspraken, legt uit wat er wel en niet kan, en houdt zich daaraan. "
)
Maker = Callable[[int], bytes]


def paragraphs(number: int) -> list[str]:
    """Two paragraphs of a section; the number changes each time, so that nothing can be kept from before."""
    return [f"{number}. {WORDS * 6}", f"{number}. {WORDS * 7}"]


def typst_maker() -> Maker:
    import typst

    source = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Verslag")
#set text(lang: "nl", size: 10pt, hyphenate: true)
#set page(paper: "a4", header: [Verslag], footer: context align(center, counter(page).display()))
#for section in data.sections [= #section.title
  #for text in section.texts [#text #parbreak()]]
#table(columns: 3, table.header([Nummer], [Naam], [Waarde]), ..data.rows.flatten())
"""
    compiler = typst.Compiler(ignore_system_fonts=True, sys_inputs={"data": "{}"})

    def make(number: int) -> bytes:
        data = {
            "sections": [{"title": f"Deel {n}", "texts": paragraphs(number)} for n in range(SECTIONS)],
            "rows": [[str(row), f"naam {row}", f"waarde {number}"] for row in range(ROWS)],
        }
        made = compiler.compile(
            source.encode(), format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data)}, timestamp=0
        )
        assert isinstance(made, bytes)
        return made

    return make


def weasyprint_maker() -> Maker:
    from weasyprint import HTML

    style = (
        "@page { size: A4; margin: 2.5cm; @top-left { content: 'Verslag' } @bottom-center { content: counter(page) } }"
        "body { font: 10pt serif; hyphens: auto } h1 { font-size: 16pt } td, th { border: 1px solid; padding: 4pt }"
    )

    def make(number: int) -> bytes:
        sections = "".join(
            f"<h1>Deel {n}</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs(number)) for n in range(SECTIONS)
        )
        rows = "".join(f"<tr><td>{row}</td><td>naam {row}</td><td>waarde {number}</td></tr>" for row in range(ROWS))
        table = f"<table><thead><tr><th>Nummer<th>Naam<th>Waarde</tr></thead><tbody>{rows}</tbody></table>"
        page = f"<html lang=nl><title>Verslag</title><style>{style}</style><body>{sections}{table}</body></html>"
        made = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
        assert isinstance(made, bytes)
        return made

    return make


def reportlab_maker() -> Maker:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()

    def furniture(canvas: object, document: object) -> None:
        canvas.drawString(72, 810, "Verslag")  # type: ignore[attr-defined]  # no types in this library
        canvas.drawCentredString(297, 30, str(document.page))  # type: ignore[attr-defined]  # no types in this library

    def make(number: int) -> bytes:
        story: list[object] = []
        for section in range(SECTIONS):
            story.append(Paragraph(f"Deel {section}", styles["Heading1"]))
            story += [Paragraph(text, styles["BodyText"]) for text in paragraphs(number)]
        rows = [["Nummer", "Naam", "Waarde"]]
        rows += [[str(row), f"naam {row}", f"waarde {number}"] for row in range(ROWS)]
        story.append(Table(rows, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        made = BytesIO()
        SimpleDocTemplate(made, pagesize=A4, title="Verslag").build(
            story, onFirstPage=furniture, onLaterPages=furniture
        )
        return made.getvalue()

    return make


MAKERS: dict[str, Callable[[], Maker]] = {
    "typst": typst_maker,
    "weasyprint": weasyprint_maker,
    "reportlab": reportlab_maker,
}


def measure(name: str) -> dict[str, float]:
    """Measure one maker in this fresh process: import and first report, then the median of warm ones, in seconds."""
    began = time.perf_counter()
    make = MAKERS[name]()
    made = make(0)
    fresh = time.perf_counter() - began
    warm = []
    for number in range(1, WARM + 1):
        began = time.perf_counter()
        made = make(number)
        warm.append(time.perf_counter() - began)
    import pikepdf

    with pikepdf.open(BytesIO(made)) as pdf:
        return {
            "fresh": fresh,
            "warm": statistics.median(warm),
            "pages": len(pdf.pages),
            "tagged": float("/StructTreeRoot" in pdf.Root),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", choices=sorted(MAKERS))
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return 0
    found: dict[str, list[dict[str, float]]] = {name: [] for name in MAKERS}
    for _ in range(given.rounds):  # in turns, so that what else the machine does falls on all
        for name, runs in found.items():
            command = [sys.executable, __file__, "--one", name]
            runs.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    middle = {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for name, runs in found.items()
    }
    for name, run in middle.items():
        tagged = "tagged" if run["tagged"] else "not tagged"
        print(f"    {name}: {run['pages']:.0f} pages, {tagged}, fresh {run['fresh']:.3f} s, warm {run['warm']:.3f} s")
    typst, weasy, reportlab = (middle[name] for name in MAKERS)
    met = [
        tell("faster than WeasyPrint, warm", weasy["warm"] / typst["warm"], FASTER, at_least=True),
        tell("faster than WeasyPrint, fresh process", weasy["fresh"] / typst["fresh"], FASTER, at_least=True),
        tell("times reportlab, warm", typst["warm"] / reportlab["warm"], SLOWER, at_least=False),
    ]
    return 0 if all(met) else 1


def tell(name: str, ratio: float, goal: float, *, at_least: bool) -> bool:
    """Print a ratio with its goal; tell whether it was met."""
    met = ratio >= goal if at_least else ratio <= goal
    sign = ">=" if at_least else "<="
    print(f"{'ok    ' if met else 'MISSED'} {name}: {ratio:.2f} (goal {sign} {goal:.2f})", flush=True)
    return met


if __name__ == "__main__":
    sys.exit(main())
