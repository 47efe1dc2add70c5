"""Finds words that turn money into pay for information, or for what came of it (N17): a list that people keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sleutelwerk.cases.engine.check_texts import check_every_text, duplicates
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import Document
from sleutelwerk.privacy.engine.fold import fold

#: Stands in a form for at most so many words: `extra .. omdat`.
_GAP = r"[\W_]+(?:\w+[\W_]+){0,3}"
_BETWEEN = re.compile(r" \.\. | ")


@dataclass(frozen=True, slots=True)
class PayTerm:
    """Words that belong together. A `*` stands for letters, `..` for a few words.

    What stands in `passes_in` is innocent: a word in it is not found. `finds` and `passes` are texts that must be.
    """

    id: str
    forms: tuple[str, ...]
    passes_in: tuple[str, ...]
    finds: tuple[str, ...]
    passes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PayWords:
    """One list, or several lists together."""

    terms: tuple[PayTerm, ...]

    def found_in(self, text: str) -> str:
        """Give the first words of a text that turn money into pay for information, as written; empty when none do."""
        plain = fold(text)
        spans = (span for term in self.terms for span in _spans(term, plain.lower))
        first = min(spans, default=None)
        if first is None:
            return ""
        begin, end = plain.original_span(*first)
        return text[begin:end]


@dataclass(frozen=True, slots=True)
class Measured:
    """How a list does on texts: how many that pay for information it finds, and which innocent ones it stops."""

    paid: int
    found: int
    innocent: int
    stopped: tuple[str, ...]


def measure(words: PayWords, paid: Sequence[str], innocent: Sequence[str]) -> Measured:
    """Measure a list on texts that pay for information and on innocent ones."""
    stopped = tuple(text for text in innocent if words.found_in(text))
    return Measured(len(paid), sum(bool(words.found_in(text)) for text in paid), len(innocent), stopped)


def load_pay_words(path: Path) -> Loaded[PayWords]:
    """Read and check `<content>/pay_words/<slug>/<version>/pay_words.yaml`, its own examples as well. Never raises."""
    return load(path, "pay-words", pay_words_from_data, _check)


def pay_words_from_data(data: Any) -> PayWords:
    """Make a list of plain data that follows the schema."""
    return PayWords(tuple(_term(one) for one in data["terms"]))


def _term(data: Any) -> PayTerm:
    lists = {name: tuple(data.get(name, ())) for name in ("forms", "passes_in", "finds", "passes")}
    return PayTerm(id=data["id"], **lists)


def _spans(term: PayTerm, text: str) -> Iterator[tuple[int, int]]:
    innocent = [found.span() for found in _matcher(term.passes_in).finditer(text)] if term.passes_in else []
    for found in _matcher(term.forms).finditer(text):
        begin, end = found.span()
        if not any(begin < last and first < end for first, last in innocent):
            yield begin, end


def _matcher(forms: tuple[str, ...]) -> re.Pattern[str]:
    # the module of regular expressions keeps what it made of these
    return re.compile(r"(?<!\w)(?:" + "|".join(map(_pattern, forms)) + r")(?!\w)")


def _pattern(form: str) -> str:
    words = [re.escape(one).replace(r"\*", r"\w*") for one in _BETWEEN.split(form)]
    between = [_GAP if ".." in one else r"[\W_]+" for one in _BETWEEN.findall(form)]
    return "".join(word + gap for word, gap in zip(words, [*between, ""], strict=True))


def _check(found: PayWords, document: Document) -> Iterator[Finding]:
    yield from check_every_text(document, None)
    yield from duplicates(document, ("terms",), [one.id for one in found.terms])
    for index, term in enumerate(found.terms):
        alone = PayWords((term,))
        for key, texts, missing in (("finds", term.finds, True), ("passes", term.passes, False)):
            for place, text in enumerate(texts):
                if bool(alone.found_in(text)) == missing:
                    continue
                said = "niet gevonden" if missing else "gevonden"
                mend = "Verander de vormen, of haal het voorbeeld weg."
                where = document.at(("terms", index, key, place))
                yield Finding("example", f"‘{text}’ wordt {said}.", mend, document.file, where)
