"""Forgets candidates who said yes and of whom nothing came: nobody is kept because nobody looked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.forgetting import forget
from sleutelwerk.cases.models import Candidate, Case
from sleutelwerk.cases.queries.holding import held_back
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.queries.undecided import is_due, undecided
from sleutelwerk.cases.rules.rights import waits_for_him


def forget_undecided(*, now: datetime) -> int:
    """Forget whose last step is too long ago, or whose yes is (content/retention, `kandidaat-open`); give how many."""
    return sum(_forget_undecided(case, now) for case in undecided(today=timezone.localdate(now)))


@transaction.atomic
def _forget_undecided(case: UUID, now: datetime) -> int:
    Case.objects.select_for_update().filter(pk=case).first()  # as whoever takes a next step does
    row, today = Candidate.objects.select_related("case").filter(case=case).first(), timezone.localdate(now)
    if row is None or not is_due(case, today=today) or waits_for_him(known_rights(row), today) or held_back(case, now):
        return 0
    record(
        chain=row.case.organisation_id, kind=events.CANDIDATE_FORGOTTEN, actor=None,
        subject=in_trail("case", row.case_id), now=now,
    )  # fmt: skip
    forget(row, now=now)
    return 1
