"""Goes through every part of a PDF and takes out what acts, carries, or tells more than the pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pikepdf

from sleutelwerk.knowledge.engine.uploads.actions import KEYS, trouble_of
from sleutelwerk.knowledge.engine.uploads.annotations import Number
from sleutelwerk.knowledge.engine.uploads.opening import filters_of
from sleutelwerk.knowledge.engine.uploads.pictures import bare_jpeg, bare_jpeg2000
from sleutelwerk.knowledge.engine.uploads.results import Removed

#: Wherever these stand, they go. Names of PDF 2.0 are among them.
_ANYWHERE = {
    "/AA": Removed.ACTIONS,
    "/OpenAction": Removed.ACTIONS,
    "/PresSteps": Removed.ACTIONS,
    "/JavaScript": Removed.SCRIPTS,
    "/JS": Removed.SCRIPTS,
    "/EmbeddedFiles": Removed.ATTACHMENTS,
    "/EF": Removed.ATTACHMENTS,
    "/RF": Removed.ATTACHMENTS,
    "/AF": Removed.ATTACHMENTS,
    "/Collection": Removed.ATTACHMENTS,
    "/XFA": Removed.FORM,
    "/RichMediaContent": Removed.MEDIA,
    "/RichMediaSettings": Removed.MEDIA,
    "/Renditions": Removed.MEDIA,
    "/Metadata": Removed.METADATA,
    "/Thumb": Removed.THUMBNAILS,
    "/PieceInfo": Removed.TRACES,
    "/LastModified": Removed.TRACES,
    "/SpiderInfo": Removed.TRACES,
}
_IN_CATALOG = {
    "/URI": Removed.LINKS,
    "/Perms": Removed.SIGNATURES,
    "/DSS": Removed.SIGNATURES,
    "/Legal": Removed.SIGNATURES,
    "/Requirements": Removed.ACTIONS,
}
#: A part that is kept elsewhere says so under these names.
_IN_STREAM = {"/F": Removed.OUTSIDE, "/FFilter": Removed.OUTSIDE, "/OPI": Removed.OUTSIDE, "/Ref": Removed.OUTSIDE}
_PHOTOS = {"/DCTDecode": bare_jpeg, "/DCT": bare_jpeg, "/JPXDecode": bare_jpeg2000}
#: Of the lists of names in the catalog only places in the document stay.
_NAMES = frozenset({"/Dests"})


def clean_catalog(pdf: pikepdf.Pdf, removed: Counter[Removed]) -> None:
    """Clean what a PDF says of itself as a whole."""
    _take_out(pdf.Root, _IN_CATALOG, removed)
    if (opening := pdf.Root.get("/OpenAction")) is not None:
        # most files only say on which page to begin; that goes as well, but is nothing to tell
        removed[trouble_of(opening) or Removed.TRACES] += trouble_of(opening) is not None
        del pdf.Root["/OpenAction"]
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        # scripts and attachments are told as such
        _take_out(names, {key: _ANYWHERE.get(key, Removed.TRACES) for key in set(names.keys()) - _NAMES}, removed)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/SigFlags" in form:
        del form["/SigFlags"]


def clean_parts(pdf: pikepdf.Pdf, gone: set[Number], removed: Counter[Removed]) -> None:
    """Clean every dictionary of a PDF, however deep. `gone` are annotations to which structure must not point."""
    for part in pdf.objects:
        for one in _dictionaries(part):
            _clean(one, gone, removed)
        if isinstance(part, pikepdf.Stream):
            _take_out(part, _IN_STREAM, removed)
            _clean_photo(pdf, part, removed)


def _dictionaries(part: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Give a part and what lies in it, but not the parts to which it points: those come by themselves."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            inside = list(one)
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            yield one
            inside = [value for _, value in one.items()]
        else:
            continue
        waiting += [
            value
            for value in inside
            if isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect
        ]


def _clean(one: pikepdf.Object, gone: set[Number], removed: Counter[Removed]) -> None:
    keys = set(one.keys())
    _take_out(one, {key: _ANYWHERE[key] for key in keys & _ANYWHERE.keys()}, removed)
    for key in keys & set(KEYS):
        if trouble := trouble_of(one[key]):
            _take_out(one, {key: trouble}, removed)
    if "/FT" in keys and str(one["/FT"]) == "/Sig":
        _take_out(one, {"/V": Removed.SIGNATURES}, removed)
    if gone and "/K" in keys:
        _forget(one, gone)


def _take_out(one: pikepdf.Object, keys: dict[str, Removed], removed: Counter[Removed]) -> None:
    for key, kind in keys.items():
        if key in one:
            del one[key]
            removed[kind] += 1


def _forget(element: pikepdf.Object, gone: set[Number]) -> None:
    """Let an element of the structure no longer point to annotations that went."""
    found = element["/K"]
    children = list(found) if isinstance(found, pikepdf.Array) else [found]
    kept = [child for child in children if not _points_to(child, gone)]
    if not kept:
        del element["/K"]
    elif len(kept) < len(children):
        element["/K"] = pikepdf.Array(kept)


def _points_to(child: object, gone: set[Number]) -> bool:
    if not isinstance(child, pikepdf.Dictionary):
        return False
    target = child.get("/Obj")
    return target is not None and getattr(target, "objgen", None) in gone


def _clean_photo(pdf: pikepdf.Pdf, part: pikepdf.Stream, removed: Counter[Removed]) -> None:
    filters = filters_of(part)
    bare_of = _PHOTOS.get(filters[-1]) if filters else None
    if bare_of is None:
        return
    wrapped = pdf.make_stream(part.read_raw_bytes())
    wrapped.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters[:-1]])
    photo = wrapped.read_bytes()
    if (bare := bare_of(photo)) != photo:
        removed[Removed.PHOTO_DATA] += 1
        decoding = part.get("/DecodeParms")
        last = decoding[-1] if isinstance(decoding, pikepdf.Array) and len(decoding) else decoding
        kept = last if isinstance(last, pikepdf.Dictionary) else None
        part.write(bare, filter=pikepdf.Name(filters[-1]), decode_parms=kept)
