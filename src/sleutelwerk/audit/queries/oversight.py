"""What those who watch over a trail want to see at a glance: what stands out, and what goes when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min

from sleutelwerk.audit.engine.body import moment
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries.known import known_events
from sleutelwerk.audit.rules.alarms import Alarm, Limits, Look, mass_reading, odd_hours, refusal_peaks
from sleutelwerk.audit.rules.retention import DEFAULT_TERMS, Terms, days_of, kinds_of
from sleutelwerk.core.events import Event, Retention

_LOOK_BACK = timedelta(days=7)
_SOON = timedelta(days=30)


def alarms(
    chain: UUID, *, now: datetime, since: datetime | None = None, limits: Limits | None = None
) -> tuple[Alarm, ...]:
    """Give what stands out since a moment (a week back unless told otherwise), the latest first.

    Watching what staff do needs the consent of the works council; whether it is there, the caller decides.
    """
    begin, bounds = since or now - _LOOK_BACK, limits or Limits()
    refusals = _refusals()
    access = tuple(name for name in kinds_of(Retention.ACCESS, known_events()) if name not in refusals)
    found = [
        *odd_hours(_looks(chain, access, begin, now)),
        *mass_reading(_looks(chain, access, begin, now), bounds),
        *refusal_peaks(_looks(chain, refusals, begin, now), bounds),
    ]
    return latest_first(found)


def failure_peaks(chain: UUID, *, now: datetime) -> tuple[Alarm, ...]:
    """Give only the peaks of refusals of the last week, the latest first: for a chain that is not about one's staff."""
    return latest_first(refusal_peaks(_looks(chain, _refusals(), now - _LOOK_BACK, now), Limits()))


def latest_first(found: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Put alarms in the order in which they are read, the same each time."""
    return tuple(sorted(found, reverse=True, key=lambda alarm: (alarm.since, alarm.kind, alarm.actor or "")))


def _refusals() -> tuple[str, ...]:
    return tuple(sorted(name for name, event in known_events().items() if event.refusal))


def _looks(chain: UUID, kinds: tuple[str, ...], since: datetime, until: datetime) -> Iterator[Look]:
    entries = Entry.objects.filter(chain=chain, kind__in=kinds, at__gte=moment(since), at__lte=moment(until))
    for at, actor, subject in entries.order_by("at", "number").values_list("at", "actor", "subject").iterator():
        yield Look(datetime.fromisoformat(at), actor, subject)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many entries of a class there are, and how many of those go now and within thirty days.

    `retention` None stands for kinds that nobody knows any more: those are never purged. `next_at` is when the oldest
    goes.
    """

    retention: Retention | None
    days: int | None
    total: int
    due: int
    soon: int
    next_at: datetime | None


def retention_forecast(
    chain: UUID, now: datetime, *, terms: Terms = DEFAULT_TERMS, events: Mapping[str, Event] | None = None
) -> tuple[Forecast, ...]:
    """Tell what goes when, per class."""
    known = known_events() if events is None else events
    found = [_forecast(chain, now, retention, days_of(retention, terms), known) for retention in Retention]
    unknown = Entry.objects.filter(chain=chain, kind__isnull=False).exclude(kind__in=list(known)).count()
    if unknown:
        found.append(Forecast(None, None, unknown, 0, 0, None))
    return tuple(found)


def _forecast(
    chain: UUID, now: datetime, retention: Retention, days: int | None, events: Mapping[str, Event]
) -> Forecast:
    entries = Entry.objects.filter(chain=chain, kind__in=kinds_of(retention, events))
    totals = entries.aggregate(total=Count("number"), oldest=Min("at"))
    if days is None or not totals["total"]:
        return Forecast(retention, days, totals["total"], 0, 0, None)
    term = timedelta(days=days)
    due = entries.filter(at__lt=moment(now - term)).count()
    soon = entries.filter(at__lt=moment(now + _SOON - term)).count() - due
    return Forecast(retention, days, totals["total"], due, soon, datetime.fromisoformat(totals["oldest"]) + term)
