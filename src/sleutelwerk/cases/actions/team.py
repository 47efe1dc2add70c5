"""Lets people into the team of a case and out of it; nobody gets in along another road."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from sleutelwerk.accounts.queries.case_workers import colleague_for_cases, partner_for_cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.models import Case, Invitation, Member
from sleutelwerk.cases.queries.cases import OpenCase, case_for, invitations_for
from sleutelwerk.cases.queries.hand_over import waiting_offer
from sleutelwerk.cases.queries.invitations import invitation_column, invitations_of
from sleutelwerk.cases.rules.examples import may_ask_others
from sleutelwerk.cases.rules.stages import may_write_on
from sleutelwerk.cases.rules.team import (
    Membership,
    Part,
    may_add,
    may_answer_lead,
    may_invite,
    may_lead,
    may_offer_lead,
    may_remove,
    may_take_back_lead,
)
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused, require
from sleutelwerk.mailroom.actions import post_letter

_NOT_THERE = refused("Dit dossier is er niet.")
_NO_COLLEAGUE = refused("Kies een collega uit de lijst.")


@transaction.atomic
def add_member(actor: Actor, case: UUID, person: UUID, *, now: datetime) -> None:
    """Let a colleague of the same organisation in. Raises NotAllowedError."""
    found = _locked(actor, case, now)
    newcomer = Membership(person, actor.organisation, Part.MEMBER)
    known = ALLOWED if colleague_for_cases(actor, person) else _NO_COLLEAGUE
    today = timezone.localdate(now)
    allowed = may_add(actor, found.team, today, newcomer, waiting=len(invitations_of(actor, found, today)))
    asked = may_ask_others(example=found.example)
    require(first_refusal(may_write_on(found.row.ended_at), asked, allowed, known))
    _place(found.row, newcomer, actor, now)
    trace(events.MEMBER_ADDED, found.row, actor, now)


@transaction.atomic
def invite_partner(actor: Actor, case: UUID, address: str, until: date, *, site: str, now: datetime) -> None:
    """Offer a place to somebody of a partner, until a day; he gets in when he says that he takes part.

    What the lead sees until then is the same for an address that nobody here has, or somebody who cannot take part.
    Each try is recorded. Raises NotAllowedError.
    """
    found, today, typed = _locked(actor, case, now), timezone.localdate(now), address.strip()
    invited = partner_for_cases(actor, typed)
    newcomer = Membership(invited.id if invited else UUID(int=0), None, Part.PARTNER, until, accepted=False)
    waiting = invitations_of(actor, found, today)
    twice = any(one.address.casefold() == typed.casefold() for one in waiting)
    allowed = may_invite(actor, found.team, today, newcomer, waiting=len(waiting), asked_already=twice)
    asked = may_ask_others(example=found.example)
    require(first_refusal(may_write_on(found.row.ended_at), asked, allowed, _within_term(found.row, until)))
    number = uuid4()
    if invited is not None:  # an older one, of which the day is over, makes place
        Invitation.objects.filter(case=found.row, person=invited.id).delete()
    Invitation.objects.create(
        pk=number, case=found.row, person_id=invited.id if invited else None,
        organisation_id=invited.organisation if invited else None, until=until, invited_by_id=actor.id, invited_at=now,
        address=found.vault.seal(invitation_column(number), typed),
    )  # fmt: skip
    trace(events.MEMBER_INVITED, found.row, actor, now)
    if invited is not None:
        post_letter("cases/mail/invited.txt", to=[invited.email], now=now, site=site)


@transaction.atomic
def withdraw_invitation(actor: Actor, case: UUID, invitation: UUID, *, now: datetime) -> None:
    """Take back an invitation that waits. Raises NotAllowedError, also when it was answered already."""
    found = _locked(actor, case, now)
    require(may_lead(actor, found.team, timezone.localdate(now)))
    if not Invitation.objects.filter(case=found.row, pk=invitation).delete()[0]:
        require(refused("Deze uitnodiging is er niet meer."))
    trace(events.MEMBER_LEFT, found.row, actor, now)


@transaction.atomic
def forget_invitations(*, now: datetime) -> int:
    """Forget invitations of which the day is over; give how many."""
    over = Invitation.objects.filter(until__lt=timezone.localdate(now)).select_related("case").order_by("pk")
    for one in over:
        one.delete()
        trace(events.MEMBER_LEFT, one.case, None, now)
    return len(over)


def _within_term(row: Case, until: date) -> Verdict:
    if row.ends_on is not None and until > row.ends_on:
        last = date_format(row.ends_on, "j F Y")
        return refused(f"De opdracht eindigt op {last}. Kies die dag of een eerdere.", "until")
    return ALLOWED


@transaction.atomic
def answer_invitation(actor: Actor, place: UUID, *, takes_part: bool, now: datetime) -> Case | None:
    """Take a place that was offered, or decline it. Raises NotAllowedError when it is not there any more."""
    offered = [one for one in invitations_for(actor, today=timezone.localdate(now)) if one.pk == place]
    # held, so that it cannot be rounded off between looking and getting in
    held = Case.objects.select_for_update().filter(pk__in=[one.case_id for one in offered], ended_at=None)
    if not held.exists():
        require(refused("Deze uitnodiging is er niet meer. Vraag de trekker om een nieuwe."))
    row, until, by = offered[0].case, offered[0].until, offered[0].invited_by_id
    if not Invitation.objects.filter(pk=place).delete()[0]:  # taken back, or answered, while this waited
        require(refused("Deze uitnodiging is er niet meer. Vraag de trekker om een nieuwe."))
    if not takes_part:
        trace(events.MEMBER_LEFT, row, actor, now)
        return None
    assert actor.organisation is not None
    Member.objects.create(
        case=row, person_id=actor.id, organisation_id=actor.organisation, part=Part.PARTNER, until=until,
        added_by_id=by, added_at=now, accepted_at=now,
    )  # fmt: skip
    trace(events.MEMBER_JOINED, row, actor, now)
    return row


@transaction.atomic
def remove_member(actor: Actor, case: UUID, person: UUID, *, now: datetime) -> None:
    """End somebody's place, or one's own. Raises NotAllowedError."""
    found = _locked(actor, case, now)
    require(may_remove(actor, found.team, timezone.localdate(now), person))
    Member.objects.filter(case=found.row, person=person).delete()
    trace(events.MEMBER_LEFT, found.row, actor, now)


@transaction.atomic
def offer_lead(actor: Actor, case: UUID, person: UUID, *, now: datetime) -> None:
    """Ask a colleague of the team to take over as lead; until he says yes nothing changes. Raises NotAllowedError."""
    found = _locked(actor, case, now)
    still = ALLOWED if colleague_for_cases(actor, person) else _NO_COLLEAGUE
    elsewhere = refused("U bood dit dossier aan een andere organisatie aan. Neem dat eerst terug.")
    free = elsewhere if waiting_offer(found.row.pk) else ALLOWED
    require(first_refusal(may_offer_lead(actor, found.team, timezone.localdate(now), person), still, free))
    Member.objects.filter(case=found.row, person=person).update(lead_offered_at=now)
    trace(events.LEAD_OFFERED, found.row, actor, now)


@transaction.atomic
def take_back_lead(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Stay the lead: take back what a colleague was asked. Raises NotAllowedError, also when he answered already."""
    found = _locked(actor, case, now)
    require(may_take_back_lead(actor, found.team, timezone.localdate(now)))
    Member.objects.filter(case=found.row).update(lead_offered_at=None)
    trace(events.LEAD_STAYED, found.row, actor, now)


