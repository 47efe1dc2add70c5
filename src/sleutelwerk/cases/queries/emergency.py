"""Gives what somebody opened alone because of danger to the team and to those who watch; never who it was about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.people import names_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Emergency
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.cases.queries.emergency_words import CHANGES, NEEDED, REASONS, TRIED
from sleutelwerk.cases.rules.emergency import (
    COUNTED_OVER,
    Change,
    Needed,
    Reason,
    Tried,
    look_back_by,
    may_agree,
    may_see,
)
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.core.verdict import Verdict

_GONE = _("iemand die er niet meer is")
Text = str | Promise


@dataclass(frozen=True, slots=True)
class OpenEmergency:
    """One emergency, for somebody who may look back at it. `found` is its case, for the team of it only."""

    row: Emergency
    found: OpenCase | None
    viewer: Actor
    names: dict[UUID, str]
    today: date

    @property
    def code(self) -> str:
        """Give the neutral code of its case."""
        return self.row.candidate.case.code

    @property
    def opened_on(self) -> date:
        """Give the day on which it was opened."""
        return timezone.localdate(self.row.opened_at)

    @property
    def due_on(self) -> date:
        """Give the last day to look back."""
        return look_back_by(self.opened_on)

    @property
    def waits(self) -> bool:
        """Tell whether two others still have to look back."""
        return self.row.looked_back_at is None

    @property
    def overdue(self) -> bool:
        """Tell whether that should have been done already."""
        return self.waits and self.today > self.due_on

    @property
    def mine(self) -> bool:
        """Tell whether the viewer opened it himself."""
        return self.row.opened_by_id == self.viewer.id

    @property
    def reason(self) -> Text:
        """Say why it could not wait."""
        return REASONS[Reason(self.row.reason)]

    @property
    def tried(self) -> list[Text]:
        """Say what was tried to reach the others."""
        return [TRIED[Tried(one)] for one in self.row.tried]

    @property
    def needed(self) -> Text:
        """Say what those who looked back found."""
        return NEEDED[Needed(self.row.needed)] if self.row.needed else ""

    @property
    def changes(self) -> list[Text]:
        """Say what is done otherwise."""
        return [CHANGES[Change(one)] for one in self.row.changes]

    @property
    def answers_seen(self) -> str:
        """Give the answers as one text, to see whether they are still the ones that somebody read."""
        return f"{self.row.needed}/{self.row.number_changes}/{','.join(self.row.changes)}/{self.row.first_by_id}"

    @property
    def may_agree(self) -> Verdict:
        """Tell whether the viewer may be the second who looks back."""
        return may_agree(self.viewer.id, self.row.first_by_id, answered=bool(self.row.needed), closed=not self.waits)

    def name(self, person: UUID | None) -> str:
        """Name somebody of the organisation."""
        return self.names.get(person, str(_GONE)) if person is not None else str(_GONE)

    @property
    def opened_by(self) -> str:
        """Name who opened it."""
        return self.name(self.row.opened_by_id)

    @property
    def told_by(self) -> str:
        """Name who told him."""
        return self.name(self.row.told_by_id)

    @property
    def first_by(self) -> str:
        """Name who answered."""
        return self.name(self.row.first_by_id)

    @property
    def second_by(self) -> str:
        """Name who agreed."""
        return self.name(self.row.second_by_id)


def emergency_for(viewer: Actor, emergency: UUID, *, today: date, lock: bool = False) -> OpenEmergency | None:
    """Give one; None when there is none, or the viewer has no part in it."""
    rows = Emergency.objects.filter(pk=emergency, organisation=viewer.organisation)
    if lock and not rows.select_for_update().exists():
        return None
    row = rows.select_related("candidate__case").first()
    if row is None:
        return None
    found = case_for(viewer, row.candidate.case_id, today=today)
    if found is not None and not may_record(viewer, found.team, today):
        found = None
    if not may_see(viewer, in_team=found is not None):
        return None
    return _opened(viewer, [row], today, found)[0]


def emergencies_of(viewer: Actor, found: OpenCase, *, today: date) -> list[OpenEmergency]:
    """Give those of a case, newest first, to its team."""
    if found.candidate is None or not may_record(viewer, found.team, today):
        return []
    rows = Emergency.objects.filter(candidate=found.candidate).select_related("candidate__case").order_by("-opened_at")
    return _opened(viewer, list(rows), today, found)


def emergencies_for(viewer: Actor, *, today: date) -> list[OpenEmergency]:
    """Give those of an organisation, what waits first, to who watches."""
    found = _opened(viewer, list(_watched(viewer).select_related("candidate__case")), today, None)
    return sorted(found, key=lambda one: (not one.waits, -one.row.opened_at.timestamp()))


def _watched(viewer: Actor) -> QuerySet[Emergency]:
    if not may_watch(viewer):
        return Emergency.objects.none()
    return Emergency.objects.filter(organisation=viewer.organisation)


def _opened(viewer: Actor, rows: Sequence[Emergency], today: date, found: OpenCase | None) -> list[OpenEmergency]:
    people = {
        person for one in rows for person in (one.opened_by_id, one.told_by_id, one.first_by_id, one.second_by_id)
        if person is not None
    }  # fmt: skip
    names = names_of(viewer, people) if people else {}
    return [OpenEmergency(one, found, viewer, names, today) for one in rows]


def counted(emergencies: Sequence[OpenEmergency], now: datetime) -> list[tuple[str, int]]:
    """Count how often each person opened alone in the last month, most first."""
    recent = [one for one in emergencies if one.row.opened_at > now - COUNTED_OVER]
    return Counter(one.opened_by for one in recent).most_common()


def owes_look_back(viewer: Actor) -> bool:
    """Tell whether somebody opened alone, anywhere, and others did not look back at it yet."""
    return Emergency.objects.filter(opened_by=viewer.id, looked_back_at=None).exists()


def watched_waiting(viewer: Actor) -> int:
    """Count what waits to be looked back at in an organisation, for who watches."""
    return _watched(viewer).filter(looked_back_at=None).count()


def emergency_waits(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell the team whether two others must look back at an emergency; it was looked up along with the case."""
    return found.emergency_waits is not None and bool(may_record(viewer, found.team, today))


def emergency_untold(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell the team whether he does not know yet that his envelope was opened in an emergency."""
    return found.emergency_untold is not None and bool(may_record(viewer, found.team, today))
