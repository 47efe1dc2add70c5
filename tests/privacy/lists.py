"""Word lists for tests: the shipped one, and small ones to break."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.privacy.engine.guard import Guard
from sleutelwerk.privacy.engine.load import EVALUATION, LoadedWords, files_of, load_words, words_from_data
from sleutelwerk.privacy.engine.model import Kind, WordList
from sleutelwerk.publishing.content import shipped_root

FOLDER = shipped_root() / "guard" / "sleutelwerk" / "1"
NOTES = FOLDER / EVALUATION

Files = dict[str, Any]


@cache
def shipped_words() -> WordList:
    """Give the shipped list, without trying its examples: each has a test of its own."""
    loaded = load_words(FOLDER, examples=False)
    assert loaded.words is not None, loaded.findings
    return loaded.words


@cache
def shipped_guard() -> Guard:
    """Give a guard with the shipped list."""
    return Guard(shipped_words())


def found(text: str) -> list[tuple[str, str]]:
    """Give what the shipped list finds, as kind and words."""
    return [(remark.kind.value, remark.words) for remark in shipped_guard().examine(text)]


def kinds(text: str) -> set[Kind]:
    """Give the kinds of what the shipped list finds."""
    return {remark.kind for remark in shipped_guard().examine(text)}


@cache
def _shipped_files() -> Files:
    return {path.name: read_yaml(path).data for path in files_of(FOLDER)}


def small_list() -> Files:
    """Give the files of a list with two terms and all patterns of the shipped list, to change at will."""
    files = copy.deepcopy(_shipped_files())
    terms = {
        "schema": "sleutelwerk/guard-terms/1",
        "kind": "religion",
        "source": "Eigen oordeel.",
        "terms": [
            {"id": "imam", "forms": ["imam"], "shape": "noun", "finds": ["De imam belde."], "passes": ["Immer."]},
            {"id": "moskee", "forms": ["moskee*"], "finds": ["De moskee is open."], "passes": ["Mos op de muur."]},
        ],
    }
    return {"guard.yaml": files["guard.yaml"], "patterns.yaml": files["patterns.yaml"], "terms.yaml": terms}


def write(folder: Path, files: Files) -> Path:
    """Write files (JSON is YAML) as the list `sleutelwerk`, version 1; a text is written as it is. Give its folder."""
    target = folder / "guard" / "sleutelwerk" / "1"
    target.mkdir(parents=True)
    for name, data in files.items():
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=1)
        (target / name).write_text(text, encoding="utf-8")
    return target


def load(folder: Path, files: Files, *, examples: bool = False) -> LoadedWords:
    """Write files and load them."""
    return load_words(write(folder, files), examples=examples)


def small_guard() -> Guard:
    """Give a guard with the small list."""
    return Guard(words_from_data(small_list()))
