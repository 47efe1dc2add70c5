"""Typesets the mark, once for each width that a document needs, as pages that can be laid over others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock

import pikepdf
import typst

from sleutelwerk.knowledge.engine.marking.words import EXPLANATION, Mark, line_of
from sleutelwerk.ui.documents import FONTS

_TEMPLATE = Path(__file__).with_name("mark.typ")
#: One at a time: a compiler keeps state.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sheet looks like: its width in points, and whether it explains itself."""

    width: int
    explained: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A mark that lies ready in a document. Sizes in points."""

    form: pikepdf.Object
    width: float
    height: float


def sheets_for(pdf: pikepdf.Pdf, mark: Mark, shapes: Iterable[Shape]) -> dict[Shape, Sheet]:
    """Put the mark in a document in each of these shapes, as forms that any page can show."""
    wanted = sorted(set(shapes), key=lambda shape: (shape.width, shape.explained))
    made = {}
    with pikepdf.open(BytesIO(_typeset(line_of(mark), wanted))) as drawn:
        for shape, page in zip(wanted, drawn.pages, strict=True):
            left, bottom, right, top = (float(side) for side in page.mediabox)
            form = pdf.copy_foreign(page.as_form_xobject())
            made[shape] = Sheet(form, right - left, top - bottom)
    return made


def _typeset(line: str, shapes: Sequence[Shape]) -> bytes:
    """The words travel beside the template and are never part of it, so nothing in them can be a command."""
    sheets = [{"width": shape.width, "lines": [line, EXPLANATION] if shape.explained else [line]} for shape in shapes]
    inputs = {"data": json.dumps({"sheets": sheets}, ensure_ascii=False)}
    with _ONE_AT_A_TIME:
        made = _compiler().compile(format="pdf", sys_inputs=inputs, timestamp=0, pdf_tags=False)
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # The machine's own fonts come last; they are for scripts that the site's fonts lack.
    return typst.Compiler(
        input=_TEMPLATE, root=_TEMPLATE.parent, font_paths=[FONTS], sys_inputs={"data": '{"sheets": []}'}
    )
