"""Tells by its first bytes what a file is; its name may say anything."""

from __future__ import annotations

from sleutelwerk.knowledge.engine.uploads.results import Limits, Reason, Refusal

#: Readers of PDF look for this within so many bytes.
_PDF, _WITHIN = b"%PDF-", 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"\0\0\0\x0cjP  ", b"<svg")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")


def refusal_at_first_sight(data: bytes, limits: Limits) -> Refusal | None:
    """Give why a file is not worth opening, or None."""
    if not data:
        return Refusal(Reason.EMPTY)
    if len(data) > limits.size:
        return Refusal(Reason.TOO_LARGE)
    if data.startswith(_OFFICE):  # also where a PDF hides behind it
        return Refusal(Reason.OFFICE)
    if _is_picture(data):
        return Refusal(Reason.PICTURE)
    if _PDF not in data[:_WITHIN]:
        return Refusal(Reason.NO_PDF)
    return None


def _is_picture(data: bytes) -> bool:
    return data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:8] == b"ftyp"
