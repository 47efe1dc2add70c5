"""Keeps what the FG advised, and whether the works council agreed to alarms on what staff do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import ADVICE_GIVEN, ORGANISATION_CHANGED, WORKS_COUNCIL_RECORDED
from sleutelwerk.accounts.models import FgAdvice, Organisation
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import may_give_advice, may_manage_people
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.verdict import require


@dataclass(frozen=True, slots=True)
class NewAdvice:
    """What the FG fills in after reading the DPIA."""

    dpia_date: date
    residual_risk: str
    prior_consultation: str
    valid_until: date


@transaction.atomic
def give_advice(actor: Actor, organisation: Organisation, advice: NewAdvice, *, now: datetime) -> None:
    """Keep the FG's advice; the earlier ones stay. Raises NotAllowedError."""
    require(may_give_advice(actor, organisation.pk))
    FgAdvice.objects.create(
        organisation=organisation, given_by_id=actor.id, given_at=now, dpia_date=advice.dpia_date,
        residual_risk=advice.residual_risk, prior_consultation=advice.prior_consultation,
        valid_until=advice.valid_until,
    )  # fmt: skip
    trace(
        ADVICE_GIVEN,
        actor=actor,
        now=now,
        details=Details(fields=("dpia_date", "residual_risk", "prior_consultation", "valid_until")),
    )


@transaction.atomic
def record_works_council(actor: Actor, organisation: Organisation, agreed_on: date | None, *, now: datetime) -> None:
    """Keep when the works council agreed, or that it has not. Raises NotAllowedError."""
    require(may_manage_people(actor, organisation.pk))
    organisation.works_council_agreed_on = agreed_on
    organisation.save(update_fields=["works_council_agreed_on"])
    trace(WORKS_COUNCIL_RECORDED, actor=actor, now=now, details=Details(flags={"agreed": agreed_on is not None}))


@transaction.atomic
def change_organisation(actor: Actor, organisation: Organisation, values: dict[str, str], *, now: datetime) -> None:
    """Keep the organisation's name, controller and contact point. Raises NotAllowedError."""
    require(may_manage_people(actor, organisation.pk))
    changed = sorted(name for name, value in values.items() if getattr(organisation, name) != value)
    for name in changed:
        setattr(organisation, name, values[name])
    if changed:
        organisation.save(update_fields=changed)
        trace(ORGANISATION_CHANGED, actor=actor, now=now, details=Details(fields=tuple(changed)))
