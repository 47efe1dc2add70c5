"""What holds in a profile, where it came from, and the criteria as others see them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.function_profiles.sets import Files, item, small_set, write

from sleutelwerk.function_profiles.engine.inherit import criteria, profile, steps
from sleutelwerk.function_profiles.engine.load import load_profiles
from sleutelwerk.function_profiles.engine.model import Kind, ProfileSet


def load(root: Path, files: Files) -> ProfileSet:
    loaded = load_profiles(write(root, files))
    assert loaded.profiles is not None, loaded.findings
    return loaded.profiles


def test_the_base_is_no_step(tmp_path: Path) -> None:
    profiles = load(tmp_path, small_set())
    assert [layer.id for layer in steps(profiles)] == ["vertaler", "verbinder", "waarnemer"]
    with pytest.raises(KeyError):
        profile(profiles, "basis")
    with pytest.raises(KeyError):
        profile(profiles, "ambassadeur")


def test_a_profile_holds_its_own_items_and_those_below(tmp_path: Path) -> None:
    profiles = load(tmp_path, small_set())
    one = profile(profiles, "verbinder")
    assert one.layer.id == "verbinder"
    assert [item.ref for item in one.of(Kind.TASKS)] == ["vertaler.tasks-een", "verbinder.tasks-een"]
    assert [item.layer for item in one.of(Kind.NEVER)] == ["basis", "vertaler", "verbinder"]
    assert "waarnemer" not in {item.layer for item in one.items}


def test_inherited_items_come_per_layer_nearest_first_without_empty_ones(tmp_path: Path) -> None:
    one = profile(load(tmp_path, small_set()), "waarnemer")
    assert [layer.id for layer, _ in one.inherited(Kind.NEVER)] == ["verbinder", "vertaler", "basis"]
    assert [layer.id for layer, _ in one.inherited(Kind.ARRANGEMENTS)] == ["basis"]
    assert [item.ref for item in one.brought_by(one.layer, Kind.NEVER)] == ["waarnemer.never-een"]


def test_a_dropped_item_holds_below_and_no_longer_from_there_up(tmp_path: Path) -> None:
    files = small_set()
    files["verbinder"]["drops"] = ["vertaler.tasks-een"]
    profiles = load(tmp_path, files)
    assert "vertaler.tasks-een" in {item.ref for item in profile(profiles, "vertaler").items}
    assert profile(profiles, "vertaler").dropped == ()
    for name in ("verbinder", "waarnemer"):
        one = profile(profiles, name)
        assert "vertaler.tasks-een" not in {item.ref for item in one.items}
        (drop,) = one.dropped
        assert (drop.item.ref, drop.brought_by.id, drop.by.id) == ("vertaler.tasks-een", "vertaler", "verbinder")


def test_criteria_are_plain_data_per_layer(tmp_path: Path) -> None:
    files = small_set()
    files["waarnemer"]["preconditions"] = [item("waarnemer", Kind.PRECONDITIONS)]
    assert criteria(load(tmp_path, files)) == {
        "basis": {
            "preconditions": ["basis.preconditions-een"],
            "competences": ["basis.competences-een"],
            "arrangements": ["basis.arrangements-een"],
        },
        "vertaler": {"preconditions": [], "competences": [], "arrangements": []},
        "verbinder": {"preconditions": [], "competences": [], "arrangements": []},
        "waarnemer": {"preconditions": ["waarnemer.preconditions-een"], "competences": [], "arrangements": []},
    }


@settings(max_examples=40, deadline=None)
@given(
    extra=st.lists(
        st.tuples(
            st.sampled_from(["basis", "vertaler", "verbinder", "waarnemer"]), st.sampled_from([Kind.TASKS, Kind.NEVER])
        ),
        max_size=12,
    ),
    data=st.data(),
)
def test_a_higher_profile_holds_all_of_the_lower_one_minus_what_it_dropped(
    extra: list[tuple[str, Kind]], data: st.DataObject
) -> None:
    files = small_set()
    refs = []
    for number, (layer, kind) in enumerate(extra):
        made = item(layer, kind, f"extra{number}")
        files[layer].setdefault(kind.value, []).append(made)
        refs.append((layer, f"{layer}.{made['id']}"))
    droppable = [ref for layer, ref in refs if layer in {"basis", "vertaler"}]
    dropped = data.draw(st.lists(st.sampled_from(droppable), unique=True)) if droppable else []
    files["verbinder"]["drops"] = dropped
    with tempfile.TemporaryDirectory() as folder:
        profiles = load(Path(folder), files)
    held = [{item.ref for item in profile(profiles, step.id).items} for step in steps(profiles)]
    own = [{item.ref for item in step.items} for step in steps(profiles)]
    assert held[1] == (held[0] | own[1]) - set(dropped)
    assert held[2] == held[1] | own[2]
