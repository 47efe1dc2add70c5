"""Gives a case another lead, here or at another organisation, as people do: one asks and the other says yes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.cases.begun import TODAY
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.actions.hand_over import HisYes, offer_case
from sleutelwerk.cases.actions.taking_over import accept_offer
from sleutelwerk.cases.actions.team import answer_lead, offer_lead
from sleutelwerk.cases.models import Candidate, Case, HandOver

SITE = "https://x.example/"
OUTSIDE = "outside_professional@voorbeeld.example"


def hand_over(lead: Actor, case: UUID, person: UUID, *, now: datetime) -> None:
    """Let a lead ask a colleague, and let him say yes."""
    offer_lead(lead, case, person, now=now)
    answer_lead(actor_for(User.objects.get(pk=person), []), case, takes=True, now=now)


def offered_elsewhere(
    cast: Cast, case: Case, address: str = OUTSIDE, *, now: datetime = NOW, who: str = "professional"
) -> HandOver:
    """Offer a case to somebody of another organisation, with his yes when there is somebody in it."""
    his_yes = HisYes(TODAY, "face_to_face") if Candidate.objects.filter(case=case).exists() else HisYes()
    offer_case(cast.actor(who), case.pk, address, his_yes, site=SITE, now=now)
    return HandOver.objects.get(case=case, ended_at=None)


def handed_elsewhere(cast: Cast, case: Case, *, now: datetime = NOW) -> Case:
    """Offer it, and let it be taken over."""
    offer = offered_elsewhere(cast, case, now=now)
    return accept_offer(cast.actor("outside_professional"), offer.pk, site=SITE, now=now)
