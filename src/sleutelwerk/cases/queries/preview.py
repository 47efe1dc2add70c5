"""Counts what newer terms would touch before they hold: numbers per kind, never which, and no small ones (N8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.content import newest_retention
from sleutelwerk.cases.engine.changed_terms import RuleChange, Shift, changed_rules, shift
from sleutelwerk.cases.engine.retention import Result, Retention
from sleutelwerk.cases.models import Candidate, Ending, ThemeSignal
from sleutelwerk.cases.queries.contact import gone_on as signal_gone_on
from sleutelwerk.cases.queries.decision import gone_on as rejected_gone_on
from sleutelwerk.cases.queries.kept_days import alone, assignment_day, file_day, paper_days
from sleutelwerk.cases.queries.terms import terms_of
from sleutelwerk.cases.queries.undecided import known_undecided
from sleutelwerk.cases.rules.candidate import forgotten_on as silent_until
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.ending import Gone
from sleutelwerk.cases.rules.stages import BEFORE_WORK
from sleutelwerk.cases.rules.undecided import gone_on
from sleutelwerk.privacy.engine.small_cells import Counts, suppress

#: What is counted; a rule of which nothing is kept by its own day is shown in words only.
COUNTED: Mapping[Result, str | Promise] = {
    Result.UNDECIDED: _("Kandidaten zonder besluit"),
    Result.REJECTED: _("Kandidaten, wij zeiden nee"),
    Result.WITHDRAWN: _("Kandidaten die nog geen ja zeiden"),
    Result.ENDED: _("Dossiers die klaar zijn"),
    Result.AGREEMENT: _("Afspraken"),
    Result.PAYMENTS: _("Vergoedingen"),
    Result.SIGNALS: _("Signalen over een thema"),
    Result.ASSIGNMENT: _("Opdrachten zonder kandidaat"),
}
_PAPERS = {Gone.PAYMENT: Result.PAYMENTS, Gone.AGREEMENT: Result.AGREEMENT}


@dataclass(frozen=True, slots=True)
class Touched:
    """How many of one kind go within two weeks, sooner, or later; None is fewer than may be told."""

    result: Result
    counts: tuple[int | None, ...]

    @property
    def kind(self) -> str | Promise:
        """Say what is counted."""
        return COUNTED[self.result]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change: from which version to which, the rules in words, and how much each touches."""

    before: Retention
    newest: Retention
    rules: Sequence[RuleChange]
    touched: Sequence[Touched]

    @property
    def waits(self) -> bool:
        """Tell whether another version than the one that holds is there."""
        return self.before.content_hash != self.newest.content_hash


def preview_of(organisation: UUID, now: datetime) -> Preview:
    """Give what the newest terms would touch of an organisation. Raises NoSuchContent.

    The caller answers for who sees it: who watches over the organisation, or who runs the site.
    """
    before, newest, today = terms_of(organisation), newest_retention(), timezone.localdate(now)
    cells = {result: dict.fromkeys(Shift, 0) for result in COUNTED}
    for result, old, new in _days(organisation, before, newest):
        if (how := shift(old, new, today)) is not None:
            cells[result][how] += 1
    shown = suppress(Counts([list(one.values()) for one in cells.values()], row_totals=False, column_totals=False))
    rules = changed_rules(before, newest)
    # of a rule that stays the same it says nothing that nothing goes: that is so for everybody
    touched = [
        Touched(result, counts)
        for result, counts in zip(COUNTED, shown.cells, strict=True)
        if result in {one.id for one in rules}
    ]
    return Preview(before, newest, rules, touched)


def _days(organisation: UUID, old: Retention, new: Retention) -> Iterator[tuple[Result, date | None, date | None]]:
    """Give everything that has a day, with both of its days. An exercise is about nobody."""
    for row in Ending.objects.filter(
        candidate__case__organisation=organisation, candidate__case__practice=False
    ).select_related("candidate"):
        yield Result.ENDED, file_day(row, old), file_day(row, new)
    people = Candidate.objects.filter(case__organisation=organisation, case__practice=False).select_related("case")
    yield from _days_before_work(people, old, new)
    for candidate in people.filter(case__ended_at__isnull=False):
        both = (paper_days(candidate, candidate.case.ended_at, terms) for terms in (old, new))
        for (what, _row, before), (_what, _same, after) in zip(*both, strict=True):
            yield _PAPERS[what], before, after
    for case in alone(organisation).defer("assignment", "receipt"):
        yield Result.ASSIGNMENT, assignment_day(case, old), assignment_day(case, new)
    signals = ThemeSignal.objects.defer("text").filter(case__organisation=organisation, case__practice=False)
    for signal in signals:
        yield Result.SIGNALS, signal_gone_on(signal, old), signal_gone_on(signal, new)


def _days_before_work(
    people: QuerySet[Candidate], old: Retention, new: Retention
) -> Iterator[tuple[Result, date | None, date | None]]:
    for case in people.filter(case__ended_at=None, case__stage__in=BEFORE_WORK).values_list("case", flat=True):
        if known := known_undecided(case):
            yield Result.UNDECIDED, gone_on(known[0], old), gone_on(known[0], new)
    said_no = people.filter(decision__outcome=Outcome.NO).select_related("decision")
    for candidate in said_no:
        yield Result.REJECTED, rejected_gone_on(candidate.decision, old), rejected_gone_on(candidate.decision, new)
    for told_on in people.filter(case__ended_at=None, agreed_on=None).values_list("told_on", flat=True):
        yield Result.WITHDRAWN, silent_until(told_on, old), silent_until(told_on, new)
