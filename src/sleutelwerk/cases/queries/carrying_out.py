"""Gives how the work with him stands, for the overview of a case and for whoever must be reminded: one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import DateField, DateTimeField, PositiveSmallIntegerField, UUIDField
from django.utils import timezone

from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.plain import Question
from sleutelwerk.cases.rules.contact import is_overdue, longest_silence, silent_until
from sleutelwerk.cases.rules.stages import AT_WORK, Stage

#: From here on there is something to tell.
_SHOWN_AT = AT_WORK | {Stage.ENDING}

_OF_HIM = "WHERE t.candidate_id = k.id"
_HOLDS = f"FROM cases_agreement t {_OF_HIM} AND t.active_from IS NOT NULL AND t.over_at IS NULL LIMIT 1"
_PAUSE = f"FROM cases_pause t {_OF_HIM} AND t.ended_at IS NULL LIMIT 1"
_TO_DO = f"FROM cases_contact t {_OF_HIM} AND t.follow_up_by IS NOT NULL AND t.follow_up_done_on IS NULL"
_OPEN_LOOK = f"FROM cases_lookback t {_OF_HIM} AND t.closed_at IS NULL ORDER BY t.created_at DESC LIMIT 1"
#: How the work with a candidate stands, by his key.
_STANDS = Question(
    f"""
    SELECT
        (SELECT min(t.active_from) FROM cases_agreement t {_OF_HIM}),
        (SELECT t.contact_days {_HOLDS}),
        (SELECT max(t.held_on) FROM cases_contact t {_OF_HIM}),
        (SELECT min(t.follow_up_by) {_TO_DO}),
        (SELECT t.began_at {_PAUSE}),
        (SELECT t.began_by_id {_PAUSE}),
        (SELECT min(t.noted_on) FROM cases_themesignal t WHERE t.case_id = k.case_id AND t.fed_back_on IS NULL),
        (SELECT max(t.held_on) FROM cases_lookback t {_OF_HIM} AND t.closed_at IS NOT NULL),
        (SELECT t.id {_OPEN_LOOK}),
        ending.ends_on,
        ending.finished_at
    FROM cases_candidate k LEFT JOIN cases_ending ending ON ending.candidate_id = k.id
    WHERE k.id IN %s
    """,  # noqa: S608 - the code's own
    since=DateTimeField(),
    agreed_days=PositiveSmallIntegerField(),
    last_contact=DateField(),
    promised_by=DateField(),
    paused_at=DateTimeField(),
    paused_by=UUIDField(),
    unanswered=DateField(),
    last_look=DateField(),
    open_look=UUIDField(),
    ends_on=DateField(),
    finished_at=DateTimeField(),
)


@dataclass(frozen=True, slots=True)
class EndingStands:
    """How far the farewell is that was begun."""

    ends_on: date
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Carrying:
    """How the work stands. `since` is the day from which an agreement holds; `unanswered` the oldest open signal.

    `promised_by` is the first day by which something that was promised must be done and is not.
    `agreed_days` is after how many days at most one speaks him again, as was agreed; None when nothing of it was.
    """

    since: date | None
    agreed_days: int | None
    last_contact: date | None
    promised_by: date | None
    paused_at: datetime | None
    paused_by: UUID | None
    unanswered: date | None
    last_look: date | None
    open_look: UUID | None
    ending: EndingStands | None

    @property
    def paused(self) -> bool:
        """Tell whether the work lies still."""
        return self.paused_at is not None

    @property
    def contact_by(self) -> date | None:
        """Give the last day on which it is still in time to speak him."""
        return silent_until(self.last_contact, self.since, self.agreed_days)

    @property
    def silence(self) -> int:
        """Give how many days it may be silent."""
        return longest_silence(self.agreed_days).days

    def overdue(self, today: date) -> bool:
        """Tell whether he has not been spoken for too long."""
        return is_overdue(self.last_contact, self.since, today, self.agreed_days)

    def answer_waits(self, today: date, after: timedelta) -> bool:
        """Tell whether something that he told waits so long for an answer."""
        return self.unanswered is not None and self.unanswered + after < today


def carrying_of(found: OpenCase) -> Carrying | None:
    """Give how the work in a case stands; None before an agreement holds, or when there is nobody in it."""
    if found.candidate is None or found.row.stage not in _SHOWN_AT:
        return None
    rows = _STANDS.of(found.candidate.pk)
    if not rows:
        return None
    (said,) = rows
    since, ends_on, finished_at = said.pop("since"), said.pop("ends_on"), said.pop("finished_at")
    return Carrying(
        since=None if since is None else timezone.localdate(since),
        ending=None if ends_on is None else EndingStands(ends_on, finished_at),
        **said,
    )
