"""The checker of word lists: everything that is wrong, at once, at its own place, with its mending."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.privacy.lists import Files, load, small_list


def codes(folder: Path, files: Files, *, examples: bool = False) -> list[str]:
    return [finding.code for finding in load(folder, files, examples=examples).findings]


def term(files: Files, number: int = 0) -> Any:
    return files["terms.yaml"]["terms"][number]


def test_a_good_list_has_no_findings(tmp_path: Path) -> None:
    loaded = load(tmp_path, small_list(), examples=True)
    assert loaded.findings == ()
    assert loaded.words is not None
    assert [one.id for one in loaded.words.terms] == ["imam", "moskee"]


def test_everything_is_said_at_once_and_at_its_place(tmp_path: Path) -> None:
    files = small_list()
    term(files)["forms"] = ["i*mam"]
    term(files, 1)["id"] = "imam"
    files["patterns.yaml"]["patterns"][0]["id"] = "bsm"
    loaded = load(tmp_path, files)
    assert loaded.words is None
    assert {one.code for one in loaded.findings} == {"bad-form", "duplicate-id", "unknown-pattern", "missing-pattern"}
    unknown = next(one for one in loaded.findings if one.code == "unknown-pattern")
    assert unknown.file.endswith("patterns.yaml")
    assert unknown.position.line > 1
    assert unknown.mend == "Bedoelt u 'bsn'?"


@pytest.mark.parametrize("form", ["*", "- -", "mos*kee", "**moskee"])
def test_a_form_that_cannot_be_looked_up(tmp_path: Path, form: str) -> None:
    files = small_list()
    term(files, 1)["forms"].append(form)
    assert codes(tmp_path, files) in (["bad-form"], ["wrong-form"])


@pytest.mark.parametrize("form", ["moskee* bestuur", "de *moskee"])
def test_a_star_that_cannot_stand_there(tmp_path: Path, form: str) -> None:
    files = small_list()
    term(files, 1)["passes_in"] = [form]
    assert codes(tmp_path, files) == ["bad-star"]


def test_a_bad_form_in_a_nation(tmp_path: Path) -> None:
    files = small_list()
    term(files)["nation"] = {"people": ["Turk*en"]}
    assert codes(tmp_path, files) == ["bad-form"]


def test_a_term_without_words(tmp_path: Path) -> None:
    files = small_list()
    del term(files)["forms"]
    assert codes(tmp_path, files) == ["no-words"]


def test_a_kind_left_out_or_said_twice(tmp_path: Path) -> None:
    files = small_list()
    files["guard.yaml"]["kinds"][0] = files["guard.yaml"]["kinds"][1]
    assert codes(tmp_path, files) == ["kind-count", "kind-count"]


def test_a_list_in_the_wrong_folder(tmp_path: Path) -> None:
    files = small_list()
    files["guard.yaml"]["version"] = 2
    assert codes(tmp_path, files) == ["wrong-folder"]


def test_a_pattern_with_the_wrong_kind_or_lists(tmp_path: Path) -> None:
    files = small_list()
    patterns = {one["id"]: one for one in files["patterns.yaml"]["patterns"]}
    patterns["plate"]["kind"] = "person"
    patterns["plate"]["lists"] = {"month": ["jan"]}
    patterns["iban"]["lists"] = {"zzz": ["x"]}
    assert codes(tmp_path, files) == ["wrong-kind", "missing-list", "unknown-list", "unknown-list"]


def test_an_unknown_pattern_far_from_any_names_them_all(tmp_path: Path) -> None:
    files = small_list()
    files["patterns.yaml"]["patterns"][0]["id"] = "qqqqqqqq"
    mends = [one.mend for one in load(tmp_path, files).findings if one.code == "unknown-pattern"]
    assert mends[0].startswith("Kies uit: birth-date, bsn")


def test_an_example_that_does_not_hold(tmp_path: Path) -> None:
    files = small_list()
    term(files)["finds"].append("De dominee belde.")
    term(files, 1)["passes"].append("De moskee is dicht.")
    found = load(tmp_path, files, examples=True).findings
    assert [one.code for one in found] == ["example-missed", "example-found"]
    assert "De dominee belde." in found[0].message
    assert found[1].position.line > found[0].position.line


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    files = small_list()
    files["terms.yaml"] = "terms: [\n"
    assert codes(tmp_path, files)


def test_a_file_of_an_unknown_kind_is_checked_as_terms(tmp_path: Path) -> None:
    files = small_list()
    files["more.yaml"] = ["x"]
    files["other.yaml"] = {"schema": "sleutelwerk/guard-terms/9"}
    assert {"wrong-type", "not-allowed", "missing-key"} <= set(codes(tmp_path, files))


def test_a_missing_head(tmp_path: Path) -> None:
    files = small_list()
    del files["guard.yaml"]
    assert codes(tmp_path, files) == ["no-file"]
