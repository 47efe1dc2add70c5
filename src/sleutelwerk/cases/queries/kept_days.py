"""Gives the day on which each part of what is over goes, by terms that are given: those that hold, or newer ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.cases.models import Agreement, Allowance, Candidate, Case, Ending
from sleutelwerk.cases.queries.ending import steps_of, until_of
from sleutelwerk.cases.rules.assignment import alone_until
from sleutelwerk.cases.rules.ending import Gone, file_gone_on


def file_day(row: Ending, terms: Retention) -> date:
    """Give the day on which a file goes, with the envelope."""
    return file_gone_on(terms, row.ends_on, until_of(steps_of(row)))


def kept_agreements(candidate: Candidate) -> QuerySet[Agreement]:
    """Give what was agreed, and held: that stays longer than the file."""
    return Agreement.objects.filter(candidate=candidate, active_from__isnull=False).order_by("revision")


def kept_payments(candidate: Candidate) -> QuerySet[Allowance]:
    """Give what he got of us: that stays longer than the file."""
    here = Allowance.objects.filter(candidate=candidate, origin=Allowance.Origin.HERE)
    return here.filter(recorded_at__isnull=False).order_by("month", "pk")


def paper_days(
    candidate: Candidate, over_at: datetime | None, terms: Retention
) -> Iterator[tuple[Gone, Allowance | Agreement, date]]:
    """Give what stays longer than the file, each with its day. `over_at` is when the collaboration was over."""
    for payment in kept_payments(candidate):
        yield Gone.PAYMENT, payment, _day(Result.PAYMENTS, payment.month, terms)
    for agreement in kept_agreements(candidate):
        since = agreement.over_at or over_at
        if since is not None:
            yield Gone.AGREEMENT, agreement, _day(Result.AGREEMENT, timezone.localdate(since), terms)


def _day(result: Result, since: date, terms: Retention) -> date:
    day = due_date(result, since, terms)
    assert day is not None
    return day


def assignment_day(case: Case, terms: Retention) -> date | None:
    """Give the day on which the assignment of a case without a candidate goes."""
    return alone_until(timezone.localdate(case.changed_at), case.ends_on, terms)


def alone(organisation: UUID | None = None) -> QuerySet[Case]:
    """Give the cases in which there is nobody and that are not over. An exercise goes in its own way."""
    found = Case.objects.filter(candidate=None, ended_at=None, practice=False)
    return found if organisation is None else found.filter(organisation=organisation)
