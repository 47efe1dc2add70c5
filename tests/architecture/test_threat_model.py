"""The threat model rests on proofs that are there, and has a row for each key and part that holds something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCUMENT = Path("docs/explanation/threat-model.md")
#: Each part that would give something away; the word with which a row is about it.
PARTS = (
    "case files", "data key of one case", "data key of one candidate", "data key of one envelope",
    "master key `cases`", "master key `identities`", "master key `deliberation`", "raw key", "kept key", "PKCS#11",
    "Vault", "outbox page", "keys folder", "session cookie", "backup",
)  # fmt: skip


def rows(text: str) -> list[list[str]]:
    """Give the cells of each row of what a compromised part gives away."""
    part = text.partition("## What each part gives away")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[2:]]


def missing(proofs: str, repository: Path) -> list[str]:
    """Give the proofs in a cell that are not there: a path, and a test in it where one is named."""
    found = []
    for proof in re.findall(r"`([^`]+)`", proofs):
        path, _colons, test = proof.partition("::")
        place = repository / path
        if not place.exists() or (test and f"def {test}(" not in place.read_text(encoding="utf-8")):
            found.append(proof)
    return found


def test_every_proof_is_there(repository: Path) -> None:
    found = rows((repository / DOCUMENT).read_text(encoding="utf-8"))
    assert [row[0] for row in found if len(row) != 5] == []
    assert [proof for row in found for proof in missing(row[4], repository)] == []


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_row(repository: Path, part: str) -> None:
    found = rows((repository / DOCUMENT).read_text(encoding="utf-8"))
    assert any(part in row[0] for row in found), part


def test_a_planted_proof_is_missed(repository: Path) -> None:
    assert missing("`tests/nowhere.py`, `tests/people.py`, `tests/people.py::test_no`", repository) == [
        "tests/nowhere.py", "tests/people.py::test_no",
    ]  # fmt: skip
