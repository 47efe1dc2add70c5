"""Measures the guard on notes in which it is marked what should be found: how much it finds, how often for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml
from sleutelwerk.privacy.engine.guard import Guard
from sleutelwerk.privacy.engine.model import Kind, Remark

_MARK = re.compile(r"\[(?P<kind>[a-z_]+)\|(?P<words>[^\[\]|]+)\]")
_STRAY = re.compile(r"[\[\]|]")
HALVES = ("tuning", "held_out")


@dataclass(frozen=True, slots=True)
class Mark:
    """What should be found in a note."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Note:
    """A text to try, with what should be found in it."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The two halves of a set: one that was looked at while the lists were made, and one that was not."""

    tuning: tuple[Note, ...]
    held_out: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class LoadedNotes:
    """A set, or None when its file has errors, with what was found."""

    notes: Notes | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How one kind, or all of them, did: marked, found among those, remarks in all, and false alarms among those."""

    marked: int
    found: int
    remarks: int
    false: int

    @property
    def recall(self) -> float | None:
        """The part of what is marked that was found; None when nothing is marked."""
        return self.found / self.marked if self.marked else None


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one half: a score per kind, and how many innocent notes were disturbed."""

    kinds: dict[Kind, Score]
    total: Score
    notes: int
    innocent: int
    disturbed: int


def load_notes(path: Path) -> LoadedNotes:
    """Read and check a set of notes."""
    document = read_yaml(path)
    found = [*document.findings]
    if document.data is not None:
        found += check_schema(document, "guard-evaluation")
    if not has_errors(found):
        found += _marks_wrong(document)
    if has_errors(found):
        return LoadedNotes(None, tuple(found))
    data: Any = document.data
    return LoadedNotes(Notes(*(tuple(map(note_of, data[half])) for half in HALVES)), tuple(found))


def note_of(written: str) -> Note:
    """Take the marks out of a note: `de [religion|imam] belde` becomes the text with one mark in it."""
    text, marks, after = "", [], 0
    for found in _MARK.finditer(written):
        text += written[after : found.start()]
        marks.append(Mark(len(text), len(text) + len(found["words"]), Kind(found["kind"])))
        text += found["words"]
        after = found.end()
    return Note(text + written[after:], tuple(marks))


def _marks_wrong(document: Document) -> list[Finding]:
    data: Any = document.data
    found = []
    for half in HALVES:
        for index, written in enumerate(data[half]):
            unknown = [mark["kind"] for mark in _MARK.finditer(written) if mark["kind"] not in list(Kind)]
            if unknown:
                message, mend = f"De soort '{unknown[0]}' bestaat niet.", did_you_mean(unknown[0], list(Kind))
            elif _STRAY.search(_MARK.sub("", written)):
                message, mend = "Een markering is niet af.", "Schrijf haar als [religion|de woorden]."
            else:
                continue
            at = document.at((half, index))
            found.append(Finding("bad-mark", message, mend or "Kies een bestaande soort.", document.file, at))
    return found


def measure(guard: Guard, notes: Sequence[Note]) -> Measured:
    """Try every note. Found: a remark of the same kind on it. A false alarm: a remark that touches nothing marked."""
    tried = [(note, guard.examine(note.text)) for note in notes]
    kinds = {kind: _score(tried, {kind}) for kind in Kind}
    innocent = [remarks for note, remarks in tried if not note.marks]
    return Measured(kinds, _score(tried, set(Kind)), len(notes), len(innocent), sum(map(bool, innocent)))


def misses(guard: Guard, notes: Iterable[Note]) -> list[tuple[Note, tuple[Mark, ...], tuple[Remark, ...]]]:
    """Give the notes that went wrong, with what was not found and what was a false alarm."""
    wrong = []
    for note in notes:
        remarks = guard.examine(note.text)
        missed = tuple(mark for mark in note.marks if not _is_found(mark, remarks))
        false = tuple(remark for remark in remarks if _is_false(remark, note))
        if missed or false:
            wrong.append((note, missed, false))
    return wrong


def _score(tried: Sequence[tuple[Note, tuple[Remark, ...]]], kinds: set[Kind]) -> Score:
    marks = [(mark, remarks) for note, remarks in tried for mark in note.marks if mark.kind in kinds]
    said = [(remark, note) for note, remarks in tried for remark in remarks if remark.kind in kinds]
    found = sum(_is_found(mark, remarks) for mark, remarks in marks)
    return Score(len(marks), found, len(said), sum(_is_false(remark, note) for remark, note in said))


def _is_found(mark: Mark, remarks: Iterable[Remark]) -> bool:
    return any(one.kind is mark.kind and one.start < mark.end and mark.start < one.end for one in remarks)


def _is_false(remark: Remark, note: Note) -> bool:
    return not any(remark.start < mark.end and mark.start < remark.end for mark in note.marks)
