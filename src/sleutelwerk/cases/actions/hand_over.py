"""Offers a case to another organisation, and ends an offer that was taken back, declined or fell away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.queries.case_workers import receiver_for_cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.models import Candidate, Case, HandOver, Member
from sleutelwerk.cases.queries.hand_over import address_column, leaving_of, offer_to, waiting_offer
from sleutelwerk.cases.rules.hand_over import WAITS, Ended, may_be_his_yes, may_offer, may_revoke
from sleutelwerk.cases.rules.team import Part
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.mailroom.actions import post_letter

GONE = refused("Dit aanbod is er niet meer.")


@dataclass(frozen=True, slots=True)
class HisYes:
    """When he said yes to the hand-over, and how he was told of it; empty while nobody is in the case."""

    said_on: date | None = None
    told_how: str = ""


@transaction.atomic
def offer_case(actor: Actor, case: UUID, address: str, his_yes: HisYes, *, site: str, now: datetime) -> None:
    """Offer a case to a professional of another organisation; nothing of it travels before he says yes.

    What the lead sees is the same for an address that nobody here has. Each try is recorded. Raises NotAllowedError.
    """
    found, today = locked(actor, case, now), timezone.localdate(now)
    _lapse_if_over(found.row, today, now)
    waits = waiting_offer(found.row.pk) is not None
    require(may_offer(actor, found.team, today, leaving_of(found.row, found.candidate, today), waits=waits))
    _with_his_yes(found.candidate, his_yes, today)
    receiver, number, about = receiver_for_cases(actor, address), uuid4(), found.candidate is not None
    HandOver.objects.create(
        pk=number, case=found.row, candidate=found.candidate, from_organisation_id=found.row.organisation_id,
        offered_by_id=actor.id, offered_at=now, receiver_id=receiver.id if receiver else None, until=today + WAITS,
        address=found.vault.seal(address_column(number), address.strip()),
        agreed_on=his_yes.said_on if about else None, told_how=his_yes.told_how if about else "",
    )  # fmt: skip
    trace(events.CASE_OFFERED, found.row, actor, now)
    if receiver is not None:
        post_letter("cases/mail/offered.txt", to=[receiver.email], now=now, site=site)


def _with_his_yes(candidate: Candidate | None, his_yes: HisYes, today: date) -> None:
    if candidate is not None:
        told = his_yes.told_how in set(Candidate.ToldHow)
        since = candidate.agreed_on or candidate.told_on
        require(may_be_his_yes(his_yes.said_on, told=told, since=since, today=today))


@transaction.atomic
def revoke_offer(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Keep the case after all. Raises NotAllowedError, also when it was answered already."""
    found, today = locked(actor, case, now), timezone.localdate(now)
    row = waiting_offer(found.row.pk, today=today)
    require(may_revoke(actor, found.team, today, waits=row is not None))
    assert row is not None
    end_offer(row, Ended.REVOKED, now)
    trace(events.CASE_OFFER_ENDED, found.row, actor, now, Details(codes={"how": Ended.REVOKED}))


@transaction.atomic
def refuse_offer(actor: Actor, offer: UUID, *, site: str, now: datetime) -> None:
    """Decline a case that was offered. Raises NotAllowedError when it is not there any more."""
    row = held_offer(actor, offer, now)
    to = lead_of(row.case_id)
    end_offer(row, Ended.REFUSED, now)
    trace(events.CASE_OFFER_ENDED, row.case, actor, now, Details(codes={"how": Ended.REFUSED}))
    post_letter("cases/mail/offer_answered.txt", to=to, now=now, site=site)


def held_offer(actor: Actor, offer: UUID, now: datetime) -> HandOver:
    """Hold the case of an offer, as everybody does who changes anything, and look again whether it can be answered."""
    case = HandOver.objects.filter(pk=offer).values_list("case", flat=True).first()
    held = case is not None and Case.objects.select_for_update().filter(pk=case).exists()
    row = offer_to(actor, offer, today=timezone.localdate(now)) if held else None
    if row is None:
        require(GONE)
    assert row is not None
    return row


def lead_of(case: UUID) -> list[str]:
    """Give the address of the lead of a case, for a letter only."""
    return list(Member.objects.filter(case=case, part=Part.LEAD).values_list("person__email", flat=True))


def others_of(case: UUID, taker: Actor, today: date) -> list[str]:
    """Give the addresses of everybody else who gets in, for a letter only: what they open tomorrow is gone.

    Who takes it over may have been a partner in it, and keeps it.
    """
    others = Member.objects.filter(case=case, accepted_at__isnull=False).exclude(part=Part.LEAD)
    others = others.exclude(person=taker.id)
    still = others.filter(until=None) | others.filter(until__gte=today)
    return sorted(still.values_list("person__email", flat=True))


def lapse_offer(case: Case, *, now: datetime) -> None:
    """Let an offer fall away, as he stops or asks something. Inside the caller's transaction, with the case held."""
    row = waiting_offer(case.pk)
    if row is not None:
        _lapse(row, case, now)


def lapse_offers(*, now: datetime) -> int:
    """Let go of offers that nobody answered in time; give how many."""
    over = HandOver.objects.filter(ended_at=None, until__lt=timezone.localdate(now))
    return sum(_lapse_one(case, now) for case in over.values_list("case", flat=True))


@transaction.atomic
def _lapse_one(case: UUID, now: datetime) -> int:
    held = Case.objects.select_for_update().filter(pk=case).first()
    return _lapse_if_over(held, timezone.localdate(now), now) if held is not None else 0


def _lapse_if_over(case: Case, today: date, now: datetime) -> int:
    row = waiting_offer(case.pk)
    if row is None or row.until >= today:
        return 0
    _lapse(row, case, now)
    return 1


def _lapse(row: HandOver, case: Case, now: datetime) -> None:
    end_offer(row, Ended.LAPSED, now)
    record(
        chain=case.organisation_id, kind=events.CASE_OFFER_ENDED, actor=None, subject=pseudonym("case", case.pk),
        now=now, details=Details(codes={"how": Ended.LAPSED}),
    )  # fmt: skip


def end_offer(row: HandOver, how: Ended, now: datetime) -> None:
    """End an offer; who was asked is kept only if he took it over."""
    row.ended_at, row.ended_how, row.address = now, how, b""
    if how is not Ended.ACCEPTED:
        row.receiver = None
    row.save(update_fields=["ended_at", "ended_how", "address", "receiver", "to_organisation"])
