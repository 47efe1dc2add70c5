"""Destroys what is kept of a collaboration that is over, each part on its own day; a line without content remains.

On the day of the file the key of the key figure is destroyed and all about him goes; what the law wants longer (what
was paid, what was agreed) was opened before and lies under a new key, without who he was. So the old key opens nothing,
in no backup either. When the last of that goes, the assignment goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.cases.actions.batches import tidy_batches
from sleutelwerk.cases.actions.certificates import Looked, certify, off_the_list
from sleutelwerk.cases.actions.ending import round_off
from sleutelwerk.cases.actions.envelope import destroy_envelope
from sleutelwerk.cases.actions.vault import destroy_candidate_key, destroy_key, make_candidate_key
from sleutelwerk.cases.engine.retention import Retention
from sleutelwerk.cases.models import (
    Agreement,
    Allowance,
    Assessment,
    Candidate,
    Case,
    Decision,
    Emergency,
    Ending,
    Hold,
    Order,
    ThemeSignal,
)
from sleutelwerk.cases.models.vault import CaseVault, candidate_vault
from sleutelwerk.cases.queries.agreement import PAPER
from sleutelwerk.cases.queries.allowance import note_column
from sleutelwerk.cases.queries.candidate import EMPTY_PAPERS, PAPERS
from sleutelwerk.cases.queries.going import is_unread, stayed_until
from sleutelwerk.cases.queries.holding import held_back, retained
from sleutelwerk.cases.queries.kept_days import (
    alone,
    assignment_day,
    file_day,
    kept_agreements,
    kept_payments,
    paper_days,
)
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.ending import Gone
from sleutelwerk.cases.rules.holding import RETAINS
from sleutelwerk.cases.rules.rights import waits_for_him
from sleutelwerk.core.sealing import CannotOpenError

Row = TypeVar("Row", Agreement, Allowance)


def forget_ended(*, now: datetime) -> int:
    """Destroy what is due today, once; give how many things went. It may be asked again at any moment."""
    today = timezone.localdate(now)
    rows = Ending.objects.filter(ends_on__lt=today).select_related("candidate__case")
    files = [row.candidate_id for row in rows if file_day(row, terms_of_case(row.candidate.case)) <= today]
    went = sum(_forget_file(key, now) for key in files)
    over = Case.objects.filter(ended_at__isnull=False, candidate__isnull=False, candidate__ending=None)
    went += sum(_forget_papers(key, now) for key in over.values_list("pk", flat=True))
    left = Case.objects.filter(ended_at__isnull=False, candidate=None)
    went += sum(_forget_assignment(key, now) for key in left.values_list("pk", flat=True))
    went += sum(_forget_alone(key, now) for key in alone().values_list("pk", flat=True))
    tidy_batches()
    return went


def _waits(case: Case, candidate: Candidate, now: datetime) -> bool:
    """Tell whether it is due and stays a little longer: for him, for a hold, or until somebody read what is new."""
    for_him = waits_for_him(known_rights(candidate), timezone.localdate(now))
    return for_him or held_back(case.pk, now) or is_unread(case, now)


@transaction.atomic
def _forget_file(key: UUID, now: datetime) -> int:
    case, today = Case.objects.select_for_update().filter(candidate=key).first(), timezone.localdate(now)
    row = Ending.objects.select_related("candidate").filter(candidate=key).first()
    if case is None or row is None:
        return 0
    terms = terms_of_case(case)
    day, candidate = file_day(row, terms), row.candidate
    if day > today or _waits(case, candidate, now):
        return 0
    if case.ended_at is None:
        round_off(case, row, now=now)
    certify(case, Gone.FILE, (Gone.FILE, day), terms, now=now)
    destroy_envelope(candidate, now=now)
    _under_a_new_key(candidate)
    _delete_file(case, candidate)
    off_the_list(case.pk, [Gone.FILE], today)
    return 1


def _under_a_new_key(candidate: Candidate) -> None:
    """Destroy his key; what stays longer was opened before, and lies under a new one."""
    old = candidate_vault(candidate.pk)
    agreements = _opened(old, ((one, PAPER, one.paper) for one in kept_agreements(candidate)))
    payments = _opened(old, ((one, note_column(one.pk), one.note) for one in kept_payments(candidate)))
    destroy_candidate_key(candidate.pk)
    new = make_candidate_key(candidate)
    for agreement, data in agreements:
        agreement.paper = new.seal(PAPER, data)
        agreement.save(update_fields=["paper"])
    for payment, data in payments:
        payment.note = new.seal(note_column(payment.pk), data)
        payment.save(update_fields=["note"])
    candidate.envelope, candidate.told_by, candidate.told_how, candidate.agreed_on = None, None, "", None
    candidate.papers = new.seal(PAPERS, dict(EMPTY_PAPERS))
    candidate.save(update_fields=["envelope", "told_by", "told_how", "agreed_on", "papers"])


def _opened(vault: CaseVault, sealed: Iterable[tuple[Row, str, bytes | memoryview]]) -> list[tuple[Row, object]]:
    found: list[tuple[Row, object]] = []
    for row, column, text in sealed:
        try:
            found.append((row, vault.open(column, bytes(text))))
        except CannotOpenError:
            row.delete()  # nobody can read it any more, so nobody needs it
    return found


def _delete_file(case: Case, candidate: Candidate) -> None:
    """Delete all that was sealed under the old key, and what the team was told around themes."""
    Agreement.objects.filter(candidate=candidate, active_from=None).delete()
    Allowance.objects.filter(candidate=candidate).exclude(pk__in=[one.pk for one in kept_payments(candidate)]).delete()
    for related in (candidate.contacts, candidate.pauses, candidate.look_backs, candidate.rights, candidate.hand_overs):
        related.all().delete()
    Emergency.objects.filter(candidate=candidate).delete()
    Order.objects.filter(candidate=candidate).delete()
    Assessment.objects.filter(candidate=candidate).delete()
    Decision.objects.filter(candidate=candidate).delete()
    candidate.earlier_nos.all().delete()
    if hasattr(candidate, "weighing"):
        candidate.weighing.delete()
    Ending.objects.filter(candidate=candidate).delete()
    ThemeSignal.objects.filter(case=case).delete()
    Hold.objects.filter(case=case).exclude(reason__in=RETAINS).delete()
    case.receipt = None
    case.save(update_fields=["receipt"])


@transaction.atomic
def _forget_papers(key: UUID, now: datetime) -> int:
    """Delete what was paid and agreed when its own day has come, and at last the case with its key."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=key, candidate__ending=None).first()
    candidate = Candidate.objects.filter(case=key).first()
    if case is None or candidate is None or _waits(case, candidate, now):
        return 0
    terms, today = terms_of_case(case), timezone.localdate(now)
    went: list[tuple[Gone, date]] = []
    for what, row, day in paper_days(candidate, case.ended_at, terms):
        if day <= today:
            row.delete()
            certify(case, what, (what, day), terms, now=now)
            went.append((what, day))
    last = not (kept_agreements(candidate).exists() or kept_payments(candidate).exists())
    if last:
        _forget_last(case, candidate, terms, went[-1] if went else None, now)
    off_the_list(key, {what for what, _day in went}, today)
    return len(went) + last


