"""Words of the case files that were wrong or unkind once, and never come back."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOM = Path("src/sleutelwerk/cases")


@pytest.mark.parametrize(
    "words",
    [
        "Zet haar eerst", "Lees haar", "haar lezen en ja", "voor zij begint", "wegen hem af", "hem afwegen",
        "Wie wegen", "Wie wegen af",
    ],
)  # fmt: skip
def test_a_text_is_no_person_and_a_person_is_not_weighed(words: str) -> None:
    files = [*ROOM.rglob("*.py"), *ROOM.rglob("*.html")]
    assert [one.name for one in files if words in one.read_text("utf-8")] == []
