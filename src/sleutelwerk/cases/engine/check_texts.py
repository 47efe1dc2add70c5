"""Checks that hold for every content file of this room: names, sources, dates, and words that everybody understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from sleutelwerk.core.bibliography import OWN_JUDGEMENT, Bibliography
from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.plain_language import HARD_BELOW, banned_words, reading_ease
from sleutelwerk.core.yaml_source import DataPath, Document

#: What a key figure can follow when it is read aloud once. Our own judgement for level A2.
LONGEST_SENTENCE = 16
#: A longer word is explained in the list of words of the same file.
LONGEST_WORD = 14
#: The Flesch-Douma score calls 70 to 80 fairly easy; B1 texts of ours lie between 50 and 70.
A2_FROM = 70.0

_NO_TEXT = frozenset({"id", "slug", "schema", "url", "summary_en", "sources", "checked"})
_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9-]*\}")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
_WORD = re.compile(r"[^\W\d_]+")


def walk(value: object, path: DataPath = ()) -> Iterator[tuple[DataPath, object]]:
    """Give everything in plain data with its path, what is around first."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))


def texts(value: object) -> Iterator[tuple[DataPath, str]]:
    """Give every text that people read, with its path."""
    for path, inner in walk(value):
        if isinstance(inner, str) and not _NO_TEXT.intersection(map(str, path)):
            yield path, inner


def check_every_text(document: Document, bibliography: Bibliography | None) -> Iterator[Finding]:
    """Find words that mark people, sources that nobody knows, and facts without the day on which they were checked."""
    return chain(_banned(document), _sources(document, bibliography), _undated(document), _hard_at_all(document))


def _banned(document: Document) -> Iterator[Finding]:
    mend = "Zeg wat mensen doen of nodig hebben, en laat weg wat ze zijn."
    for path, text in texts(document.data):
        for word, reason in banned_words(text):
            message = f"'{word}' gaat over {reason}."
            yield Finding("banned-word", message, mend, document.file, document.at(path))


def _sources(document: Document, bibliography: Bibliography | None) -> Iterator[Finding]:
    if bibliography is None:
        return
    for path, name in walk(document.data):
        if "sources" in path and path[-1] != "sources" and isinstance(name, str) and not bibliography.knows(name):
            message = f"De bron '{name}' staat niet in de bronnenlijst."
            mend = did_you_mean(name, bibliography.by_id) or "Zet de bron in de bronnenlijst, of noem een andere."
            yield Finding("unknown-source", message, mend, document.file, document.at(path))


def _undated(document: Document) -> Iterator[Finding]:
    for path, value in walk(document.data):
        named = value.get("sources", ()) if isinstance(value, dict) and "checked" not in value else ()
        if any(one != OWN_JUDGEMENT for one in named):
            message = "Hier staat een bron, maar niet wanneer die is nagekeken."
            mend = "Voeg 'checked: 2026-11-27' toe, met de dag waarop u de bron las."
            yield Finding("not-dated", message, mend, document.file, document.at(path))


def _hard_at_all(document: Document) -> Iterator[Finding]:
    for path, text in texts(document.data):
        score = reading_ease(text)
        if score is not None and score < HARD_BELOW:
            message = f"Deze tekst is moeilijk (Flesch-Douma {score:.0f}; vanaf {HARD_BELOW:.0f} is het goed)."
            mend = "Maak zinnen korter en kies gewone woorden."
            yield Finding("hard", message, mend, document.file, document.at(path), Severity.HINT)


def duplicates(document: Document, path: DataPath, names: Iterable[str]) -> Iterator[Finding]:
    """Find names that stand twice in the list at a path."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            message, mend = f"De naam '{name}' staat er twee keer.", "Geef een van de twee een andere naam."
            yield Finding("duplicate-id", message, mend, document.file, document.at((*path, index, "id")))
        seen.add(name)


def check_plain(
    document: Document, places: Iterable[tuple[DataPath, str]], explained: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Find what is too hard in texts for a key figure: long sentences, long words, and on the whole."""
    for path, text in places:
        shown = _PLACEHOLDER.sub("iets", text)
        for code, message, mend in chain(_long_sentences(shown), _long_words(shown, explained), _hard(shown)):
            yield Finding(code, message, mend, document.file, document.at(path), Severity.WARNING)


def _long_sentences(text: str) -> Iterator[tuple[str, str, str]]:
    for sentence in _SENTENCE.split(text):
        count = len(sentence.split())
        if count > LONGEST_SENTENCE:
            message = f"Deze zin heeft {count} woorden: '{sentence}'"
            yield "long-sentence", message, f"Houd het bij {LONGEST_SENTENCE} woorden, of maak er twee zinnen van."


def _long_words(text: str, explained: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    for word in _WORD.findall(text):
        if len(word) > LONGEST_WORD and word.casefold() not in explained:
            message = f"'{word}' is een lang woord voor wie luistert."
            yield "long-word", message, "Zeg het anders, of leg het uit onder 'words:'."


def _hard(text: str) -> Iterator[tuple[str, str, str]]:
    score = reading_ease(text)
    if score is not None and score < A2_FROM:
        message = f"Deze tekst is te moeilijk (Flesch-Douma {score:.0f}; vanaf {A2_FROM:.0f} is het goed)."
        yield "too-hard", message, "Maak zinnen korter en kies gewone woorden."
