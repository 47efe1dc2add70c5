"""Checking files: everything wrong at once, each at its own line, and nothing about a right file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sleutelwerk.deliberation.content import collection
from sleutelwerk.deliberation.engine.check_dilemmas import Known
from sleutelwerk.deliberation.engine.load import load_dilemmas, load_method
from sleutelwerk.publishing.content import shipped_root

METHOD = (shipped_root() / "deliberation_methods/afspraken/1/method.yaml").read_text("utf-8")
DILEMMAS = (shipped_root() / "dilemmas/sleutelwerk/1/dilemmas.yaml").read_text("utf-8")
KNOWN = Known(frozenset(path.name for path in (shipped_root() / "deliberation_methods").iterdir()))


def put(folder: Path, inside: str, text: str) -> Path:
    path = folder / inside
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def method_codes(folder: Path, text: str) -> set[str]:
    loaded = load_method(put(folder, "deliberation_methods/afspraken/1/method.yaml", text))
    return {one.code for one in loaded.findings}


def dilemma_codes(folder: Path, text: str, known: Known = KNOWN) -> set[str]:
    loaded = load_dilemmas(put(folder, "dilemmas/sleutelwerk/1/dilemmas.yaml", text), known)
    return {one.code for one in loaded.findings}


def test_right_files_have_nothing_to_report(tmp_path: Path) -> None:
    assert method_codes(tmp_path, METHOD) == set()
    assert dilemma_codes(tmp_path, DILEMMAS) == set()


HARD = "De verantwoordelijkheidsverdeling tussen samenwerkingsverbanden " * 3
FIELD = (
    "{id: doen, label: Dit doen we, kind: text, limit: 140, most: 6, "
    "who: group, visibility: open, row: actie, means: action}"
)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("schema:", "schemas:", "unknown-key"),
        ("version: 1", "version: 2", "wrong-place"),
        ("{from: 2, to: 12}", "{from: 12, to: 2}", "people"),
        ("- id: kiezen", "- id: mogelijkheden", "duplicate-id"),
        ("id: niet,", "id: doen,", "duplicate-id"),
        ("shortest: 5", "shortest: 9", "times"),
        ("    shorten: Ieder één mogelijkheid per laag.\n", "", "no-shorten"),
        (FIELD, FIELD.replace("open,", "private,"), "visibility"),
        (FIELD, FIELD.replace("group, visibility: open", "everyone, visibility: totals_only"), "totals"),
        (FIELD, FIELD.replace("limit: 140, ", ""), "limit"),
        (FIELD, FIELD.replace("kind: text, limit: 140", "kind: choice"), "options"),
        ("sheet: {columns: [Praten, Samenwerken, Wij zelf], rows: [], blank_rows: 5, ", "sheet: {", "empty-sheet"),
        ("columns: [Wat, Wie, Wanneer], ", "", "half-table"),
        ("    empty_chair: true\n", "", "no-empty-chair"),
        ("Wie doet wat, en wanneer?", "Wie praat er met de imam?", "banned-word"),
        ("Wie doet wat, en wanneer?", "Wie doet dit " + "en dit " * 20 + "?", "too-long-to-say"),
        ("Wie doet wat, en wanneer?", "Wij doen {kant-c}.", "unknown-place"),
    ],
)
def test_what_is_wrong_in_a_method_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in method_codes(tmp_path, changed(METHOD, old, new))


def test_hard_words_give_a_hint(tmp_path: Path) -> None:
    text = METHOD
    for line in ("Wie doet wat, en wanneer?", "Lees alles.", "Drie lagen."):
        text = changed(text, line, HARD)
    assert "hard-to-say" in method_codes(tmp_path, text)


def test_a_finding_names_its_line(tmp_path: Path) -> None:
    loaded = load_method(
        put(tmp_path, "deliberation_methods/afspraken/1/method.yaml", changed(METHOD, "shortest: 5", "shortest: 9"))
    )
    line = METHOD[: METHOD.index("shortest: 5")].count("\n") + 1
    assert loaded.method is None
    assert [one.position.line for one in loaded.findings] == [line]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: changed(text, "schema:", "schemas:"), "unknown-key"),
        (lambda text: changed(text, "id: hogere-prijs", "id: gunst"), "duplicate-id"),
        (lambda text: changed(text, "question: Mogen wij een gunst", "question: Hoe gaat een gunst"), "question-test"),
        (lambda text: changed(text, "- Mogen wij deze bijdrage", "- Hoe krijgen wij deze bijdrage"), "question-test"),
        (lambda text: changed(text, "choice: Wij houden de avond niet.", "choice: Wij houden de avond, met hem."),
         "same-sides"),
        (lambda text: changed(text, "method: terugblik", "method: terugblikken"), "unknown-method"),
        (lambda text: text.replace("phase: achteraf", "phase: vooraf"), "empty-phase"),
        (lambda text: changed(text, "had u mij kunnen waarschuwen", "ging de imam mee"), "banned-word"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_dilemmas_is_found(tmp_path: Path, change: Callable[[str], str], code: str) -> None:
    assert code in dilemma_codes(tmp_path, change(DILEMMAS))


def test_a_dilemma_that_the_route_map_names_must_be_there(tmp_path: Path) -> None:
    assert dilemma_codes(tmp_path, DILEMMAS, Known(KNOWN.methods, frozenset({"gunsten"}))) == {"missing-dilemma"}


def test_an_organisation_s_own_method_wins_and_a_bad_one_does_not_close_the_room(tmp_path: Path) -> None:
    own = changed(METHOD, "title: Afspraken", "title: Onze afspraken")
    put(tmp_path, "deliberation_methods/afspraken/1/method.yaml", own)
    put(tmp_path, "deliberation_methods/kapot/1/method.yaml", "{")
    found = collection((tmp_path, shipped_root()))
    assert found.methods["afspraken"].title == "Onze afspraken"
    assert "kapot" not in found.methods
    assert found.findings
    assert found.dilemmas is not None


def test_without_any_content_there_is_nothing(tmp_path: Path) -> None:
    found = collection((tmp_path,))
    assert (dict(found.methods), found.dilemmas, found.whole) == ({}, None, ())


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert [one.code for one in load_dilemmas(tmp_path / "dilemmas.yaml", KNOWN).findings] == ["no-file"]
