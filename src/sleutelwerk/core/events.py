"""What an audit event is: its name, how long it is kept, and what it means to whoever reads the trail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_YEAR = 365


class Retention(StrEnum):
    """The class of an event, which decides how long it is kept (N43)."""

    #: Signing in and out; Selectielijst gemeenten 2020, result 19.1.24: six months.
    SIGN_IN = "sign_in"
    #: Reading, searching, printing, exporting; at most as long as what was looked at is kept.
    ACCESS = "access"
    CHANGE = "change"
    #: BIO2 5.28.01: three years.
    INCIDENT = "incident"
    #: Proof of destruction is kept for ever (Selectielijst gemeenten 2020, result 19.1.18).
    DESTRUCTION = "destruction"

    @property
    def days(self) -> int | None:
        """After how many days it goes unless the organisation chose otherwise; None is never."""
        return _DAYS[self]


_DAYS: dict[Retention, int | None] = {
    Retention.SIGN_IN: 183,
    Retention.ACCESS: 5 * _YEAR,
    Retention.CHANGE: 7 * _YEAR,
    Retention.INCIDENT: 3 * _YEAR,
    Retention.DESTRUCTION: None,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of thing that can happen, past tense (`agreement_approved`).

    `meaning_nl` is one Dutch sentence for the page and the reference. `refusal` marks what counts in a peak of
    failures: a failed sign-in, or something that was asked for and not allowed.
    """

    name: str
    retention: Retention
    meaning_nl: str
    refusal: bool = False

    def __post_init__(self) -> None:
        """Refuse a name that a search would not find. Raises ValueError."""
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for an event: write it as case_opened")


def collect(modules: Iterable[ModuleType]) -> dict[str, Event]:
    """Give every event in these modules by name. Raises ValueError when two of them share one."""
    found: dict[str, Event] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Event) and found.setdefault(value.name, value) != value:
                raise ValueError(f"the event {value.name} stands in two rooms, with two meanings")
    return found
