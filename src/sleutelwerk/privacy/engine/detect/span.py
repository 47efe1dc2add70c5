"""What a detector gives, and how a list of words becomes one pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sleutelwerk.privacy.engine.fold import Folded, fold

#: Where something begins and ends in a plain text.
Span = tuple[int, int]
Detect = Callable[[Folded], Iterator[Span]]
Lists = Mapping[str, tuple[str, ...]]

#: Between two words: on one line, and never so much that looking costs time.
GAP = r"[ \t]{1,3}"


def any_of(words: Iterable[str]) -> str:
    """Give a pattern for any of these words, the longest that fits; a space stands for a gap, a dot may be left out.

    Words that begin alike share their beginning, so that a long list costs little more than a short one.
    """
    tree: _Tree = {}
    for word in words:
        branch = tree
        for sign in fold(word).lower:
            branch = branch.setdefault(_ATOMS.get(sign, re.escape(sign)), {})
        branch[_END] = {}
    return f"(?i:{_pattern(tree)})"


_Tree = dict[str, Any]
_END = ""
_ATOMS = {" ": GAP, ".": r"\.?"}


def _pattern(tree: _Tree) -> str:
    ways = [atom + _pattern(rest) for atom, rest in tree.items() if atom != _END]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 and _END not in tree else f"(?:{'|'.join(ways)})"
    return f"{joined}?" if _END in tree else joined


def spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Give where a pattern stands: its group 'it' when it has one, else all of it."""
    group = "it" if "it" in pattern.groupindex else 0
    return (match.span(group) for match in pattern.finditer(text))
