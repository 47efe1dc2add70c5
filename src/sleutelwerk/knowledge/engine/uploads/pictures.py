"""Takes out of photographs what nobody sees: where and when they were taken, with what, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END, _SCAN = 0xD9, 0xDA
_COMMENT = 0xFE
_APPLICATION = range(0xE0, 0xF0)
#: What application segments of a JPEG are needed to draw it: JFIF, colour profile, Adobe's kind of colours.
_NEEDED = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
#: In a scan, FF is data when 00 follows, and D0 to D7 are marks inside it.
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_JP2 = b"\0\0\0\x0cjP  "
_HIDDEN_BOXES = frozenset({b"uuid", b"xml ", b"uinf"})


def bare_jpeg(data: bytes) -> bytes:
    """Give a JPEG without EXIF, XMP, IPTC, comments, previews, and whatever stands behind its end.

    Where it is broken, all from there on stays as it is: no reader gets further either.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    return b"\xff\xd8" + b"".join(_kept_segments(data, 2))


def _kept_segments(data: bytes, at: int) -> Iterator[bytes]:
    while found := _NEXT_MARKER.match(data, at):
        marker = data[found.end() - 1]
        if marker == _END:
            yield b"\xff\xd9"
            return
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        end = found.end() + length
        if length < 2 or end > len(data):  # noqa: PLR2004 - the length counts its own two bytes
            break
        body = data[found.end() + 2 : end]
        if marker == _SCAN:
            following = _NEXT_MARKER.search(data, end)
            end = following.start() if following else len(data)
        if _is_needed(marker, body):
            yield b"\xff" + data[found.end() - 1 : end]
        at = end
    yield data[at:]


def _is_needed(marker: int, body: bytes) -> bool:
    if marker in _APPLICATION:
        return any(marker == kind and body.startswith(name) for kind, name in _NEEDED)
    return marker != _COMMENT


def bare_jpeg2000(data: bytes) -> bytes:
    """Give a JPEG 2000 without its boxes of metadata; a bare code stream has none."""
    if not data.startswith(_JP2):
        return data
    return b"".join(box for kind, box in _boxes(data) if kind not in _HIDDEN_BOXES)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length < 8:  # noqa: PLR2004 - 0 is 'up to the end'; less than a head is broken, and stays as it is
            length = len(data) - at
        yield data[at + 4 : at + 8], data[at : at + length]
        at += length
