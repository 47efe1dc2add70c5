"""The shipped files of this room, and how a test changes one of them."""

from __future__ import annotations

from pathlib import Path

from sleutelwerk.core.bibliography import Bibliography, load_bibliography
from sleutelwerk.publishing.content import shipped_root

PROFILES = ("vertaler", "verbinder", "waarnemer", "ambassadeur")
FILES = {
    "allowances": "allowances/vergoedingen/2026/allowances.yaml",
    "allowances-2025": "allowances/vergoedingen/2025/allowances.yaml",
    "agreement": "agreements/samenwerking/2/agreement.yaml",
    "information": "letters/informatiebrief/2/letter.yaml",
    "outcome": "letters/uitkomstkaart/1/letter.yaml",
    "retention": "retention/samenwerking/1/retention.yaml",
    "pay-words": "pay_words/samenwerking/1/pay_words.yaml",
    "evaluation": "evaluation/samenwerking/1/evaluation.yaml",
}


def path_of(name: str) -> Path:
    return shipped_root() / FILES[name]


def bibliography() -> Bibliography:
    found = load_bibliography(shipped_root() / "bibliography/sleutelwerk/1/sources.yaml").bibliography
    assert found is not None
    return found


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """Put a copy of a shipped file in a folder, with one thing changed."""
    text = path_of(name).read_text("utf-8")
    assert old in text
    return put(folder, name, text.replace(old, new, 1))


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / FILES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
