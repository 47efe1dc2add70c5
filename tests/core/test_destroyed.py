"""The list of what was destroyed: lines are added, half of one is skipped, and nobody else can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sleutelwerk.core.destroyed import FILE_NAME, destroyed_names, is_destroyed, key_name, note_destroyed

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


def test_a_key_is_asked_for_by_its_name_and_each_new_line_counts_at_once(tmp_path: Path) -> None:
    folder, other = tmp_path / "keys", tmp_path / "other"
    assert key_name("deliberation.DeliberationKey", "00000000-0000-4000-8000-000000000002", "raw") == TWO
    assert not is_destroyed(folder, ONE)
    note_destroyed(folder, [ONE])
    assert is_destroyed(folder, ONE)
    assert not is_destroyed(folder, TWO)
    note_destroyed(folder, [TWO])
    assert is_destroyed(folder, TWO)
    assert not is_destroyed(other, ONE)


def test_the_list_is_read_once_as_long_as_it_stays_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note_destroyed(tmp_path, [ONE])
    read: list[Path] = []

    def counted(folder: Path) -> frozenset[str]:
        read.append(folder)
        return frozenset(destroyed_names(folder))

    monkeypatch.setattr("sleutelwerk.core.destroyed.destroyed_names", counted)
    assert [is_destroyed(tmp_path, ONE) for _ in range(100)] == [True] * 100
    assert len(read) == 1
