"""The profiles side by side: the matrix agrees with what each profile holds."""

from __future__ import annotations

from pathlib import Path

from tests.function_profiles.sets import small_set, write

from sleutelwerk.function_profiles.engine.compare import Holding, compare, differences
from sleutelwerk.function_profiles.engine.inherit import profile, steps
from sleutelwerk.function_profiles.engine.load import load_profiles
from sleutelwerk.function_profiles.engine.model import Kind, ProfileSet

NEW, HOLDS, NOT_YET, DROPPED = Holding.NEW, Holding.HOLDS, Holding.NOT_YET, Holding.DROPPED


def with_a_drop(root: Path) -> ProfileSet:
    files = small_set()
    files["waarnemer"]["drops"] = ["verbinder.tasks-een", "basis.never-een"]
    loaded = load_profiles(write(root, files))
    assert loaded.profiles is not None
    return loaded.profiles


def test_each_cell_says_how_an_item_stands(tmp_path: Path) -> None:
    rows = compare(with_a_drop(tmp_path))
    assert {row.item.ref: row.cells for row in rows[Kind.TASKS]} == {
        "vertaler.tasks-een": (NEW, HOLDS, HOLDS),
        "verbinder.tasks-een": (NOT_YET, NEW, DROPPED),
        "waarnemer.tasks-een": (NOT_YET, NOT_YET, NEW),
    }
    assert rows[Kind.PRECONDITIONS][0].cells == (HOLDS, HOLDS, HOLDS)
    assert rows[Kind.NEVER][0].cells == (HOLDS, HOLDS, DROPPED)
    assert rows[Kind.NEVER][0].layer.id == "basis"


def test_differences_leave_out_what_is_the_same_for_all(tmp_path: Path) -> None:
    rows = compare(with_a_drop(tmp_path))
    shown = differences(rows)
    assert shown[Kind.PRECONDITIONS] == ()
    assert next(row.item.ref for row in shown[Kind.NEVER]) == "basis.never-een"
    assert all(row.differs for of_kind in shown.values() for row in of_kind)


def test_only_the_kinds_asked_for(tmp_path: Path) -> None:
    assert list(compare(with_a_drop(tmp_path), (Kind.RISKS, Kind.TASKS))) == [Kind.RISKS, Kind.TASKS]


def test_the_matrix_agrees_with_every_profile(tmp_path: Path) -> None:
    profiles = with_a_drop(tmp_path)
    for column, step in enumerate(steps(profiles)):
        held = {item.ref for item in profile(profiles, step.id).items}
        shown = {
            row.item.ref
            for of_kind in compare(profiles).values()
            for row in of_kind
            if row.cells[column] in {NEW, HOLDS}
        }
        assert shown == held
