"""Looks up who is in the team of a case, for whoever found that case as somebody of its team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, DateField, DateTimeField, UUIDField

from sleutelwerk.cases.queries.plain import Question
from sleutelwerk.cases.rules.team import Membership, Part

_TEAMS = Question(
    """
    SELECT
        t.case_id, t.id, t.person_id, t.organisation_id, t.part, t.until, t.accepted_at, t.lead_offered_at,
        person.name, person.email, person.is_active, person.organisation_id, organisation.name
    FROM cases_member t
        JOIN accounts_user person ON person.id = t.person_id
        JOIN accounts_organisation organisation ON organisation.id = t.organisation_id
    WHERE t.case_id IN %s
    ORDER BY t.added_at, person.name, t.id
    """,
    case=UUIDField(),
    id=UUIDField(),
    person=UUIDField(),
    organisation=UUIDField(),
    part=CharField(),
    until=DateField(),
    accepted_at=DateTimeField(),
    lead_offered_at=DateTimeField(),
    name=CharField(),
    email=CharField(),
    is_active=BooleanField(),
    is_now_of=UUIDField(),
    organisation_name=CharField(),
)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody in a team, as its page shows him; `counts` is whether his place lets him in today."""

    id: UUID
    name: str
    organisation: str
    place: Membership
    counts: bool

    @property
    def person(self) -> UUID:
        """Give whose place it is."""
        return self.place.person

    @property
    def part(self) -> Part:
        """Give what he is in the team."""
        return self.place.part

    @property
    def until(self) -> date | None:
        """Give the last day on which he gets in."""
        return self.place.until

    @property
    def accepted(self) -> bool:
        """Tell whether he takes part."""
        return self.place.accepted

    @property
    def offered(self) -> bool:
        """Tell whether it waits for him to take the place of the lead."""
        return self.place.offered


def teams_of(cases: Sequence[UUID], today: date) -> Mapping[UUID, Sequence[TeamMember]]:
    """Give who is in the team of each of these cases, its lead first: one question to the database for all."""
    teams: dict[UUID, list[TeamMember]] = {case: [] for case in cases}
    for row in _TEAMS.of(*cases):
        teams[row["case"]].append(_member(row, today))
    return {case: sorted(team, key=lambda one: list(Part).index(one.part)) for case, team in teams.items()}


def _member(row: Mapping[str, Any], today: date) -> TeamMember:
    place = Membership(
        row["person"], row["organisation"], Part(row["part"]), row["until"],
        accepted=row["accepted_at"] is not None, offered=row["lead_offered_at"] is not None,
    )  # fmt: skip
    return TeamMember(
        id=row["id"],
        name=row["name"] or row["email"],
        organisation=row["organisation_name"],
        place=place,
        counts=place.counts_on(today) and row["is_active"] and row["is_now_of"] == place.organisation,
    )
