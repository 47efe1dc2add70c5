"""Opens an envelope alone because of danger, tells everybody at once, and has two others look back at it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from sleutelwerk.accounts.queries.role_holders import acting_holders
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import held_with_candidate
from sleutelwerk.cases.actions.trace import trace, trace_list
from sleutelwerk.cases.models import Candidate, Emergency, Member
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.emergency import OpenEmergency, emergency_for, owes_look_back
from sleutelwerk.cases.queries.emergency_words import REASONS
from sleutelwerk.cases.queries.envelope import keepers_in
from sleutelwerk.cases.rules.emergency import (
    Alone,
    Reason,
    may_agree,
    may_answer,
    may_look_back,
    may_note_told,
    may_open_alone,
)
from sleutelwerk.cases.rules.envelope import may_open
from sleutelwerk.cases.rules.team import Part
from sleutelwerk.core.events import Event
from sleutelwerk.core.verdict import ALLOWED, NotAllowedError, Verdict, first_refusal, refused, require
from sleutelwerk.mailroom.actions import post_letter
from sleutelwerk.vault import actions as vault
from sleutelwerk.vault.rules import ALONE, NO_ENVELOPE

NOT_THERE = refused("Deze noodtoegang is er niet.")
_OWES = refused("Op uw vorige noodtoegang is nog niet teruggekeken. Doe dat eerst, met twee anderen.")


@dataclass(frozen=True, slots=True)
class Plea:
    """Why it cannot wait, what was tried, and when he came to the page to say so."""

    reason: str
    tried: Collection[str]
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What those who look back found."""

    needed: str
    number_changes: bool | None
    changes: Sequence[str]


def open_alone(actor: Actor, case: UUID, plea: Plea, *, site: str, now: datetime) -> UUID:
    """Open the envelope of a case alone; give the number of the emergency. Raises NotAllowedError.

    Everybody else who keeps the envelope and the FG get a letter in the same transaction: there is no opening without
    them. That somebody was refused stays recorded, outside of it.
    """
    try:
        return _open_alone(actor, case, plea, site, now)
    except (NotAllowedError, IntegrityError) as refusal:
        _note_refusal(actor, case, now)
        # two at the same moment: the database keeps the second out
        raise refusal if isinstance(refusal, NotAllowedError) else NotAllowedError(_OWES.reason) from refusal


@transaction.atomic
def _open_alone(actor: Actor, case: UUID, plea: Plea, site: str, now: datetime) -> UUID:
    found, row = held_with_candidate(actor, case, now)
    require(first_refusal(may_open(actor.id, found.team, over=found.over), _present(row)))
    assert row.envelope is not None
    require(may_open_alone(plea.reason, plea.tried, _alone(actor, found, plea)))
    label = str(REASONS[Reason(plea.reason)])
    opening = vault.open_alone(
        actor=actor, envelope=row.envelope, keepers=keepers_in(found), reason=f"Noodtoegang: {label}", now=now
    )
    one = Emergency.objects.create(
        organisation_id=found.row.organisation_id, candidate=row, opening=opening, opened_by_id=actor.id,
        opened_at=now, until=now + ALONE, reason=plea.reason, tried=sorted(plea.tried),
    )  # fmt: skip
    trace(events.OPENED_IN_EMERGENCY, found.row, actor, now, Details(codes={"reason": Reason(plea.reason)}))
    _write_to_all(found, actor, site, now)
    return one.pk


@transaction.atomic
def _note_refusal(actor: Actor, case: UUID, now: datetime) -> None:
    if actor.organisation is not None:
        record(
            chain=actor.organisation, kind=events.EMERGENCY_REFUSED, actor=actor.id, subject=pseudonym("case", case),
            now=now,
        )  # fmt: skip


@transaction.atomic
def note_told(actor: Actor, emergency: UUID, told_on: date | None, how: str, *, now: datetime) -> None:
    """Note that he heard that his envelope was opened in an emergency. Raises NotAllowedError."""
    one = _locked(actor, emergency, now)
    today = timezone.localdate(now)
    require(
        first_refusal(
            ALLOWED if one.found is not None else refused("Iemand van het team vertelt het hem."),
            ALLOWED if how in set(Candidate.ToldHow) else refused("Kies hoe hij het hoorde."),
            may_note_told(told_on, one.opened_on, today, known=one.row.told_on is not None),
        )
    )
    one.row.told_on, one.row.told_how, one.row.told_by_id = told_on, how, actor.id
    one.row.save(update_fields=["told_on", "told_how", "told_by"])
    _trace(events.EMERGENCY_TOLD, one, actor, now)


