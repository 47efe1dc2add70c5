"""Finds named families, clubs, places of worship and camps: a word for a group beside a name."""

from __future__ import annotations

import re

from sleutelwerk.privacy.engine.detect.names import NAME
from sleutelwerk.privacy.engine.detect.span import GAP, Detect, Lists, any_of, spans

_LINK = rf"(?:(?i:de|het|el|al|an|at|ar|as|in|'t){GAP})"
_WORD = r"[A-Z][\w'-]{0,40}"


def named_group(lists: Lists) -> Detect:
    """Make the detector of a named group: one of 'families' with a surname, or one of 'bodies' with a name."""
    families, bodies, behind = any_of(lists["families"]), any_of(lists["bodies"]), any_of(lists["behind"])
    before = re.compile(
        rf"(?<![\w'])(?:{families}{GAP}{NAME}|{bodies}{GAP}{_LINK}?{_WORD}(?:{GAP}{_LINK}{{0,2}}{_WORD}){{0,3}})"
    )
    after = re.compile(rf"(?<![\w'])[A-Z][\w']{{1,40}}-{behind}(?!\w)")

    return lambda text: (found for one in (before, after) for found in spans(one, text.text))
