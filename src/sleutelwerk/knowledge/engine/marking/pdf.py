"""Marks a PDF: the reader's line on every page, to be seen and printed, and nothing of the reader anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf

from sleutelwerk.knowledge.engine.marking.frames import frame_of
from sleutelwerk.knowledge.engine.marking.pages import lay_over
from sleutelwerk.knowledge.engine.marking.sheets import sheets_for
from sleutelwerk.knowledge.engine.marking.words import Mark

#: From this version of the format on, objects may be packed together, which is quicker and smaller.
_PACKED_FROM = "1.5"


class NotMarkable(Exception):
    """A file cannot be marked: it is no whole and open PDF. The message is for the log and names no reader."""


class Cancelled(Exception):
    """Whoever asked for a copy no longer waits for it."""


def _never() -> bool:
    return False


def mark_pdf(source: bytes | Path, mark: Mark, *, cancelled: Callable[[], bool] = _never) -> bytes:
    """Give a copy with the mark below on every page; the same source and mark give the same bytes.

    `cancelled` is asked before each page. Raises NotMarkable, Cancelled and, for a path, OSError.
    """
    opened = BytesIO(source) if isinstance(source, bytes) else source
    try:
        with pikepdf.open(opened) as pdf:
            if pdf.is_encrypted:
                raise NotMarkable("encrypted")
            return _marked(pdf, mark, cancelled)
    except (pikepdf.PdfError, pikepdf.PasswordError) as problem:
        raise NotMarkable(type(problem).__name__) from problem


def _marked(pdf: pikepdf.Pdf, mark: Mark, cancelled: Callable[[], bool]) -> bytes:
    frames = [frame_of(page.obj) for page in pdf.pages]
    shapes = [frame.shape(explained=number == 0) for number, frame in enumerate(frames)]
    sheets = sheets_for(pdf, mark, shapes)
    for page, frame, shape in zip(pdf.pages, frames, shapes, strict=True):
        if cancelled():
            raise Cancelled
        lay_over(pdf, page, sheets[shape].form, frame.matrix(sheets[shape]))
    packed = pikepdf.ObjectStreamMode.generate
    kept = pikepdf.ObjectStreamMode.preserve
    made = BytesIO()
    pdf.save(
        made,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=packed if pdf.pdf_version >= _PACKED_FROM else kept,
    )
    return made.getvalue()
