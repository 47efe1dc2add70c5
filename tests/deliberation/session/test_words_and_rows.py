"""Words that bring a lost phone back are enough and apart; a row of fields is one thing to whoever fills it in."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sleutelwerk.deliberation.engine.load import load_method
from sleutelwerk.deliberation.engine.session.words import WORDS
from sleutelwerk.publishing.content import shipped_root

SHIPPED = (shipped_root() / "deliberation_methods/afspraken/1/method.yaml").read_text("utf-8")
LAYER = "most: 6, who: everyone, visibility: hidden_until_reveal, row: mogelijkheid}"


def test_four_words_cannot_be_guessed() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert 4 * math.log2(len(WORDS)) > 32
    assert all(word.isascii() and word.islower() and word.isalpha() and 3 <= len(word) <= 8 for word in WORDS)


@pytest.mark.parametrize(
    "other",
    [
        LAYER.replace("most: 6", "most: 5"),
        LAYER.replace("everyone", "inbrenger"),
        LAYER.replace("hidden_until_reveal", "open"),
    ],
)
def test_a_row_whose_fields_differ_is_found_at_its_line(tmp_path: Path, other: str) -> None:
    """Half a row that shows earlier than the other half would tell what is hidden."""
    assert SHIPPED.count(LAYER) == 1
    path = tmp_path / "deliberation_methods/afspraken/1/method.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SHIPPED.replace(LAYER, other), "utf-8")
    loaded = load_method(path)
    found = [(one.code, one.position.line) for one in loaded.findings]
    assert loaded.method is None
    assert found == [("row", SHIPPED[: SHIPPED.index(LAYER)].count("\n") + 1)]


def test_fields_without_a_row_may_differ(tmp_path: Path) -> None:
    path = tmp_path / "deliberation_methods/afspraken/1/method.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SHIPPED.replace("row: mogelijkheid, ", "").replace(", row: mogelijkheid", ""), "utf-8")
    assert load_method(path).findings == ()
