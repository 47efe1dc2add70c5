"""Gives what of an organisation goes within two weeks, by the neutral code of its case and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.people import names_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Batch, BatchItem, Candidate, Case, Ending, Hold
from sleutelwerk.cases.queries.examples import exercises
from sleutelwerk.cases.queries.holding import held_back, retained
from sleutelwerk.cases.queries.kept_days import alone, assignment_day, file_day, paper_days
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.queries.terms import terms_of
from sleutelwerk.cases.rules.destroying import UNREAD_WAITS, Unread, is_listed
from sleutelwerk.cases.rules.ending import Gone
from sleutelwerk.cases.rules.holding import RETAINS
from sleutelwerk.cases.rules.rights import waits_for_him
from sleutelwerk.cases.rules.watching import may_watch

KINDS: Mapping[Gone, str | Promise] = {
    Gone.FILE: _("Het dossier, met de envelop"),
    Gone.PAYMENT: _("Vergoedingen"),
    Gone.AGREEMENT: _("Afspraken"),
    Gone.NAME: _("De verzonnen naam"),
    Gone.CASE: _("De opdracht"),
    Gone.ASSIGNMENT: _("Een opdracht zonder kandidaat"),
}

_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Going:
    """One kind of paper of one case, with its day. `waits` says why it stays a little longer."""

    case: UUID
    code: str
    what: Gone
    due_on: date
    count: int
    waits: str

    @property
    def key(self) -> tuple[UUID, str, date]:
        """Name it."""
        return self.case, self.what.value, self.due_on

    @property
    def kind(self) -> str | Promise:
        """Say what it is."""
        return KINDS[self.what]


@dataclass(frozen=True, slots=True)
class BatchShown:
    """What was proposed and did not go yet."""

    row: Batch
    lines: Sequence[Going]
    proposed_by: str
    confirmed_by: str
    own: bool


@dataclass(frozen=True, slots=True)
class GoingShown:
    """The whole list: what waits for a second person, what two looked at, and what nobody proposed."""

    batches: Sequence[BatchShown]
    free: Sequence[Going]
    #: How many cases there are to practise with: they are about nobody, stand on no list and go by themselves.
    exercises: int = 0

    @property
    def fingerprint(self) -> str:
        """Give what somebody saw when he proposes it."""
        return fingerprint_of(self.free)


def fingerprint_of(lines: Iterable[Going]) -> str:
    """Give one hash over what lines say goes, whatever they wait for."""
    said = "\n".join(" ".join((str(one.case), one.what, one.due_on.isoformat(), str(one.count))) for one in lines)
    return sha256(said.encode()).hexdigest()


def going(organisation: UUID, now: datetime) -> list[Going]:
    """Give what goes within two weeks, or waits: what goes first comes first. An exercise is about nobody."""
    found = [
        *_files(organisation, now),
        *_papers(organisation, now),
        *_assignments(organisation, now),
        *_alone(organisation, now),
    ]
    return sorted(found, key=lambda one: (one.due_on, one.code, one.what))


def _files(organisation: UUID, now: datetime) -> Iterator[Going]:
    today, terms = timezone.localdate(now), terms_of(organisation)
    rows = Ending.objects.filter(candidate__case__organisation=organisation, candidate__case__practice=False)
    for row in rows.filter(ends_on__lt=today).select_related("candidate__case"):
        due = file_day(row, terms)
        if is_listed(due, today):
            yield _line(row.candidate, Gone.FILE, due, 1, now)


def _papers(organisation: UUID, now: datetime) -> Iterator[Going]:
    today, terms = timezone.localdate(now), terms_of(organisation)
    over = Candidate.objects.filter(case__organisation=organisation, case__practice=False, ending=None)
    for candidate in over.filter(case__ended_at__isnull=False).select_related("case"):
        days = Counter((what, due) for what, _row, due in paper_days(candidate, candidate.case.ended_at, terms))
        for (what, due), count in days.items():
            if is_listed(due, today):
                yield _line(candidate, what, due, count, now)


def _assignments(organisation: UUID, now: datetime) -> Iterator[Going]:
    """Give assignments that stayed after him, and of which the time is nearly over."""
    left = Case.objects.filter(organisation=organisation, practice=False, ended_at__isnull=False, candidate=None)
    for case in left:
        due = stayed_until(case.pk)
        if due is not None and is_listed(due, timezone.localdate(now)):
            waits = _now("Wordt vastgehouden") if held_back(case.pk, now) else ""
            yield Going(case.pk, case.code, Gone.CASE, due, 1, waits)


def _alone(organisation: UUID, now: datetime) -> Iterator[Going]:
    """Give assignments in which nobody ever came, or nobody is any more, and that nobody touched for long."""
    terms = terms_of(organisation)
    for case in alone(organisation).defer("assignment", "receipt"):
        due = assignment_day(case, terms)
        if due is not None and is_listed(due, timezone.localdate(now)):
            waits = _now("Wordt vastgehouden") if held_back(case.pk, now) or retained(case.pk, now) else ""
            yield Going(case.pk, case.code, Gone.ASSIGNMENT, due, 1, waits)


def stayed_until(case: UUID) -> date | None:
    """Give the first day on which nothing asks any more to keep an assignment; None when nobody ever did."""
    last = Hold.objects.filter(case=case, reason__in=RETAINS).aggregate(last=Max("until"))["last"]
    return None if last is None else last + timedelta(days=1)


def _line(candidate: Candidate, what: Gone, due: date, count: int, now: datetime) -> Going:
    return Going(candidate.case_id, candidate.case.code, what, due, count, _waits(candidate, now))


def _waits(candidate: Candidate, now: datetime) -> str:
    if held_back(candidate.case_id, now):
        return _now("Wordt vastgehouden")
    if waits_for_him(known_rights(candidate), timezone.localdate(now)):
        return _now("Hij wacht nog op antwoord")
    if is_unread(candidate.case, now):
        assert candidate.case.input_at is not None
        last = date_format(timezone.localdate(candidate.case.input_at + UNREAD_WAITS), "j F Y")
        return _now("Er staat iets nieuws. Het wacht tot het team kijkt, hoogstens tot %(day)s") % {"day": last}
    return ""


def is_unread(case: Case, now: datetime) -> bool:
    """Tell whether destroying waits, because somebody wrote something that nobody else of the team saw yet."""
    return case.input_at is not None and Unread(case.input_at, case.input_by_id).waits(now)


def going_for(viewer: Actor, now: datetime) -> GoingShown:
    """Give the list of somebody's own organisation, if he watches over it."""
    if not may_watch(viewer):
        return GoingShown([], [])
    assert viewer.organisation is not None
    lines = {one.key: one for one in going(viewer.organisation, now)}
    batches = list(
        Batch.objects.filter(organisation=viewer.organisation).order_by("proposed_at").prefetch_related("items")
    )
    people = {one for row in batches for one in (row.proposed_by_id, row.confirmed_by_id) if one is not None}
    names = names_of(viewer, people)
    shown, taken = [], set()
    for row in batches:
        keys = [(item.case_id, item.what, item.due_on) for item in row.items.all()]
        taken.update(keys)
        left = [lines[key] for key in lines if key in set(keys)]
        if left:
            shown.append(
                BatchShown(
                    row, left, names.get(row.proposed_by_id, "") if row.proposed_by_id else "",
                    names.get(row.confirmed_by_id, "") if row.confirmed_by_id else "", row.proposed_by_id == viewer.id,
                )
            )  # fmt: skip
    left = [one for key, one in lines.items() if key not in taken]
    return GoingShown(shown, left, exercises(viewer.organisation).count())


