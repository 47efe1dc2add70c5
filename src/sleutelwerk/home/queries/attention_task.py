"""One thing to do, as the start page shows it."""

from __future__ import annotations

from dataclasses import dataclass

#: How many cases stand below one thing to do; the rest is folded away.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, and where to go."""

    icon: str
    title: str
    text: str
    address: str
    action: str
    #: The cases that it is about, where there are more: their codes, with where each stands.
    cases: tuple[tuple[str, str], ...] = ()

    @property
    def first_cases(self) -> tuple[tuple[str, str], ...]:
        """Give the cases to show at once."""
        return self.cases[:SHOWN]

    @property
    def more_cases(self) -> tuple[tuple[str, str], ...]:
        """Give the cases to fold away."""
        return self.cases[SHOWN:]
