"""Forgets somebody: his key first, then all about him, whoever asked for it and at whatever stage."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.envelope import destroy_envelope
from sleutelwerk.cases.actions.vault import destroy_candidate_key, destroy_key
from sleutelwerk.cases.models import Candidate, Case, Hold, ThemeSignal
from sleutelwerk.cases.queries.holding import held_back, retained
from sleutelwerk.cases.rules.holding import RETAINS
from sleutelwerk.cases.rules.stages import Stage


def forget(candidate: Candidate, *, his_wish: bool = False, now: datetime) -> None:
    """Destroy all about somebody; the assignment waits for somebody else, and goes with him once it was rounded off.

    Only what he wants himself takes along an assignment that should stay. Inside the caller's transaction, after he
    left his trace: both stand or fall together. Of a case that was rounded off nothing is there any more after this.
    """
    case = candidate.case
    destroy_candidate_key(candidate.pk)
    destroy_envelope(candidate, now=now)
    if case.ended_at is not None and (his_wish or not retained(case.pk, now)):
        # nobody can begin anew in it, and without him no term says when it would go
        destroy_key(case.pk)
        case.delete()
        return
    candidate.delete()
    # what was noted around a theme while he was there is not for whoever comes next
    ThemeSignal.objects.filter(case=case).delete()
    # a hold was about what is gone now
    Hold.objects.filter(case=case).exclude(reason__in=RETAINS).delete()
    if case.ended_at is not None:
        return  # its assignment stays for a while, and nobody begins anew in it
    case.stage, case.changed_at = Stage.CANDIDATE, now
    case.save(update_fields=["stage", "changed_at"])


def remove_keyless(*, now: datetime) -> int:
    """Remove what no key opens any more: a process died half-way, or a backup brought back what was destroyed.

    Give how many rows went. While a case is held its rows wait as well: beside what opens nowhere may lie what still
    opens, as the envelope.
    """
    people = Candidate.objects.filter(key=None).values_list("pk", flat=True)
    went = sum(_remove_candidate(key, now) for key in people)
    return went + sum(_remove_case(key, now) for key in Case.objects.filter(key=None).values_list("pk", flat=True))


@transaction.atomic
def _remove_candidate(key: UUID, now: datetime) -> int:
    row = Candidate.objects.select_related("case").select_for_update(of=("self",)).filter(pk=key, key=None).first()
    if row is None or held_back(row.case_id, now):
        return 0
    _record(row.case, now)
    forget(row, now=now)
    return 1


@transaction.atomic
def _remove_case(key: UUID, now: datetime) -> int:
    row = Case.objects.select_for_update(of=("self",)).filter(pk=key, key=None).first()
    if row is None or held_back(key, now):
        return 0
    _record(row, now)
    row.delete()
    return 1


def _record(case: Case, now: datetime) -> None:
    subject = in_trail("case", case.pk)
    record(chain=case.organisation_id, kind=events.KEYLESS_REMOVED, actor=None, subject=subject, now=now)