@transaction.atomic
def answer_lead(actor: Actor, case: UUID, *, takes: bool, now: datetime) -> None:
    """Take over as lead, or decline; the one who led stays in the team. Raises NotAllowedError."""
    found = _locked(actor, case, now)
    require(may_answer_lead(actor, found.team, timezone.localdate(now)))
    Member.objects.filter(case=found.row).update(lead_offered_at=None)
    if not takes:
        trace(events.LEAD_STAYED, found.row, actor, now)
        return
    # the old one first: the database knows one lead at a time
    Member.objects.filter(case=found.row, part=Part.LEAD).update(part=Part.MEMBER)
    Member.objects.filter(case=found.row, person=actor.id).update(part=Part.LEAD)
    trace(events.CASE_HANDED_OVER, found.row, actor, now)


def _place(row: Case, place: Membership, actor: Actor, now: datetime) -> None:
    assert place.organisation is not None
    Member.objects.create(
        case=row, person_id=place.person, organisation_id=place.organisation, part=place.part, until=place.until,
        added_by_id=actor.id, added_at=now, accepted_at=now,
    )  # fmt: skip


def _locked(actor: Actor, case: UUID, now: datetime) -> OpenCase:
    found = case_for(actor, case, today=timezone.localdate(now), lock=True)
    if found is None:
        require(_NOT_THERE)
    assert found is not None
    return found
