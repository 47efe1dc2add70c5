"""Keeps of what a PDF says about itself its title, its language and that it is accessible; all else goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pikepdf

from sleutelwerk.knowledge.engine.uploads.results import Reason, Refused, Removed

#: More of a title is cut off, and more of a description is no description.
_LONGEST_TITLE, _LONGEST_LANGUAGE, _LARGEST = 300, 35, 1024 * 1024
#: What the file needs to hang together; it is written anew.
_STRUCTURAL = frozenset({"/Root", "/Size", "/Prev", "/XRefStm"})
_PARTS = frozenset({"1", "2"})
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_FORMAT = _DUBLIN_CORE + "format"
_KEPT = {
    _DUBLIN_CORE + "title": "title",
    _DUBLIN_CORE + "language": "language",
    "{http://www.aiim.org/pdfua/ns/id/}part": "accessible",
}
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
{parts}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>'
_LANGUAGE = "<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>"
_ACCESSIBLE = "<pdfuaid:part>{}</pdfuaid:part>"


@dataclass(frozen=True, slots=True)
class Description:
    """What stays. `accessible` is the part of PDF/UA that the file says it follows, or nothing."""

    title: str
    language: str
    accessible: str


def take_description(pdf: pikepdf.Pdf, removed: Counter[Removed]) -> Description:
    """Take out all that a PDF says about itself; give what may be said again. Raises Refused."""
    held, more = _read(pdf)
    accessible = held.get("accessible", "")
    kept = Description(
        _plain(held.get("title") or str(pdf.docinfo.get("/Title", "")))[:_LONGEST_TITLE],
        _plain(str(pdf.Root.get("/Lang", "")) or held.get("language", ""))[:_LONGEST_LANGUAGE],
        accessible if accessible in _PARTS else "",
    )
    removed[Removed.METADATA] += more or any(key != "/Title" for key in pdf.docinfo.keys())  # noqa: SIM118 - no dict
    for key in set(pdf.trailer.keys()) - _STRUCTURAL:
        del pdf.trailer[key]
    if "/Metadata" in pdf.Root:
        del pdf.Root["/Metadata"]
    return kept


def write_description(pdf: pikepdf.Pdf, kept: Description) -> None:
    """Let a PDF say this about itself."""
    if kept.title:
        pdf.docinfo["/Title"] = pikepdf.String(kept.title)
    pdf.Root.Metadata = _stream(pdf, kept)


def _read(pdf: pikepdf.Pdf) -> tuple[dict[str, str], bool]:
    """Give what the description says of what stays, and whether it says more."""
    found = pdf.Root.get("/Metadata")
    if not isinstance(found, pikepdf.Stream):
        return {}, False
    if len(found.read_bytes()) > _LARGEST:
        raise Refused(Reason.TOO_COMPLEX)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        said = {short: _words(metadata[name]) for name, short in _KEPT.items() if name in metadata}
        return said, not set(metadata) <= {*_KEPT, _FORMAT}


def _words(found: object) -> str:
    """Give a text, or the first of several."""
    several = sorted(str(one) for one in found) if isinstance(found, (set, list)) else [str(found)]
    return next(iter(several), "")


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _stream(pdf: pikepdf.Pdf, kept: Description) -> pikepdf.Stream:
    said = ((_TITLE, kept.title), (_LANGUAGE, kept.language), (_ACCESSIBLE, kept.accessible))
    parts = "".join(form.format(escape(value)) for form, value in said if value)
    stream = pdf.make_stream(_XMP.format(parts=parts).encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    return stream