def looked_at(case: UUID, what: Gone, due_on: date) -> Batch | None:
    """Give the proposal in which something stood, confirmed or not."""
    item = BatchItem.objects.select_related("batch").filter(case=case, what=what, due_on=due_on).first()
    return None if item is None else item.batch


def waits_for_second(viewer: Actor) -> int:
    """Count the proposals that wait for somebody else than who proposed them: this viewer."""
    if not may_watch(viewer):
        return 0
    rows = Batch.objects.filter(organisation=viewer.organisation, confirmed_at=None, items__isnull=False)
    return rows.exclude(proposed_by=viewer.id).distinct().count()


def waits_for_first(viewer: Actor, now: datetime) -> bool:
    """Tell whether something goes soon that nobody proposed and that waits for nothing; known anew each day.

    To look it up takes a question or more for each case that is over; of the answer only the yes or no is remembered.
    """
    if not may_watch(viewer) or viewer.organisation is None:
        return False
    last = Batch.objects.filter(organisation=viewer.organisation).order_by("-proposed_at").values_list("pk", flat=True)
    key = f"going-{viewer.organisation}-{timezone.localdate(now)}-{last.first()}"
    known = cache.get(key)
    if known is None:
        known = any(not one.waits for one in going_for(viewer, now).free)
        cache.set(key, known, timeout=_A_DAY)
    return bool(known)
