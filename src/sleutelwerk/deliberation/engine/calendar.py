"""A moment as a calendar file (RFC 5545): title, time and place, and nothing of what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LONGEST_LINE = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What goes into a calendar. `uid` stays the same when the file is made again, so that it replaces the first."""

    uid: str
    title: str
    place: str
    starts_at: datetime
    minutes: int


def calendar_file(moment: Moment, *, made_at: datetime) -> bytes:
    """Write the file. Times are in UTC, so that every calendar shows them right."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sleutelwerk//Overleg//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{moment.uid}",
        f"DTSTAMP:{_utc(made_at)}",
        f"DTSTART:{_utc(moment.starts_at)}",
        f"DTEND:{_utc(moment.starts_at + timedelta(minutes=moment.minutes))}",
        f"SUMMARY:{_text(moment.title)}",
        *([f"LOCATION:{_text(moment.place)}"] if moment.place else []),
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Write a text on one line: backslash, semicolon, comma and line end are escaped (section 3.3.11)."""
    one = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(one.splitlines())


def _folded(line: str) -> bytes:
    """Cut a line into pieces of at most 75 octets, never inside a letter (section 3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        raw = sign.encode()
        # a piece that follows begins with a space, which counts
        if len(piece) + len(raw) > _LONGEST_LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece = b""
        piece += raw
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
