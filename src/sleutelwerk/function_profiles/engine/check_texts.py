"""The words of a set: nothing written twice, no words that mark people by what they are, and plain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.plain_language import HARD_BELOW, banned_words, reading_ease
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.function_profiles.engine.draft import Draft

#: Keys whose values are read by people, in set.yaml and in a layer.
_IN_SET = ("title", "summary", "label")
_IN_LAYER = ("title", "tagline", "purpose")
_IN_ITEM = ("text", "explain", "detail")

_NOT_A_LETTER = re.compile(r"[\W_]+")


def check_texts(draft: Draft) -> Iterator[Finding]:
    """Check the texts of the set, of all items and of all cards."""
    yield from _written_twice(draft)
    for document, path, text in _texts(draft):
        yield from _banned(document, path, text)
        yield from _hard(document, path, text)


def _written_twice(draft: Draft) -> Iterator[Finding]:
    """A profile inherits, so the same words in two items are one item too many; cards stand on their own."""
    first: dict[str, str] = {}
    for entry in draft.entries():
        item = entry.item
        for key, text in (("text", item.text), ("explain", item.explain), ("detail", item.detail)):
            words = _NOT_A_LETTER.sub(" ", text).strip().casefold()
            if words in first:
                mend = "Een profiel erft wat eronder staat. Haal deze tekst weg, of zeg wat hier anders is."
                yield entry.finding("written-twice", f"Deze tekst staat ook bij '{first[words]}'.", mend, key)
            elif words:
                first[words] = item.ref


def _texts(draft: Draft) -> Iterator[tuple[Document, DataPath, str]]:
    yield from _under(draft.document, (), _IN_SET)
    for layer in draft.in_order:
        document = layer.document
        yield from _under(document, (), _IN_LAYER)
        for entry in layer.entries:
            yield from _under(document, entry.path, _IN_ITEM)
        yield from _card(document)


def _under(document: Document, path: DataPath, keys: tuple[str, ...]) -> Iterator[tuple[Document, DataPath, str]]:
    found = _at(document, path)
    yield from ((document, (*path, key), found[key]) for key in keys if key in found)


def _card(document: Document) -> Iterator[tuple[Document, DataPath, str]]:
    for key, value in _at(document, ()).get("card", {}).items():
        if isinstance(value, str):
            yield document, ("card", key), value
        else:
            yield from ((document, ("card", key, index), line) for index, line in enumerate(value))


def _at(document: Document, path: DataPath) -> Any:
    found: Any = document.data
    for step in path:
        found = found[step]
    return found


def _banned(document: Document, path: DataPath, text: str) -> Iterator[Finding]:
    for word, reason in banned_words(text):
        message = f"'{word}' hoort bij {reason}; daar vraagt en schrijft Sleutelwerk niet over."
        yield Finding("banned-word", message, "Zeg wat er gebeurt of nodig is.", document.file, document.at(path))


def _hard(document: Document, path: DataPath, text: str) -> Iterator[Finding]:
    score = reading_ease(text)
    if score is not None and score < HARD_BELOW:
        message = f"Deze tekst leest moeilijk (Flesch-Douma {score:.0f}; vanaf {HARD_BELOW:.0f} is goed)."
        mend = "Maak de zinnen en woorden korter."
        yield Finding("hard-to-read", message, mend, document.file, document.at(path), Severity.HINT)
