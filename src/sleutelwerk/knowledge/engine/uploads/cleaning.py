"""Cleans a PDF: the pages, their tags, links to websites and the table of contents stay; what acts or hides goes."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from types import MappingProxyType

import pikepdf

from sleutelwerk.knowledge.engine.uploads.annotations import clean_annotations
from sleutelwerk.knowledge.engine.uploads.contents import clean_catalog, clean_parts
from sleutelwerk.knowledge.engine.uploads.descriptions import take_description, write_description
from sleutelwerk.knowledge.engine.uploads.opening import open_warily
from sleutelwerk.knowledge.engine.uploads.results import CleanUpload, Limits, Reason, Refused, Removed, Upload


def cleaned(data: bytes, limits: Limits) -> CleanUpload:
    """Give the file without what should not be in it; the same file gives the same bytes. Raises Refused.

    This reads what strangers made: call it in a process of its own, as `clean_pdf` does.
    """
    with open_warily(data, limits) as pdf:
        try:
            return _cleaned(pdf)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as problem:
            # parts that are of another kind than the format says
            raise Refused(Reason.DAMAGED) from problem


def _cleaned(pdf: pikepdf.Pdf) -> CleanUpload:
    removed: Counter[Removed] = Counter()
    description = take_description(pdf, removed)
    clean_catalog(pdf, removed)
    gone = clean_annotations(pdf, removed)
    clean_parts(pdf, gone, removed)
    write_description(pdf, description)
    made = BytesIO()
    pdf.save(
        made,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        min_version="1.5",
    )
    counted = MappingProxyType({kind: number for kind, number in removed.items() if number})
    upload = Upload(len(pdf.pages), description.title, description.language, _is_tagged(pdf), counted)
    return CleanUpload(upload, made.getvalue())


def _is_tagged(pdf: pikepdf.Pdf) -> bool:
    marks = pdf.Root.get("/MarkInfo")
    return "/StructTreeRoot" in pdf.Root and isinstance(marks, pikepdf.Dictionary) and bool(marks.get("/Marked"))
