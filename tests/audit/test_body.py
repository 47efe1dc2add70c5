"""What fits in an entry and what does not: no sentence, no name, no address, no value that can be read or guessed."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.trails import CASE_READ, NOW

from sleutelwerk.audit.engine.body import (
    Details,
    Happening,
    NotForTheTrail,
    Pseudonym,
    Via,
    came_by,
    keyed_hash,
    moment,
    write_body,
)

KEY = b"k" * 32
SUBJECT = Pseudonym("case:" + "0" * 32)


class Ground(StrEnum):
    """Reasons, as a room would list them."""

    NO_LONGER_NEEDED = "no_longer_needed"


def body_of(key: bytes = KEY, **parts: Any) -> dict[str, Any]:
    written = write_body(Happening(kind=CASE_READ, at=NOW, **parts), key=key)
    read: dict[str, Any] = json.loads(written)
    assert json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == written
    return read


def test_a_bare_entry_says_when_what_who_and_how() -> None:
    actor = uuid.uuid4()
    body = body_of(actor=actor, subject=SUBJECT)
    assert len(body.pop("salt")) == 24
    assert body == {
        "at": "2026-11-27T10:00:00.000Z",
        "kind": "case_read",
        "actor": str(actor),
        "subject": SUBJECT,
        "via": "page",
    }


def test_details_are_names_codes_numbers_and_hashes() -> None:
    case = uuid.uuid4()
    details = Details(
        fields=("valid_until", "state"),
        reason=Ground.NO_LONGER_NEEDED,
        counts={"documents": 3},
        flags={"printed": True, "exported": False},
        codes={"step": Ground.NO_LONGER_NEEDED},
        ids={"case": case, "document": SUBJECT},
        hashes={"file": hashlib.sha256(b"").hexdigest()},
    )
    body = body_of(details=details)
    assert body["fields"] == ["state", "valid_until"]
    assert body["reason"] == "no_longer_needed"
    assert body["counts"] == {"documents": 3}
    assert body["flags"] == {"printed": True, "exported": False}
    assert body["codes"] == {"step": "no_longer_needed"}
    assert body["ids"] == {"case": str(case), "document": SUBJECT}
    assert body["hashes"] == {"file": hashlib.sha256(b"").hexdigest()}
    assert "values" not in body


@pytest.mark.parametrize(
    "details",
    [
        {"fields": ("Jan Jansen",)},
        {"fields": ("noor@gemeente.example",)},
        {"fields": ("a" * 49,)},
        {"fields": (1,)},
        {"reason": "hij belde zelf"},
        {"counts": {"phone": "0612345678"}},
        {"counts": {"documents": True}},
        {"counts": {"documents": -1}},
        {"flags": {"printed": "ja"}},
        {"codes": {"step": "vrije tekst"}},
        {"ids": {"address": "192.0.2.1"}},
        {"ids": {"person": "jan-jansen"}},
        {"ids": {"person": 5}},
        {"hashes": {"file": "een verhaal"}},
        {"hashes": {"file": b"\0" * 32}},
        {"values": {"phone": 612345678}},
        {"counts": {"Noor woont hier": 1}},
    ],
)
def test_what_could_be_personal_is_refused_and_not_repeated(details: dict[str, Any]) -> None:
    with pytest.raises(NotForTheTrail) as refused:
        body_of(details=Details(**details))
    for secret in ("Jansen", "noor", "belde", "0612345678", "192.0.2.1", "verhaal", "woont"):
        assert secret not in str(refused.value)


@pytest.mark.parametrize("parts", [{"actor": "noor"}, {"subject": "case:jan"}, {"subject": uuid.uuid4()}])
def test_who_and_what_are_opaque_as_well(parts: dict[str, Any]) -> None:
    with pytest.raises(NotForTheTrail):
        body_of(**parts)


@given(st.text(min_size=1, max_size=40))
def test_a_value_never_shows_and_cannot_be_guessed(value: str) -> None:
    body = body_of(details=Details(values={"note": f"geheim {value}"}))
    assert "geheim" not in json.dumps(body)
    # neither with the salt, which stands beside it, nor without
    guesses = {hashlib.sha256(f"{salt}geheim {value}".encode()).hexdigest() for salt in ("", body["salt"])}
    assert body["values"]["note"] not in guesses
    again = body_of(details=Details(values={"note": f"geheim {value}"}))
    assert again["values"] != body["values"]


def test_whoever_has_the_key_can_confirm_a_value() -> None:
    salt = b"s" * 16
    happening = Happening(kind=CASE_READ, at=NOW, details=Details(values={"phone": "0612345678"}))
    body = json.loads(write_body(happening, key=KEY, salt=salt))
    assert body["values"]["phone"] == keyed_hash(KEY, b"value", salt, b"phone", b"0612345678")
    assert json.loads(write_body(happening, key=b"j" * 32, salt=salt))["values"] != body["values"]


def test_parts_of_a_keyed_hash_do_not_run_into_one_another() -> None:
    assert keyed_hash(KEY, b"ab", b"c") != keyed_hash(KEY, b"a", b"bc")


def test_moments_sort_as_texts_whatever_zone_they_came_in() -> None:
    winter = datetime(2026, 11, 27, 11, 0, 0, 1999, tzinfo=timezone(timedelta(hours=1)))
    assert moment(winter) == "2026-11-27T10:00:00.001Z"
    with pytest.raises(NotForTheTrail):
        moment(datetime(2026, 11, 27))  # noqa: DTZ001 - that is what is refused


@given(st.lists(st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)), min_size=2, max_size=2))  # noqa: DTZ001
def test_the_order_of_texts_is_that_of_time(moments: list[datetime]) -> None:
    first, second = sorted(moments)
    assert moment(first) <= moment(second)


def test_the_road_is_said_once_at_the_door() -> None:
    with came_by(Via.TASK):
        assert body_of()["via"] == "task"
        with came_by(Via.COMMAND):
            assert body_of()["via"] == "command"
    assert body_of()["via"] == "page"
