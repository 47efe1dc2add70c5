"""One thing to do, as the start page shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, and where to go."""

    icon: str
    title: str
    text: str
    address: str
    action: str
