"""What stands out in a trail and wants a person to look (N44): odd hours, mass reading, peaks of refusals.

An alarm is a question, never a conclusion: it names a moment, a number and an opaque id, and nothing happens by itself.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Amsterdam")
WORK_BEGINS, WORK_ENDS = 6, 22
_SATURDAY = 5
READING_WINDOW = timedelta(hours=1)
REFUSAL_WINDOW = timedelta(minutes=15)


class AlarmKind(StrEnum):
    """What stands out."""

    ODD_HOURS = "odd_hours"
    MASS_READING = "mass_reading"
    REFUSAL_PEAK = "refusal_peak"


@dataclass(frozen=True, slots=True)
class Limits:
    """More than these is an alarm: different subjects in an hour, refusals in a quarter of an hour."""

    subjects_an_hour: int = 30
    refusals_a_quarter: int = 10


@dataclass(frozen=True, slots=True)
class Look:
    """One entry as far as alarms need it."""

    at: datetime
    actor: str | None
    subject: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Alarm:
    """Something that stands out: `count` looks, subjects or refusals from `since` to `until`.

    `actor` None stands for strangers.
    """

    since: datetime
    until: datetime
    kind: AlarmKind
    count: int
    actor: str | None = None


def is_odd_hour(at: datetime) -> bool:
    """Tell whether a moment lies in the night or the weekend, by the clock in Amsterdam."""
    local = at.astimezone(HOME)
    return local.weekday() >= _SATURDAY or not WORK_BEGINS <= local.hour < WORK_ENDS


def odd_hours(looks: Iterable[Look]) -> Iterator[Alarm]:
    """Give one alarm per person and calendar day on which he looked at an odd hour. Looks come in order of time."""
    found: dict[tuple[str, str], list[datetime]] = {}
    for look in looks:
        if look.actor is not None and is_odd_hour(look.at):
            day = look.at.astimezone(HOME).date().isoformat()
            found.setdefault((look.actor, day), []).append(look.at)
    for (actor, _), moments in found.items():
        yield Alarm(moments[0], moments[-1], AlarmKind.ODD_HOURS, len(moments), actor)


def mass_reading(looks: Iterable[Look], limits: Limits) -> Iterator[Alarm]:
    """Give one alarm per stretch in which somebody looked at more different subjects an hour than the limit."""
    by_actor: dict[str, list[Look]] = {}
    for look in looks:
        if look.actor is not None and look.subject is not None:
            by_actor.setdefault(look.actor, []).append(look)
    for actor, own in by_actor.items():
        for since, until, most in _stretches(own, READING_WINDOW, limits.subjects_an_hour):
            yield Alarm(since, until, AlarmKind.MASS_READING, most, actor)


def refusal_peaks(refusals: Iterable[Look], limits: Limits) -> Iterator[Alarm]:
    """Give one alarm per stretch with more refusals in a quarter of an hour than the limit, whoever was refused.

    Per person as well as for all strangers together: whoever tries many accounts is refused as a stranger.
    """
    by_actor: dict[str | None, list[Look]] = {}
    for place, look in enumerate(refusals):
        by_actor.setdefault(look.actor, []).append(Look(look.at, look.actor, str(place)))
    for actor, own in by_actor.items():
        for since, until, most in _stretches(own, REFUSAL_WINDOW, limits.refusals_a_quarter):
            yield Alarm(since, until, AlarmKind.REFUSAL_PEAK, most, actor)


def _stretches(looks: list[Look], window: timedelta, limit: int) -> Iterator[tuple[datetime, datetime, int]]:
    """Give begin, end and highest number of each stretch in which a moving window held more subjects than the limit."""
    since: datetime | None = None
    until, most = looks[0].at, 0
    for begin, at, number in _windows(looks, window):
        if since is not None and begin > until:
            yield since, until, most
            since, most = None, 0
        if number > limit:
            since, until, most = since or begin, at, max(most, number)
    if since is not None:
        yield since, until, most


def _windows(looks: list[Look], window: timedelta) -> Iterator[tuple[datetime, datetime, int]]:
    """Give, at each look, the first moment in the window, the moment itself, and the number of different subjects."""
    inside: deque[Look] = deque()
    subjects: Counter[str | None] = Counter()
    for look in looks:
        inside.append(look)
        subjects[look.subject] += 1
        while look.at - inside[0].at >= window:
            gone = inside.popleft()
            subjects[gone.subject] -= 1
            if not subjects[gone.subject]:
                del subjects[gone.subject]
        yield inside[0].at, look.at, len(subjects)
