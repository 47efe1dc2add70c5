"""The list of what was destroyed: lines are added, half of one is skipped, and nobody else can read it."""

from __future__ import annotations

from pathlib import Path

from sleutelwerk.core.destroyed import FILE_NAME, destroyed_names, note_destroyed

ONE = "cases.CandidateKey 00000000-0000-4000-8000-000000000001/7"
TWO = "deliberation.DeliberationKey 00000000-0000-4000-8000-000000000002/raw"


def test_names_are_added_and_given_back(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert destroyed_names(folder) == frozenset()
    note_destroyed(folder, [ONE])
    note_destroyed(folder, [TWO, ONE])
    assert destroyed_names(folder) == {ONE, TWO}
    assert (folder / FILE_NAME).read_text().splitlines() == [ONE, TWO, ONE]
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_half_a_line_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(TWO.encode() + b"\ncases.Cand")
    note_destroyed(tmp_path, [ONE])
    assert destroyed_names(tmp_path) == {ONE, TWO}


def test_what_is_no_name_is_no_name(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe rubbish\n\n; DROP TABLE x\n" + ONE.encode() + b"\n")
    assert destroyed_names(tmp_path) == {ONE}
