"""Tells how it is with an offer of a case elsewhere: to its lead, to who was asked, and to whom it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Candidate, Case, Decision, Emergency, HandOver, Hold, Member, Order
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.ending import has_open_allowances
from sleutelwerk.cases.queries.holding import running
from sleutelwerk.cases.queries.order import standing_of
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.examples import is_example
from sleutelwerk.cases.rules.hand_over import Ended, Leaving, Offer, may_answer
from sleutelwerk.cases.rules.order import Step
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import may_lead, may_work_with_cases
from sleutelwerk.core.sealing import CannotOpenError

ENDS: dict[Ended, str | Promise] = {
    Ended.ACCEPTED: _("overgenomen"),
    Ended.REFUSED: _("niet overgenomen"),
    Ended.REVOKED: _("teruggenomen"),
    Ended.LAPSED: _("vervallen"),
}


@dataclass(frozen=True, slots=True)
class OfferShown:
    """An offer as the lead sees it; `ended` is empty while it waits."""

    address: str
    offered_on: date
    until: date
    ended_on: date | None = None
    ended: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """All that who was asked may know before he says yes: whose it is, who asked, until when."""

    id: UUID
    organisation: str
    by: str
    until: date


def address_column(offer: UUID) -> str:
    """Name the place where the address of one offer lies sealed."""
    return f"hand_over/{offer}"


def as_offer(row: HandOver) -> Offer:
    """Give an offer as decisions are about it."""
    return Offer(row.receiver_id, row.until, row.ended_at is not None)


def waiting_offer(case: UUID, *, today: date | None = None) -> HandOver | None:
    """Give the offer of a case that was not answered; with a day only one that can still be."""
    row = HandOver.objects.filter(case=case, ended_at=None).first()
    return row if row is not None and (today is None or as_offer(row).waits(today)) else None


def leaving_of(row: Case, candidate: Candidate | None, today: date) -> Leaving:
    """Give all that may keep a case where it is."""
    about_him = {} if candidate is None else _about_him(candidate)
    return Leaving(
        stage=Stage(row.stage),
        over=row.ended_at is not None,
        example=is_example(row.code, practice=row.practice),
        held=running(Hold.objects.filter(case=row), today).exists(),
        order=_order(row),
        lead_offered=Member.objects.filter(case=row, lead_offered_at__isnull=False).exists(),
        **about_him,
    )


def _about_him(candidate: Candidate) -> dict[str, bool]:
    emergencies = Emergency.objects.filter(candidate=candidate)
    return {
        "question": any(one.open or one.locks for one in known_rights(candidate)),
        "emergency": (emergencies.filter(looked_back_at=None) | emergencies.filter(told_on=None)).exists(),
        "unpaid": has_open_allowances(candidate),
        "thinking": candidate.agreed_on is None,
        "rejected": Decision.objects.filter(candidate=candidate, outcome=Outcome.NO).exists(),
    }


def _order(row: Case) -> bool:
    """Tell whether an order runs, a drill included, or one ended that he was not told of."""
    for one in Order.objects.filter(case=row).prefetch_related("steps"):
        untold = (
            not one.drill and one.candidate_id is not None and Step.TOLD not in standing_of(one, one.steps.all()).done
        )
        if one.ended_at is None or untold:
            return True
    return False


def offer_shown(viewer: Actor, found: OpenCase, today: date) -> OfferShown | None:
    """Give the last offer to the lead of a case, also for a while after it ended; None when there is none."""
    if not may_lead(viewer, found.team, today):
        return None
    mine = HandOver.objects.filter(case=found.row, from_organisation=found.team.organisation)
    row = mine.exclude(ended_how=Ended.ACCEPTED).order_by(F("ended_at").desc(nulls_first=True)).first()
    if row is None:
        return None
    offered_on = timezone.localdate(row.offered_at)
    if row.ended_at is not None:
        return OfferShown("", offered_on, row.until, timezone.localdate(row.ended_at), ENDS[Ended(row.ended_how)])
    if not as_offer(row).waits(today):
        return OfferShown("", offered_on, row.until, row.until, ENDS[Ended.LAPSED])
    try:
        address = found.vault.open(address_column(row.pk), bytes(row.address))
    except CannotOpenError:
        address = ""
    return OfferShown(address, offered_on, row.until)


def offers_for(viewer: Actor, *, today: date) -> list[Offered]:
    """Give the cases that were offered to somebody and that he did not answer yet."""
    return [
        Offered(row.pk, row.case.organisation.name, row.offered_by.name if row.offered_by else "", row.until)
        for row in _offers_to(viewer, today)
    ]


def offer_to(viewer: Actor, offer: UUID, *, today: date) -> HandOver | None:
    """Give one of them; None when it was not to him, or is not there any more."""
    return next((row for row in _offers_to(viewer, today) if row.pk == offer), None)


def _offers_to(viewer: Actor, today: date) -> Iterator[HandOver]:
    if viewer.organisation is None or not may_work_with_cases(viewer):
        return
    rows = HandOver.objects.filter(receiver=viewer.id, ended_at=None, until__gte=today)
    for row in rows.select_related("case__organisation", "offered_by").order_by("offered_at"):
        if may_answer(viewer, as_offer(row), row.case.organisation_id, today):
            yield row


def hand_overs_of(candidate: Candidate) -> list[HandOver]:
    """Give every time that his file was offered to another organisation, in order, for his own report."""
    rows = HandOver.objects.filter(candidate=candidate).order_by("offered_at", "ended_at")
    return list(rows.select_related("from_organisation", "to_organisation", "offered_by", "receiver"))


def earlier_chains(case: UUID) -> list[UUID]:
    """Give the organisations that had a case before: who looked then stands in their trails."""
    rows = HandOver.objects.filter(case=case, ended_how=Ended.ACCEPTED, from_organisation__isnull=False)
    return list(rows.values_list("from_organisation", flat=True))
