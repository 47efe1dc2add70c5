"""Two words that the Dutch of screens and content writes one way: 'één' where it means one, and 'u hebt'."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sleutelwerk
from sleutelwerk.publishing.content import LOCK_FILE, shipped_root

PACKAGE = Path(sleutelwerk.__file__).parent
KINDS = frozenset({".html", ".py", ".js", ".typ", ".yaml", ".md", ".json"})
#: A sentence in which something stands is any sentence; a sentence to write in is one.
WRONG = re.compile(
    r"\b[Ii]n een zin\b(?! (?:met|over|die geen|waarin|zonder)\b)|(?<=\")Een zin(?:\.\"| is genoeg)"
    r"|\b[Hh]eeft u\b|\b[Uu] heeft\b"
)


def written() -> Iterator[Path]:
    """Give the files of which the words can still change: what was published stays as it was."""
    pinned = {shipped_root() / name for name in json.loads((shipped_root() / LOCK_FILE).read_text("utf-8"))}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in KINDS and path not in pinned and "vendor" not in path.parts:
            yield path


def test_one_is_written_as_one_and_u_hebt() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): match[0]
        for path in written()
        if (match := WRONG.search(path.read_text("utf-8", errors="ignore")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text", ["Leg in een zin uit waarom.", '"Een zin."', '"Een zin is genoeg."', "Heeft u een vraag?", "wat u heeft"]
)
def test_a_planted_word_is_caught(text: str) -> None:
    assert WRONG.search(text)


@pytest.mark.parametrize(
    "text", ["Telt alleen in een zin met zulke woorden.", "Leg in één zin uit waarom.", "Hebt u een vraag?"]
)
def test_what_is_right_passes(text: str) -> None:
    assert not WRONG.search(text)
