"""Measuring: marks are read, misses and false alarms counted, and the reference says what comes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.privacy.lists import FOLDER, NOTES, shipped_guard, shipped_words, small_guard

from sleutelwerk.cli.guard import CASE_HALF_NAMES, HALF_NAMES, table
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.privacy.engine.evaluate import HALVES, Mark, Notes, load_notes, measure, misses, note_of
from sleutelwerk.privacy.engine.load import CASE_NOTES
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.publishing.content import shipped_root


@pytest.fixture(scope="module")
def notes() -> Notes:
    loaded = load_notes(NOTES)
    assert loaded.findings == ()
    assert loaded.notes is not None
    return loaded.notes


@pytest.fixture(scope="module")
def case_notes() -> Notes:
    loaded = load_notes(FOLDER / CASE_NOTES)
    assert loaded.findings == ()
    assert loaded.notes is not None
    return loaded.notes


def test_a_note_is_taken_apart() -> None:
    note = note_of("De [religion|imam] en [person|zijn broer].")
    assert note.text == "De imam en zijn broer."
    assert note.marks == (Mark(3, 7, Kind.RELIGION), Mark(11, 21, Kind.PERSON))


def test_found_missed_and_false_are_counted() -> None:
    written = ("De [religion|imam] belde.", "De [religion|dominee] belde.", "De imam en [person|Mees].", "Niets.")
    notes = [note_of(text) for text in (*written, "De moskee.")]
    measured = measure(small_guard(), notes)
    religion = measured.kinds[Kind.RELIGION]
    assert (religion.marked, religion.found, religion.remarks, religion.false) == (2, 1, 3, 2)
    assert religion.recall == 0.5
    assert measured.kinds[Kind.PLATE].recall is None
    assert (measured.notes, measured.innocent, measured.disturbed) == (5, 2, 1)
    assert (measured.total.marked, measured.total.found, measured.total.false) == (3, 1, 2)


def test_a_remark_of_another_kind_on_what_is_marked_is_neither_found_nor_false() -> None:
    measured = measure(small_guard(), [note_of("De [group|imam] belde.")])
    assert (measured.total.found, measured.total.false) == (0, 0)


def test_misses_name_what_went_wrong() -> None:
    notes = [note_of("De [religion|imam]."), note_of("De [religion|dominee]."), note_of("De moskee.")]
    wrong = misses(small_guard(), notes)
    assert [(note.text, len(missed), [one.words for one in false]) for note, missed, false in wrong] == [
        ("De dominee.", 1, []),
        ("De moskee.", 0, ["moskee"]),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("[relgion|imam]", "bestaat niet"), ("[zzzzzz|imam]", "bestaat niet"), ("[religion|imam", "niet af")],
)
def test_a_mark_that_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "evaluation.yaml"
    data = {
        "schema": "sleutelwerk/guard-evaluation/1",
        "slug": "x",
        "version": 1,
        "tuning": ["goed"],
        "held_out": [text],
    }
    path.write_text(json.dumps(data))
    loaded = load_notes(path)
    assert loaded.notes is None
    assert [finding.code for finding in loaded.findings] == ["bad-mark"]
    assert message in loaded.findings[0].message
    assert loaded.findings[0].mend


@pytest.mark.parametrize("text", ["[", "tuning: []\n"])
def test_a_set_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "evaluation.yaml"
    path.write_text(text)
    assert load_notes(path).notes is None


def test_the_set_is_large_enough_and_half_of_it_innocent(notes: Notes) -> None:
    for half in HALVES:
        chosen = getattr(notes, half)
        innocent = sum(not note.marks for note in chosen)
        assert len(chosen) >= 125
        assert 0.4 <= innocent / len(chosen) <= 0.6
        assert {mark.kind for note in chosen for mark in note.marks} == set(Kind)


def test_no_note_stands_in_two_places(notes: Notes, case_notes: Notes) -> None:
    every = [note.text for one in (notes, case_notes) for half in HALVES for note in getattr(one, half)]
    assert len(set(every)) == len(every)


def test_half_of_what_is_written_in_case_files_is_innocent(case_notes: Notes) -> None:
    for half in HALVES:
        chosen = getattr(case_notes, half)
        innocent = sum(not note.marks for note in chosen)
        assert len(chosen) >= 45
        assert 0.45 <= innocent / len(chosen) <= 0.55
        assert {mark.kind for note in chosen for mark in note.marks} >= set(Kind) - {Kind.BSN, Kind.PLATE}


def test_the_reference_says_what_is_measured(notes: Notes, repository: Path) -> None:
    """The page cannot lie: its tables are those that come out now."""
    page = (repository / "docs" / "reference" / "guard.md").read_text(encoding="utf-8")
    for half in HALVES:
        written = "\n".join(table(shipped_words(), measure(shipped_guard(), getattr(notes, half))))
        assert f"{HALF_NAMES[half]}\n\n```\n{written}\n```" in page


def test_the_reference_says_what_is_measured_in_case_files(case_notes: Notes, repository: Path) -> None:
    page = (repository / "docs" / "reference" / "guard.md").read_text(encoding="utf-8")
    for half in HALVES:
        written = "\n".join(table(shipped_words(), measure(shipped_guard(), getattr(case_notes, half))))
        assert f"{CASE_HALF_NAMES[half]}\n\n```\n{written}\n```" in page


def test_whoever_uses_it_reads_what_was_measured(notes: Notes, case_notes: Notes) -> None:
    """The sentence on the page 'Tekst nakijken', about notes on which the list was not tuned."""
    cases = measure(shipped_guard(), (*case_notes.tuning, *case_notes.held_out))
    others = measure(shipped_guard(), notes.held_out)
    page = Client().get(reverse("privacy:check-text")).content.decode()
    for words in (
        f"vonden wij {cases.total.found} van de {cases.total.marked} plekken",
        f"bij {cases.disturbed} van de {cases.innocent} goede notities",
        f"was dat {others.total.found} van de {others.total.marked}, en {others.disturbed} van de {others.innocent}.",
    ):
        assert words in page


def test_a_planted_figure_is_caught(notes: Notes, repository: Path) -> None:
    page = (repository / "docs" / "reference" / "guard.md").read_text(encoding="utf-8")
    planted = re.sub(r"(samen +\d+ +)(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", page)
    written = "\n".join(table(shipped_words(), measure(shipped_guard(), notes.held_out)))
    assert written in page
    assert written not in planted


def texts(data: Any) -> Iterator[str]:
    """Give every text in the data of a file."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from texts(inner)


def test_ordinary_prose_is_left_alone() -> None:
    """Our own published texts are about this work and name nobody: hardly a remark belongs there."""
    rooms = ("function_profiles", "promises", "route_maps")
    files = [path for room in rooms for path in (shipped_root() / room).rglob("*.yaml")]
    prose = [text for path in files for text in texts(read_yaml(path).data) if " " in text]
    words = sum(len(text.split()) for text in prose)
    remarks = sum(len(shipped_guard().examine(text)) for text in prose)
    assert words > 20_000
    assert remarks / words < 1 / 1000


def test_the_guard_does_not_find_everything_and_does_not_say_so(notes: Notes) -> None:
    recall = measure(shipped_guard(), notes.held_out).total.recall
    assert recall is not None
    assert 0.9 <= recall < 1
