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

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.ending import round_off
from sleutelwerk.cases.actions.envelope import destroy_envelope
from sleutelwerk.cases.actions.vault import destroy_candidate_key, destroy_key, make_candidate_key
from sleutelwerk.cases.content import newest_retention
from sleutelwerk.cases.engine.retention import Result, due_date
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
from sleutelwerk.cases.queries.ending import steps_of, until_of
from sleutelwerk.cases.queries.holding import held_back
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.rules.ending import Gone, file_gone_on
from sleutelwerk.cases.rules.rights import waits_for_him
from sleutelwerk.core.sealing import CannotOpenError

Row = TypeVar("Row", Agreement, Allowance)


def forget_ended(*, now: datetime) -> int:
    """Destroy what is due today, once; give how many things went. It may be asked again at any moment."""
    today = timezone.localdate(now)
    files = [row.candidate_id for row in Ending.objects.filter(ends_on__lt=today) if _file_day(row) <= today]
    went = sum(_forget_file(key, now) for key in files)
    over = Case.objects.filter(ended_at__isnull=False, candidate__isnull=False, candidate__ending=None)
    return went + sum(_forget_papers(key, now) for key in over.values_list("pk", flat=True))


def _file_day(row: Ending) -> date:
    return file_gone_on(newest_retention(), row.ends_on, until_of(steps_of(row)))


@transaction.atomic
def _forget_file(key: UUID, now: datetime) -> int:
    case, today = Case.objects.select_for_update().filter(candidate=key).first(), timezone.localdate(now)
    row = Ending.objects.select_related("candidate").filter(candidate=key).first()
    if case is None or row is None or _file_day(row) > today:
        return 0
    candidate = row.candidate
    if waits_for_him(known_rights(candidate), today) or held_back(case.pk, now):
        return 0
    if case.ended_at is None:
        round_off(case, row, now=now)
    _certify(case, Gone.FILE, now)
    destroy_envelope(candidate, now=now)
    _under_a_new_key(candidate)
    _delete_file(case, candidate)
    return 1


def _under_a_new_key(candidate: Candidate) -> None:
    """Destroy his key; what stays longer was opened before, and lies under a new one."""
    old = candidate_vault(candidate.pk)
    agreements = _opened(old, ((one, PAPER, one.paper) for one in _kept_agreements(candidate)))
    payments = _opened(old, ((one, note_column(one.pk), one.note) for one in _kept_payments(candidate)))
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


def _kept_agreements(candidate: Candidate) -> list[Agreement]:
    return list(Agreement.objects.filter(candidate=candidate, active_from__isnull=False))


def _kept_payments(candidate: Candidate) -> list[Allowance]:
    here = Allowance.objects.filter(candidate=candidate, origin=Allowance.Origin.HERE)
    return list(here.filter(recorded_at__isnull=False))


def _delete_file(case: Case, candidate: Candidate) -> None:
    """Delete all that was sealed under the old key, and what the team was told around themes."""
    Agreement.objects.filter(candidate=candidate, active_from=None).delete()
    Allowance.objects.filter(candidate=candidate).exclude(pk__in=[one.pk for one in _kept_payments(candidate)]).delete()
    for related in (candidate.contacts, candidate.pauses, candidate.look_backs, candidate.rights, candidate.hand_overs):
        related.all().delete()
    Emergency.objects.filter(candidate=candidate).delete()
    Order.objects.filter(candidate=candidate).delete()
    Assessment.objects.filter(candidate=candidate).delete()
    Decision.objects.filter(candidate=candidate).delete()
    if hasattr(candidate, "weighing"):
        candidate.weighing.delete()
    Ending.objects.filter(candidate=candidate).delete()
    ThemeSignal.objects.filter(case=case).delete()
    Hold.objects.filter(case=case).delete()
    case.receipt = None
    case.save(update_fields=["receipt"])


@transaction.atomic
def _forget_papers(key: UUID, now: datetime) -> int:
    """Delete what was paid and agreed when its own day has come, and at last the case with its key."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=key, candidate__ending=None).first()
    candidate = Candidate.objects.filter(case=key).first()
    terms, today = newest_retention(), timezone.localdate(now)
    if case is None or candidate is None or waits_for_him(known_rights(candidate), today) or held_back(key, now):
        return 0
    went = 0
    for payment in _kept_payments(candidate):
        if _has_come(due_date(Result.PAYMENTS, payment.month, terms), today):
            payment.delete()
            _certify(case, Gone.PAYMENT, now)
            went += 1
    for agreement in _kept_agreements(candidate):
        since = timezone.localdate(agreement.over_at or case.ended_at)
        if _has_come(due_date(Result.AGREEMENT, since, terms), today):
            agreement.delete()
            _certify(case, Gone.AGREEMENT, now)
            went += 1
    if _kept_agreements(candidate) or _kept_payments(candidate):
        return went
    _certify(case, Gone.CASE, now)
    destroy_candidate_key(candidate.pk)
    destroy_key(case.pk)
    case.delete()
    return went + 1


def _has_come(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _certify(case: Case, what: Gone, now: datetime) -> None:
    record(
        chain=case.organisation_id, kind=events.ENDED_FORGOTTEN, actor=None, subject=in_trail("case", case.pk), now=now,
        details=Details(codes={"what": what}),
    )  # fmt: skip