@transaction.atomic
def answer(actor: Actor, emergency: UUID, said: LookedBack, *, now: datetime) -> None:
    """Write down what two people found, as the first of them; anew takes its place. Raises NotAllowedError."""
    one = _locked(actor, emergency, now)
    require(
        first_refusal(
            refused("Hierop is al teruggekeken.") if one.row.looked_back_at else ALLOWED,
            may_look_back(actor.id, one.row.opened_by_id),
            may_answer(said.needed, said.changes, number_changes=said.number_changes),
        )
    )
    one.row.needed, one.row.number_changes, one.row.changes = said.needed, said.number_changes, sorted(said.changes)
    one.row.first_by_id = actor.id
    one.row.save(update_fields=["needed", "number_changes", "changes", "first_by"])
    _trace(events.EMERGENCY_ANSWERED, one, actor, now)


@transaction.atomic
def agree(actor: Actor, emergency: UUID, *, seen: str, now: datetime) -> None:
    """Say as the second of them that this is how it was; then it is done. Raises NotAllowedError.

    `seen` tells the answers that were on the screen, so that nobody agrees to others that came meanwhile.
    """
    one = _locked(actor, emergency, now)
    changed = refused("De antwoorden zijn net veranderd. Lees ze opnieuw.")
    require(
        first_refusal(
            may_look_back(actor.id, one.row.opened_by_id),
            may_agree(
                actor.id, one.row.first_by_id, answered=bool(one.row.needed), closed=one.row.looked_back_at is not None
            ),
            ALLOWED if seen == one.answers_seen else changed,
        )
    )
    one.row.second_by_id, one.row.looked_back_at = actor.id, now
    one.row.save(update_fields=["second_by", "looked_back_at"])
    _trace(events.EMERGENCY_LOOKED_BACK, one, actor, now)


@transaction.atomic
def look_at_emergencies(actor: Actor, *, now: datetime) -> None:
    """Record that somebody saw what was opened alone, and by whom."""
    trace_list(events.EMERGENCIES_LISTED, actor, now=now)


@transaction.atomic
def read_emergency(actor: Actor, one: OpenEmergency, *, now: datetime) -> None:
    """Record that somebody looked at it."""
    _trace(events.EMERGENCY_READ, one, actor, now)


def _alone(actor: Actor, found: OpenCase, plea: Plea) -> Alone:
    leads = {one.person for one in found.team.members if one.part is Part.LEAD}
    return Alone(
        leads=actor.id in leads,
        has_others=bool(keepers_in(found).people - leads - {actor.id}),
        proved_at=actor.proved_at,
        asked_at=plea.asked_at,
        owes=owes_look_back(actor),
    )


def _present(row: Candidate) -> Verdict:
    return ALLOWED if row.envelope is not None else NO_ENVELOPE


def _locked(actor: Actor, emergency: UUID, now: datetime) -> OpenEmergency:
    one = emergency_for(actor, emergency, today=timezone.localdate(now), lock=True)
    if one is None:
        require(NOT_THERE)
    assert one is not None
    return one


def _write_to_all(found: OpenCase, actor: Actor, site: str, now: datetime) -> None:
    """Write to everybody else who keeps the envelope, and to the FG; without one to the security officer."""
    keepers = keepers_in(found).people - {actor.id}
    team = Member.objects.filter(case=found.row, person__in=keepers).select_related("person")
    to = {one.person_id: one.person.email for one in team}
    for role in (Role.FG, Role.SECURITY_OFFICER):
        if holders := acting_holders(found.row.organisation_id, role):
            to |= {one.id: one.email for one in holders if one.id != actor.id}
            break
    post_letter("cases/mail/emergency.txt", to=sorted(to.values()), now=now, site=site)


def _trace(kind: Event, one: OpenEmergency, actor: Actor, now: datetime, details: Details = NO_DETAILS) -> None:
    record(
        chain=one.row.organisation_id, kind=kind, actor=actor.id, subject=pseudonym("case", one.row.candidate.case_id),
        now=now, details=details,
    )  # fmt: skip
