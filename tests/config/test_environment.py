"""Settings from the environment: typed, from a file when asked, every problem told at once and no value repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from sleutelwerk.config.environment import Environment, UnfitSettings


def test_texts_flags_numbers_names_and_folders_are_read() -> None:
    env = Environment({"SLEUTELWERK_A": " x ", "SLEUTELWERK_B": "Ja", "SLEUTELWERK_C": "12", "SLEUTELWERK_D": "a, b,,"})
    assert (env.text("A"), env.flag("B"), env.number("C", 1), env.names("D")) == ("x", True, 12, ["a", "b"])
    assert (env.text("Z", "y"), env.flag("Z"), env.number("Z", 7), env.names("Z")) == ("y", False, 7, [])
    assert env.folder("Z", "data").is_absolute()
    env.raise_problems()


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret\n", encoding="utf-8")
    assert Environment({"SLEUTELWERK_KEY_FILE": str(tmp_path / "key")}).text("KEY") == "secret"


def test_all_problems_are_told_at_once_without_their_values() -> None:
    env = Environment(
        {
            "SLEUTELWERK_FLAG": "misschien",
            "SLEUTELWERK_NUMBER": "-3x",
            "SLEUTELWERK_SMALL": "1",
            "SLEUTELWERK_LOST_FILE": "no-such-file",
            "SLEUTELWERK_TWICE": "a",
            "SLEUTELWERK_TWICE_FILE": "no-such-file-either",
        }
    )
    env.flag("FLAG")
    env.number("NUMBER", 5)
    env.number("SMALL", 5, least=2)
    env.text("LOST")
    env.text("TWICE")
    with pytest.raises(UnfitSettings) as told:
        env.raise_problems()
    for name in ("FLAG", "NUMBER", "SMALL", "LOST", "TWICE"):
        assert f"SLEUTELWERK_{name}" in str(told.value)
    for value in ("misschien", "-3x", "no-such-file"):
        assert value not in str(told.value)
