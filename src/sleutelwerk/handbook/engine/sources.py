"""Numbers the sources in the order in which the handreiking names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from sleutelwerk.core.bibliography import OWN_JUDGEMENT, Bibliography, Source
from sleutelwerk.handbook.engine.model import Cite, Numbered


class Sources:
    """The sources that were named so far. Two lists may use one id for different sources, so each counts by itself."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def cite(self, names: Sequence[str], known: Bibliography) -> Cite:
        """Give the numbers behind these ids; a source that is gone from the list has none, as on the pages."""
        found = (known.by_id[name] for name in names if name in known.by_id)
        numbers = tuple(self._numbers.setdefault(source, len(self._numbers) + 1) for source in found)
        return Cite(numbers, OWN_JUDGEMENT in names)

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """The list as it stands at the end."""
        return tuple(Numbered(number, source) for source, number in self._numbers.items())


def numbers_in(value: Any) -> frozenset[int]:
    """Give the numbers of all sources that a chapter, or a piece of one, names."""
    if isinstance(value, Cite):
        return frozenset(value.numbers)
    if is_dataclass(value):
        value = [getattr(value, one.name) for one in fields(value)]
    return frozenset().union(*map(numbers_in, value)) if isinstance(value, list | tuple) else frozenset()