def _forget_last(case: Case, candidate: Candidate, terms: Retention, after: Looked | None, now: datetime) -> None:
    """Destroy the assignment, after what was the last of it; while it should stay, only his made-up name goes."""
    destroy_candidate_key(candidate.pk)
    if retained(case.pk, now):
        certify(case, Gone.NAME, after, terms, now=now)
        candidate.delete()
        return
    certify(case, Gone.CASE, after, terms, now=now)
    destroy_key(case.pk)
    case.delete()


@transaction.atomic
def _forget_assignment(key: UUID, now: datetime) -> int:
    """Destroy an assignment that stayed after him, once nothing asks to keep it any more."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=key, candidate=None, ended_at__isnull=False).first()
    if case is None or held_back(key, now) or retained(key, now):
        return 0
    stayed = stayed_until(key)
    certify(case, Gone.CASE, (Gone.CASE, stayed) if stayed else None, terms_of_case(case), now=now)
    destroy_key(key)
    case.delete()
    return 1


@transaction.atomic
def _forget_alone(key: UUID, now: datetime) -> int:
    """Destroy an assignment in which nobody is and that nobody touched for its term."""
    case, today = alone().select_for_update(of=("self",)).filter(pk=key).first(), timezone.localdate(now)
    # somebody may have been told while this waited for the row
    if case is None or Candidate.objects.filter(case=key).exists():
        return 0
    terms = terms_of_case(case)
    due = assignment_day(case, terms)
    if due is None or due > today or held_back(key, now) or retained(key, now):
        return 0
    certify(case, Gone.ASSIGNMENT, (Gone.ASSIGNMENT, due), terms, now=now)
    destroy_key(key)
    case.delete()
    return 1
