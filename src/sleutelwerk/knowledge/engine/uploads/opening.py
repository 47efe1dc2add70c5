"""Opens an upload warily: whole, unlocked, of bounded size once unpacked, and with a tree of pages that is a tree."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf

from sleutelwerk.knowledge.engine.uploads.results import Limits, Reason, Refused

_PIECE = 256 * 1024
#: Real files put at most two filters behind each other.
_MOST_FILTERS = 5
_FLATE = frozenset({"/FlateDecode", "/Fl"})


def open_warily(data: bytes, limits: Limits) -> pikepdf.Pdf:
    """Open a PDF for cleaning. Raises Refused; memory and time beyond all bounds are for the process to stop."""
    try:
        pdf = pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as problem:
        raise Refused(Reason.ENCRYPTED) from problem
    except pikepdf.PdfError as problem:
        raise Refused(Reason.ENCRYPTED if "encrypt" in str(problem) else Reason.DAMAGED) from problem
    if pdf.is_encrypted:
        raise Refused(Reason.ENCRYPTED)
    try:
        # what the file says first: going through a million parts just to count them takes long
        if int(pdf.trailer.Size) > limits.objects or len(pdf.objects) > limits.objects:
            raise Refused(Reason.TOO_COMPLEX)
        check_pages(pdf.Root, limits)
        check_unpacked(pdf, limits)
        check_contents(pdf)
    except pikepdf.PdfError as problem:
        raise Refused(Reason.DAMAGED) from problem
    return pdf


def check_pages(root: pikepdf.Object, limits: Limits) -> None:
    """Count the pages without trusting what the file says of them. Raises Refused."""
    seen: set[tuple[int, int]] = set()
    pages = 0
    waiting = [(root.get("/Pages"), 0)]
    while waiting:
        node, depth = waiting.pop()
        _check_node(node, depth, seen, limits)
        assert isinstance(node, pikepdf.Dictionary)
        children = node.get("/Kids")
        if children is None:
            pages += 1
            if pages > limits.pages:
                raise Refused(Reason.TOO_MANY_PAGES)
        else:
            if not isinstance(children, pikepdf.Array):
                raise Refused(Reason.DAMAGED)
            waiting += [(child, depth + 1) for child in children]
    if not pages:
        raise Refused(Reason.NO_PAGES)


def _check_node(node: object, depth: int, seen: set[tuple[int, int]], limits: Limits) -> None:
    if not isinstance(node, pikepdf.Dictionary):
        raise Refused(Reason.DAMAGED)
    if depth > limits.depth:
        raise Refused(Reason.TOO_COMPLEX)
    if node.is_indirect:
        if node.objgen in seen:  # a branch that hangs on itself
            raise Refused(Reason.DAMAGED)
        seen.add(node.objgen)


def check_unpacked(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Unpack every compressed part piece by piece, keeping nothing. Raises Refused where too much comes out."""
    total = 0
    for part in pdf.objects:
        if not isinstance(part, pikepdf.Stream):
            continue
        filters = filters_of(part)
        if len(filters) > _MOST_FILTERS:
            raise Refused(Reason.TOO_COMPLEX)
        size = _unpacked_size(part, filters, limits.unpacked_part)
        total += size
        if size > limits.unpacked_part or total > limits.unpacked:
            raise Refused(Reason.TOO_HEAVY)


def check_contents(pdf: pikepdf.Pdf) -> None:
    """See that what is on the pages can be unpacked, as every copy that is handed out needs that. Raises PdfError."""
    for page in pdf.pages:
        found = page.obj.get("/Contents")
        for one in found if isinstance(found, pikepdf.Array) else [found]:
            if isinstance(one, pikepdf.Stream):
                one.read_bytes()


def filters_of(stream: pikepdf.Stream) -> list[str]:
    """Give the filters of a part, outermost first."""
    found = stream.get("/Filter")
    return [str(one) for one in found] if isinstance(found, pikepdf.Array) else [str(found)] if found else []


def _unpacked_size(part: pikepdf.Stream, filters: list[str], most: int) -> int:
    pieces: Iterable[bytes] = [part.read_raw_bytes()]
    for name in filters:
        if name not in _FLATE:
            break
        pieces = _inflated(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            break
    return size


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Inflate in small steps; what is damaged ends where the damage begins, as readers of PDF do it."""
    inflater = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest:
            try:
                yield inflater.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = inflater.unconsumed_tail
