"""Judges an amount before it is given: fine, close to a limit, or stop and refer (N56, N57)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sleutelwerk.cases.engine.allowances import Allowances, Counts, Kind, Limits

_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Given:
    """Something given, or to be given: money or money's worth, in euro cents, for the month in which `on` falls.

    `minutes` is how long he worked for it, 0 when nobody wrote that down. `elsewhere` marks what he declared of other
    organisations: only the amount is known, never of whom it came.
    """

    kind: str
    cents: int
    on: date
    minutes: int = 0
    elsewhere: bool = False


class Threshold(StrEnum):
    """Which limit is close or passed."""

    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class Outcome(StrEnum):
    """What comes of judging: go on, go on with care, or stop and refer."""

    FINE = "fine"
    WARN = "warn"
    STOP = "stop"


class Reason(StrEnum):
    """Why an amount needs care or cannot be given here."""

    CLOSE = "close"
    ABOVE = "above"
    HOURS_UNKNOWN = "hours_unknown"
    PROVE_COSTS = "prove_costs"
    MORE_THAN_AGREED = "more_than_agreed"
    NOT_AGREED = "not_agreed"
    RECEIPTS = "receipts"
    COSTS_CEILING = "costs_ceiling"
    TRAINING_CEILING = "training_ceiling"
    NOT_HERE = "not_here"
    NO_AMOUNTS = "no_amounts"


_SPANS = {Threshold.HOUR: "per uur", Threshold.MONTH: "in deze maand", Threshold.YEAR: "in dit jaar"}
_TEXTS = {
    Reason.CLOSE: "Met dit bedrag komt u {span} op {total}. Dat is dicht bij de grens van {limit}.",
    Reason.ABOVE: "Met dit bedrag komt u {span} op {total}. De grens is {limit}.",
    Reason.HOURS_UNKNOWN: "Niet overal staat hoeveel uur hij werkte. Reken zelf na: de grens is {limit} per uur.",
    Reason.PROVE_COSTS: "Hij krijgt ook een vergoeding. Kosten tellen dan mee. Bewaar van elke euro een bewijs.",
    Reason.MORE_THAN_AGREED: "U sprak met hem {limit} per maand af. Met dit bedrag komt u {span} op {total}. "
    "Pas eerst samen de afspraken aan.",
    Reason.NOT_AGREED: "U sprak met hem geen vaste vergoeding af. Pas eerst samen de afspraken aan.",
    Reason.RECEIPTS: "Met dit bedrag komen de kosten {span} op {total}. "
    "Boven {limit} bekijkt wie voorstelt, goedkeurt of vastlegt zelf de bonnen.",
    Reason.COSTS_CEILING: "Met dit bedrag komen de kosten {span} op {total}. Hier kan hooguit {limit}.",
    Reason.TRAINING_CEILING: "Met dit bedrag komt training {span} op {total}. Hier kan hooguit {limit}.",
    Reason.NOT_HERE: "Dit betaalt u niet hier.",
    Reason.NO_AMOUNTS: "Voor dit jaar zijn de bedragen nog niet bekend. Geef nog niets.",
}


def euro(cents: int) -> str:
    """Write an amount as people do: 220 euro, 5,75 euro, 2.200 euro."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + (f",{rest:02}" if rest else "") + " euro"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to tell: which limit, how high it is, and what the total comes to, in euro cents."""

    outcome: Outcome
    reason: Reason
    threshold: Threshold | None = None
    limit_cents: int = 0
    total_cents: int = 0

    @property
    def text(self) -> str:
        """Give the remark in Dutch, for the professional."""
        span = _SPANS[self.threshold] if self.threshold else ""
        return _TEXTS[self.reason].format(limit=euro(self.limit_cents), total=euro(self.total_cents), span=span)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What comes of an amount, with every remark; the strictest of them is the outcome.

    `refer_to` says where to go when it stops here, and is empty otherwise. `left_month` and `left_year` are what may
    still be given after this, in euro cents, never below zero.
    """

    remarks: tuple[Remark, ...] = ()
    refer_to: str = ""
    left_month: int = 0
    left_year: int = 0

    @property
    def outcome(self) -> Outcome:
        """The strictest of the remarks."""
        found = {one.outcome for one in self.remarks}
        return next((one for one in (Outcome.STOP, Outcome.WARN) if one in found), Outcome.FINE)

    def __bool__(self) -> bool:
        """Read as: may it be given."""
        return self.outcome is not Outcome.STOP


@dataclass(frozen=True, slots=True)
class Sums:
    """What counts for the limits, in euro cents: of one month, and of its whole year."""

    month: int = 0
    year: int = 0


def sums_of(given: Iterable[Given], on: date, table: Allowances) -> Sums:
    """Sum what counts in the month of a day and in the year of a table. KeyError for a kind that is not in the list."""
    year = [one for one in given if one.on.year == table.year]
    month = [one for one in year if one.on.month == on.month]
    return Sums(_total(month, year, table), _total(year, year, table))


def judge_allowance(
    asked: Given, earlier: Iterable[Given], table: Allowances, *, under_21: bool, agreed_cents: int | None = None
) -> Judgement:
    """Judge an amount before it is given, with everything given earlier here and declared elsewhere (N56, N57).

    What counts is summed over kinds, over money and money's worth, and over organisations. The limit of an hour is
    held against what was given here only, as nobody knows the hours elsewhere. Proven costs alone have no limit of
    volunteering; next to a fee they count (own reading of a source of 2025, to be confirmed). They and training have a
    ceiling of their own, above which it is for others. A fee that is more than was agreed for a month asks for care;
    None when nothing of it was agreed. ValueError for an amount or time below zero, or one that others give;
    KeyError for a kind that is not in the list.
    """
    given = (*earlier, asked)
    if asked.elsewhere or any(one.cents < 0 or one.minutes < 0 for one in given):
        raise ValueError("An amount or time below zero, or an amount that is not ours to give")
    kind = table.kind(asked.kind)
    if asked.on.year != table.year:
        return Judgement((Remark(Outcome.STOP, Reason.NO_AMOUNTS),), table.above.refer_to)
    if kind.counts is Counts.ELSEWHERE:
        return Judgement((Remark(Outcome.STOP, Reason.NOT_HERE),), kind.procedure)
    year = [one for one in given if one.on.year == table.year]
    month = [one for one in year if one.on.month == asked.on.month]
    total = sums_of(given, asked.on, table)
    sums = {Threshold.MONTH: total.month, Threshold.YEAR: total.year}
    remarks: list[Remark] = []
    if kind.counts is not Counts.NEVER and asked.cents:
        remarks = [*_amounts(sums, table.limits), *_hours(asked, month, table, under_21=under_21)]
        remarks += _costs(kind, year, table)
        remarks += _agreed(kind, month, table, agreed_cents)
    remarks += _ceilings(kind, month, year, table)
    refer_to = " ".join(dict.fromkeys(_refer_to(one, table) for one in remarks if one.outcome is Outcome.STOP))
    left = {which: max(0, _limit(which, table.limits) - total) for which, total in sums.items()}
    return Judgement(tuple(remarks), refer_to, left[Threshold.MONTH], left[Threshold.YEAR])


def _limit(which: Threshold, limits: Limits) -> int:
    return limits.month_cents if which is Threshold.MONTH else limits.year_cents


def _total(some: Iterable[Given], year: Iterable[Given], table: Allowances) -> int:
    """Sum what counts of some of a year; costs count only when something else was given in that year."""
    counting = {Counts.FEE, Counts.IN_KIND}
    if _more_than_costs(year, table):
        counting.add(Counts.PROVEN_COSTS)
    return sum(one.cents for one in some if table.kind(one.kind).counts in counting)


def _more_than_costs(year: Iterable[Given], table: Allowances) -> bool:
    return any(one.cents and table.kind(one.kind).counts in {Counts.FEE, Counts.IN_KIND} for one in year)


def _amounts(sums: dict[Threshold, int], limits: Limits) -> Iterator[Remark]:
    for which, total in sums.items():
        limit = _limit(which, limits)
        if total > limit:
            yield Remark(Outcome.STOP, Reason.ABOVE, which, limit, total)
        elif total * 100 >= limit * limits.warn_from:
            yield Remark(Outcome.WARN, Reason.CLOSE, which, limit, total)


def _hours(asked: Given, month: Iterable[Given], table: Allowances, *, under_21: bool) -> Iterator[Remark]:
    if table.kind(asked.kind).counts is not Counts.FEE:
        return
    limit = table.limits.hour(under_21=under_21)
    here = [one for one in month if table.kind(one.kind).counts is Counts.FEE and not one.elsewhere]
    if any(one.cents and not one.minutes for one in here):
        yield Remark(Outcome.WARN, Reason.HOURS_UNKNOWN, Threshold.HOUR, limit)
        return
    cents, minutes = sum(one.cents for one in here), sum(one.minutes for one in here)
    an_hour = -(-cents * _MINUTES // minutes)
    if cents * _MINUTES > limit * minutes:
        yield Remark(Outcome.STOP, Reason.ABOVE, Threshold.HOUR, limit, an_hour)
    elif cents * _MINUTES * 100 >= limit * minutes * table.limits.warn_from:
        yield Remark(Outcome.WARN, Reason.CLOSE, Threshold.HOUR, limit, an_hour)


def _costs(kind: Kind, year: Iterable[Given], table: Allowances) -> Iterator[Remark]:
    if kind.counts is Counts.PROVEN_COSTS and _more_than_costs(year, table):
        yield Remark(Outcome.WARN, Reason.PROVE_COSTS)


def _ceilings(kind: Kind, month: Iterable[Given], year: Iterable[Given], table: Allowances) -> Iterator[Remark]:
    """Hold what no law limits against our own ceilings; what others give is not known by its kind."""
    known = table.ceilings
    if known is None:
        return
    in_month, in_year = (
        sum(one.cents for one in some if table.kind(one.kind).counts is kind.counts and not one.elsewhere)
        for some in (month, year)
    )
    if kind.counts is Counts.PROVEN_COSTS:
        if in_year > known.costs_year_cents:
            yield Remark(Outcome.STOP, Reason.COSTS_CEILING, Threshold.YEAR, known.costs_year_cents, in_year)
        elif in_month > known.receipts_from_cents:
            yield Remark(Outcome.WARN, Reason.RECEIPTS, Threshold.MONTH, known.receipts_from_cents, in_month)
    elif kind.counts is Counts.NEVER and in_year > known.training_year_cents:
        yield Remark(Outcome.STOP, Reason.TRAINING_CEILING, Threshold.YEAR, known.training_year_cents, in_year)


def _refer_to(stop: Remark, table: Allowances) -> str:
    known = table.ceilings
    if known is not None and stop.reason is Reason.COSTS_CEILING:
        return known.costs_refer_to
    if known is not None and stop.reason is Reason.TRAINING_CEILING:
        return known.training_refer_to
    return table.above.refer_to


def _agreed(kind: Kind, month: Iterable[Given], table: Allowances, agreed: int | None) -> Iterator[Remark]:
    """Hold what we give in a month against what was agreed with him; what others give is not ours to agree on."""
    if agreed is None or kind.counts is not Counts.FEE:
        return
    total = sum(one.cents for one in month if table.kind(one.kind).counts is Counts.FEE and not one.elsewhere)
    if not agreed:
        yield Remark(Outcome.WARN, Reason.NOT_AGREED)
    elif total > agreed:
        yield Remark(Outcome.WARN, Reason.MORE_THAN_AGREED, Threshold.MONTH, agreed, total)
