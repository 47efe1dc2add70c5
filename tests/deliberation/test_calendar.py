"""The calendar file: valid, right in any time zone, and without a word about what it is for."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.deliberation.engine.calendar import Moment, calendar_file

AT = datetime(2026, 12, 3, 11, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
MADE = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def lines_of(raw: bytes) -> list[str]:
    """Read a calendar file as a calendar does: first unfold, then split."""
    return raw.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def moment(place: str = "") -> Moment:
    return Moment(uid="abc@sleutelwerk", title="Overleg", place=place, starts_at=AT, minutes=90)


def test_it_holds_title_time_and_place_and_nothing_else() -> None:
    assert lines_of(calendar_file(moment("Kamer 3, naast de balie"), made_at=MADE)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sleutelwerk//Overleg//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:abc@sleutelwerk",
        "DTSTAMP:20261127T090000Z",
        "DTSTART:20261203T100000Z",
        "DTEND:20261203T113000Z",
        "SUMMARY:Overleg",
        "LOCATION:Kamer 3\\, naast de balie",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_without_a_place_there_is_no_line_for_it() -> None:
    assert b"LOCATION" not in calendar_file(moment(), made_at=MADE)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=200))
def test_any_place_comes_back_as_it_was_and_no_line_is_too_long(place: str) -> None:
    raw = calendar_file(moment(place), made_at=MADE)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    read = next(line for line in lines_of(raw) if line.startswith("LOCATION:")).removeprefix("LOCATION:")
    plain = read.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == place


def test_a_line_end_in_a_place_begins_no_line_of_the_file() -> None:
    raw = calendar_file(moment("Kamer 3\r\nATTENDEE:iemand"), made_at=MADE)
    assert not any(line.startswith("ATTENDEE") for line in lines_of(raw))


def test_a_long_place_is_folded_between_letters() -> None:
    raw = calendar_file(moment("Café " * 40), made_at=MADE)
    assert raw.count(b"\r\n ") >= 3
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert f"LOCATION:{'Café ' * 40}" in lines_of(raw)
