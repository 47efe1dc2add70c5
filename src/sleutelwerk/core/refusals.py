"""Keeps count of the refusals while one question is answered, so that none is shown to somebody and not recorded.

A view may tell a refusal in its own words, so whoever stands around all views cannot see it in the answer. Here the
error itself says that it was made, and the trail says that it wrote a refusal down.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Refusals:
    """How often a rule said no, and how many refusals were recorded."""

    said: int = 0
    recorded: int = 0

    @property
    def untold(self) -> bool:
        """Tell whether something was refused of which the trail knows nothing."""
        return self.said > 0 and self.recorded == 0


_current: ContextVar[Refusals | None] = ContextVar("sleutelwerk.core.refusals", default=None)


@contextmanager
def watched() -> Iterator[Refusals]:
    """Keep count of what is refused inside this block."""
    found = Refusals()
    token = _current.set(found)
    try:
        yield found
    finally:
        _current.reset(token)


def was_refused() -> None:
    """Say that a rule said no."""
    if (found := _current.get()) is not None:
        found.said += 1


def was_recorded() -> None:
    """Say that the trail has a refusal."""
    if (found := _current.get()) is not None:
        found.recorded += 1
