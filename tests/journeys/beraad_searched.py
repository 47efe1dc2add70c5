"""Searches all that browsers got in a talk, frames, pages, answers and files, for what ties words to a device."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from tests.journeys.beraad_room import Room
from tests.journeys.relay import Passed


def nothing_ties_words_to_devices(room: Room) -> None:
    """Search every state that any browser got: an entry says what was written and nothing of whose device that is."""
    frames = {name: one.frames for name, one in room.heard.items()}
    every = [frame for found in frames.values() for frame in found]
    people = {person["id"] for frame in every for person in frame.get("people", ())}
    entries = [entry for frame in every for step in frame.get("steps", {}).values() for entry in step["entries"]]
    assert len(people) > 5, "the desks knew whom they let in"
    assert len(entries) > 50
    assert not any(tied(entry, people) for entry in entries)
    # the same search finds what should not be: an author, an id of a device, a key
    first, somebody = entries[0], next(iter(people))
    for planted in ({"by": somebody}, {"values": {"hoop": f"van {somebody}"}}, {"id": somebody}, {"key": "00"}):
        assert tied(first | planted, people)
    # who writes knows who is in the room by ear; the ids of their devices come on desks alone
    for name in set(frames) - {"desk", "second"}:
        inside = [frame for frame in frames[name] if frame["audience"] != "waiting"]
        assert inside
        assert not any(person in json.dumps(inside) for person in people), name
    _nor_in_any_other_answer(room, people, {entry["id"] for entry in entries})
    # who claimed something stands there by his own choice, and nowhere on the big screen
    assert "Van Anna" not in room.heard["screen"].everything
    assert not any("Anna" in json.dumps(frame) for frame in frames["screen"])
    assert any("Anna" in json.dumps(frame) for frame in frames["Bram"])


def _nor_in_any_other_answer(room: Room, people: set[str], entries: set[str]) -> None:
    """Search pages, what was asked for once, what came of acts, and files: none has words of somebody and a device."""
    looked: Counter[str] = Counter()
    for one in room.heard.values():
        for passed in tuple(one.relay.passed):
            kind = _kind_of(passed)
            looked[kind] += 1
            # the desk's own states have both, and are searched entry by entry
            assert kind in {"stream", "state"} or not both_in(passed.text, people, entries), passed.path
    assert all(looked[kind] for kind in ("page", "act", "stream", "state")), looked
    somebody, something = next(iter(people)), next(iter(entries))
    assert both_in(f"<li data-entry={something}> {somebody}", people, entries)


def _kind_of(passed: Passed) -> str:
    """Tell what sort of answer it was."""
    path = passed.path.partition("?")[0]
    if passed.is_stream or path.endswith("/nu"):
        return "stream" if passed.is_stream else "state"
    return "act" if path.endswith("/doen/") else "page" if "text/html" in passed.head else "file"


def both_in(text: str, people: set[str], entries: set[str]) -> bool:
    """Tell whether a text holds the id of a device and that of an entry."""
    return any(one in text for one in people) and any(one in text for one in entries)


def tied(entry: dict[str, Any], people: set[str]) -> bool:
    """Tell whether an entry has more to it than words and an id of its own, or holds the id of a device."""
    return bool(set(entry) - {"id", "form", "values", "of"}) or any(one in json.dumps(entry) for one in people)


def nothing_in_the_files_does(room: Room) -> None:
    """Take the files of data along as the facilitator does: they have no device, no key and no lock in them."""
    people = {person["id"] for one in room.heard.values() for frame in one.frames for person in frame.get("people", ())}
    taken = "address => fetch(address).then(answer => answer.text())"
    for kind in ("reflectieverslag", "nota"):
        text = room.desk.evaluate(taken, f"/beraad/{room.deliberation}/verslag/{kind}.json")
        if kind == "reflectieverslag":
            assert "Zijn zus werkt bij de winkel." in text, "it is the file itself"
        assert not any(one in text for one in people)
        assert not re.search(r'"(key|lock|claimed|device|alias)"', text)
    _nor_in_any_other_answer(room, people, _entries_heard(room))


def _entries_heard(room: Room) -> set[str]:
    """Give the ids of all that lay on the table on any screen."""
    steps = [step for one in room.heard.values() for frame in one.frames for step in frame.get("steps", {}).values()]
    return {entry["id"] for step in steps for entry in step["entries"]}
