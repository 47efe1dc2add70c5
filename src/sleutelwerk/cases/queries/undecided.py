"""Tells when a candidate who said yes is forgotten because nothing follows: to his team, and to the task for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.terms import terms_of
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.stages import BEFORE_WORK, Stage
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.cases.rules.undecided import Undecided, gone_on, nearly_gone

#: What counts as a step; his own questions as well, as the term is about not hearing from each other.
_STEPS = (
    "assessments__named_at", "assessments__handed_in_at", "agreements__drafted_at", "agreements__our_yes_at",
    "agreements__his_yes_on", "rights__received_on", "rights__answered_on", "rights__lifted_on",
)  # fmt: skip
_ONCE = (
    "created_at", "agreed_on", "weighing__shown_on", "weighing__changed_at", "decision__asked_at",
    "decision__decided_at", "decision__told_on",
)  # fmt: skip


def undecided(*, today: date) -> list[UUID]:
    """Give the cases of candidates of whom nothing came in time; for the task that forgets them only."""
    waiting = Candidate.objects.filter(agreed_on__isnull=False, case__stage__in=BEFORE_WORK, case__ended_at=None)
    return [case for case in waiting.values_list("case", flat=True) if is_due(case, today=today)]


def is_due(case: UUID, *, today: date) -> bool:
    """Tell whether all about the candidate of a case must be gone by now."""
    due = forgotten_on(case)
    return due is not None and due <= today


def forgotten_on(case: UUID) -> date | None:
    """Give the day on which all about the candidate of a case is gone when nothing follows."""
    known = known_undecided(case)
    return None if known is None else gone_on(known[0], terms_of(known[1]))


def known_undecided(case: UUID) -> tuple[Undecided, UUID] | None:
    """Give the candidate of a case as that decision sees him, with whose case it is. One question."""
    latest = {f"latest_{place}": Max(one) for place, one in enumerate(_STEPS)}
    row = (
        Candidate.objects.filter(case=case, case__ended_at=None)
        .values(*_ONCE, "case__stage", "case__organisation", "decision__outcome")
        .annotate(**latest, worked=Max("agreements__active_from"), anew=Max("earlier_nos__confirmed_at"))
        .order_by("pk")
        .first()
    )
    if row is None:
        return None
    known = Undecided(
        stage=Stage(row["case__stage"]),
        agreed_on=row["agreed_on"],
        last_step_on=max(_days(row[one] for one in (*_ONCE, *latest))),
        rejected=row["decision__outcome"] == Outcome.NO,
        worked=row["worked"] is not None,
        anew_since=timezone.localdate(row["anew"]) if row["anew"] and not row["decision__outcome"] else None,
    )
    return known, row["case__organisation"]


def _days(moments: Iterable[date | datetime | None]) -> list[date]:
    return [timezone.localdate(one) if isinstance(one, datetime) else one for one in moments if one is not None]


def forgotten_soon(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether the candidate of a case is forgotten within two weeks when nothing follows: his team is told."""
    if found.candidate is None or Stage(found.row.stage) not in BEFORE_WORK:
        return False
    return bool(may_record(viewer, found.team, today)) and nearly_gone(forgotten_on(found.row.pk), today)
