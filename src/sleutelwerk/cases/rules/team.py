"""Who belongs to a case file and what each may do; for everybody else it does not exist (N5, N15, N30, N31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import may_open_case_files
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: A team that is larger than this is no need-to-know any more (own judgement).
LARGEST_TEAM = 8


class Part(StrEnum):
    """What somebody is in a team."""

    LEAD = "lead"
    MEMBER = "member"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's place in a team. `until` is the last day on which he gets in; None is for as long as the case runs.

    `accepted` is no for a partner who has not yet said that he takes part. `offered` is yes while the lead waits for
    his answer to whether he takes over.
    """

    person: UUID
    organisation: UUID | None
    part: Part
    until: date | None = None
    accepted: bool = True
    offered: bool = False

    def counts_on(self, today: date) -> bool:
        """Tell whether it lets somebody in on a day."""
        return self.accepted and (self.until is None or today <= self.until)


@dataclass(frozen=True, slots=True)
class Team:
    """The organisation whose case it is, and who takes part."""

    organisation: UUID
    members: Sequence[Membership]

    def membership(self, person: UUID) -> Membership | None:
        """Give somebody's place, whether or not it counts today."""
        return next((one for one in self.members if one.person == person), None)

    @property
    def offered_to(self) -> Membership | None:
        """Give whoever was asked to take over as lead and did not answer yet."""
        return next((one for one in self.members if one.offered), None)


_FULL = refused(f"Een team heeft hooguit {LARGEST_TEAM} mensen. Haal eerst iemand weg die het niet meer nodig heeft.")
_NOT_THERE = refused("Dit dossier is er niet.")
_LEAD_ONLY = refused("Alleen de trekker van dit dossier kan dit.")


class Readers(StrEnum):
    """Who of a team gets a page: all of it, the organisation whose case it is, or its lead."""

    TEAM = "team"
    HOUSE = "house"
    LEAD = "lead"


def reads(place: Membership, team: Team, readers: Readers) -> bool:
    """Tell whether somebody of a team gets a page that is for these, as `may_see`, `may_record` and `may_lead` do."""
    if readers is Readers.TEAM:
        return True
    ours = place.organisation == team.organisation
    return ours and (readers is Readers.HOUSE or place.part is Part.LEAD)


def may_work_with_cases(actor: Actor) -> Verdict:
    """Tell whether somebody may have case files at all: by his role, in an organisation, and never of the police."""
    return ALLOWED if may_open_case_files(actor) else _NOT_THERE


def may_begin(actor: Actor, *, organisation_ready: Verdict) -> Verdict:
    """Tell whether somebody may begin a case: a professional, where the FG said that it can be done (N27)."""
    if not may_work_with_cases(actor) or not actor.has(Role.PROFESSIONAL):
        return refused("Alleen een professional kan een dossier beginnen.")
    return organisation_ready


def may_see(actor: Actor, team: Team, today: date) -> Verdict:
    """Tell whether somebody may know of a case: who is in its team today."""
    own = team.membership(actor.id)
    if not may_work_with_cases(actor) or own is None or not own.counts_on(today):
        return _NOT_THERE
    # who moved to another organisation came by another door
    return ALLOWED if own.organisation == actor.organisation else _NOT_THERE


def may_lead(actor: Actor, team: Team, today: date) -> Verdict:
    """Tell whether somebody leads a case."""
    own = team.membership(actor.id)
    return first_refusal(
        may_see(actor, team, today), ALLOWED if own is not None and own.part is Part.LEAD else _LEAD_ONLY
    )


def may_write(actor: Actor, team: Team, today: date, *, settled: bool) -> Verdict:
    """Tell whether somebody may change the assignment: the case's own organisation, until it is settled."""
    fixed = refused("De opdracht is vastgesteld. De trekker kan haar weer openzetten.") if settled else ALLOWED
    return first_refusal(may_see(actor, team, today), _own_house(actor, team), fixed)


def may_record(actor: Actor, team: Team, today: date) -> Verdict:
    """Tell whether somebody may write about the candidate: the team of the case's own organisation, partners not."""
    return first_refusal(may_see(actor, team, today), _own_house(actor, team))


