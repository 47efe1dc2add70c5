"""Takes away what lies on pages and does something, plays something, carries a file, or tells who said what."""

from __future__ import annotations

from collections import Counter

import pikepdf

from sleutelwerk.knowledge.engine.uploads.actions import trouble_of
from sleutelwerk.knowledge.engine.uploads.results import Removed

_GO = {
    "/RichMedia": Removed.MEDIA,
    "/Screen": Removed.MEDIA,
    "/Movie": Removed.MEDIA,
    "/Sound": Removed.MEDIA,
    "/3D": Removed.MEDIA,
    "/FileAttachment": Removed.ATTACHMENTS,
    "/Text": Removed.COMMENTS,
    "/Popup": Removed.COMMENTS,
    "/Caret": Removed.COMMENTS,
    "/Redact": Removed.COMMENTS,
}
#: A form field stays, without what it does; so does what is drawn on a page, without who drew it and said what.
_FIELD, _LINK = "/Widget", "/Link"
_PERSONAL = ("/T", "/RC", "/Popup", "/IRT", "/NM", "/Subj", "/CreationDate", "/M")

Number = tuple[int, int]


def clean_annotations(pdf: pikepdf.Pdf, removed: Counter[Removed]) -> set[Number]:
    """Clean the annotations of all pages; give the numbers of those that went, which structure may still point to."""
    gone: set[Number] = set()
    for page in pdf.pages:
        found = page.obj.get("/Annots")
        if not isinstance(found, pikepdf.Array):
            continue
        kept = []
        for annotation in found:
            if not isinstance(annotation, pikepdf.Dictionary):
                continue
            trouble = _trouble_of(annotation)
            if trouble is None:
                _make_impersonal(annotation, removed)
                kept.append(annotation)
                continue
            removed[trouble] += 1
            gone.add(annotation.objgen)
            for key in list(annotation.keys()):  # whatever still points to it finds nothing
                del annotation[key]
        page.obj.Annots = pikepdf.Array(kept)
    return gone - {(0, 0)}


def _trouble_of(annotation: pikepdf.Dictionary) -> Removed | None:
    kind = str(annotation.get("/Subtype", ""))
    if kind in _GO:
        return _GO[kind]
    if kind == _FIELD:
        return None
    if "/AA" in annotation:
        return Removed.ACTIONS
    return trouble_of(annotation.get("/A")) or trouble_of(annotation.get("/PA"))


def _make_impersonal(annotation: pikepdf.Dictionary, removed: Counter[Removed]) -> None:
    kind = str(annotation.get("/Subtype", ""))
    if kind in {_FIELD, _LINK}:
        return
    # what is written across a page has its words in /Contents; elsewhere that is a comment
    personal = [key for key in (*_PERSONAL, *(() if kind == "/FreeText" else ("/Contents",))) if key in annotation]
    for key in personal:
        del annotation[key]
    removed[Removed.COMMENTS] += bool(personal)
