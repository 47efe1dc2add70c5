"""Gives how the work with him stands, for the overview of a case and for whoever must be reminded: one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery, UUIDField
from django.utils import timezone

from sleutelwerk.cases.models import Agreement, Candidate, Contact, Ending, LookBack, Pause, ThemeSignal
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.contact import LONGEST_SILENCE, is_overdue
from sleutelwerk.cases.rules.stages import AT_WORK, Stage

#: From here on there is something to tell.
_SHOWN_AT = AT_WORK | {Stage.ENDING}


@dataclass(frozen=True, slots=True)
class Carrying:
    """How the work stands. `since` is the day from which an agreement holds; `unanswered` the oldest open signal."""

    since: date | None
    last_contact: date | None
    paused_at: datetime | None
    paused_by: UUID | None
    unanswered: date | None
    last_look: date | None
    open_look: UUID | None
    ending: Ending | None

    @property
    def paused(self) -> bool:
        """Tell whether the work lies still."""
        return self.paused_at is not None

    @property
    def contact_by(self) -> date | None:
        """Give the last day on which it is still in time to speak him."""
        begun = self.last_contact or self.since
        return None if begun is None else begun + LONGEST_SILENCE

    def overdue(self, today: date) -> bool:
        """Tell whether he has not been spoken for too long."""
        return is_overdue(self.last_contact, self.since, today)

    def answer_waits(self, today: date, after: timedelta) -> bool:
        """Tell whether something that he told waits so long for an answer."""
        return self.unanswered is not None and self.unanswered + after < today


def carrying_of(found: OpenCase) -> Carrying | None:
    """Give how the work in a case stands; None before an agreement holds, or when there is nobody in it."""
    if found.candidate is None or found.row.stage not in _SHOWN_AT:
        return None
    pause = Pause.objects.filter(candidate=OuterRef("pk"), ended_at=None)
    look = LookBack.objects.filter(candidate=OuterRef("pk"))
    holding = Agreement.objects.filter(candidate=OuterRef("pk"), active_from__isnull=False)
    rows = Candidate.objects.filter(pk=found.candidate.pk).select_related("ending")
    row = rows.annotate(
        since=Subquery(holding.order_by("active_from").values("active_from")[:1]),
        last_contact=Subquery(_grouped(Contact.objects.filter(candidate=OuterRef("pk")), Max("held_on"))),
        paused_at=Subquery(pause.values("began_at")[:1]),
        paused_by=Subquery(pause.values("began_by")[:1], output_field=UUIDField()),
        unanswered=Subquery(_oldest_unanswered()),
        last_look=Subquery(_grouped(look.filter(closed_at__isnull=False), Max("held_on"))),
        open_look=Subquery(look.filter(closed_at=None).order_by("-created_at").values("pk")[:1]),
    ).first()
    return None if row is None else _carrying(row)


def _grouped(rows: QuerySet[Contact] | QuerySet[LookBack], what: Max) -> QuerySet[Any, Any]:
    return rows.order_by().values("candidate").annotate(found=what).values("found")


def _oldest_unanswered() -> QuerySet[Any, Any]:
    open_ones = ThemeSignal.objects.filter(case=OuterRef("case"), fed_back_on=None)
    return open_ones.order_by().values("case").annotate(found=Min("noted_on")).values("found")


def _carrying(row: Candidate) -> Carrying:
    said = row.__dict__  # what was looked up along with him
    since = said["since"]
    return Carrying(
        since=None if since is None else timezone.localdate(since),
        ending=getattr(row, "ending", None),
        **{
            name: said[name]
            for name in ("last_contact", "paused_at", "paused_by", "unanswered", "last_look", "open_look")
        },
    )
