"""Gives what had to be so before one goes on with him, and whether it was arranged: to the team and to who decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Decision
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.assessment import name_of
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.decision import Outcome, is_behind, may_be_asked, may_follow
from sleutelwerk.cases.rules.team import Membership, Part, Team, may_record
from sleutelwerk.core.sealing import CannotOpenError

REASONS = "reasons"


@dataclass(frozen=True, slots=True)
class ConditionShown:
    """One condition in words, with the day on which it was arranged; None while it was not."""

    number: int
    what: str
    who: str
    until: date
    arranged_on: date | None
    released_on: date | None = None

    @property
    def open(self) -> bool:
        """Tell whether work still waits for it."""
        return self.arranged_on is None and self.released_on is None

    @property
    def told(self) -> str:
        """Give it in one line, for him."""
        done = _(", geregeld op %(day)s") % {"day": date_format(self.arranged_on, "j F Y")} if self.arranged_on else ""
        if self.released_on:
            done = _(", niet meer nodig sinds %(day)s") % {"day": date_format(self.released_on, "j F Y")}
        return f"{self.what} ({self.who}, {date_format(self.until, 'j F Y')}{done})"


def conditions_of(row: Decision, said: Mapping[str, Any]) -> list[ConditionShown]:
    """Give the conditions of a decision of which the reasons were opened; asks nothing when there are none."""
    texts: Sequence[Mapping[str, str]] = said.get("conditions", ())
    if not texts:
        return []
    known = {one.number: (one.arranged_on, one.released_on) for one in row.conditions.all()}
    return [
        ConditionShown(n, one["what"], one["who"], date.fromisoformat(one["until"]), *known.get(n, (None, None)))
        for n, one in enumerate(texts, 1)
    ]


def open_conditions(row: Decision | None) -> list[ConditionShown]:
    """Give what must be so before work begins and is not yet; nothing is opened when it was a plain yes."""
    if row is None or row.outcome != Outcome.CONDITIONS:
        return []
    try:
        said = candidate_vault(row.candidate_id).open(REASONS, bytes(row.reasons or b""))
    except CannotOpenError:
        return []
    return [one for one in conditions_of(row, said) if one.open]


def condition_late(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether the day passed on which something had to be arranged, for the start page of the team."""
    behind = not found.over and not found.on_lock and is_behind(found.condition_by, today)
    return behind and bool(may_record(viewer, found.team, today))


def followed(viewer: Actor, decision: UUID) -> Decision | None:
    """Give what somebody decided on conditions, while the case runs; None when it was not him, or he is not fit."""
    row = _conditional(viewer).filter(pk=decision).first()
    return row if row is not None and _may_follow(viewer, row) else None


def follows_for(viewer: Actor) -> list[tuple[Decision, date]]:
    """Give where not all is arranged yet of what somebody set, with the first day by which it had to be."""
    if not may_be_asked(viewer):
        return []
    waiting = [
        (row, min(open_until))
        for row in _conditional(viewer).filter(conditions__arranged_on=None).distinct().order_by("decided_at")
        if (open_until := [one.until for one in row.conditions.all() if not one.arranged_on and not one.released_on])
    ]
    return [(row, until) for row, until in waiting if _may_follow(viewer, row)]


def follower_in(found: OpenCase) -> str:
    """Name who set conditions and sees on a page of his own what becomes of them; empty when nobody does."""
    row = found.decision
    if row is None or row.decider is None or not row.decider.is_active:
        return ""
    follows = may_follow(actor_for(row.decider), row.decider_id, row.outcome, found.team, over=found.over)
    return name_of(row.decider) if follows else ""


def _conditional(viewer: Actor) -> Any:
    found = Decision.objects.filter(decider=viewer.id, outcome=Outcome.CONDITIONS, candidate__case__ended_at=None)
    return found.select_related("candidate__case").prefetch_related("candidate__case__members", "conditions")


def _may_follow(viewer: Actor, row: Decision) -> bool:
    case = row.candidate.case
    members = [Membership(one.person_id, one.organisation_id, Part(one.part)) for one in case.members.all()]
    team = Team(case.organisation_id, members)
    return bool(may_follow(viewer, row.decider_id, row.outcome, team, over=case.ended_at is not None))
