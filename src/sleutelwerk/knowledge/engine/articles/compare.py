"""Compares two versions of an article: which paragraphs came, went or changed, and which words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from sleutelwerk.knowledge.engine.articles.compose import WRITTEN_KEYS


class Kind(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with what happened to it; only a changed one has parts of several kinds."""

    kind: Kind
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FrontChange:
    """What an article says of itself, before and after; lists are joined by commas."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two versions. `paragraphs` holds the same ones too, in reading order."""

    front: tuple[FrontChange, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def changed(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.front) or any(one.kind is not Kind.SAME for one in self.paragraphs)


#: A line that begins a paragraph of its own, also without an empty line before it.
_OWN_LINE = re.compile(r"\s*(?:[-*+] |\d+[.)] |#|>|\||!!! )")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
#: Above this likeness (0 to 1) two paragraphs are one that was changed; our own judgement.
_ALIKE = 0.5
#: Looking for the paragraph that was changed costs a comparison of each with each: beyond this they just come and go.
_MOST_PAIRS = 900
_MOST_WORDS = 4_000
#: Beyond this many paragraphs the library may pass over those that stand there very often.
_MANY_PARAGRAPHS = 400


def compare(before: tuple[Mapping[str, Any], str], after: tuple[Mapping[str, Any], str]) -> Comparison:
    """Compare two versions, each given as what it says of itself and its body."""
    return Comparison(tuple(_front(before[0], after[0])), tuple(_bodies(paragraphs(before[1]), paragraphs(after[1]))))


def _front(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FrontChange]:
    for key in ("slug", *WRITTEN_KEYS):
        old, new = _shown(before.get(key)), _shown(after.get(key))
        if old != new:
            yield FrontChange(key, old, new)


def _shown(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")


def paragraphs(body: str) -> list[str]:
    """Cut a text into paragraphs; an item of a list, a heading and a row of a table count as one each."""
    found: list[list[str]] = []
    open_paragraph = False
    for line in body.split("\n"):
        text = line.strip()
        if text and open_paragraph and not _OWN_LINE.match(line):
            found[-1].append(text)
        elif text:
            found.append([line.rstrip()])
        open_paragraph = bool(text)
    return ["\n".join(lines) for lines in found]


def _bodies(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > _MANY_PARAGRAPHS)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield from (_whole(Kind.SAME, text) for text in after[new_from:new_to])
        else:
            yield from _replaced(before[old_from:old_to], after[new_from:new_to])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Pair what was changed, in order; what finds no partner went or came."""
    waiting = 0
    pairs = len(before) * len(after) <= _MOST_PAIRS
    for text in after:
        partner = _partner(before, waiting, text) if pairs else None
        if partner is None:
            yield _whole(Kind.ADDED, text)
            continue
        yield from (_whole(Kind.REMOVED, old) for old in before[waiting:partner])
        yield Paragraph(Kind.CHANGED, tuple(_words(before[partner], text)))
        waiting = partner + 1
    yield from (_whole(Kind.REMOVED, old) for old in before[waiting:])


def _partner(before: Sequence[str], begin: int, text: str) -> int | None:
    for index in range(begin, len(before)):
        matcher = SequenceMatcher(None, _WORDS.findall(before[index]), _WORDS.findall(text))
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            return index
    return None


def _words(before: str, after: str) -> Iterator[Part]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        old, new = [before], [after]
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if tag == "equal":
            yield Part(Kind.SAME, come)
            continue
        if gone:
            yield Part(Kind.REMOVED, gone)
        if come:
            yield Part(Kind.ADDED, come)


def _whole(kind: Kind, text: str) -> Paragraph:
    return Paragraph(kind, (Part(kind, text),))
