"""Puts words that are quoted between curly quotes, as Dutch has them, where a published text has straight ones."""

from __future__ import annotations

import re
from typing import Any

#: A straight pair around words; an apostrophe within or after a word is none.
STRAIGHT = re.compile(r"(?<![\w'])'(?=\S)([^'\n]+)(?<=\S)'(?!\w)|(?<!\w)\"(?=\S)([^\"\n]+)(?<=\S)\"(?!\w)")


def curly(data: Any) -> Any:
    r"""Give plain data with every quoted word between curly quotes; what is no text stays as it is.

    >>> curly({"say": "Waar 'hij' staat, en foto's."}) == {"say": "Waar \u2018hij\u2019 staat, en foto's."}
    True
    """
    if isinstance(data, str):
        return STRAIGHT.sub(lambda found: f"\u2018{found[1] or found[2]}\u2019", data)
    if isinstance(data, dict):
        return {name: curly(value) for name, value in data.items()}
    return [curly(one) for one in data] if isinstance(data, list) else data