def _own_house(actor: Actor, team: Team) -> Verdict:
    if actor.organisation == team.organisation:
        return ALLOWED
    return refused("Dit doet iemand van de organisatie die het dossier heeft.")


def may_add(actor: Actor, team: Team, today: date, newcomer: Membership, *, waiting: int = 0) -> Verdict:
    """Tell whether a lead may give somebody a place in his team; what waits for a yes takes one too."""
    full = _FULL if len(team.members) + waiting >= LARGEST_TEAM else ALLOWED
    return first_refusal(may_lead(actor, team, today), _fits(team, today, newcomer), full)


def may_invite(
    actor: Actor, team: Team, today: date, newcomer: Membership, *, waiting: int, asked_already: bool
) -> Verdict:
    """Tell whether a lead may invite somebody of a partner: what waits for a yes takes a place, whoever it is for."""
    twice = refused("U nodigde dit adres al uit.", "address") if asked_already else ALLOWED
    full = _FULL if len(team.members) + waiting >= LARGEST_TEAM else ALLOWED
    return first_refusal(may_lead(actor, team, today), twice, _fits(team, today, newcomer), full)


def _fits(team: Team, today: date, newcomer: Membership) -> Verdict:
    if team.membership(newcomer.person) is not None:
        return refused("Deze persoon hoort al bij het team.")
    if len(team.members) >= LARGEST_TEAM:
        return _FULL
    if newcomer.part is Part.PARTNER and newcomer.until is None:
        return refused("Geef een dag waarop de toegang van een partner eindigt.", "until")
    if newcomer.until is not None and newcomer.until < today:
        return refused("Kies een dag die nog komt.", "until")
    return ALLOWED


def may_remove(actor: Actor, team: Team, today: date, person: UUID) -> Verdict:
    """Tell whether somebody may end a place: the lead anybody's but his own, and everybody else his own."""
    leaving = team.membership(person)
    if leaving is None:
        return first_refusal(may_see(actor, team, today), refused("Deze persoon hoort niet bij het team."))
    if leaving.part is Part.LEAD:
        return first_refusal(
            may_see(actor, team, today), refused("Een dossier heeft altijd een trekker. Draag het eerst over.")
        )
    return may_see(actor, team, today) if person == actor.id else may_lead(actor, team, today)


def may_offer_lead(actor: Actor, team: Team, today: date, person: UUID) -> Verdict:
    """Tell whether a lead may ask a colleague of his own organisation, who is in the team, to take over.

    Nothing changes until that colleague says yes, and one is asked at a time.
    """
    chosen = team.membership(person)
    fits = chosen is not None and chosen.part is Part.MEMBER and chosen.counts_on(today)
    return first_refusal(
        may_lead(actor, team, today),
        ALLOWED if fits else refused("Kies een collega die al in het team zit."),
        refused("U vroeg het al aan een collega. Neem dat eerst terug.") if team.offered_to else ALLOWED,
    )


_NOT_ASKED = refused("Deze vraag is er niet meer.")


def may_take_back_lead(actor: Actor, team: Team, today: date) -> Verdict:
    """Tell whether a lead may take back that he asked a colleague to take over."""
    return first_refusal(may_lead(actor, team, today), ALLOWED if team.offered_to else _NOT_ASKED)


def may_answer_lead(actor: Actor, team: Team, today: date) -> Verdict:
    """Tell whether somebody may take over as lead, or decline: only who was asked, also when the lead is gone."""
    own = team.membership(actor.id)
    asked = own is not None and own.offered and own.part is Part.MEMBER
    return first_refusal(may_see(actor, team, today), ALLOWED if asked else _NOT_ASKED)


def may_delete(actor: Actor, team: Team, today: date, *, has_candidate: bool) -> Verdict:
    """Tell whether a case may be thrown away: by its lead, while nothing about a person stands in it."""
    about_somebody = refused("Er staat al iets over een persoon in. Rond het dossier af.") if has_candidate else ALLOWED
    return first_refusal(may_lead(actor, team, today), about_somebody)
