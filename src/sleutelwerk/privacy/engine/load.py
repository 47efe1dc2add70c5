"""Reads and checks the files of a word list, and makes the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml
from sleutelwerk.privacy.engine.check import check_examples, check_meaning
from sleutelwerk.privacy.engine.model import Kind, KindText, Nation, Near, Pattern, Shape, Term, WordList

HEAD, EVALUATION = "guard.yaml", "evaluation.yaml"
#: Notes as people write them in a case file; beside the others, as those are pinned with the list.
CASE_NOTES = "evaluation-cases.yaml"
_NO_WORDS = frozenset({HEAD, EVALUATION, CASE_NOTES})
TERMS, PATTERNS = "guard-terms", "guard-patterns"


@dataclass(frozen=True, slots=True)
class LoadedWords:
    """A word list, or None when its files have errors, with everything that was found."""

    words: WordList | None
    findings: tuple[Finding, ...]


def files_of(folder: Path) -> tuple[Path, ...]:
    """Give the files of a word list: the head, and whatever lies beside it except what it is measured by."""
    return (folder / HEAD, *sorted(path for path in folder.glob("*.yaml") if path.name not in _NO_WORDS))


def load_words(folder: Path, *, examples: bool = True) -> LoadedWords:
    """Read and check a word list: its form, its meaning, and (the slow part) whether its own examples hold."""
    documents = {path.name: read_yaml(path) for path in files_of(folder)}
    found = [finding for name, one in documents.items() for finding in _check_form(name, one)]
    if has_errors(found):
        return LoadedWords(None, tuple(found))
    found += check_meaning(documents[HEAD], [one for name, one in documents.items() if name != HEAD], folder)
    if has_errors(found):
        return LoadedWords(None, tuple(found))
    words = words_from_data({name: one.data for name, one in documents.items()})
    if examples:
        found += check_examples(words, [one for name, one in documents.items() if name != HEAD])
    return LoadedWords(None if has_errors(found) else words, tuple(found))


def _check_form(name: str, document: Document) -> list[Finding]:
    if document.data is None:
        return list(document.findings)
    return [*document.findings, *check_schema(document, _schema_of(name, document))]


def _schema_of(name: str, document: Document) -> str:
    """Choose the schema of a file: what it says of itself if that is known, and else that for terms."""
    if name == HEAD:
        return "guard"
    said = document.data.get("schema") if isinstance(document.data, dict) else None
    return PATTERNS if said == f"sleutelwerk/{PATTERNS}/1" else TERMS


def words_from_data(data: Mapping[str, Any]) -> WordList:
    """Make a word list of the plain data of its files, which passed the checks."""
    head = data[HEAD]
    others = [one for name, one in sorted(data.items()) if name != HEAD]
    lists = {name: tuple(head[name]) for name in ("prefixes", "things", "goods", "innocent", "not_names")}
    return WordList(
        slug=head["slug"],
        version=head["version"],
        title=head["title"],
        kinds={Kind(one["id"]): KindText(one["label"], one["advice"]) for one in head["kinds"]},
        near={Near(name): tuple(words) for name, words in head["near"].items()},
        terms=tuple(_term(term, one) for one in others for term in one.get("terms", ())),
        patterns=tuple(_pattern(pattern, one) for one in others for pattern in one.get("patterns", ())),
        content_hash=content_hash(dict(sorted(data.items()))),
        **lists,
    )


def _term(term: Any, file: Any) -> Term:
    nation = {name: tuple(words) for name, words in term.get("nation", {}).items()}
    lists = {name: tuple(term.get(name, ())) for name in ("forms", "after", "passes_in", "finds", "passes")}
    return Term(
        id=term["id"],
        kind=Kind(file["kind"]),
        nation=Nation(**nation),
        shape=Shape(term.get("shape", Shape.AS_WRITTEN)),
        advice=term.get("advice", ""),
        source=term.get("source", file["source"]),
        capital=term.get("capital", False),
        near=Near(term["near"]) if "near" in term else None,
        not_near=Near(term["not_near"]) if "not_near" in term else None,
        **lists,
    )


def _pattern(pattern: Any, file: Any) -> Pattern:
    return Pattern(
        id=pattern["id"],
        kind=Kind(pattern["kind"]),
        lists={name: tuple(words) for name, words in pattern["lists"].items()},
        advice=pattern.get("advice", ""),
        source=pattern.get("source", file["source"]),
        finds=tuple(pattern["finds"]),
        passes=tuple(pattern["passes"]),
    )
