"""Marks that somebody wrote something in a case, until somebody of its team looked: destroying waits for that."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from sleutelwerk.cases.models import Case
from sleutelwerk.cases.rules.destroying import Unread


def written(case: Case, by: UUID, now: datetime) -> None:
    """Mark that something new stands in a case. The caller holds its row."""
    Case.objects.filter(pk=case.pk).update(input_at=now, input_by=by)


def looked(case: Case, viewer: UUID, now: datetime) -> None:
    """Note that somebody of the team looked at a case, if that counts."""
    if case.input_at is None:
        return
    unread = Unread(case.input_at, case.input_by_id)
    if unread.seen_by(viewer, timezone.localdate(case.input_at), timezone.localdate(now)):
        # only what he saw: what was written since stays unread
        Case.objects.filter(pk=case.pk, input_at=case.input_at).update(input_at=None, input_by=None)


def answered(case: Case) -> None:
    """Note that his question was answered: whoever did so read it."""
    Case.objects.filter(pk=case.pk).update(input_at=None, input_by=None)
