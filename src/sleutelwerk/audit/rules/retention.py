"""How long entries stay, by the class of their event (N43), and what is therefore due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sleutelwerk.core.events import Event, Retention

#: Days per class that an organisation chose instead of the default.
Terms = Mapping[Retention, int]
DEFAULT_TERMS: Terms = {}


@dataclass(frozen=True, slots=True)
class Due:
    """Entries of these kinds from before this moment have had their time."""

    retention: Retention
    kinds: tuple[str, ...]
    before: datetime


def days_of(retention: Retention, terms: Terms = DEFAULT_TERMS) -> int | None:
    """After how many days entries of a class go; None is never, which no organisation can change."""
    return None if retention.days is None else terms.get(retention, retention.days)


def kinds_of(retention: Retention, events: Mapping[str, Event]) -> tuple[str, ...]:
    """Give the kinds in a class, in the order of the alphabet."""
    return tuple(sorted(name for name, event in events.items() if event.retention is retention))


def what_is_due(events: Mapping[str, Event], now: datetime, terms: Terms = DEFAULT_TERMS) -> tuple[Due, ...]:
    """Give what is due. An event that is not among `events` is never due: what nobody knows, nobody throws away."""
    found = []
    for retention in Retention:
        days, kinds = days_of(retention, terms), kinds_of(retention, events)
        if days is not None and kinds:
            found.append(Due(retention, kinds, now - timedelta(days=days)))
    return tuple(found)
