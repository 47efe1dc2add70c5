"""Measures the reader's mark: how long a copy of sixty pages takes, and what twenty people at once need of memory.

.venv/bin/python benchmarks/marking.py [--rounds 7] [--file REPORT.pdf]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path

#: Milliseconds for a copy of sixty pages, and MiB for the whole process with twenty people at two slots.
MOST_MS, MOST_MIB = 300, 400
PAGES, PEOPLE, SLOTS = 60, 20, 2


def report() -> bytes:
    """A tagged report of sixty full pages with headings, tables, links and page numbers."""
    import typst

    chapter = (
        "= Hoofdstuk\n#lorem(480)\n#table(columns: 3, table.header([a], [b], [c]), [een], [twee], [drie])\n"
        '#link("https://example.nl/")[meer]'
    )
    source = '#set document(title: "Verslag")\n#set text(lang: "nl", size: 10pt)\n#set page(numbering: "1")\n'
    made = typst.Compiler(
        input=(source + "\n#pagebreak()\n".join([chapter] * PAGES)).encode(), ignore_system_fonts=True
    ).compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    assert isinstance(made, bytes)
    return made


def memory() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tell(name: str, figure: float, most: float, unit: str) -> bool:
    """Print a figure with its goal; tell whether it was met."""
    met = figure <= most
    print(f"{'ok    ' if met else 'MISSED'} {name}: {figure:.0f} {unit} (goal <= {most:.0f} {unit})", flush=True)
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    import pikepdf

    from sleutelwerk.knowledge.engine.marking import Mark, MarkingDesk, mark_pdf, new_code

    data = given.file.read_bytes() if given.file else report()
    with pikepdf.open(BytesIO(data)) as pdf:
        print(f"{len(pdf.pages)} pages, {len(data) / 1024:.0f} KiB; {memory():.0f} MiB before anything is marked")

    def mark(number: int) -> Mark:
        return Mark(f"Lezer {number}", "Gemeente Voorbeeld", date(2026, 11, 27), new_code())

    walls, works = [], []
    for number in range(given.rounds + 1):
        wall, work = time.perf_counter(), time.process_time()
        mark_pdf(data, mark(number))
        walls.append((time.perf_counter() - wall) * 1e3)
        works.append((time.process_time() - work) * 1e3)
    print(f"    first {walls[0]:.0f} ms; processor time, median {statistics.median(works[1:]):.0f} ms")
    met = tell("one copy, median", statistics.median(walls[1:]), MOST_MS, "ms")
    desk = MarkingDesk(SLOTS)
    began = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as people:
        copies = list(people.map(lambda number: desk.mark(data, mark(number)), range(PEOPLE)))
    print(f"    {PEOPLE} at once, {SLOTS} slots: all have theirs after {time.perf_counter() - began:.1f} s")
    assert len(set(copies)) == PEOPLE
    return 0 if tell(f"highest memory with {PEOPLE} at once", memory(), MOST_MIB, "MiB") and met else 1


if __name__ == "__main__":
    sys.exit(main())
