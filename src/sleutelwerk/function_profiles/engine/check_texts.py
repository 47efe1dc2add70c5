"""The words of a set: nothing written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sleutelwerk.core.findings import Finding
from sleutelwerk.function_profiles.engine.draft import Draft

_NOT_A_LETTER = re.compile(r"[\W_]+")


def check_texts(draft: Draft) -> Iterator[Finding]:
    """Check the texts of all items and cards."""
    yield from _written_twice(draft)


def _written_twice(draft: Draft) -> Iterator[Finding]:
    """A profile inherits, so the same words in two items are one item too many; cards stand on their own."""
    first: dict[str, str] = {}
    for entry in draft.entries():
        item = entry.item
        for key, text in (("text", item.text), ("explain", item.explain), ("detail", item.detail)):
            words = _NOT_A_LETTER.sub(" ", text).strip().casefold()
            if not words:
                continue
            if words in first:
                mend = "Een profiel erft wat eronder staat. Haal deze tekst weg, of zeg wat hier anders is."
                yield entry.finding("written-twice", f"Deze tekst staat ook bij '{first[words]}'.", mend, key)
            first.setdefault(words, item.ref)
